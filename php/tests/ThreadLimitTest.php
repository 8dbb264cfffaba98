<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/**
 * Tests of a user who may not start another process or thread: a host name cannot be looked up then.
 *
 * @group native
 */
#[Group('native')]
final class ThreadLimitTest extends PlatformTestCase
{
    private const NOBODY = 65534;
    private const REASON = 'no thread could be started to look up the host name localhost: '
        . 'Resource temporarily unavailable (os error 11); raise the limit of processes (ulimit -u; '
        . 'TasksMax of systemd; the pids limit of a container), or use an IP address';

    /** Both attempts fail, because such a limit passes. */
    private const CALL = <<<'PHP'
        try {
            (new North_PHP_SDK\client\invokeapi\DeviceUpgrade())->queryUpgradeTask('nowhere', TOKEN);
        } catch (North_PHP_SDK\client\NorthApiException $e) {
            echo json_encode([$e::class, $e->error_code, $e->getAttempts(), $e->error_desc]);
        }
        PHP;

    private Folder $folder;

    protected function setUp(): void
    {
        parent::setUp();
        // The other user may read these files, and not those of the user who runs the tests.
        $this->folder = new Folder();
        foreach ([Php::extension() => 'northbound.so', self::$platform->cert('ca.pem') => 'ca.pem'] as $from => $to) {
            copy($from, "{$this->folder->path}/$to");
            chmod("{$this->folder->path}/$to", 0755);
        }
    }

    /**
     * @dataProvider names
     * @param array<string, string> $ini
     */
    #[DataProvider('names')]
    public function testAHostNameIsAnErrorThatNamesTheLimit(array $ini): void
    {
        [$class, $code, $attempts, $desc] = $this->call($ini)->json();
        self::assertSame(['North_PHP_SDK\client\TransportException', '1003', 2], [$class, $code, $attempts]);
        self::assertStringEndsWith(self::REASON, $desc);
    }

    /** @return iterable<string, array{array<string, string>}> */
    public static function names(): iterable
    {
        yield 'of the platform' => [['northbound.platform_ip' => 'localhost']];
        yield 'of the proxy' => [['northbound.proxy' => 'http://localhost:1']];
    }

    public function testAnAddressNeedsNoThread(): void
    {
        self::assertSame('123009', $this->call([])->json()[1]);
    }

    /** Files are used in its place, and the log says why. */
    public function testAHostNameOfRedis(): void
    {
        $state = $this->folder->folder('state');
        chmod($state, 0777);
        $php = $this->call([
            'northbound.state' => 'redis://localhost:1', 'northbound.state_dir' => "$state/own",
            'northbound.quota_per_minute' => '600', 'log_errors' => '1', 'error_log' => '',
        ]);
        self::assertStringContainsString('"123009"', $php->output);
        self::assertStringContainsString('no thread could be started to look up the host name localhost', $php->errors);
        self::assertNotSame([], glob("$state/own/*"));
    }

    /** @param array<string, string> $ini */
    private function call(array $ini): Php
    {
        $ini += ['northbound.max_attempts' => '2', 'northbound.ca_file' => "{$this->folder->path}/ca.pem",
            'extension' => "{$this->folder->path}/northbound.so"];
        $code = str_replace('TOKEN', var_export(self::token(), true), self::CALL);
        // No limit of processes holds for root.
        $other = ['setpriv', '--reuid=' . self::NOBODY, '--regid=' . self::NOBODY, '--clear-groups'];
        return Php::start(
            [...Php::flags($ini + self::$platform->ini()), '-r', $code],
            [],
            null,
            [...Folder::owner() === 0 ? $other : [], 'bash', '-c', 'ulimit -u 0 && exec "$@"', 'bash'],
        );
    }
}
