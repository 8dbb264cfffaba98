<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Host;
use Northbound\Tests\Support\Platform;
use PHPUnit\Framework\Attributes\Group;
use PHPUnit\Framework\TestCase;

/**
 * Tests of programs that embed PHP: workers that serve many requests between one startup and one shutdown, and threads.
 *
 * @group embed
 */
#[Group('embed')]
final class HostTest extends TestCase
{
    /** Static variables of PHP code outlive a request of such a worker; objects of the SDK do not. */
    public function testWhatEndsWithTheRequestIsNotThereInTheNextOneOfAWorker(): void
    {
        $host = Host::run('worker', <<<'PHP'
            use North_PHP_SDK\client\DefaultNorthApiClient;
            use North_PHP_SDK\client\NorthApiClient;
            use North_PHP_SDK\utils\PropertyUtil;

            echo json_encode([
                DefaultNorthApiClient::getDefaultApiClient() === ($before ?? null),
                NorthApiClient::isTimerFlag(),
                PropertyUtil::getProperty('extension'),
            ]);
            // The worker's variables outlive the request, so this is the same object in the next one.
            $before = new NorthApiClient();
            DefaultNorthApiClient::setDefaultApiClient($before);
            NorthApiClient::setTimerFlag(true);
            PropertyUtil::init(__DIR__ . '/php.ini');
            echo json_encode([
                DefaultNorthApiClient::getDefaultApiClient() === $before,
                NorthApiClient::isTimerFlag(),
                PropertyUtil::getProperty('extension') !== null,
            ]), "\n";
            PHP, [3]);
        self::assertSame('', $host->errors);
        self::assertSame(0, $host->status);
        $expected = '[false,false,null][true,true,true]';
        self::assertSame([$expected, $expected, $expected], explode("\n", trim($host->output)));
    }

    /**
     * A server starts and ends many threads: the memory and files of each are released.
     *
     * @group threads
     */
    #[Group('threads')]
    public function testAThreadThatEndsLeavesNothingBehind(): void
    {
        $platform = new Platform();
        $id = $platform->task(250);
        $folder = sys_get_temp_dir() . '/northbound-threads-' . bin2hex(random_bytes(8));
        mkdir($folder, 0700);
        $host = Host::run('threads', <<<PHP
            for (\$call = 0; \$call < 20; ++\$call) {
                if (count(queryUpgradeSubTask(['pageSize' => 10], '$id', null)->data) !== 10) {
                    echo 'rows are missing';
                }
            }
            PHP, [12, 16, 5], [
            'northbound.managed_token' => 1,
            'northbound.state_dir' => $folder,
        ] + $platform->ini());
        exec('rm -rf ' . escapeshellarg($folder));
        self::assertSame(['', 0], [$host->errors, $host->status]);
        self::assertMatchesRegularExpression('/^(\d+ \d+\n){12}$/', $host->output);
        $waves = array_map(
            static fn (string $line): array => array_map(intval(...), explode(' ', $line)),
            explode("\n", trim($host->output)),
        );
        // The first waves fill pools of the C library and of Zend.
        [$descriptors, $kilobytes] = $waves[5];
        self::assertSame($descriptors, $waves[11][0]);
        // Ninety-six threads with 150 KB each.
        self::assertLessThan($kilobytes + 2_048, $waves[11][1]);
        $stats = $platform->stats();
        self::assertSame(12 * 16 * 5 * 20, $stats['requests'] - $stats['logins'] - $stats['refreshes']);
        self::assertSame(1, $stats['logins']);
    }
}
