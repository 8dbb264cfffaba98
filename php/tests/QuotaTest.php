<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Crowd;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\Redis;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/** Tests of one rate limit for all processes, so that the platform refuses no call. */
final class QuotaTest extends SharingTestCase
{
    private const LIMIT = 100;
    private const PROCESSES = 8;
    /** Longer than the platform's quota window of a minute. */
    private const SECONDS = 62;

    /**
     * In full size: 8 processes, 100 calls in any minute. Files and Redis run at the same time, each with a separate
     * platform, because all of them mostly wait.
     *
     * @group minute
     */
    #[Group('minute')]
    public function testEightProcessesUseTheQuotaAndThePlatformRefusesNothing(): void
    {
        $crowds = $platforms = $servers = [];
        foreach (self::stores() as $store => [$withRedis]) {
            $platforms[$store] = $platform = new Platform(['--quota', (string) self::LIMIT]);
            $servers[$store] = $redis = $withRedis ? new Redis() : null;
            $ini = ['northbound.managed_token' => 1, 'northbound.quota_per_minute' => self::LIMIT];
            $seconds = self::SECONDS;
            $crowds[$store] = new Crowd(self::PROCESSES, 2, <<<PHP
                \$upgrade = new DeviceUpgrade();
                step();
                \$answered = [];
                for (\$end = hrtime(true) + $seconds * 1_000_000_000; hrtime(true) < \$end;) {
                    call(\$upgrade);
                    \$answered[] = hrtime(true);
                }
                step(\$answered);
                PHP, $this->shared($platform, $redis, $ini));
        }
        foreach ($crowds as $crowd) {
            $crowd->said();
            $crowd->go();
        }
        foreach ($crowds as $store => $crowd) {
            $members = $crowd->said();
            self::assertSame($members, array_filter($members, is_array(...)), json_encode($members));
            self::assertSame(0, $platforms[$store]->stats()['throttled'], $store);
            $answered = array_merge(...$members);
            sort($answered);
            $within = array_filter($answered, static fn (int $at): bool => $at < $answered[0] + 60_000_000_000);
            // The login also counts as a call.
            self::assertGreaterThanOrEqual(self::LIMIT * 97 / 100, count($within) + 1, $store);
            self::assertGreaterThan(self::LIMIT, count($answered), "$store: more than one minute's worth");
            // A fifth of the quota goes at once, to any process. Of the rest, each gets its share.
            $rest = $answered[intdiv(self::LIMIT, 5)];
            $count = static fn (array $at): int => count(array_filter($at, static fn (int $at): bool => $at >= $rest));
            $each = array_map($count, $members);
            self::assertGreaterThan(max($each) / 2, min($each), "$store: " . json_encode($each));
            $crowd->go();
        }
    }

    public function testATurnBeyondTheDeadlineIsAnErrorAndNothingIsSent(): void
    {
        $platform = new Platform();
        $ini = ['northbound.quota_per_minute' => 5, 'northbound.timeout_ms' => 2000];
        $said = Php::run(<<<'PHP'
            use North_PHP_SDK\client\invokeapi\{Authentication, DeviceUpgrade};
            $token = (new Authentication())->getAuthToken()->accessToken;
            $began = hrtime(true);
            try {
                (new DeviceUpgrade())->queryUpgradeTask('nowhere', $token);
            } catch (North_PHP_SDK\client\ThrottledException $e) {
                echo json_encode([$e->error_code, $e->httpStatusCode, $e->error_desc, hrtime(true) - $began < 1_000_000_000]);
            }
            PHP, ($this->shared($platform, null, $ini))(0))->json();
        self::assertSame(['1010009', -1], array_slice($said, 0, 2));
        self::assertMatchesRegularExpression(
            '/^the call was not sent: the quota of 5 calls per minute \(northbound\.quota_per_minute\) '
            . 'allows it in \d{5} ms, too late for its deadline \(northbound\.timeout_ms\)$/',
            $said[2],
        );
        self::assertTrue($said[3], 'it fails at once');
        self::assertCount(1, $platform->requests(), 'only the login was sent');
    }

    /**
     * Another program also uses the quota: after one refusal, all processes pause.
     *
     * @dataProvider stores
     */
    #[DataProvider('stores')]
    public function testEverybodyLearnsFromARefusal(bool $withRedis): void
    {
        $platform = new Platform();
        $redis = $withRedis ? new Redis() : null;
        $ini = ['northbound.managed_token' => 1, 'northbound.quota_per_minute' => 6000, 'northbound.timeout_ms' => 20_000];
        $ini = $this->shared($platform, $redis, $ini);
        $code = <<<'PHP'
            try {
                (new North_PHP_SDK\client\invokeapi\DeviceUpgrade())->queryUpgradeTask('nowhere', null);
            } catch (North_PHP_SDK\client\NorthApiException $e) {
                echo json_encode([$e->error_code, $e->httpStatusCode, $e->error_desc]);
            }
            PHP;
        self::assertSame('123009', Php::run($code, $ini(0))->json()[0]);

        $platform->fault([
            'kind' => 'status', 'status' => 403, 'contentType' => 'application/json', 'headers' => ['Retry-After' => '45'],
            'body' => '{"resultcode":"1010009","resultmsg":"app throttle exceed"}',
        ]);
        $platform->clearRequests();
        self::assertSame(['1010009', 403, 'app throttle exceed'], Php::run($code, $ini(0))->json());
        foreach ([0, 1] as $member) {
            [$errorCode, $status, $text] = Php::run($code, $ini($member))->json();
            self::assertSame(['1010009', -1], [$errorCode, $status]);
            self::assertMatchesRegularExpression('/allows it in [234]\d{4} ms/', $text);
        }
        self::assertCount(1, $platform->requests(), 'nobody tried again');
    }

    public function testALoginDoesNotWaitForItsTurn(): void
    {
        $platform = new Platform();
        $ini = ['northbound.quota_per_minute' => 1, 'northbound.timeout_ms' => 5000];
        $said = Php::run(<<<'PHP'
            $auth = new North_PHP_SDK\client\invokeapi\Authentication();
            echo json_encode([$auth->getAuthToken()->tokenType, $auth->getAuthToken()->tokenType]);
            PHP, ($this->shared($platform, null, $ini))(0))->json();
        self::assertSame(['bearer', 'bearer'], $said);
    }
}
