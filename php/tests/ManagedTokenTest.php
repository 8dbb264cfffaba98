<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Crowd;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\Received;
use Northbound\Tests\Support\Redis;
use Northbound\Tests\Support\Running;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/** Tests of calls without a token: one login for all processes. */
final class ManagedTokenTest extends SharingTestCase
{
    private const PROCESSES = 16;
    /** Lifetime of a token, in seconds: much longer than a busy machine needs to start the processes. */
    private const LIFE = 8;
    private const MANAGED = ['northbound.managed_token' => 1];
    private const STOP = 19;
    private const LOGIN = '/iocm/app/sec/v1.1.0/login';

    /** Makes one call and prints its outcome. */
    private const CALL = <<<'PHP'
        use North_PHP_SDK\client\invokeapi\{Authentication, DeviceUpgrade};
        function call($token = null) {
            try {
                (new DeviceUpgrade())->queryUpgradeTask('nowhere', $token);
            } catch (North_PHP_SDK\client\NorthApiException $e) {
                return $e->error_code === '123009' ? 'ok' : $e->getMessage();
            }
        }
        PHP;

    /**
     * The renewal of the token ends the token that the other processes are sending.
     *
     * @dataProvider stores
     */
    #[DataProvider('stores')]
    public function testSixteenProcessesShareOneLogin(bool $withRedis): void
    {
        $platform = new Platform(['--expires-in', (string) self::LIFE, '--speed', '1']);
        $redis = $withRedis ? new Redis() : null;
        $life = self::LIFE;
        $crowd = new Crowd(self::PROCESSES, 4, <<<PHP
            \$upgrade = new DeviceUpgrade();
            step('ready');
            call(\$upgrade);
            step('logged in');
            for (\$end = hrtime(true) + $life * 1_000_000_000; hrtime(true) < \$end; usleep(100_000)) {
                call(\$upgrade);
            }
            step('renewed');
            for (\$calls = 0; \$calls < 3; ++\$calls) {
                call(\$upgrade);
            }
            step('logged in again');
            PHP, $this->shared($platform, $redis, self::MANAGED));

        self::assertAll('ready', $crowd->said());
        $crowd->go();
        self::assertAll('logged in', $crowd->said());
        self::assertLogins(1, 0, $platform);

        // The next tokens are valid for an hour.
        $platform->settings(['expiresIn' => 3600]);
        $crowd->go();
        self::assertAll('renewed', $crowd->said());
        self::assertLogins(1, 1, $platform);

        $platform->dropTokens();
        $crowd->go();
        self::assertAll('logged in again', $crowd->said());
        self::assertLogins(2, 1, $platform);
        $crowd->go();
    }

    /** @dataProvider stores */
    #[DataProvider('stores')]
    public function testATokenThatHasEndedIsRenewedOnce(bool $withRedis): void
    {
        $platform = new Platform();
        $redis = $withRedis ? new Redis() : null;
        $ini = $this->shared($platform, $redis, self::MANAGED);
        self::assertSame('ok', Php::run(self::CALL . 'echo json_encode(call());', $ini(0))->json());
        self::assertLogins(1, 0, $platform);
        $this->replaceToken($ini(0), $redis, static fn (array $token): array => ['obtainedAt' => 0, 'endsAt' => 3_600_000] + $token);
        $crowd = new Crowd(self::PROCESSES, 2, <<<'PHP'
            $upgrade = new DeviceUpgrade();
            step('ready');
            call($upgrade);
            step('renewed');
            PHP, $ini);
        self::assertAll('ready', $crowd->said());
        $crowd->go();
        self::assertAll('renewed', $crowd->said());
        self::assertLogins(1, 1, $platform);
        $crowd->go();
    }

    /**
     * A platform may give any number, such as the largest one. A year is believed, and Redis can store it.
     *
     * @dataProvider stores
     */
    #[DataProvider('stores')]
    public function testATokenThatNeverEndsIsSharedForAYear(bool $withRedis): void
    {
        $year = 365 * 86_400_000;
        $platform = new Platform();
        $platform->settings(['expiresIn' => PHP_INT_MAX]);
        $redis = $withRedis ? new Redis() : null;
        $ini = $this->shared($platform, $redis, self::MANAGED + ['log_errors' => 1]);
        foreach ([0, 1] as $member) {
            // A message about Redis would be in the log, and fail this.
            self::assertSame('ok', Php::run(self::CALL . 'echo json_encode(call());', $ini($member))->json());
        }
        self::assertLogins(1, 0, $platform);
        $stored = json_decode($redis === null
            ? (string) file_get_contents(glob($ini(0)['northbound.state_dir'] . '/*.token')[0])
            : $redis->ask('GET', $redis->ask('KEYS', '*token')), true);
        self::assertSame($year, $stored['endsAt'] - $stored['obtainedAt']);
        if ($redis !== null) {
            self::assertGreaterThan($year / 2, (int) $redis->ask('PTTL', $redis->ask('KEYS', '*token')));
        }
    }

    /** @dataProvider stores */
    #[DataProvider('stores')]
    public function testAProcessThatIsKilledWhileItLogsInHoldsNobodyUp(bool $withRedis): void
    {
        $platform = new Platform();
        $redis = $withRedis ? new Redis() : null;
        $ini = $this->shared($platform, $redis, self::MANAGED);
        $platform->fault(['kind' => 'latency', 'ms' => 120_000], 1, self::LOGIN);
        $killed = new Running([...Php::flags($ini(0)), '-r', self::CALL . 'call();'], $this->folder()->path);
        for ($tries = 0; $tries < 3000 && $platform->requests() === []; ++$tries) {
            usleep(10_000);
        }
        self::assertCount(1, $platform->requests(), 'its login is under way');
        $killed->kill();

        // With Redis, the lease must end first: 3 s. The deadline is 30 s.
        self::assertSame('ok', Php::run(self::CALL . 'echo json_encode(call());', $ini(1))->json());
        self::assertLogins(1, 0, $platform);
    }

    /**
     * With time limits below ten seconds. A process that is stopped keeps its lock, and says nothing.
     *
     * @dataProvider stores
     */
    #[DataProvider('stores')]
    public function testAProcessThatIsStoppedWhileItLogsInHoldsNobodyUp(bool $withRedis): void
    {
        $platform = new Platform();
        $redis = $withRedis ? new Redis() : null;
        $ini = $this->shared($platform, $redis, self::MANAGED + ['northbound.timeout_ms' => 8_000]);
        $platform->fault(['kind' => 'latency', 'ms' => 120_000], 1, self::LOGIN);
        $stopped = new Running([...Php::flags($ini(0)), '-r', self::CALL . 'call();'], $this->folder()->path);
        $platform->await(1);
        $stopped->signal(self::STOP);
        foreach ([1, 2] as $member) {
            self::assertSame('ok', Php::run(self::CALL . 'echo json_encode(call());', $ini($member))->json());
        }
        self::assertLogins(1, 0, $platform);
        $stopped->kill();
    }

    /** The lease of a process that was killed, before the clock of Redis was put back by an hour. */
    public function testALeaseOfAnotherClockHoldsNobodyUp(): void
    {
        $platform = new Platform();
        $redis = new Redis();
        $ini = $this->shared($platform, $redis, self::MANAGED + ['northbound.timeout_ms' => 8_000]);
        $code = self::CALL . 'echo json_encode(call());';
        self::assertSame('ok', Php::run($code, $ini(0))->json());
        $platform->dropTokens();
        $redis->ask('SET', str_replace('token', 'login', $redis->ask('KEYS', '*token')), 'gone', 'PX', '3603000');
        self::assertSame('ok', Php::run($code, $ini(1))->json());
        self::assertLogins(2, 0, $platform);
    }

    /**
     * The process lives on, and would keep what the login holds.
     *
     * @dataProvider stores
     * @group pcntl
     */
    #[DataProvider('stores')]
    #[Group('pcntl')]
    public function testALoginThatIsCancelledHoldsNobodyUp(bool $withRedis): void
    {
        $platform = new Platform();
        $redis = $withRedis ? new Redis() : null;
        $ini = $this->shared($platform, $redis, self::MANAGED + ['northbound.timeout_ms' => 8_000]);
        $platform->fault(['kind' => 'latency', 'ms' => 120_000], 1, self::LOGIN);
        $cancels = new Running([...Php::flags($ini(0)), '-r', self::CALL . <<<'PHP'
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, static fn () => throw new LengthException('enough'));
            try { call(); } catch (LengthException $e) { echo $e->getMessage(), "\n"; }
            sleep(60);
            PHP], $this->folder()->path);
        $platform->await(1);
        $cancels->signal(SIGUSR1);
        self::assertSame('enough', $cancels->line());
        self::assertSame('ok', Php::run(self::CALL . 'echo json_encode(call());', $ini(1))->json());
        self::assertLogins(1, 0, $platform);
        $cancels->kill();
    }

    /** @dataProvider stores */
    #[DataProvider('stores')]
    public function testARefreshThatHangsLeavesTimeForTheCall(bool $withRedis): void
    {
        $platform = new Platform(['--expires-in', '1000']);
        $redis = $withRedis ? new Redis() : null;
        $ini = $this->shared($platform, $redis, self::MANAGED + ['northbound.timeout_ms' => 4_000]);
        $code = self::CALL . 'echo json_encode(call());';
        self::assertSame('ok', Php::run($code, $ini(0))->json());
        // In the last tenth of its lifetime, but not at its end.
        $this->replaceToken($ini(0), $redis, static function (array $token): array {
            $now = (int) (microtime(true) * 1000);
            return ['obtainedAt' => $now - 960_000, 'endsAt' => $now + 40_000] + $token;
        });
        $platform->fault(['kind' => 'latency', 'ms' => 120_000], 0, '/iocm/app/sec/v1.1.0/refreshToken');
        $platform->clearRequests();
        foreach ([0, 1] as $member) {
            self::assertSame('ok', Php::run($code, $ini($member))->json());
        }
        $refreshes = array_filter($platform->requests(), static fn (Received $one): bool => str_contains($one->target, 'refresh'));
        self::assertNotSame([], $refreshes);
        self::assertLogins(1, 0, $platform);
    }

    public function testTheTimerByTheNamesOfTheJavaSdk(): void
    {
        $platform = new Platform();
        $said = Php::run(self::CALL . <<<'PHP'
            use North_PHP_SDK\client\NorthApiClient;
            $auth = new Authentication();
            $said[] = [NorthApiClient::isTimerFlag(), substr(call(), 0, 22)];
            $said[] = $auth->startRefreshTokenTimer();
            $said[] = [NorthApiClient::isTimerFlag(), call(), call('')];
            $said[] = [$auth->stopRefreshTokenTimer(), NorthApiClient::isTimerFlag(), substr(call(), 0, 22)];
            NorthApiClient::setTimerFlag(true);
            $said[] = [NorthApiClient::isTimerFlag(), call()];
            echo json_encode($said);
            PHP, ($this->shared($platform, null))(0))->json();
        $refused = 'queryUpgradeTask: 1009';
        self::assertSame(
            [[false, $refused], null, [true, 'ok', 'ok'], [null, false, $refused], [true, 'ok']],
            $said,
        );
        self::assertLogins(1, 0, $platform);
    }

    public function testTheTimerFailsAsALoginDoes(): void
    {
        $platform = new Platform();
        $said = Php::run(self::CALL . <<<'PHP'
            try {
                (new Authentication())->startRefreshTokenTimer();
            } catch (North_PHP_SDK\client\WrongCredentialsException $e) {
                echo json_encode([$e->error_code, $e->getRetryAfter(), North_PHP_SDK\client\NorthApiClient::isTimerFlag()]);
            }
            PHP, ['northbound.secret' => 'wrong'] + ($this->shared($platform, null))(0))->json();
        self::assertSame(['100208', 60, false], $said, 'the managed token waits a minute');
    }

    public function testATokenOfTheCallersOwnWinsAndIsNotReplaced(): void
    {
        $platform = new Platform();
        $said = Php::run(self::CALL . <<<'PHP'
            $said[] = substr(call('mine'), 0, 25);
            $token = (new Authentication())->getAuthToken()->accessToken;
            $said[] = call($token);
            echo json_encode($said);
            PHP, self::MANAGED + ($this->shared($platform, null))(0))->json();
        self::assertSame(['queryUpgradeTask: 1010005', 'ok'], $said);
        self::assertLogins(1, 0, $platform);
    }

    /** A login of the application ends the managed token, and its token becomes the managed one. */
    public function testALoginOfTheApplicationIsKept(): void
    {
        $platform = new Platform();
        $ini = $this->shared($platform, null, self::MANAGED);
        $said = Php::run(self::CALL . <<<'PHP'
            $said[] = call();
            $auth = new Authentication();
            $token = $auth->getAuthToken();
            $said[] = call();
            $auth->refreshAuthToken([
                'appId' => ini_get('northbound.app_id'), 'secret' => ini_get('northbound.secret'),
                'refreshToken' => $token->refreshToken,
            ]);
            $said[] = call();
            echo json_encode($said);
            PHP, $ini(0))->json();
        self::assertSame(['ok', 'ok', 'ok'], $said);
        self::assertSame('ok', Php::run(self::CALL . 'echo json_encode(call());', $ini(1))->json());
        self::assertLogins(2, 1, $platform);
        self::assertSame(0, $platform->stats()['rejectedTokens']);
    }

    public function testInvokeApiTakesTheManagedTokenToo(): void
    {
        $platform = new Platform();
        $said = Php::run(<<<'PHP'
            $client = North_PHP_SDK\client\DefaultNorthApiClient::getDefaultApiClient();
            $path = '/iodm/northbound/v1.5.0/operations';
            echo json_encode($client->invokeAPI7('', null, 'GET', $path, [], null, 'array')['totalCount']);
            PHP, self::MANAGED + ($this->shared($platform, null))(0))->json();
        self::assertSame(0, $said);
    }

    /** A failed renewal has no effect while the old token is still valid. */
    public function testATokenThatCannotBeRenewedYetIsUsedToItsEnd(): void
    {
        $platform = new Platform();
        $state = $this->folder()->path . '/state';
        $ini = self::MANAGED + ['northbound.state_dir' => $state] + self::account($platform);
        $code = self::CALL . 'echo json_encode(call());';
        self::assertSame('ok', Php::run($code, $ini)->json());
        [$file] = glob("$state/*.token");
        $token = json_decode((string) file_get_contents($file), true);
        // In the last tenth of its lifetime, but not at its end.
        $now = (int) (microtime(true) * 1000);
        [$token['obtainedAt'], $token['endsAt']] = [$now - 960_000, $now + 40_000];
        file_put_contents($file, json_encode($token));

        $refresh = '/iocm/app/sec/v1.1.0/refreshToken';
        $platform->fault(['kind' => 'status', 'status' => 500, 'body' => 'no'], 0, $refresh);
        $platform->clearRequests();
        self::assertSame('ok', Php::run($code, $ini)->json());
        self::assertSame($refresh, $platform->requests()[0]->target);
        self::assertLogins(1, 0, $platform);

        // The next attempt is a second after the failed one at the earliest.
        usleep(1_100_000);
        $platform->clearFaults();
        self::assertSame('ok', Php::run($code, $ini)->json());
        self::assertLogins(1, 1, $platform);
    }

    /** @param list<mixed> $said */
    private static function assertAll(string $expected, array $said): void
    {
        self::assertSame([$expected], array_values(array_unique($said)), json_encode($said));
    }

    private static function assertLogins(int $logins, int $refreshes, Platform $platform): void
    {
        $stats = $platform->stats();
        self::assertSame([$logins, $refreshes], [$stats['logins'], $stats['refreshes']], 'logins, refreshes');
    }

    /**
     * Changes the stored token.
     *
     * @param array<string, string|int> $ini
     * @param callable(array<string, mixed>): array<string, mixed> $change
     */
    private function replaceToken(array $ini, ?Redis $redis, callable $change): void
    {
        $changed = static fn (string $json): string => (string) json_encode($change(json_decode($json, true)));
        if ($redis === null) {
            [$file] = glob($ini['northbound.state_dir'] . '/*.token');
            file_put_contents($file, $changed((string) file_get_contents($file)));
        } else {
            $key = $redis->ask('KEYS', '*token');
            $redis->ask('SET', $key, $changed($redis->ask('GET', $key)));
        }
    }
}
