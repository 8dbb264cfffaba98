<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Crowd;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\Redis;
use Northbound\Tests\Support\Running;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of calls without a token: one login for all processes. */
final class ManagedTokenTest extends SharingTestCase
{
    private const PROCESSES = 16;
    /** Lifetime of a token, in seconds: much longer than a busy machine needs to start the processes. */
    private const LIFE = 8;
    private const MANAGED = ['northbound.managed_token' => 1];
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
        $end = static fn (string $json): string => (string) json_encode(['obtainedAt' => 0, 'endsAt' => 3_600_000] + json_decode($json, true));
        if ($redis === null) {
            [$file] = glob($ini(0)['northbound.state_dir'] . '/*.token');
            file_put_contents($file, $end((string) file_get_contents($file)));
        } else {
            $key = $redis->ask('KEYS', '*token');
            $redis->ask('SET', $key, $end($redis->ask('GET', $key)));
        }
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

        // With Redis, the lease must end first: 10 s. The deadline is 30 s.
        self::assertSame('ok', Php::run(self::CALL . 'echo json_encode(call());', $ini(1))->json());
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
                echo json_encode([$e->error_code, North_PHP_SDK\client\NorthApiClient::isTimerFlag()]);
            }
            PHP, ['northbound.secret' => 'wrong'] + ($this->shared($platform, null))(0))->json();
        self::assertSame(['100208', false], $said);
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
}
