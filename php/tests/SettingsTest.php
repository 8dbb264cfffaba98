<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\dto\SubOperationInfo;
use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of the settings northbound.*: defaults, and refused values. */
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
        'northbound.proxy' => null,
        'northbound.no_proxy' => null,
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
        'northbound.rows' => null,
        'northbound.shim_dir' => null,
        'northbound.alias_namespace' => null,
    ];

    /** Settings that are read when PHP starts, so that a script cannot change them. */
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
        self::assertSame(NorthApiException::class, $error::class, 'another attempt would not help');
        $given = $value === '' ? 'empty; without quotes, PHP reads none, no, off, false and null as empty' : "\"$value\"";
        self::assertSame("php.ini: northbound.$name must be $expected, not $given", $error->error_desc);
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
            yield "tls_verify \"$value\"" => ['tls_verify', $value, '1006', 'full, ca or insecure'];
        }
        foreach (['2', 'maybe'] as $value) {
            yield "managed_token \"$value\"" => ['managed_token', $value, '1003', '1 or 0'];
        }
        foreach (['-1', '1.5', 'many', '1000001'] as $value) {
            yield "quota_per_minute \"$value\"" => ['quota_per_minute', $value, '1003', 'a number of calls from 1 to 1000000, or 0'];
        }
        foreach (['objects', 'arrays', '1'] as $value) {
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
                'northbound.platform_port must be a port from 1 to 65535, not ' . ($port === '' ? 'empty' : "\"$port\""),
            ];
        }
        yield 'no address' => [['platform_ip' => ''], '1008', 'platformIp (northbound.platform_ip) is missing'];
        yield 'no appId' => [['app_id' => ''], '1008', 'appId (northbound.app_id) is missing'];
        yield 'no secret' => [['secret' => ''], '1008', 'secret (northbound.secret) is missing'];
        yield 'space in the secret' => [['secret' => 'a b'], '1010', 'secret (northbound.secret) contains spaces'];
        yield 'no account at all' => [['platform_ip' => '', 'app_id' => '', 'secret' => ''], '1008', 'northbound.platform_ip'];
    }

    public function testTheDefaultClientFollowsTheAccount(): void
    {
        foreach (['platform_ip' => Platform::HOST, 'app_id' => 'first', 'secret' => 's'] as $name => $value) {
            ini_set("northbound.$name", $value);
        }
        self::assertSame('first', DefaultNorthApiClient::getDefaultApiClient()->clientInfo->appId);
        ini_set('northbound.app_id', 'second');
        self::assertSame('second', DefaultNorthApiClient::getDefaultApiClient()->clientInfo->appId);
    }

    public function testTlsSettingsAreCheckedByInitSslConfigToo(): void
    {
        ini_set('northbound.ca_file', '/nowhere/ca.pem');
        $error = Watch::thrown(static fn () => (new NorthApiClient())->initSSLConfig());
        self::assertSame('1006', $error->error_code);
        self::assertSame('the CA file /nowhere/ca.pem: no such file', $error->error_desc);
        ini_set('northbound.tls_verify', 'maybe');
        $error = Watch::thrown(static fn () => (new NorthApiClient())->initSSLConfig());
        self::assertStringContainsString('northbound.tls_verify must be full, ca or insecure', $error->error_desc);
    }

    /** A wrong store does not matter if nothing is shared. */
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
            $expected = 'northbound.state must be file, process or an address of Redis (redis://, rediss://, unix://, redis+unix://, '
                . 'redis-sentinel://, rediss-sentinel://, redis-cluster://, rediss-cluster://), not '
                . ($value === '' ? 'empty; without quotes, PHP reads none, no, off, false and null as empty' : "\"$value\"");
            self::assertSame(['1003', "php.ini: $expected"], [$error->error_code, $error->error_desc]);
            self::assertNothingReceived();
        }
    }

    /**
     * PHP reads some words without quotes as empty, others as 1. None of them may turn off verification, or sharing.
     *
     * @dataProvider bareWords
     */
    #[DataProvider('bareWords')]
    public function testWordsOfPhpIniWithoutQuotes(string $line, string $expected): void
    {
        $code = 'ini_set("northbound.timeout_ms", "5000");'
            . 'try { (new North_PHP_SDK\client\NorthApiClient())->initSSLConfig(); queryUpgradeSubTask(null, "a", "token"); }'
            . 'catch (North_PHP_SDK\client\NorthApiException $error) { echo $error->error_code, " ", $error->error_desc; }';
        $account = ['northbound.platform_ip' => '127.0.0.1', 'northbound.platform_port' => 1, 'northbound.app_id' => 'a', 'northbound.secret' => 's'];
        $output = Php::start([...Php::flags($account), '-d', "northbound.$line", '-r', $code])->output;
        self::assertStringContainsString($expected, $output);
    }

    /** @return iterable<string, array{string, string}> */
    public static function bareWords(): iterable
    {
        foreach (['none', 'off', 'no', 'false', 'null', ''] as $word) {
            yield "tls_verify = $word" => ["tls_verify=$word", '1006 php.ini: northbound.tls_verify must be full, ca or insecure, not empty'];
            yield "managed_token = $word" => ["managed_token=$word", '1003 '];
            yield "quota_per_minute = $word" => ["quota_per_minute=$word", '1003 '];
            yield "ca_file = $word" => ["ca_file=$word", '1003 '];
            yield "rows = $word" => ["rows=$word", '1003 '];
            yield "max_attempts = $word" => ["max_attempts=$word", '1003 php.ini: northbound.max_attempts must be a number from 1 to 100, not empty'];
        }
        foreach (['on', 'yes', 'true'] as $word) {
            yield "tls_verify = $word" => ["tls_verify=$word", 'must be full, ca or insecure, not "1"'];
        }
        yield 'tls_verify = insecure' => ['tls_verify=insecure', '1003 '];
        yield 'tls_verify = "none"' => ['tls_verify="none"', '1003 '];
    }

    /** @dataProvider notUtf8 */
    #[DataProvider('notUtf8')]
    public function testAValueThatIsNotUtf8IsRefusedByName(string $name): void
    {
        $upgrade = self::upgrade();
        $token = self::token();
        foreach (['platform_ip' => Platform::HOST, 'app_id' => 'a', 'secret' => 's'] as $other => $value) {
            ini_set("northbound.$other", $value);
        }
        ini_set("northbound.$name", "\xff\xfe");
        $error = Watch::thrown(static fn () => match ($name) {
            'platform_ip', 'platform_port', 'app_id', 'secret' => queryUpgradeSubTask(null, 'a', $token),
            'client_cert', 'ca_file' => (new NorthApiClient())->initSSLConfig(),
            default => $upgrade->queryUpgradeSubTask(null, 'a', $token),
        });
        self::assertContains($error->error_code, ['1003', '1006', '1008']);
        // A path may have any bytes.
        self::assertStringContainsString(in_array($name, ['client_cert', 'ca_file'], true) ? 'no such file' : "northbound.$name", $error->error_desc);
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{string}> */
    public static function notUtf8(): iterable
    {
        $names = ['platform_ip', 'platform_port', 'app_id', 'secret', 'client_cert', 'client_key_password', 'ca_file', 'tls_verify',
            'timeout_ms', 'connect_timeout_ms', 'max_attempts', 'max_response_size', 'concurrency', 'managed_token', 'quota_per_minute', 'rows'];
        foreach ($names as $name) {
            yield $name => [$name];
        }
    }

    /** A typing error in the URL must not show its password. */
    public function testAWrongStoreShowsNoPassword(): void
    {
        foreach (['redis:/user:sesame@host', 'user:sesame@host', 'redsi://:sesame@host:6379', 'http://user:se@same@host'] as $value) {
            ini_set('northbound.quota_per_minute', '100');
            ini_set('northbound.state', $value);
            $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', 'token'));
            self::assertStringContainsString('***@host', $error->error_desc);
            $info = Php::start([...Php::flags(['northbound.state' => $value]), '--ri', 'northbound'])->output;
            self::assertStringContainsString('***@host', $info);
            self::assertStringNotContainsString('same', $error->error_desc . $info);
        }
    }

    public function testWhiteSpaceAroundANumberDoesNotMatter(): void
    {
        ini_set('northbound.timeout_ms', ' 20000 ');
        self::assertSame(1, self::upgrade()->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->totalCount);
    }

    /** Programs of the Composer fork are written for arrays; php.ini has the last word. */
    public function testItemsAreArraysUnderTheNamespaceOfTheFork(): void
    {
        $code = 'ini_set("northbound.max_attempts", "1"); $rows = [];'
            . '$row = fn () => get_debug_type((new North_PHP_SDK\client\invokeapi\DeviceUpgrade())'
            . '    ->queryUpgradeSubTask(null, getenv("TASK"), getenv("TOKEN"))->data[0]);'
            . 'foreach ([null, "object", "array", ""] as $rows) { $rows === null || ini_set("northbound.rows", $rows); $types[] = $row(); }'
            . 'echo json_encode($types);';
        $environment = ['TASK' => self::$platform->task(1), 'TOKEN' => self::token()];
        $types = static fn (array $ini): array => Php::run($code, $ini + self::$platform->ini(), $environment)->json();
        [$object, $array] = [SubOperationInfo::class, 'array'];
        self::assertSame([$object, $object, $array, $object], $types([]));
        self::assertSame([$array, $object, $array, $object], $types(['northbound.rows' => 'array']));
        $fork = ['northbound.alias_namespace' => 'iotyun\huaweiiot'];
        self::assertSame([$array, $object, $array, $array], $types($fork));
        self::assertSame([$object, $object, $array, $array], $types($fork + ['northbound.rows' => 'object']));
    }

    public function testIniRestore(): void
    {
        $row = static fn (): mixed => self::upgrade()->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->data[0];
        self::assertIsObject($row());
        ini_set('northbound.rows', 'array');
        self::assertIsArray($row());
        ini_restore('northbound.rows');
        self::assertSame('', ini_get('northbound.rows'));
        self::assertIsObject($row());
    }
}
