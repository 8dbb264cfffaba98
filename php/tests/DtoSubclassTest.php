<?php

declare(strict_types=1);

namespace Northbound\Tests;

use ArrayIterator;
use DomainException;
use North_PHP_SDK\client\dto\AuthRefreshInDTO;
use North_PHP_SDK\client\dto\ClientInfo;
use North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO;
use North_PHP_SDK\client\dto\OperateDevices;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO;
use North_PHP_SDK\client\dto\SubOperationInfo;
use North_PHP_SDK\client\invokeapi\Authentication;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of subclasses of DTOs, as in applications of the original. */
final class DtoSubclassTest extends PlatformTestCase
{
    public function testConstructorAndMembersOfItsOwn(): void
    {
        $dto = new class (3) extends QueryUpgradeSubTaskInDTO {
            public $note = 'mine';
            protected $guarded = 'guarded';
            private $hidden = 'hidden';

            public function __construct(int $page)
            {
                $this->pageNo = $page;
            }

            public function hidden(): string
            {
                return $this->hidden . $this['pageNo'];
            }
        };
        self::assertSame('hidden3', $dto->hidden());
        self::assertSame('{"pageNo":3,"note":"mine"}', json_encode($dto));
        self::assertSame(['pageNo' => 3, 'note' => 'mine'], iterator_to_array($dto));
        self::assertCount(2, $dto);
        self::assertSame('QueryUpgradeSubTaskInDTO [subOperationStatus=, pageNo=3, pageSize=]', (string) $dto);
    }

    /** @dataProvider invisible */
    #[DataProvider('invisible')]
    public function testPrivateAndProtectedMembersStayInside(string $member): void
    {
        $dto = new class () extends QueryUpgradeSubTaskInDTO {
            protected $guarded = 'guarded';
            private $hidden = 'hidden';

            public function hidden(): string
            {
                return $this->hidden . $this->guarded;
            }
        };
        self::assertFalse(isset($dto->$member));
        self::assertSame('d', $dto->$member ?? 'd');
        self::assertArrayNotHasKey($member, iterator_to_array($dto));
        self::assertStringNotContainsString($member, (string) json_encode($dto));
        self::assertSame('hiddenguarded', $dto->hidden());
    }

    /** @return iterable<array{string}> */
    public static function invisible(): iterable
    {
        yield 'private' => ['hidden'];
        yield 'protected' => ['guarded'];
    }

    /** Subclasses that the original allowed must load: without types and return types. */
    public function testMethodsCanBeOverriddenWithoutTypes(): void
    {
        $code = <<<'PHP'
            class Mine extends QueryUpgradeSubTaskInDTO
            {
                function __get($name) { return "got $name"; }
                function __set($name, $value) { echo "set $name\n"; }
                function __toString() { return 'as text'; }
                function jsonSerialize() { return ['own' => 1]; }
                function offsetExists($offset) { return true; }
                function offsetGet($offset) { return "at $offset"; }
                function offsetSet($offset, $value) { echo "set at $offset\n"; }
                function offsetUnset($offset) { echo "unset at $offset\n"; }
                function getIterator() { return new ArrayIterator([7]); }
                function count() { return 99; }
            }
            $mine = new Mine();
            $mine->unknown = 1;
            $mine['x'] = 1;
            unset($mine['x']);
            echo json_encode([
                $mine->unknown, "$mine", $mine, isset($mine['x']), $mine['x'], iterator_to_array($mine), count($mine),
            ]);
            PHP;
        $php = Php::run($code);
        self::assertSame('', $php->errors);
        self::assertSame(
            "set unknown\nset at x\nunset at x\n" . '["got unknown","as text",{"own":1},true,"at x",[7],99]',
            $php->output,
        );
    }

    public function testMethodsCanBeOverriddenWithTheTypesOfModernPhp(): void
    {
        $dto = new class () extends QueryUpgradeSubTaskInDTO {
            public function jsonSerialize(): mixed
            {
                return parent::jsonSerialize() + ['own' => true];
            }

            public function count(): int
            {
                return parent::count() + 10;
            }

            public function getIterator(): \Iterator
            {
                return new ArrayIterator(['only' => 1]);
            }

            public function __toString(): string
            {
                return '<' . parent::__toString() . '>';
            }
        };
        $dto->pageNo = 1;
        self::assertSame('{"pageNo":1,"own":true}', json_encode($dto));
        self::assertCount(11, $dto);
        self::assertSame(['only' => 1], iterator_to_array($dto));
        self::assertStringStartsWith('<QueryUpgradeSubTaskInDTO [', (string) $dto);
    }

    public function testATypedMemberWithoutAValueIsNotCounted(): void
    {
        $dto = new class () extends QueryUpgradeSubTaskInDTO {
            public int $typed;
        };
        self::assertCount(0, $dto);
        self::assertSame('{}', json_encode($dto));
        $dto->typed = 4;
        self::assertSame('{"typed":4}', json_encode($dto));
        Watch::thrown(static fn () => $dto->typed = 'text', \TypeError::class);
    }

    /** As `foreach ($this as ...)` in the original's `jsonSerialize()`: what the DTO's own code can see. */
    public function testItsOwnPropertiesAreSentInAQuery(): void
    {
        $dto = new class () extends QueryUpgradeSubTaskInDTO {
            public $note = 'sent too';
            protected $flag = true;
            private $hidden = 'not sent';
            public $none = null;
            public int $typed;

            public function __construct()
            {
                $this->pageNo = 0;
                $this->pageSize = 2;
            }

            public function hidden(): string
            {
                return $this->hidden;
            }
        };
        $page = self::upgrade()->queryUpgradeSubTask($dto, self::$platform->task(3), self::token());
        self::assertCount(2, $page->data);
        self::assertStringEndsWith('/subOperations?pageNo=0&pageSize=2&note=sent+too&flag=1', self::received()->target);
        self::assertSame('not sent', $dto->hidden());
    }

    /** @dataProvider bodies */
    #[DataProvider('bodies')]
    public function testWhatIsSentInABody(object $dto, string $json): void
    {
        self::$platform->answerWith('{"operationId":"o1"}');
        self::upgrade()->createFirmwareUpgradeTask($dto, self::token());
        self::assertSame($json, self::received()->body);

        self::$platform->clearRequests();
        self::$platform->answerWith('{}');
        self::client()->invokeAPI(null, self::token(), 'POST', '/x', null, $dto, 'array');
        self::assertSame($json, self::received()->body, 'by invokeAPI');
    }

    /** @return iterable<string, array{object, string}> */
    public static function bodies(): iterable
    {
        $targets = new class () extends OperateDevices {
            public $zone = 'north';
            protected $floor = 3.0;
            private $hidden = 'not sent';
            public $none = null;

            public function hidden(): string
            {
                return $this->hidden;
            }
        };
        $targets->devices = ['d1'];
        $task = new CreateUpgradeTaskInDTO();
        $task->fileId = 'f1';
        $task->targets = $targets;
        yield 'own properties of a DTO in a DTO' => [
            $task, '{"fileId":"f1","targets":{"devices":["d1"],"zone":"north","floor":3}}',
        ];
        $task = new class () extends CreateUpgradeTaskInDTO {
            public $zone = 'north';
            protected $floor = 3.0;
            private $hidden = 'not sent';
            public $none = null;
            public string $typed;

            public function hidden(): string
            {
                return $this->hidden;
            }
        };
        $task->fileId = 'f1';
        yield 'own properties' => [$task, '{"fileId":"f1","zone":"north","floor":3}'];
        $task = new class () extends CreateUpgradeTaskInDTO {
            public function jsonSerialize(): mixed
            {
                return ['own' => 1.0, 'none' => null] + parent::jsonSerialize();
            }
        };
        $task->fileId = 'f1';
        yield 'own JSON' => [$task, '{"own":1,"none":null,"fileId":"f1"}'];
        yield 'own JSON that is an object' => [new class () extends CreateUpgradeTaskInDTO {
            public function jsonSerialize(): mixed
            {
                return (object) ['own' => ['deep' => 1.0]];
            }
        }, '{"own":{"deep":1}}'];
        yield 'own JSON that is empty' => [new class () extends CreateUpgradeTaskInDTO {
            public $fileId = 'not sent';

            public function jsonSerialize(): mixed
            {
                return [];
            }
        }, '{}'];
        $targets = new class () extends OperateDevices {
            public function jsonSerialize(): mixed
            {
                return ['own' => 1.0] + parent::jsonSerialize();
            }
        };
        $targets->model = 'm1';
        $task = new CreateUpgradeTaskInDTO();
        $task->targets = $targets;
        yield 'own JSON of a DTO in a DTO' => [$task, '{"targets":{"own":1,"model":"m1"}}'];
    }

    /** `http_build_query` leaves out what is null. */
    public function testItsOwnJsonIsSentInAQuery(): void
    {
        $dto = new class () extends QueryUpgradeSubTaskInDTO {
            public $pageNo = 5;

            public function jsonSerialize(): mixed
            {
                return ['filter' => 'a b', 'none' => null, 'on' => true, 'off' => false, 'whole' => 3.0];
            }
        };
        self::$platform->answerWith('{}');
        self::upgrade()->queryUpgradeSubTask($dto, 'o1', self::token());
        self::assertStringEndsWith('?filter=a+b&on=1&off=0&whole=3', self::received()->target);
    }

    public function testWhatItsOwnJsonThrowsIsThrown(): void
    {
        $dto = new class () extends QueryUpgradeSubTaskInDTO {
            public function jsonSerialize(): mixed
            {
                throw new DomainException('mine');
            }
        };
        $call = static fn () => self::upgrade()->queryUpgradeSubTask($dto, 'o1', self::token());
        self::assertSame('mine', Watch::thrown($call, DomainException::class)->getMessage());
        self::assertNothingReceived();
    }

    /** JSON masks them, but the platform needs them. */
    public function testSecretsOfASubclassAreSent(): void
    {
        $subclasses = [
            new class () extends AuthRefreshInDTO {
                public $own = 'o';
            },
            new class () extends AuthRefreshInDTO {
                public function jsonSerialize(): mixed
                {
                    return parent::jsonSerialize() + ['own' => 'o'];
                }
            },
        ];
        foreach ($subclasses as $dto) {
            [$dto->appId, $dto->secret, $dto->refreshToken] = ['my-app', 'sesame-secret', 'sesame-refresh'];
            self::assertSame('{"appId":"my-app","secret":"***","refreshToken":"***","own":"o"}', json_encode($dto));
            self::$platform->clearRequests();
            self::$platform->answerWith('{}');
            (new Authentication(self::client()))->refreshAuthToken($dto);
            $sent = '{"appId":"my-app","secret":"sesame-secret","refreshToken":"sesame-refresh"';
            self::assertStringStartsWith($sent, self::received()->body);
        }
    }

    /** The original's rows are arrays, which keep them. */
    public function testASubclassOfAResponseKeepsFurtherProperties(): void
    {
        $row = new class () extends SubOperationInfo {
            public $mine = 1;
        };
        self::assertSame([], Watch::errors(static function () use ($row): void {
            $row->statusText = 'waits';
            $row['also'] = 2;
        }));
        self::assertSame('{"mine":1,"statusText":"waits","also":2}', json_encode($row));
    }

    public function testASubclassOfClientInfoMasksItsSecrets(): void
    {
        $info = new class () extends ClientInfo {
            public $label = 'own';
        };
        $info->secret = 'sesame';
        self::assertStringNotContainsString('sesame', $info . print_r($info, true) . json_encode(['info' => [$info]]));
        self::assertStringContainsString('own', print_r($info, true));
        self::assertSame('sesame', $info->secret);
    }

    public function testCloneAndSerializeKeepTheSubclass(): void
    {
        $php = Php::run(<<<'PHP'
            final class Mine extends SubOperationInfo { public $more = 1; private $own = 2; function own() { return $this->own; } }
            $mine = new Mine();
            $mine->deviceId = 'd';
            foreach ([clone $mine, unserialize(serialize($mine))] as $copy) {
                $seen[] = [get_class($copy), $copy == $mine, $copy->own(), $copy['deviceId'], $copy['more']];
            }
            echo json_encode($seen);
            PHP);
        self::assertSame([['Mine', true, 2, 'd', 1], ['Mine', true, 2, 'd', 1]], $php->json());
    }
}
