<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\NorthApiClient;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** The settings northbound.*: their defaults, and what each refuses. */
final class SettingsTest extends PlatformTestCase
{
    private const DEFAULTS = [
        'northbound.platform_ip' => null,
        'northbound.platform_port' => '8743',
        'northbound.app_id' => null,
        'northbound.secret' => null,
        'northbound.client_cert' => null,
        'northbound.client_key' => null,
        'northbound.client_key_password' => null,
        'northbound.ca_file' => null,
        'northbound.tls_verify' => 'full',
        'northbound.connect_timeout_ms' => '5000',
        'northbound.timeout_ms' => '30000',
        'northbound.max_attempts' => '3',
        'northbound.max_response_size' => '64M',
        'northbound.concurrency' => '4',
        'northbound.managed_token' => '0',
        'northbound.quota_per_minute' => '0',
        'northbound.state' => 'file',
        'northbound.state_dir' => null,
        'northbound.state_ca_file' => null,
        'northbound.rows' => 'object',
        'northbound.alias_namespace' => null,
    ];

    /** Read when PHP starts, so that a script cannot change it. */
    private const AT_START = ['northbound.alias_namespace'];

    public function testTheSettingsAndTheirDefaults(): void
    {
        $php = Php::run('echo json_encode(ini_get_all("northbound"));');
        $settings = $php->json();
        self::assertEqualsCanonicalizing(array_keys(self::DEFAULTS), array_keys($settings));
        foreach (self::DEFAULTS as $name => $default) {
            self::assertSame((string) $default, (string) $settings[$name]['global_value'], $name);
            $access = in_array($name, self::AT_START, true) ? INI_SYSTEM : INI_ALL;
            self::assertSame($access, $settings[$name]['access'], $name);
        }
    }

    public function testInfoShowsVersionSettingsAndBuild(): void
    {
        $output = Php::start([...Php::flags(['northbound.ca_file' => '/etc/ca.pem']), '--ri', 'northbound'])->output;
        foreach (self::DEFAULTS as $name => $default) {
            $value = $name === 'northbound.ca_file' ? '/etc/ca.pem' : $default ?? 'no value';
            self::assertStringContainsString("$name => $value\n", $output);
        }
        self::assertStringContainsString('Version => ' . phpversion('northbound') . "\n", $output);
        self::assertStringContainsString("Northbound SDK version => V1.5.1\n", $output);
        foreach (['Compiler', 'Target', 'Profile', 'Commit', 'TLS', 'HTTP', 'API'] as $fact) {
            self::assertMatchesRegularExpression("/^$fact => \\S/m", $output);
        }
    }

    /** @dataProvider wrongValues */
    #[DataProvider('wrongValues')]
    public function testAWrongValueIsNamedAndNothingIsSent(string $name, string $value, string $code, string $expected): void
    {
        $upgrade = self::upgrade();
        ini_set("northbound.$name", $value);
        $token = self::token();
        $error = Watch::thrown(static fn () => $upgrade->queryUpgradeSubTask(null, 'a', $token));
        self::assertSame($code, $error->error_code);
        self::assertSame("php.ini: northbound.$name must be $expected, not \"$value\"", $error->error_desc);
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{string, string, string, string}> */
    public static function wrongValues(): iterable
    {
        $ms = 'a number of milliseconds from 1 to 86400000';
        foreach (['', '0', '-1', 'soon', '1.5', '86400001', '5s'] as $value) {
            yield "timeout_ms \"$value\"" => ['timeout_ms', $value, '1003', $ms];
            yield "connect_timeout_ms \"$value\"" => ['connect_timeout_ms', $value, '1003', $ms];
        }
        foreach (['', '0', '-1', '101', 'many', '1.5'] as $value) {
            yield "max_attempts \"$value\"" => ['max_attempts', $value, '1003', 'a number from 1 to 100'];
        }
        foreach (['', '0', '-1', '64MB', 'M', '1.5M', '99999999999G'] as $value) {
            yield "max_response_size \"$value\"" => [
                'max_response_size', $value, '1003', 'a number of bytes, such as 1000000 or 64M',
            ];
        }
        foreach (['', 'yes', 'FULL', '1'] as $value) {
            yield "tls_verify \"$value\"" => ['tls_verify', $value, '1006', 'full, ca or none'];
        }
        foreach (['2', 'maybe'] as $value) {
            yield "managed_token \"$value\"" => ['managed_token', $value, '1003', '1 or 0'];
        }
        foreach (['', '-1', '1.5', 'many', '1000001'] as $value) {
            yield "quota_per_minute \"$value\"" => ['quota_per_minute', $value, '1003', 'a number of calls from 1 to 1000000, or 0'];
        }
        foreach (['', 'objects', '1'] as $value) {
            yield "rows \"$value\"" => ['rows', $value, '1003', 'object or array'];
        }
    }

    /** @dataProvider accounts */
    #[DataProvider('accounts')]
    public function testTheAccountIsCheckedWhenItIsUsed(array $ini, string $code, string $text): void
    {
        $ini += ['platform_ip' => Platform::HOST, 'app_id' => 'a', 'secret' => 's'];
        foreach ($ini as $name => $value) {
            ini_set("northbound.$name", (string) $value);
        }
        $error = Watch::thrown(static fn () => queryUpgradeSubTask(null, 'a', 'token'));
        self::assertSame($code, $error->error_code);
        self::assertStringContainsString($text, $error->error_desc);
    }

    /** @return iterable<string, array{array<string, string>, string, string}> */
    public static function accounts(): iterable
    {
        foreach (['0', '65536', 'https', '-1', ''] as $port) {
            yield "port \"$port\"" => [
                ['platform_port' => $port], '1008',
                "northbound.platform_port must be a port from 1 to 65535, not \"$port\"",
            ];
        }
        yield 'no address' => [['platform_ip' => ''], '1008', 'platformIp is missing'];
        yield 'no appId' => [['app_id' => ''], '1008', 'appId is missing'];
        yield 'no secret' => [['secret' => ''], '1008', 'secret is missing'];
        yield 'space in the secret' => [['secret' => 'a b'], '1010', 'secret contains spaces'];
        yield 'no account at all' => [['platform_ip' => '', 'app_id' => '', 'secret' => ''], '1008', 'northbound.platform_ip'];
    }

    /** Like all statics of PHP, the default client is made once. */
    public function testTheDefaultClientKeepsTheAccountItWasMadeWith(): void
    {
        foreach (['platform_ip' => Platform::HOST, 'app_id' => 'first', 'secret' => 's'] as $name => $value) {
            ini_set("northbound.$name", $value);
        }
        self::assertSame('first', DefaultNorthApiClient::getDefaultApiClient()->clientInfo->appId);
        ini_set('northbound.app_id', 'second');
        self::assertSame('first', DefaultNorthApiClient::getDefaultApiClient()->clientInfo->appId);
    }

    public function testTlsSettingsAreCheckedByInitSslConfigToo(): void
    {
        ini_set('northbound.ca_file', '/nowhere/ca.pem');
        $error = Watch::thrown(static fn () => (new NorthApiClient())->initSSLConfig());
        self::assertSame('1006', $error->error_code);
        self::assertSame('the CA file /nowhere/ca.pem: no such file', $error->error_desc);
        ini_set('northbound.tls_verify', 'maybe');
        $error = Watch::thrown(static fn () => (new NorthApiClient())->initSSLConfig());
        self::assertStringContainsString('northbound.tls_verify must be full, ca or none', $error->error_desc);
    }

    /** Where nothing is shared, it does not matter where. */
    public function testTheStateIsCheckedWhenItIsUsed(): void
    {
        $token = self::token();
        foreach (['', 'files', 'redis:/a', 'http://a'] as $value) {
            ini_set('northbound.quota_per_minute', '0');
            ini_set('northbound.state', $value);
            self::assertSame('123009', Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', $token))->error_code);
            ini_set('northbound.quota_per_minute', '100');
            self::$platform->clearRequests();
            $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', $token));
            $expected = 'northbound.state must be file, none or an address of Redis (redis://, rediss://, unix://, redis+unix://, '
                . 'redis-sentinel://, rediss-sentinel://, redis-cluster://, rediss-cluster://), not "' . $value . '"';
            self::assertSame(['1003', "php.ini: $expected"], [$error->error_code, $error->error_desc]);
            self::assertNothingReceived();
        }
    }

    public function testWhiteSpaceAroundANumberDoesNotMatter(): void
    {
        ini_set('northbound.timeout_ms', ' 20000 ');
        self::assertSame(1, self::upgrade()->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->totalCount);
    }

    public function testIniRestore(): void
    {
        $row = static fn (): mixed => self::upgrade()->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->data[0];
        self::assertIsObject($row());
        ini_set('northbound.rows', 'array');
        self::assertIsArray($row());
        ini_restore('northbound.rows');
        self::assertSame('object', ini_get('northbound.rows'));
        self::assertIsObject($row());
    }
}
