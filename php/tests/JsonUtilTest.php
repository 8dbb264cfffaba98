<?php

declare(strict_types=1);

namespace Northbound\Tests;

use DomainException;
use North_PHP_SDK\client\dto\GroupElement;
use North_PHP_SDK\client\dto\QueryUpgradePackageOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradeTaskOutDTO;
use North_PHP_SDK\utils\JsonUtil;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use stdClass;
use TypeError;

/** Tests of `JsonUtil::jsonString2SimpleObj`, with which applications parse notifications. */
final class JsonUtilTest extends TestCase
{
    public function testMembersOfAStructure(): void
    {
        $dto = JsonUtil::jsonString2SimpleObj('{"name":"pump","fileId":"f1","version":null}', QueryUpgradePackageOutDTO::class);
        self::assertSame(QueryUpgradePackageOutDTO::class, $dto::class);
        self::assertSame(['f1', 'pump', null, null], [$dto->fileId, $dto->name, $dto->version, $dto->model]);
        self::assertSame('{"fileId":"f1","name":"pump"}', json_encode($dto));
    }

    /** In responses they are arrays; here the original returns the result of json_decode. */
    public function testNestedValuesAreObjectsOfStdClass(): void
    {
        $json = '{"targets":{"devices":["a","b"],"deep":{"list":[{"x":1},[2]]}},"policy":[],"extendPara":{}}';
        $dto = JsonUtil::jsonString2SimpleObj($json, QueryUpgradeTaskOutDTO::class);
        self::assertSame(stdClass::class, $dto->targets::class);
        self::assertSame(['a', 'b'], $dto->targets->devices);
        self::assertSame(1, $dto->targets->deep->list[0]->x);
        self::assertSame([2], $dto->targets->deep->list[1]);
        self::assertSame([], $dto->policy);
        self::assertEquals(new stdClass(), $dto->extendPara);
    }

    public function testValuesKeepTheirTypes(): void
    {
        $object = JsonUtil::jsonString2SimpleObj(
            '{"i":1,"f":1.0,"e":1e2,"s":"1","t":true,"n":null,"big":12345678901234567890,"u":"\u00fc\ud83d\ude00"}',
            stdClass::class,
        );
        self::assertSame(
            ['i' => 1, 'f' => 1.0, 'e' => 100.0, 's' => '1', 't' => true, 'n' => null, 'big' => 1.2345678901234567e19, 'u' => 'ü😀'],
            (array) $object,
        );
    }

    public function testAStructureKeepsMembersThatItDoesNotKnow(): void
    {
        $errors = Watch::errors(static function () use (&$dto): void {
            $dto = JsonUtil::jsonString2SimpleObj(
                '{"added":{"later":true},"fileId":"f1","7":"seven"}',
                QueryUpgradePackageOutDTO::class,
            );
        });
        self::assertSame([], $errors);
        self::assertTrue($dto->added->later);
        self::assertSame('seven', $dto->{'7'});
        self::assertSame('f1', $dto['fileId']);
        self::assertSame(['fileId', 'added', '7'], array_map('strval', array_keys(iterator_to_array($dto))));
    }

    /** @dataProvider spellings */
    #[DataProvider('spellings')]
    public function testTheClassCanBeSpeltAsInPhp(string $name): void
    {
        $dto = JsonUtil::jsonString2SimpleObj('{"fileId":"f1"}', $name);
        self::assertSame(QueryUpgradePackageOutDTO::class, $dto::class);
        self::assertSame('f1', $dto->fileId);
    }

    /** @return iterable<string, array{string}> */
    public static function spellings(): iterable
    {
        yield 'as declared' => [QueryUpgradePackageOutDTO::class];
        yield 'with a leading backslash' => ['\\' . QueryUpgradePackageOutDTO::class];
        yield 'in lower case' => [strtolower(QueryUpgradePackageOutDTO::class)];
    }

    public function testAConstructorRunsFirst(): void
    {
        $class = new class () {
            public string $name = 'declared';
            public string $before = '';

            public function __construct()
            {
                $this->before = $this->name;
                $this->name = 'constructed';
            }
        };
        $object = JsonUtil::jsonString2SimpleObj('{"name":"set"}', $class::class);
        self::assertSame(['declared', 'set'], [$object->before, $object->name]);
        self::assertSame('constructed', JsonUtil::jsonString2SimpleObj('{}', $class::class)->name);
    }

    public function testSetDecidesWhatAClassTakes(): void
    {
        $class = new class () {
            public $known;
            /** @var array<string, mixed> */
            public array $given = [];

            public function __set($name, $value)
            {
                $this->given[$name] = $value;
            }
        };
        $object = JsonUtil::jsonString2SimpleObj('{"known":1,"hidden":2,"other":3}', $class::class);
        self::assertSame(1, $object->known);
        self::assertSame(['hidden' => 2, 'other' => 3], $object->given);
        self::assertFalse(isset($object->other));
    }

    public function testASubclassOfAStructure(): void
    {
        $class = new class () extends QueryUpgradePackageOutDTO {
            public $note;

            public function title(): string
            {
                return "$this->fileId $this->note";
            }
        };
        $object = JsonUtil::jsonString2SimpleObj('{"fileId":"f1","note":"mine","added":1}', $class::class);
        self::assertSame($class::class, $object::class);
        self::assertSame(['f1', 'mine', 1], [$object->fileId, $object->note, $object->added]);
        self::assertSame('f1 mine', $object->title());
    }

    public function testAClassIsLoadedWhenItIsNeeded(): void
    {
        $asked = [];
        $load = static function (string $class) use (&$asked): void {
            $asked[] = $class;
            if ($class === 'App\Push') {
                eval('namespace App; class Push { public $deviceId; }');
            }
        };
        spl_autoload_register($load);
        try {
            $object = JsonUtil::jsonString2SimpleObj('{"deviceId":"d1"}', '\App\Push');
        } finally {
            spl_autoload_unregister($load);
        }
        self::assertSame([['App\Push'], 'App\Push', 'd1'], [$asked, $object::class, $object->deviceId]);
    }

    /**
     * What a program meets from the network must not end it: as in the original, an empty object and a warning.
     *
     * @dataProvider notObjects
     */
    #[DataProvider('notObjects')]
    public function testWhatIsNoObjectIsAnEmptyObjectWithAWarning(mixed $json, string $what): void
    {
        foreach ([QueryUpgradePackageOutDTO::class, GroupElement::class, stdClass::class] as $class) {
            $object = null;
            $errors = Watch::errors(static function () use ($json, $class, &$object): void {
                $object = JsonUtil::jsonString2SimpleObj($json, $class);
            });
            self::assertSame(["E_WARNING: JsonUtil::jsonString2SimpleObj(): the JSON $what; the object stays empty"], $errors);
            self::assertSame($class, $object::class);
            self::assertEquals(new $class(), $object);
        }
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function notObjects(): iterable
    {
        $places = ['' => '', ' ' => '1:2', '{' => '1:2', '{"a":1}x' => '1:8', '<html>' => '1:1', "{'a':1}" => '1:2', '{"a":1,}' => '1:8', 'NULL?' => '1:1'];
        foreach ($places as $json => $place) {
            yield "not JSON: \"$json\"" => [(string) $json, 'is not valid: Syntax error' . self::near($place)];
        }
        yield 'not UTF-8' => [
            "{\"a\":\"\xff\"}",
            'is not valid: Malformed UTF-8 characters, possibly incorrectly encoded' . self::near('1:6'),
        ];
        yield 'nested too deeply' => [
            str_repeat('{"a":', 512) . '1' . str_repeat('}', 512),
            'is not valid: Maximum stack depth exceeded' . self::near('1:2556'),
        ];
        yield 'list' => ['[{"a":1}]', 'is array, not an object'];
        yield 'text' => ['"a"', 'is string, not an object'];
        yield 'number' => ['1', 'is int, not an object'];
        yield 'fraction' => ['1.5', 'is float, not an object'];
        yield 'bool' => ['true', 'is bool, not an object'];
        yield 'null' => ['null', 'is null, not an object'];
        foreach (['null' => null, 'int' => 5, 'array' => [], 'stdClass' => new stdClass()] as $type => $json) {
            yield "no text: $type" => [$json, "must be a string, $type given"];
        }
    }

    /** As for all warnings: the frameworks make exceptions of them. */
    public function testAnErrorHandlerMayThrow(): void
    {
        $thrown = Watch::thrownByHandler(static fn () => JsonUtil::jsonString2SimpleObj('{', stdClass::class));
        self::assertSame(E_WARNING, $thrown->getSeverity());
        self::assertStringContainsString('the JSON is not valid', $thrown->getMessage());
        self::assertSame(1, JsonUtil::jsonString2SimpleObj('{"a":1}', stdClass::class)->a);
    }

    public function testWhatAConstructorSetStays(): void
    {
        $class = new class () {
            public string $name = 'declared';

            public function __construct()
            {
                $this->name = 'constructed';
            }
        };
        self::assertCount(1, Watch::errors(static function () use ($class, &$object): void {
            $object = JsonUtil::jsonString2SimpleObj('{"name":', $class::class);
        }));
        self::assertSame('constructed', $object->name);
    }

    /** From 8.6 on, PHP's messages contain the position of the error, except for an empty text. */
    private static function near(string $place): string
    {
        return PHP_VERSION_ID < 80600 || $place === '' ? '' : " near location $place";
    }

    /** @dataProvider notClasses */
    #[DataProvider('notClasses')]
    public function testWhatIsNoClassIs1007(mixed $class, string $text): void
    {
        foreach (['{}', '{', null] as $json) {
            $error = Watch::thrown(static fn () => JsonUtil::jsonString2SimpleObj($json, $class));
            self::assertSame(['1007', $text], [$error->error_code, $error->error_desc]);
        }
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function notClasses(): iterable
    {
        yield 'no such class' => ['App\Missing', 'className: class "App\Missing" does not exist'];
        yield 'leading backslash' => ['\Missing', 'className: class "Missing" does not exist'];
        yield 'interface' => ['Countable', 'className: class Countable cannot be instantiated'];
        yield 'abstract class' => ['FilterIterator', 'className: class FilterIterator cannot be instantiated'];
        yield 'private constructor' => ['Closure', 'className: class Closure cannot be instantiated'];
        yield 'bare name of a structure' => ['QueryUpgradePackageOutDTO', 'className: class "QueryUpgradePackageOutDTO" does not exist'];
        yield 'empty' => ['', 'className: class "" does not exist'];
        yield 'not a name' => ['a b', 'className: class "a b" does not exist'];
        yield 'null' => [null, 'className must be a string, null given'];
        yield 'int' => [1, 'className must be a string, int given'];
        yield 'array' => [[], 'className must be a string, array given'];
        yield 'object' => [new stdClass(), 'className must be a string, stdClass given'];
    }

    public function testWhatAClassThrowsIsLeftAlone(): void
    {
        $typed = new class () {
            public int $number = 0;
        };
        $call = static fn () => JsonUtil::jsonString2SimpleObj('{"number":"x"}', $typed::class);
        self::assertStringContainsString('$number of type int', Watch::thrown($call, TypeError::class)->getMessage());

        $magic = new class () {
            public function __set($name, $value)
            {
                throw new DomainException("no $name");
            }
        };
        $call = static fn () => JsonUtil::jsonString2SimpleObj('{"a":1,"b":2}', $magic::class);
        self::assertSame('no a', Watch::thrown($call, DomainException::class)->getMessage());
    }

    public function testTheOriginalsSignature(): void
    {
        $method = new \ReflectionMethod(JsonUtil::class, 'jsonString2SimpleObj');
        self::assertTrue($method->isStatic() && $method->isPublic() && !$method->hasReturnType());
        self::assertSame(['json', 'className'], array_map(
            static fn (\ReflectionParameter $parameter): string => $parameter->getName(),
            $method->getParameters(),
        ));
    }
}
