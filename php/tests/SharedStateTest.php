<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\Redis;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/** Tests of the stores of shared state, and of their access rights. */
final class SharedStateTest extends SharingTestCase
{
    /** Makes two calls; prints the first error, if any, and the number of successful calls. */
    private const CALLS = <<<'PHP'
        use North_PHP_SDK\client\invokeapi\{Authentication, DeviceUpgrade};
        function call($token = null) {
            try {
                (new DeviceUpgrade())->queryUpgradeTask('nowhere', $token);
            } catch (North_PHP_SDK\client\NorthApiException $e) {
                return $e->error_code === '123009' ? 'ok' : $e->getMessage();
            }
        }
        PHP;
    private const CALL = self::CALLS . 'echo json_encode(call());';
    private const GROUP = 54321;
    private const BOTH = ['northbound.managed_token' => 1, 'northbound.quota_per_minute' => 1000];

    private static Platform $platform;

    public static function setUpBeforeClass(): void
    {
        self::$platform = new Platform();
    }

    public static function tearDownAfterClass(): void
    {
        self::$platform->stop();
    }

    public function testWithoutTheSettingsNothingIsWrittenAndRedisIsNotAsked(): void
    {
        $folder = $this->folder();
        $redis = stream_socket_server('tcp://127.0.0.1:0');
        $ini = [
            'northbound.state' => 'redis://' . stream_socket_get_name($redis, false),
            'northbound.state_dir' => "$folder->path/state",
            'sys_temp_dir' => $folder->path,
        ];
        $said = Php::run(
            self::CALLS . 'echo json_encode(call((new Authentication())->getAuthToken()->accessToken));',
            $ini + self::account(self::$platform),
            ['TMPDIR' => $folder->path],
        )->json();
        self::assertSame('ok', $said);
        self::assertSame([], $folder->files());
        self::assertFalse(@stream_socket_accept($redis, 0));
    }

    public function testNoneSharesWithNobodyAndWritesNothing(): void
    {
        $folder = $this->folder();
        $said = Php::run(
            self::CALLS . 'echo json_encode([call(), call()]);',
            ['northbound.state' => 'process'] + self::BOTH + self::account(self::$platform),
            ['TMPDIR' => $folder->path],
        )->json();
        self::assertSame(['ok', 'ok'], $said);
        self::assertSame([], $folder->files());
    }

    public function testTheFilesAreTheUsersAlone(): void
    {
        $folder = $this->folder();
        $before = umask(0);
        $said = Php::run(self::CALL, self::BOTH + self::account(self::$platform), ['TMPDIR' => $folder->path]);
        umask($before);
        self::assertSame('ok', $said->json());
        $state = $folder->path . '/northbound-' . Folder::owner();
        self::assertSame(0o40700, fileperms($state));
        $files = $folder->files();
        self::assertCount(3, $files, 'token, lock and budget');
        foreach ($files as $file) {
            self::assertSame(0o100600, fileperms("$folder->path/$file"), $file);
            self::assertMatchesRegularExpression('#/[0-9a-f]{32}\.(token|login|budget)$#', "/$file");
        }
    }

    /** @dataProvider unsafe */
    #[DataProvider('unsafe')]
    public function testAPlaceThatOthersCanReachIsRefused(callable $make, string $why): void
    {
        $path = $make($this->folder());
        $ini = ['northbound.state_dir' => $path] + self::BOTH + self::account(self::$platform);
        self::$platform->clearRequests();
        [$class, $message] = Php::run(self::CALLS . <<<'PHP'
            try {
                (new DeviceUpgrade())->queryUpgradeTask('nowhere', null);
            } catch (Exception $e) {
                echo json_encode([$e::class, $e->getMessage()]);
            }
            PHP, $ini)->json();
        self::assertSame('North_PHP_SDK\client\NorthApiException', $class, 'a setting, not the network');
        self::assertStringStartsWith('queryUpgradeTask: 1003 the shared store cannot be used:', $message);
        self::assertStringContainsString($path, $message);
        self::assertStringContainsString($why, $message);
        self::assertSame([], self::$platform->requests());
    }

    /** @return iterable<string, array{callable, string}> */
    public static function unsafe(): iterable
    {
        $made = static function ($folder, int $mode): string {
            chmod($path = $folder->folder('state'), $mode);
            return $path;
        };
        yield 'readable by all' => [static fn ($folder) => $made($folder, 0755), 'mode 755'];
        yield 'writable by the group' => [static fn ($folder) => $made($folder, 0720), 'mode 720'];
        yield 'of a group, but new files are not' => [static fn ($folder) => $made($folder, 0770), 'mode 770'];
        yield 'of a group and readable by all' => [static fn ($folder) => $made($folder, 02775), 'mode 775'];
        yield 'a link' => [static function ($folder) use ($made): string {
            symlink($made($folder, 0700), $path = "$folder->path/link");
            return $path;
        }, 'symbolic link'];
        yield 'a file' => [static fn ($folder) => $folder->file('state', ''), 'not a directory'];
        yield 'below nothing' => [static fn ($folder) => "$folder->path/not/there", 'its parent does not exist'];
        if (Folder::owner() === 0) {
            yield "another user's" => [static function ($folder) use ($made): string {
                chown($path = $made($folder, 0700), 12345);
                return $path;
            }, 'belongs to the user 12345'];
        }
    }

    /** Two users of a group share token and quota in a directory of mode 2770. */
    public function testADirectoryOfAGroup(): void
    {
        $posix = Support\Extension::options('posix');
        if (Folder::owner() !== 0 || $posix === null) {
            self::markTestSkipped('only root can run as other users, with the extension posix');
        }
        $folder = $this->folder();
        chmod($folder->path, 0711);
        chgrp($state = $folder->folder('state'), self::GROUP);
        chmod($state, 02770);
        $ini = ['northbound.state_dir' => $state] + self::BOTH + self::account(self::$platform);
        // With the umask of root, and with a private one. Certificates are read before, as root.
        $call = static fn (int $user, int $umask): string => Php::start([...$posix, ...Php::flags($ini), '-r', sprintf(<<<'PHP'
            North_PHP_SDK\client\DefaultNorthApiClient::getDefaultApiClient()->initSSLConfig();
            umask(%d);
            posix_setgid(%d) && posix_setuid(%d) || exit('still root');
            PHP, $umask, self::GROUP, $user) . self::CALL])->json();
        $logins = self::$platform->stats()['logins'];
        foreach ([[12345, 0022], [12346, 0077], [12345, 0077]] as [$user, $umask]) {
            self::assertSame('ok', $call($user, $umask));
        }
        self::assertSame($logins + 1, self::$platform->stats()['logins']);
        $owners = [];
        foreach ($folder->files() as $file) {
            self::assertSame(0100660, fileperms("$folder->path/$file"), $file);
            self::assertSame(self::GROUP, filegroup("$folder->path/$file"), $file);
            $owners[] = fileowner("$folder->path/$file");
        }
        self::assertCount(3, $owners, 'token, lock and budget: no temporary file is left');
        self::assertSame([12345], array_values(array_unique($owners)));

        // The second user replaces what the first one has written.
        self::$platform->dropTokens();
        self::assertSame('ok', $call(12346, 0022));
        clearstatcache();
        self::assertSame([12346], array_map(fileowner(...), glob("$state/*.token")));
        self::assertSame('ok', $call(12345, 0022));
        self::assertSame($logins + 2, self::$platform->stats()['logins']);

        chmod(glob("$state/*.token")[0], 0664);
        self::assertStringContainsString('users outside of the group have access to it (mode 664)', $call(12345, 0));
        chown($state, 12346);
        self::assertStringContainsString('the directory of a group must belong to root', $call(12345, 0));
    }

    public function testAFileThatOthersCanReachOrALinkInItsPlaceIsRefused(): void
    {
        foreach (['token', 'login', 'budget'] as $kind) {
            $folder = $this->folder();
            $ini = ['northbound.state_dir' => "$folder->path/state"] + self::BOTH + self::account(self::$platform);
            self::assertSame('ok', Php::run(self::CALL, $ini)->json());
            [$file] = glob("$folder->path/state/*.$kind");
            chmod($file, 0644);
            if ($kind !== 'login') {
                self::assertStringContainsString("$file: other users have access to it (mode 644)", Php::run(self::CALL, $ini)->json());
            }
            rename($file, "$folder->path/elsewhere");
            symlink("$folder->path/elsewhere", $file);
            if ($kind === 'login') {
                unlink(str_replace('.login', '.token', $file));
            }
            self::assertStringContainsString($file, Php::run(self::CALL, $ini)->json());
        }
    }

    /** An invalid token or quota record is treated as missing. */
    public function testWhatIsBrokenIsReplaced(): void
    {
        $folder = $this->folder();
        $ini = ['northbound.state_dir' => "$folder->path/state"] + self::BOTH + self::account(self::$platform);
        self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        foreach (['', "\0\1\2", str_repeat("\xff", 100), '{"accessToken":"'] as $broken) {
            foreach (['token', 'budget'] as $kind) {
                [$file] = glob("$folder->path/state/*.$kind");
                file_put_contents($file, $broken);
            }
            self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        }
    }

    public function testWhoDoesNotKnowTheSecretDoesNotFindTheToken(): void
    {
        $folder = $this->folder();
        $ini = ['northbound.state_dir' => "$folder->path/state"] + self::BOTH + self::account(self::$platform);
        self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        $message = Php::run(self::CALL, ['northbound.secret' => 'guessed'] + $ini)->json();
        self::assertStringStartsWith('queryUpgradeTask: 100208', $message);
    }

    public function testARedisWithAPassword(): void
    {
        $redis = new Redis(['--requirepass', 'sesame']);
        $ini = self::BOTH + self::account(self::$platform) + ['northbound.state_dir' => $this->folder()->path . '/state'];
        $php = Php::run(self::CALL, ['northbound.state' => $redis->url('sesame') . '/3'] + $ini);
        self::assertSame('ok', $php->json());
        self::assertSame([], glob($ini['northbound.state_dir']));

        // All keys have the prefix, and all expire.
        $ask = static fn (string ...$command): string => $redis->ask('-a', 'sesame', '--no-auth-warning', '-n', '3', ...$command);
        $keys = explode("\n", $ask('KEYS', '*'));
        sort($keys);
        self::assertMatchesRegularExpression('/^northbound:\{[0-9a-f]{32}\}:budget$/', $keys[0]);
        self::assertCount(2, $keys, 'budget and token; the lease has been given back');
        foreach ($keys as $key) {
            self::assertGreaterThan(0, (int) $ask('PTTL', $key));
        }
    }

    public function testARedisOverTls(): void
    {
        $redis = new Redis([], self::$platform);
        $ini = self::BOTH + self::account(self::$platform) + ['northbound.state_dir' => $this->folder()->path . '/state'];
        $ini['northbound.state'] = "rediss://127.0.0.1:$redis->tlsPort";
        $trusted = ['northbound.state_ca_file' => self::$platform->cert('ca.pem')];
        self::assertSame('ok', Php::run(self::CALL, $trusted + $ini)->json());
        self::assertStringContainsString(':token', $redis->ask('KEYS', '*'));

        // Without its CA, the certificate of Redis is not trusted.
        $php = Php::run(self::CALL, $ini);
        self::assertSame('"ok"', $php->output);
        self::assertStringContainsString('its certificate is not signed by a trusted CA; the CAs of this system are trusted', $php->errors);
        self::assertFileExists($ini['northbound.state_dir']);
    }

    public function testARedisOnASocketWithAUserOfItsOwn(): void
    {
        $socket = $this->folder()->path . '/redis.sock';
        $redis = new Redis(['--unixsocket', $socket]);
        $redis->ask('ACL', 'SETUSER', 'worker', 'on', '>sesame', '~northbound:*', '+@all');
        $ini = self::BOTH + self::account(self::$platform) + ['northbound.state_dir' => $this->folder()->path . '/state'];
        $ini['northbound.state'] = "unix://worker:sesame@$socket?db=2";
        self::assertSame('"ok"', Php::run(self::CALL, $ini)->output);
        self::assertSame([], glob($ini['northbound.state_dir']));
        self::assertStringContainsString(':token', $redis->ask('-n', '2', 'KEYS', '*'));
    }

    public function testAWrongPasswordOfRedisIsLogged(): void
    {
        $redis = new Redis(['--requirepass', 'other']);
        $ini = ['northbound.state' => $redis->url('sesame'), 'northbound.state_dir' => $this->folder()->path . '/state'];
        $php = Php::run(self::CALLS . 'echo json_encode([call(), call()]);', $ini + self::BOTH + self::account(self::$platform));
        self::assertSame('["ok","ok"]', $php->output);
        self::assertStringContainsString("northbound: Redis at 127.0.0.1:$redis->port cannot be used: wrong user or password", $php->errors);
        self::assertSame(1, substr_count($php->errors, "\n"), 'told once');
        self::assertStringNotContainsString('sesame', $php->errors);
    }

    /**
     * Parent and child go on with connections of their own, at the same time.
     *
     * @group pcntl
     */
    #[Group('pcntl')]
    public function testAForkAfterRedisWasUsed(): void
    {
        $redis = new Redis();
        $nodes = Redis::cluster();
        foreach ([$redis->url(), 'redis-cluster://' . $nodes[0]->address()] as $url) {
            $ini = ['northbound.state' => $url, 'northbound.state_dir' => $this->folder()->path . '/state'];
            $php = Php::run(self::CALLS . <<<'PHP'
                $said = [call()];
                $pid = pcntl_fork();
                for ($calls = 0; $calls < 50; ++$calls) {
                    $said[] = call();
                }
                if ($pid === 0) {
                    exit(array_unique($said) === ['ok'] ? 42 : 1);
                }
                pcntl_waitpid($pid, $status);
                echo json_encode([array_unique($said), pcntl_wexitstatus($status)]);
                PHP, ['northbound.quota_per_minute' => 100_000] + $ini + self::BOTH + self::account(self::$platform));
            self::assertSame(['[["ok"],42]', ''], [$php->output, $php->errors]);
            self::assertSame([], glob($ini['northbound.state_dir']));
        }
    }

    /** As after Redis's clock was set back, or after damage: no call waits for a slot that no clock will reach. */
    public function testASlotThatIsFarAwayIsNotBelieved(): void
    {
        $redis = new Redis();
        $ini = ['northbound.state' => $redis->url(), 'northbound.state_dir' => $this->folder()->path . '/state'];
        $ini += self::BOTH + self::account(self::$platform);
        self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        $key = trim($redis->ask('KEYS', '*:budget'));
        $hour = (string) ((time() + 3600) * 1_000_000);
        foreach ([['next', $hour], ['paused', $hour], ['next', '9e300'], ['next', 'damaged'], ['paused', 'damaged']] as [$field, $value]) {
            $redis->ask('HSET', $key, $field, $value);
            self::assertSame('ok', Php::run(self::CALL, $ini)->json(), "$field $value");
        }
    }

    /** By less than the longest pause: the slots are put back with it. */
    public function testAClockOfRedisThatIsPutBackHoldsNobodyUp(): void
    {
        $redis = new Redis();
        $ini = ['northbound.state' => $redis->url(), 'northbound.state_dir' => $this->folder()->path . '/state'];
        $ini += ['northbound.timeout_ms' => 4_000] + self::BOTH + self::account(self::$platform);
        self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        $key = trim($redis->ask('KEYS', '*:budget'));
        foreach ([20, 3_600, 86_400] as $seconds) {
            self::moveClock($redis, $key, -$seconds);
            self::assertSame('ok', Php::run(self::CALL, $ini)->json(), "$seconds");
        }
        // A pause goes on for as long as it would have.
        $quota = self::BOTH['northbound.quota_per_minute'];
        $early = (intdiv($quota, 5) - 1) * 60 / (0.975 * $quota);
        $redis->ask('HSET', $key, 'next', sprintf('%.0f', (float) $redis->ask('HGET', $key, 'at') + (30 + $early) * 1e6));
        self::moveClock($redis, $key, -20);
        self::assertMatchesRegularExpression('/allows it in (29|30)\d{3} ms/', Php::run(self::CALL, $ini)->json());
    }

    /** Does what a step of the clock of Redis does: its distance to the clock of the slots is another one. */
    private static function moveClock(Redis $redis, string $key, int $seconds): void
    {
        $offset = (float) $redis->ask('HGET', $key, 'offset');
        $redis->ask('HSET', $key, 'offset', sprintf('%.0f', $offset + $seconds * 1e6));
    }

    /** Slots that others wait for are not given again, whether Redis has lost them or its clock was put forward. */
    public function testALostRateLimitIsNoReasonForABurst(): void
    {
        $redis = new Redis();
        $ini = ['northbound.state' => $redis->url(), 'northbound.state_dir' => $this->folder()->path . '/state'];
        $ini += ['northbound.quota_per_minute' => 30] + self::account(self::$platform);
        $php = new Support\Running([...Php::flags($ini), '-r', self::CALLS . <<<'PHP'
            $token = (new Authentication())->getAuthToken()->accessToken;
            do { echo call($token), "\n"; } while (fgets(STDIN) !== false);
            PHP], $this->folder()->path, true);
        self::assertSame('ok', $php->line());
        $key = trim($redis->ask('KEYS', '*:budget'));
        $time = static fn (string $field): float => (float) $redis->ask('HGET', $key, $field) / 1e6;
        $next = static fn (): float => $time('next');
        $redis->ask('DEL', $key);
        $php->say("go\n");
        self::assertSame('ok', $php->line());
        self::assertGreaterThan($time('at'), $time('even_until'), 'no burst for now');
        self::assertGreaterThan($time('at') + 1.9, $next());
        // The login, and the call before.
        preg_match_all('/:(\d+)/', $redis->ask('HGET', $key, 'log'), $counts);
        self::assertSame(3, array_sum(array_map(intval(...), $counts[1])));

        $before = $next();
        self::moveClock($redis, $key, 3_600);
        $php->say("go\n");
        self::assertSame('ok', $php->line());
        self::assertGreaterThan($before + 1, $next());
        self::assertLessThan($before + 60, $next());
        $php->kill();
    }

    /** Processes that use files, and processes that use Redis again, do not end each other's tokens. */
    public function testTheTokenOutlivesAnOutageOfRedis(): void
    {
        $redis = new Redis();
        $folder = $this->folder();
        $ini = ['northbound.state' => $redis->url(), 'northbound.state_dir' => "$folder->path/state", 'error_log' => "$folder->path/errors"];
        $ini += self::BOTH + self::account(self::$platform);
        $logins = static fn (): int => self::$platform->stats()['logins'];
        $before = $logins();
        $redis->stop();
        self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        $redis->start();
        self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        self::assertSame($before + 1, $logins(), 'Redis has the token of the files');
        self::assertStringContainsString('token', $redis->ask('KEYS', '*'));

        self::$platform->dropTokens();
        self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        $redis->stop();
        self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        self::assertSame($before + 2, $logins(), 'the files have the token of Redis');
    }

    /** While Redis is down, the processes of one host share files; afterwards all share Redis again. */
    public function testAnOutageOfRedis(): void
    {
        $redis = new Redis(['--requirepass', 'sesame']);
        $state = $this->folder()->path . '/state';
        $ini = ['northbound.state' => $redis->url('sesame'), 'northbound.state_dir' => $state];
        $ini += self::BOTH + self::account(self::$platform);
        self::assertSame('ok', Php::run(self::CALL, $ini)->json());
        $logins = self::$platform->stats()['logins'];

        $redis->stop();
        $php = Php::run(self::CALLS . 'echo json_encode([call(), call()]);', $ini);
        self::assertSame('["ok","ok"]', $php->output);
        self::assertSame(1, substr_count($php->errors, "\n"), 'told once');
        self::assertMatchesRegularExpression(
            "/northbound: Redis at 127.0.0.1:$redis->port cannot be used: .*refused.*; for now, token and quota are shared on this host only/",
            $php->errors,
        );
        self::assertStringNotContainsString('sesame', $php->errors);
        self::assertSame($logins + 1, self::$platform->stats()['logins']);
        self::assertSame('"ok"', Php::run(self::CALL, $ini)->output);
        self::assertSame($logins + 1, self::$platform->stats()['logins'], 'one login for the host');

        $redis->start();
        self::assertSame(['ok', 'ok'], Php::run(self::CALLS . 'echo json_encode([call(), call()]);', $ini)->json());
        self::assertStringContainsString(':token', $redis->ask('-a', 'sesame', '--no-auth-warning', 'KEYS', '*'));
    }

    public function testAProcessNoticesThatRedisIsBack(): void
    {
        $redis = new Redis();
        $log = $this->folder()->file('errors', '');
        $ini = ['northbound.state' => $redis->url(), 'northbound.state_dir' => $this->folder()->path . '/state', 'error_log' => $log];
        $ini += self::BOTH + self::account(self::$platform);
        $php = new Support\Running([...Php::flags($ini), '-r', self::CALLS . <<<'PHP'
            echo call(), "\n";
            while (strlen(file_get_contents(ini_get('error_log'))) < 1) { call(); usleep(10_000); }
            echo "it is gone\n";
            while (!str_contains(file_get_contents(ini_get('error_log')), 'is reachable again')) { call(); usleep(100_000); }
            echo call(), "\n";
            PHP], $this->folder()->path);
        self::assertSame('ok', $php->line());
        $redis->stop();
        self::assertSame('it is gone', $php->line());
        $redis->start();
        self::assertSame(["ok\nit is gone\nok\n", '', 0], $php->end());
        self::assertSame(2, substr_count((string) file_get_contents($log), 'northbound: '));
    }

    public function testNoPasswordOfRedisIsShown(): void
    {
        $ini = ['northbound.state' => 'redis://user:sesame@127.0.0.1:1/0'];
        $output = Php::start([...Php::flags($ini), '--ri', 'northbound'])->output;
        self::assertStringContainsString("northbound.state => redis://***@127.0.0.1:1/0\n", $output);
        $ini['northbound.state'] = 'redis://user:sesame@127.0.0.1:port/0';
        $message = Php::run(self::CALL, $ini + self::BOTH + self::account(self::$platform))->json();
        self::assertStringContainsString('1003', $message);
        self::assertStringContainsString('northbound.state', $message);
        self::assertStringNotContainsString('sesame', $message);
    }
}
