<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use RuntimeException;

/** Tests of the messages to a PSR-3 logger, and of what a logger may do. */
final class LoggerTest extends PlatformTestCase
{
    private const UNWELL = ['kind' => 'emptyBody', 'status' => 503];

    public function testAQuietCall(): void
    {
        $id = self::$platform->task(1);
        $log = self::logged(static fn ($upgrade) => $upgrade->queryUpgradeSubTask(null, $id, self::token()));
        self::assertSame(['debug', 'info'], array_column($log, 0));
        foreach ($log as [, $message, $context]) {
            self::assertSame(['queryUpgradeSubTask', 200, 1], [$context['operation'], $context['status'], $context['attempt']]);
            self::assertIsFloat($context['duration']);
            self::assertGreaterThan(0, $context['duration']);
            self::assertStringStartsWith('queryUpgradeSubTask', self::interpolated($message, $context));
        }
        self::assertIsBool($log[0][2]['opened']);
        self::assertGreaterThanOrEqual($log[0][2]['duration'], $log[1][2]['duration']);
    }

    public function testACallThatIsTriedAgainAndFails(): void
    {
        self::$platform->fault(self::UNWELL, 0);
        $log = self::logged(static fn ($upgrade) => Watch::thrown(
            static fn () => $upgrade->queryUpgradeSubTask(null, 'a', self::token()),
        ));
        self::assertSame(['debug', 'warning', 'debug', 'warning', 'debug', 'error'], array_column($log, 0));
        self::assertSame([1, 1, 2, 2, 3, 3], array_map(static fn (array $line): int => $line[2]['attempt'], $log));
        self::assertSame([503], array_unique(array_map(static fn (array $line): int => $line[2]['status'], $log)));
        foreach ($log as [$level, $message, $context]) {
            self::assertSame('1005', $context['code']);
            self::assertStringContainsString('not JSON', $context['error']);
            self::assertSame($level === 'warning', isset($context['delay']));
            self::assertStringNotContainsString('{', self::interpolated($message, $context));
        }
        self::assertLessThanOrEqual(100, $log[1][2]['delay']);
    }

    /** The messages are sent during the call, and not only at its end. */
    public function testALongCallIsFollowed(): void
    {
        self::$platform->fault(self::UNWELL);
        self::$platform->fault(['kind' => 'latency', 'ms' => 600_000]);
        $client = self::client();
        $client->setLogger(self::logger(static function (string $level): void {
            if ($level === 'warning') {
                throw new RuntimeException('seen');
            }
        }));
        $error = Watch::thrown(
            static fn () => (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', self::token()),
            RuntimeException::class,
        );
        self::assertSame('seen', $error->getMessage());
        self::assertNull($error->getPrevious());
    }

    public function testWithoutALoggerNothingIsLogged(): void
    {
        $lines = 0;
        $client = self::client();
        $client->setLogger(self::logger(static function () use (&$lines): void {
            ++$lines;
        }));
        self::assertNull($client->setLogger(null));
        Watch::thrown(static fn () => (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', self::token()));
        self::assertSame(0, $lines);
    }

    public function testTheLoggerIsTheClientsOwn(): void
    {
        $lines = 0;
        $log = self::logged(static function (DeviceUpgrade $upgrade) use (&$lines): void {
            Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', self::token()));
            ++$lines;
        });
        self::assertSame([[], 1], [$log, $lines]);
    }

    public function testTheDefaultClientHasOneToo(): void
    {
        DefaultNorthApiClient::setDefaultApiClient(self::client());
        $levels = [];
        DefaultNorthApiClient::getDefaultApiClient()->setLogger(self::logger(
            static function (string $level) use (&$levels): void {
                $levels[] = $level;
            },
        ));
        queryUpgradeSubTask(null, self::$platform->task(1), self::token());
        self::assertSame(['debug', 'info'], $levels);
    }

    public function testInvokeApiIsLogged(): void
    {
        $levels = [];
        $client = self::client();
        $client->setLogger(self::logger(static function (string $level) use (&$levels): void {
            $levels[] = $level;
        }));
        $client->invokeAPI(null, self::token(), 'GET', '/iodm/northbound/v1.5.0/category', null, null, 'array');
        self::assertSame(['debug', 'info'], $levels);
    }

    /** @dataProvider levels */
    #[DataProvider('levels')]
    public function testWhatALoggerThrowsComesOutAndTheNextCallWorks(string $thrower, int $faults, bool $fails): void
    {
        $id = self::$platform->task(1);
        self::$platform->fault(self::UNWELL, $faults);
        $client = self::client();
        $upgrade = new DeviceUpgrade($client);
        $client->setLogger(self::logger(static function (string $level) use ($thrower): void {
            if ($level === $thrower) {
                throw new RuntimeException("in $level");
            }
        }));
        $error = Watch::thrown(
            static fn () => $upgrade->queryUpgradeSubTask(null, $id, self::token()),
            RuntimeException::class,
        );
        self::assertSame("in $thrower", $error->getMessage());
        self::assertSame($fails, $error->getPrevious() instanceof NorthApiException);
        self::$platform->clearFaults();
        $client->setLogger(null);
        self::assertSame(1, $upgrade->queryUpgradeSubTask(null, $id, self::token())->totalCount);
    }

    /** @return iterable<string, array{string, int, bool}> */
    public static function levels(): iterable
    {
        yield 'debug' => ['debug', 1, false];
        yield 'info' => ['info', 1, false];
        yield 'warning' => ['warning', 1, false];
        yield 'error' => ['error', 3, true];
    }

    public function testALoggerMayCallTheSdk(): void
    {
        $id = self::$platform->task(1);
        $counts = [];
        $log = self::logged(static fn ($upgrade) => $upgrade->queryUpgradeSubTask(null, $id, self::token()), static function () use ($id, &$counts): void {
            $counts[] = self::upgrade()->queryUpgradeSubTask(null, $id, self::token())->totalCount;
        });
        self::assertCount(2, $log);
        self::assertSame([1, 1], $counts);
    }

    /** @dataProvider wrongLoggers */
    #[DataProvider('wrongLoggers')]
    public function testWhatIsNoLoggerIs1007(mixed $logger, string $says): void
    {
        $error = Watch::thrown(static fn () => self::client()->setLogger($logger));
        self::assertSame('1007', $error->error_code);
        self::assertStringContainsString($says, $error->error_desc);
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function wrongLoggers(): iterable
    {
        yield 'text' => ['php://stderr', 'string given'];
        yield 'array' => [[], 'array given'];
        yield 'closure' => [static fn () => null, 'Closure has no method debug()'];
        $partly = new class () {
            public function debug(): void
            {
            }

            public function info(): void
            {
            }

            private function warning(): void
            {
            }
        };
        yield 'a private method' => [$partly, 'has no method warning()'];
    }

    public function testNoSecretIsLogged(): void
    {
        $token = self::token();
        self::$platform->fault(
            ['kind' => 'error', 'status' => 500, 'code' => '1', 'desc' => "who is $token?", 'shape' => 'error'],
        );
        $log = self::logged(static fn ($upgrade) => Watch::thrown(
            static fn () => $upgrade->queryUpgradeSubTask(null, 'a', $token),
        ));
        self::assertStringContainsString('who is ***?', json_encode($log));
        self::assertStringNotContainsString($token, json_encode($log));
    }

    /** The logger and the client refer to each other, and are still collected. */
    public function testACycleIsCollected(): void
    {
        $client = self::client();
        $logger = self::logger(static fn () => null);
        $logger->client = $client;
        $client->setLogger($logger);
        $gone = \WeakReference::create($logger);
        unset($client, $logger);
        gc_collect_cycles();
        self::assertNull($gone->get());
    }

    /** @dataProvider endings */
    #[DataProvider('endings')]
    public function testALoggerMayEndTheScript(string $ending, int $status, string $errors): void
    {
        $php = Php::run(
            '$token = (new North_PHP_SDK\client\invokeapi\Authentication())->getAuthToken()->accessToken;
            class Logger {
                function debug($message, $context) { echo "debug"; }
                function info($message, $context) { ' . $ending . ' }
                function warning($message, $context) {}
                function error($message, $context) {}
            }
            North_PHP_SDK\client\DefaultNorthApiClient::getDefaultApiClient()->setLogger(new Logger());
            register_shutdown_function(function () use ($token) {
                North_PHP_SDK\client\DefaultNorthApiClient::getDefaultApiClient()->setLogger(null);
                echo queryUpgradeSubTask(null, getenv("OPERATION"), $token)->totalCount;
            });
            queryUpgradeSubTask(null, getenv("OPERATION"), $token);
            echo "not reached";',
            [
                'northbound.platform_ip' => Platform::HOST,
                'northbound.platform_port' => self::$platform->port,
                'northbound.app_id' => Platform::APP,
                'northbound.secret' => Platform::SECRET,
                'northbound.ca_file' => self::$platform->cert('ca.pem'),
            ],
            ['OPERATION' => self::$platform->task(7)],
        );
        self::logIn();
        self::assertSame(['debug7', $status], [$php->output, $php->status], $php->errors);
        self::assertStringContainsString($errors, $php->errors);
    }

    /** @return iterable<string, array{string, int, string}> */
    public static function endings(): iterable
    {
        yield 'exit' => ['exit(3);', 3, ''];
        yield 'fatal error' => ['trigger_error("enough", E_USER_ERROR);', 255, 'enough'];
        yield 'uncaught' => ['throw new Exception("enough");', 255, 'enough'];
    }

    public function testTheCountersAreShown(): void
    {
        $php = Php::run(
            '$token = (new North_PHP_SDK\client\invokeapi\Authentication())->getAuthToken()->accessToken;
            queryUpgradeSubTask(null, getenv("OPERATION"), $token);
            try { queryUpgradeSubTask(null, "nowhere", $token); } catch (Exception) {}
            phpinfo(INFO_MODULES);',
            [
                'northbound.platform_ip' => Platform::HOST,
                'northbound.platform_port' => self::$platform->port,
                'northbound.app_id' => Platform::APP,
                'northbound.secret' => Platform::SECRET,
                'northbound.ca_file' => self::$platform->cert('ca.pem'),
            ],
            ['OPERATION' => self::$platform->task(7)],
        );
        self::logIn();
        foreach (['calls => 3', 'failures => 1', 'retries => 0', 'connections opened => 1', 'connections reused => 2'] as $line) {
            self::assertStringContainsString("\n$line\n", $php->output);
        }
    }

    /** @param callable(string, string, array<string, mixed>): mixed $write */
    private static function logger(callable $write): object
    {
        return new class ($write) {
            public ?NorthApiClient $client = null;

            public function __construct(private $write)
            {
            }

            public function debug(string|\Stringable $message, array $context = []): void
            {
                ($this->write)('debug', $message, $context);
            }

            public function info(string|\Stringable $message, array $context = []): void
            {
                ($this->write)('info', $message, $context);
            }

            public function warning(string|\Stringable $message, array $context = []): void
            {
                ($this->write)('warning', $message, $context);
            }

            public function error(string|\Stringable $message, array $context = []): void
            {
                ($this->write)('error', $message, $context);
            }
        };
    }

    /** @return list<array{string, string, array<string, mixed>}> level, message and context of each line */
    private static function logged(callable $call, ?callable $also = null): array
    {
        $log = [];
        $client = self::client();
        $client->setLogger(self::logger(static function (string $level, string $message, array $context) use (&$log, $also): void {
            $log[] = [$level, $message, $context];
            $also === null ?: $also();
        }));
        $call(new DeviceUpgrade($client));
        return $log;
    }

    private static function interpolated(string $message, array $context): string
    {
        foreach ($context as $name => $value) {
            $message = str_replace('{' . $name . '}', (string) $value, $message);
        }
        return $message;
    }
}
