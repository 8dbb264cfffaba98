<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Fpm;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;

/**
 * Tests of responses that need more memory than a script may use.
 *
 * They end the script as `json_decode` does: with PHP's error, with the shutdown functions, with status 255. Debian's
 * PHP ends the process with status 137, without all that, when a function goes on beyond twice the limit.
 */
final class MemoryLimitTest extends PlatformTestCase
{
    private const LIMIT = '16M';
    private const ERROR = 'Allowed memory size of 16777216 bytes exhausted';

    /** Says that a shutdown function ran, and that no catch block did. */
    private const PROLOGUE = <<<'PHP'
        register_shutdown_function(static function (): void { echo 'shut down'; });
        $caught = static function (Throwable $e): void { echo 'caught ', $e::class, ' '; };
        PHP;

    /**
     * @dataProvider responses
     * @param array{string, string, int, string} $response its start, a part, how often, and its end
     * @param array<string, string> $ini
     */
    #[DataProvider('responses')]
    public function testTheScriptEndsWithPhpsOwnError(array $response, string $call, array $ini = [], int $status = 200): void
    {
        self::$platform->fault(self::large($response, $status), 0);
        $token = var_export(self::token(), true);
        $php = Php::run(self::PROLOGUE . <<<PHP
            \$token = $token;
            \$upgrade = new North_PHP_SDK\\client\\invokeapi\\DeviceUpgrade();
            try { $call echo 'returned '; } catch (Throwable \$e) { \$caught(\$e); }
            PHP, $ini + ['memory_limit' => self::LIMIT] + self::$platform->ini());
        self::assertSame(['shut down', 255], [$php->output, $php->status], $php->errors);
        self::assertStringContainsString(self::ERROR, $php->errors);
        self::assertSame(1, substr_count($php->errors, 'Fatal error'), $php->errors);
    }

    /** @return iterable<string, array{0: array{string, string, int, string}, 1: string, 2?: array<string, string>, 3?: int}> */
    public static function responses(): iterable
    {
        $query = '$upgrade->queryUpgradeSubTask(null, "5a", $token);';
        $items = static fn (string $item, int $times): array => ['{"data":[', "$item,", $times, '{}],"totalCount":1}'];
        $arrays = $items('{"deviceId":"d","added":[[1],[2]]}', 60_000);
        yield 'objects' => [$items('{"deviceId":"d","status":"wait"}', 250_000), $query];
        yield 'objects with arrays' => [$arrays, $query];
        yield 'arrays' => [$arrays, $query, ['northbound.rows' => 'array']];
        yield 'one list' => [['{"more":[', '1,', 4_000_000, '1]}'], $query];
        yield 'one text' => [['{"more":"', str_repeat('x', 1000), 50_000, '"}'], $query];
        yield 'one text with escapes' => [['{"more":"\n', str_repeat('x', 1000), 50_000, '"}'], $query];
        yield 'paginator' => [$arrays, 'foreach ($upgrade->getSubTaskPaginator(null, "5a", $token) as $row) { }'];
        yield 'many calls' => [$arrays, '$upgrade->queryUpgradeSubTasks(["5a", "5b"], $token);'];
        yield 'an error' => [$arrays, $query, [], 400];
        yield 'invokeAPI' => [$arrays, <<<'PHP'
            $client = North_PHP_SDK\client\DefaultNorthApiClient::getDefaultApiClient();
            $client->invokeAPI(null, $token, 'GET', '/any', null, null, 'array');
            PHP];
    }

    /** The body belongs to the script, and is within its limit. */
    public function testANotification(): void
    {
        $php = Php::run(self::PROLOGUE . <<<'PHP'
            $body = '{"notifyType":"deviceDataChanged","service":{"data":[' . str_repeat('[1],', 800_000) . '1]}}';
            try { North_PHP_SDK\client\NotificationReceiver::receive($body); } catch (Throwable $e) { $caught($e); }
            echo 'returned ';
            PHP, ['memory_limit' => self::LIMIT]);
        self::assertSame(['shut down', 255], [$php->output, $php->status], $php->errors);
        self::assertStringContainsString(self::ERROR, $php->errors);
    }

    public function testManyErrors(): void
    {
        $php = Php::run(self::PROLOGUE . <<<'PHP'
            $calls = array_fill(0, 100_000, '..');
            try { (new North_PHP_SDK\client\invokeapi\DeviceUpgrade())->queryUpgradeSubTasks($calls, 'token'); } catch (Throwable $e) { $caught($e); }
            echo 'returned ';
            PHP, ['memory_limit' => self::LIMIT] + self::$platform->ini());
        self::assertSame(['shut down', 255], [$php->output, $php->status], $php->errors);
        self::assertStringContainsString(self::ERROR, $php->errors);
    }

    /** What fits is decoded, also if it is larger than what is left below the limit at first sight. */
    public function testWhatFitsIsDecoded(): void
    {
        // A debug build of PHP keeps notes beside each allocation.
        $rows = PHP_DEBUG ? 20_000 : 30_000;
        self::$platform->fault(self::large(['{"data":[', '{"deviceId":"d"},', $rows, '{}],"totalCount":1}']), 0);
        $token = var_export(self::token(), true);
        $php = Php::run(<<<PHP
            \$garbage = array_map(static fn () => [], range(1, 20_000));
            foreach (\$garbage as &\$list) { \$list = [[]]; }
            unset(\$garbage, \$list);
            for (\$calls = 0; \$calls < 5; ++\$calls) {
                \$page = queryUpgradeSubTask(null, '5a', $token);
            }
            echo json_encode(count(\$page->data));
            PHP, ['memory_limit' => self::LIMIT] + self::$platform->ini());
        self::assertSame($rows + 1, $php->json());
    }

    /** @group fpm */
    #[Group('fpm')]
    public function testTheNextRequestOfAWorkerIsServed(): void
    {
        $folder = new Folder();
        $task = var_export(self::$platform->task(3), true);
        $token = var_export(self::token(), true);
        $script = "<?php echo json_encode([getmypid(), queryUpgradeSubTask(null, $task, $token)->totalCount]);";
        $ini = ['memory_limit' => self::LIMIT] + self::$platform->ini();
        $fpm = new Fpm($folder->file('index.php', $script), $ini, ['pm.max_children' => 1]);
        $before = $fpm->get('/')->json();
        for ($requests = 1; $requests <= 3; ++$requests) {
            self::$platform->fault(self::large(['{"data":[', '{"added":[[1],[2]]},', 100_000, '{}]}']));
            self::assertSame([500, ''], array_values((array) $fpm->get('/')));
            $fpm->await('/' . self::ERROR . '/', $requests);
        }
        self::assertSame(3, $before[1]);
        self::assertSame($before, $fpm->get('/')->json(), $fpm->log());
    }

    /**
     * A fault with a large response.
     *
     * @param array{string, string, int, string} $response
     * @return array<string, mixed>
     */
    private static function large(array $response, int $status = 200): array
    {
        [$start, $part, $times, $end] = $response;
        $length = strlen($start) + strlen($part) * $times + strlen($end);
        $head = "HTTP/1.1 $status X\r\ncontent-type: application/json\r\ncontent-length: $length\r\n\r\n";
        // Few large parts, which are quick to send.
        $block = min($times, 1000);
        return ['kind' => 'wire', 'end' => 'close', 'parts' => [
            ['text' => $head . $start],
            ['text' => str_repeat($part, $block), 'times' => intdiv($times, $block)],
            ['text' => $end],
        ]];
    }
}
