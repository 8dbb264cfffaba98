<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Crowd;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\Redis;
use PHPUnit\Framework\Attributes\Group;

/** Redis of several servers, while one of them is killed or hands its data over. */
final class RedisFailoverTest extends SharingTestCase
{
    private const PROCESSES = 16;
    private const LIMIT = 1200;
    /** Longer than the minute for which the platform counts. */
    private const SECONDS = 64;
    /** When it happens, in seconds after the beginning. */
    private const AFTER = 20;

    /**
     * At full size, and at the same time, since all of them mostly wait: no call is lost, the platform refuses none, and
     * there is one more login at most.
     *
     * @group minute
     */
    #[Group('minute')]
    public function testAMasterIsKilledAndASlotMoves(): void
    {
        $master = new Redis();
        $replica = new Redis(['--replicaof', Platform::HOST . ' ' . $master->port]);
        $replica->wait('master_link_status:up', 'INFO', 'replication');
        $sentinels = Redis::sentinels($master);
        $nodes = Redis::cluster();
        $addresses = static fn (array $all): string => implode(',', array_map(static fn (Redis $one): string => $one->address(), $all));
        $urls = [
            'sentinels' => 'redis-sentinel://' . $addresses($sentinels) . '?master=main',
            'cluster' => 'redis-cluster://' . $addresses(array_slice($nodes, 0, 2)),
        ];
        $crowds = $platforms = $logs = [];
        foreach ($urls as $kind => $url) {
            $platforms[$kind] = new Platform(['--quota', (string) self::LIMIT]);
            $logs[$kind] = $this->folder()->file('errors', '');
            $crowds[$kind] = $this->crowd($platforms[$kind], ['northbound.state' => $url, 'error_log' => $logs[$kind]]);
        }
        foreach ($crowds as $crowd) {
            $crowd->said();
            $crowd->go();
        }
        sleep(self::AFTER);
        $master->kill();
        self::moveTheSlot($nodes);
        $replica->wait('master', 'ROLE');

        foreach ($crowds as $kind => $crowd) {
            $members = $crowd->said();
            self::assertSame($members, array_filter($members, is_array(...)), "$kind: " . json_encode($members));
            $stats = $platforms[$kind]->stats();
            self::assertSame(0, $stats['throttled'], $kind);
            self::assertLessThanOrEqual(2, $stats['logins'], $kind);
            $answered = array_merge(...$members);
            sort($answered);
            self::assertGreaterThan(self::LIMIT * 9 / 10, count($answered), $kind);
            $pause = 0;
            foreach (array_slice($answered, 1) as $index => $at) {
                $pause = max($pause, $at - $answered[$index]);
            }
            self::assertLessThan(5_000_000_000, $pause, "$kind: the longest time without an answer");
            $lost = $kind === 'sentinels' ? self::PROCESSES : 0;
            $log = (string) file_get_contents($logs[$kind]);
            self::assertSame([$lost, $lost], [substr_count($log, 'cannot be used'), substr_count($log, 'reachable again')], $log);
            $crowd->go();
        }
        self::assertStringContainsString(':token', $replica->ask('KEYS', '*'));
    }

    /** @param array<string, string> $ini */
    private function crowd(Platform $platform, array $ini): Crowd
    {
        $ini += ['northbound.managed_token' => 1, 'northbound.quota_per_minute' => self::LIMIT];
        $ini += self::account($platform);
        // The processes of one host.
        $ini['northbound.state_dir'] = $this->folder()->path . '/state';
        $seconds = self::SECONDS;
        return new Crowd(self::PROCESSES, 2, <<<PHP
            \$upgrade = new DeviceUpgrade();
            step();
            \$answered = [];
            for (\$end = hrtime(true) + $seconds * 1_000_000_000; hrtime(true) < \$end;) {
                call(\$upgrade);
                \$answered[] = hrtime(true);
            }
            step(\$answered);
            PHP, static fn (): array => $ini);
    }

    /** Moves the slot with the keys of the application to another node, slowly. @param list<Redis> $nodes */
    private static function moveTheSlot(array $nodes): void
    {
        $full = array_filter($nodes, static fn (Redis $node): bool => $node->ask('KEYS', '*') !== '');
        self::assertCount(1, $full, 'all keys of the application are on one node');
        [$source] = array_values($full);
        [$target] = array_values(array_diff_key($nodes, $full));
        $slot = $source->ask('CLUSTER', 'KEYSLOT', explode("\n", $source->ask('KEYS', '*'))[0]);
        $target->ask('CLUSTER', 'SETSLOT', $slot, 'IMPORTING', $source->ask('CLUSTER', 'MYID'));
        $source->ask('CLUSTER', 'SETSLOT', $slot, 'MIGRATING', $target->ask('CLUSTER', 'MYID'));
        while (($keys = $source->ask('CLUSTER', 'GETKEYSINSLOT', $slot, '10')) !== '') {
            foreach (explode("\n", $keys) as $key) {
                usleep(200_000);
                $source->ask('MIGRATE', Platform::HOST, (string) $target->port, $key, '0', '1000');
            }
        }
        usleep(200_000);
        foreach ([$target, $source, ...$nodes] as $node) {
            $node->ask('CLUSTER', 'SETSLOT', $slot, 'NODE', $target->ask('CLUSTER', 'MYID'));
        }
        self::assertSame('', $source->ask('KEYS', '*'));
    }
}
