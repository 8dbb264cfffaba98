<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\BatchTaskCreateInDTO;
use North_PHP_SDK\client\dto\CommandDTOV4;
use North_PHP_SDK\client\dto\DeviceCmd;
use North_PHP_SDK\client\dto\PostDeviceCommandInDTO;
use North_PHP_SDK\client\dto\QueryDeviceDataHistoryInDTO;
use North_PHP_SDK\client\invokeapi\BatchProcess;
use North_PHP_SDK\client\invokeapi\DataCollection;
use North_PHP_SDK\client\invokeapi\DeviceManagement;
use North_PHP_SDK\client\invokeapi\SignalDelivery;
use Northbound\Tests\Support\Catalogue;
use Northbound\Tests\Support\PlatformTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\TestWith;
use Random\Engine\Mt19937;
use Random\Randomizer;

/**
 * Numbers go out as the original sends them: in bodies as `json_encode` writes them, in queries as
 * `http_build_query` does. A whole float has no fraction.
 */
final class NumbersTest extends PlatformTestCase
{
    private const SEED = 20_261_127;
    private const COUNT = 1_000;

    protected function setUp(): void
    {
        parent::setUp();
        // PHP's own defaults; a php.ini may say otherwise.
        ini_set('serialize_precision', '-1');
        ini_set('precision', '14');
    }

    protected function tearDown(): void
    {
        ini_restore('serialize_precision');
        ini_restore('precision');
        parent::tearDown();
    }

    /** @return list<int|float> the same numbers in each run, of every size, half of them whole */
    private static function numbers(): array
    {
        $random = new Randomizer(new Mt19937(self::SEED));
        $numbers = [
            0, -1, PHP_INT_MAX, PHP_INT_MIN, 0.0, -0.0, 1.0, 0.1, 1.5, -2.5, 100.0, 1e14, 1e15, 1e16, 1e22, 1e25, 1e-4, 1e-5, 1e-7,
            1e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1 + 0.2, 1 / 3, 9007199254740993.0,
            9.2233720368547758e18, 123456789.12345678, floor(87 / 2), ceil(3599.2), round(2.5),
        ];
        while (count($numbers) < self::COUNT) {
            $whole = $random->getInt(-1 << 40, 1 << 40);
            $float = unpack('d', $random->getBytes(8))[1];
            array_push($numbers, $whole, (float) $whole, floor($whole / 7), $whole / 1000, round($whole / 3, 2), $whole * 1e9);
            if (is_finite($float)) {
                $numbers[] = $float;
            }
        }
        return array_slice($numbers, 0, self::COUNT);
    }

    /** A profile may refuse a fraction where it says int. */
    public function testComputedNumbersInACommand(): void
    {
        $command = new CommandDTOV4();
        $command->serviceId = 'Valve';
        $command->method = 'OPEN';
        $command->paras = ['percent' => floor(87 / 2), 'seconds' => ceil(3599.2), 'degrees' => round(21.44, 1)];
        $in = new PostDeviceCommandInDTO();
        $in->deviceId = 'd1';
        $in->expireTime = ceil(3600 / 1);
        $in->command = $command;
        self::$platform->answerWith('{}');
        (new SignalDelivery(self::client()))->postDeviceCommand($in, null, self::token());
        self::assertSame(
            '{"deviceId":"d1","command":{"serviceId":"Valve","method":"OPEN","paras":{"percent":43,"seconds":3600,'
            . '"degrees":21.4}},"expireTime":3600}',
            self::received()->body,
        );
    }

    /**
     * @dataProvider bodies
     * @param callable(mixed): mixed $call
     */
    #[DataProvider('bodies')]
    public function testInBodiesTheyAreAsJsonEncodeWritesThem(callable $call, string $json): void
    {
        foreach ([self::numbers(), array_chunk(self::numbers(), 100), ['n' => ['deep' => [self::numbers()]]]] as $numbers) {
            self::$platform->clearRequests();
            self::$platform->answerWith('{}');
            $call($numbers);
            self::assertSame(sprintf($json, json_encode($numbers)), self::received()->body);
        }
    }

    /** @return iterable<string, array{callable(mixed): mixed, string}> */
    public static function bodies(): iterable
    {
        yield 'a field of a DTO' => [
            static fn (mixed $numbers): mixed => (new BatchProcess(self::client()))
                ->createBatchTask(Catalogue::create('BatchTaskCreateInDTO', ['param' => $numbers]), self::token()),
            '{"param":%s}',
        ];
        yield 'a field of a DTO in a DTO' => [
            static fn (mixed $numbers): mixed => (new SignalDelivery(self::client()))->postDeviceCommand(
                Catalogue::create('PostDeviceCommandInDTO', ['command' => Catalogue::create('CommandDTOV4', ['paras' => $numbers])]),
                null,
                self::token(),
            ),
            '{"command":{"paras":%s}}',
        ];
        yield 'a DTO in a field without a class' => [
            static function (mixed $numbers): mixed {
                $task = new BatchTaskCreateInDTO();
                $task->param = new DeviceCmd();
                $task->param->command = Catalogue::create('CommandDTOV4', ['paras' => $numbers]);
                return (new BatchProcess(self::client()))->createBatchTask($task, self::token());
            },
            '{"param":{"command":{"paras":%s}}}',
        ];
        yield 'a list of DTOs' => [
            static fn (mixed $numbers): mixed => (new DeviceManagement(self::client()))->modifyDeviceShadow(
                Catalogue::create('ModifyDeviceShadowInDTO', [
                    'serviceDesireds' => [Catalogue::create('ServiceDesiredDTO', ['desired' => $numbers])],
                ]),
                'd1',
                null,
                self::token(),
            ),
            '{"serviceDesireds":[{"desired":%s}]}',
        ];
        yield 'an array' => [
            static fn (mixed $numbers): mixed => (new BatchProcess(self::client()))
                ->createBatchTask(['param' => $numbers], self::token()),
            '{"param":%s}',
        ];
        yield 'an object' => [
            static fn (mixed $numbers): mixed => (new BatchProcess(self::client()))
                ->createBatchTask(['param' => (object) ['of' => $numbers]], self::token()),
            '{"param":{"of":%s}}',
        ];
        yield 'a subclass' => [
            static function (mixed $numbers): mixed {
                $task = new class () extends BatchTaskCreateInDTO {
                    public $own;
                };
                $task->own = $numbers;
                return (new BatchProcess(self::client()))->createBatchTask($task, self::token());
            },
            '{"own":%s}',
        ];
        foreach (['POST', 'PUT'] as $method) {
            yield "invokeAPI, $method" => [
                static fn (mixed $numbers): mixed => self::client()
                    ->invokeAPI(null, self::token(), $method, '/x', null, ['of' => $numbers], 'array'),
                '{"of":%s}',
            ];
        }
        yield 'invokeAPI with a DTO' => [
            static fn (mixed $numbers): mixed => self::client()->invokeAPI(
                null, self::token(), 'POST', '/x', null, Catalogue::create('CommandDTOV4', ['paras' => $numbers]), 'array',
            ),
            '{"paras":%s}',
        ];
        yield 'invokeAPI by URL' => [
            static fn (mixed $numbers): mixed => self::client()->invokeAPI(
                'https://127.0.0.1:' . self::$platform->port . '/x', 'POST', null, ['of' => $numbers], [], null, null,
                'application/json', null, 'array',
            ),
            '{"of":%s}',
        ];
    }

    /** @dataProvider queries */
    #[DataProvider('queries')]
    public function testInQueriesTheyAreAsHttpBuildQueryWritesThem(callable $call): void
    {
        foreach (array_chunk(self::numbers(), 10) as $numbers) {
            $fields = array_combine(array_slice(Catalogue::members('QueryDeviceDataHistoryInDTO'), 0, 9), array_slice($numbers, 0, 9));
            self::$platform->clearRequests();
            self::$platform->answerWith('{}');
            $select = $call($fields, $numbers[9]);
            self::assertSame(http_build_query($fields + $select), parse_url(self::received()->target, PHP_URL_QUERY));
        }
    }

    /** @return iterable<string, array{callable(array<string, mixed>, mixed): array<string, mixed>}> */
    public static function queries(): iterable
    {
        yield 'the fields of a DTO' => [static function (array $fields): array {
            $in = Catalogue::create('QueryDeviceDataHistoryInDTO', $fields);
            (new DataCollection(self::client()))->queryDeviceDataHistory($in, self::token());
            return [];
        }];
        yield 'an array' => [static function (array $fields): array {
            (new DataCollection(self::client()))->queryDeviceDataHistory($fields, self::token());
            return [];
        }];
        yield 'a subclass with its own JSON' => [static function (array $fields, mixed $own): array {
            $in = new class () extends QueryDeviceDataHistoryInDTO {
                public $own;

                public function jsonSerialize(): mixed
                {
                    return parent::jsonSerialize() + ['also' => $this->own];
                }
            };
            foreach ($fields + ['own' => $own] as $name => $value) {
                $in->$name = $value;
            }
            (new DataCollection(self::client()))->queryDeviceDataHistory($in, self::token());
            return ['own' => $own, 'also' => $own];
        }];
        yield 'invokeAPI' => [static function (array $fields, mixed $own): array {
            self::client()->invokeAPI(null, self::token(), 'DELETE', '/x', $fields + ['own' => $own], null, 'array');
            return ['own' => $own];
        }];
    }

    public function testAParameterOfTheQuery(): void
    {
        foreach (array_slice(self::numbers(), 0, 100) as $number) {
            self::$platform->clearRequests();
            self::$platform->answerWith('{}');
            (new DataCollection(self::client()))->querySingleDeviceInfo('d1', $number, $number, self::token());
            $expected = http_build_query(['select' => $number, 'appId' => $number]);
            self::assertSame($expected, parse_url(self::received()->target, PHP_URL_QUERY));
        }
    }

    /**
     * `json_encode` uses `serialize_precision`, and `http_build_query` uses `precision`.
     *
     * @testWith ["17"]
     *           ["5"]
     *           ["-1"]
     */
    #[TestWith(['17'])]
    #[TestWith(['5'])]
    #[TestWith(['-1'])]
    public function testTheDigitsAreThoseOfPhpIni(string $digits): void
    {
        ini_set('serialize_precision', $digits);
        $numbers = ['property' => 3600.0, 'startTime' => 0.1, 'endTime' => 1 / 3];
        foreach (['14', $digits] as $precision) {
            ini_set('precision', $precision);
            self::$platform->clearRequests();
            self::$platform->answerWith('{}');
            (new DataCollection(self::client()))->queryDeviceDataHistory($numbers, self::token());
            self::assertSame(http_build_query($numbers), parse_url(self::received()->target, PHP_URL_QUERY), $precision);
        }
        self::$platform->clearRequests();
        self::$platform->answerWith('{}');
        (new BatchProcess(self::client()))->createBatchTask(['param' => $numbers], self::token());
        self::assertSame('{"param":' . json_encode($numbers) . '}', self::received()->body);
    }
}
