<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\SSLConfig;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use Northbound\Tests\Support\FullListener;
use Northbound\Tests\Support\OldServer;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of every fault of `data/faults.php`: the outcome of a call, and that the next call succeeds. */
final class FaultMatrixTest extends PlatformTestCase
{
    /** No test waits for a second or more; more than this is a hang. */
    private const HANG_MS = 20_000;

    /** @var array<string, Platform> one for each way to be started */
    private static array $platforms = [];

    private static string $task;

    /** @var list<array{string, string, string, string, string, int, bool}> the outcome of each call */
    private static array $table = [];

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        self::$task = self::$platform->task(1);
        self::$table = [];
    }

    public static function tearDownAfterClass(): void
    {
        foreach (self::$platforms as $platform) {
            $platform->stop();
        }
        self::$platforms = [];
        parent::tearDownAfterClass();
        self::print();
    }

    protected function setUp(): void
    {
        parent::setUp();
        ini_set('northbound.max_attempts', '2');
    }

    /**
     * @dataProvider faults
     * @param array<string, mixed> $row
     */
    #[DataProvider('faults')]
    public function testAFault(string $name, string $verb, array $row): void
    {
        $platform = isset($row['options']) ? self::platform($row['options']) : self::$platform;
        $client = self::clientFor($row, $platform);
        $isHandshake = isset($row['options']) || ($row['fault']['kind'] ?? '') === 'handshake';
        if (isset($row['fault'])) {
            // An idle connection is the ordinary case, but a handshake fault needs a new one.
            if (!$isHandshake) {
                self::assertGoodCall($client);
            }
            self::$platform->fault($row['fault'], 0);
        }
        $there = self::occupy($row, $client);
        foreach ($row['ini'] ?? [] as $setting => $value) {
            ini_set("northbound.$setting", (string) $value);
        }
        $before = $platform->stats();

        $start = hrtime(true);
        [$outcome, $code, $attempts, $text] = self::call($verb, $client);
        $ms = intdiv(hrtime(true) - $start, 1_000_000);

        $expected = $row[strtolower($verb)];
        // A caller notices a failed handshake before the platform does.
        for ($wait = 0; $wait < 200; ++$wait) {
            $after = $platform->stats();
            $seen = ($after['requests'] - $before['requests'])
                + ($isHandshake ? $after['handshakeFailures'] - $before['handshakeFailures'] : 0);
            if ($seen >= $expected[3]) {
                break;
            }
            usleep(10_000);
        }
        $got = [$outcome, $code, $attempts, $expected[3] === null ? null : $seen];
        $as = $got === $expected;
        self::$table[] = [$name, $verb, $outcome, $code, (string) $attempts, (string) ($got[3] ?? '-'), $ms, $as];

        self::assertSame($expected, $got, $text);
        self::assertLessThan(self::HANG_MS, $ms);
        if ($outcome !== 'answer') {
            self::assertStringContainsString($row['says'] ?? '', $text);
        }

        self::$platform->clearFaults();
        unset($there);
        // With the same settings, as in an application.
        self::assertGoodCall(self::client());
        if (!isset($row['at']) && !isset($row['options'])) {
            self::assertGoodCall($client);
        }
    }

    /** @return iterable<string, array{string, string, array<string, mixed>}> */
    public static function faults(): iterable
    {
        foreach (require __DIR__ . '/data/faults.php' as $name => $row) {
            yield "$name, GET" => [(string) $name, 'GET', $row];
            if ($row['post'] !== null) {
                yield "$name, POST" => [(string) $name, 'POST', $row];
            }
        }
    }

    /** @return array{string, string, int, string} class, code, attempts and text */
    private static function call(string $verb, NorthApiClient $client): array
    {
        try {
            $upgrade = new DeviceUpgrade($client);
            match ($verb) {
                'GET' => $upgrade->queryUpgradeSubTask(null, self::$task, self::token()),
                'POST' => $upgrade->createFirmwareUpgradeTask(['fileId' => '5f3a1c7e9b2d4806a1c3e501', 'targets' => [
                    'deviceGroups' => ['all'], 'deviceType' => 'WaterMeter', 'model' => 'WM100-NB', 'manufacturerName' => 'Brookline',
                ]], self::token()),
            };
        } catch (NorthApiException $error) {
            $class = preg_replace('/.*\\\\|Exception$/', '', $error::class);
            return [$class, $error->error_code, $error->getAttempts(), $error->getMessage()];
        }
        return ['answer', '', 1, ''];
    }

    private static function assertGoodCall(NorthApiClient $client): void
    {
        $limit = ini_set('northbound.timeout_ms', '30000');
        $connecting = ini_set('northbound.connect_timeout_ms', '5000');
        $proxy = ini_set('northbound.proxy', '');
        $page = (new DeviceUpgrade($client))->queryUpgradeSubTask(null, self::$task, self::token());
        ini_set('northbound.proxy', (string) $proxy);
        ini_set('northbound.timeout_ms', (string) $limit);
        ini_set('northbound.connect_timeout_ms', (string) $connecting);
        self::assertSame(1, $page->totalCount);
    }

    /** @param array<string, mixed> $row */
    private static function clientFor(array $row, Platform $platform): NorthApiClient
    {
        $client = new NorthApiClient();
        $client->clientInfo = self::clientInfo($platform);
        $tls = new SSLConfig();
        if (isset($row['cert'])) {
            $tls->selfCertPath = $platform->cert("{$row['cert']}.pem");
            $tls->trustCAPath = $platform->cert("{$row['cert']}.key");
            ini_set('northbound.ca_file', $platform->cert('ca.pem'));
        } else {
            // With a different file name, so that no other client shares the connection and none is idle.
            $ca = (string) file_get_contents($platform->cert($row['ca'] ?? 'ca.pem'));
            $tls->trustCAPath = $platform->writeCert('ca-' . bin2hex(random_bytes(8)) . '.pem', $ca);
        }
        $client->initSSLConfig($tls);
        return $client;
    }

    /**
     * Sets the client to another server than the platform, if the row needs one.
     *
     * @param array<string, mixed> $row
     * @return ?object who is there, as long as it is kept
     */
    private static function occupy(array $row, NorthApiClient $client): ?object
    {
        $info = $client->clientInfo;
        $there = match ($row['at'] ?? '') {
            'full' => new FullListener(),
            'old' => new OldServer(self::$platform),
            default => null,
        };
        match ($row['at'] ?? '') {
            '' => null,
            'nobody' => $info->platformPort = FullListener::freePort(),
            // The bootstrap prevents a query to a name server.
            'nowhere' => $info->platformIp = 'platform.invalid',
            'plain' => $info->platformPort = self::$platform->plainPort(),
            default => $info->platformPort = $there->port,
        };
        $client->clientInfo = $info;
        return $there;
    }

    /** @param list<string> $options */
    private static function platform(array $options): Platform
    {
        return self::$platforms[implode(' ', $options)] ??= new Platform($options);
    }

    /** Prints the table of outcomes. */
    private static function print(): void
    {
        $line = static fn (string ...$cells): string => sprintf("  %-31s %-4s %-16s %-7s %8s %4s %6s %s\n", ...$cells);
        $text = "\n" . $line('fault', 'verb', 'outcome', 'code', 'attempts', 'seen', 'ms', '');
        foreach (self::$table as [$name, $verb, $outcome, $code, $attempts, $seen, $ms, $as]) {
            $text .= $line($name, $verb, $outcome, $code, $attempts, $seen, (string) $ms, $as ? '' : 'NOT AS EXPECTED');
        }
        $good = count(array_filter(array_column(self::$table, 7)));
        fwrite(STDERR, "$text  $good of " . count(self::$table) . " as expected\n");
    }
}
