<?php

/**
 * Reads all subtasks of a task with a loop of single calls, with a paginator, or with
 * Guzzle's pool, and prints the time and memory as JSON. BENCH_WAY is loop, paginator
 * or guzzle.
 */

declare(strict_types=1);

use GuzzleHttp\Pool;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use Psr\Http\Message\ResponseInterface;

/** Resident memory, in KB. */
function resident(): int
{
    preg_match('/^VmRSS:\s+(\d+) kB$/m', (string) file_get_contents('/proc/self/status'), $found);
    return (int) $found[1];
}

/** The subtasks that were read: one bit each, since their ids contain a number on the local platform. */
final class Seen
{
    public int $count = 0;
    public int $twice = 0;
    public int $most = 0;
    private string $bits;

    public function __construct(int $expected)
    {
        $this->bits = str_repeat("\0", intdiv($expected, 8) + 1);
    }

    public function add(string $id): void
    {
        $number = (int) hexdec(substr($id, -8));
        $byte = ord($this->bits[$number >> 3]);
        $bit = 1 << ($number & 7);
        $this->twice += ($byte & $bit) === 0 ? 0 : 1;
        $this->bits[$number >> 3] = chr($byte | $bit);
        if (++$this->count % 1000 === 0) {
            $this->most = max($this->most, resident());
        }
    }
}

function loop(string $task, Seen $seen): void
{
    $upgrade = new DeviceUpgrade();
    $token = (string) getenv('BENCH_TOKEN');
    $query = new QueryUpgradeSubTaskInDTO();
    $query->pageSize = 100;
    $rows = 0;
    for ($query->pageNo = 0; ; $query->pageNo++) {
        $page = $upgrade->queryUpgradeSubTask($query, $task, $token);
        foreach ($page->data as $row) {
            $seen->add($row->subOperationId);
        }
        $rows += count($page->data);
        if ($rows >= $page->totalCount) {
            return;
        }
    }
}

function paginator(string $task, Seen $seen): void
{
    $token = (string) getenv('BENCH_TOKEN');
    foreach ((new DeviceUpgrade())->getSubTaskPaginator(null, $task, $token) as $row) {
        $seen->add($row->subOperationId);
    }
}

/** As a good program without the extension does: the first page tells how many there are, and a pool reads the others. */
function guzzle(string $task, Seen $seen): void
{
    // Debian's Guzzle is older than its PHP.
    error_reporting(E_ALL & ~E_DEPRECATED);
    require_once 'GuzzleHttp/autoload.php';
    $client = new GuzzleHttp\Client([
        'base_uri' => 'https://127.0.0.1:' . getenv('BENCH_PORT'),
        'verify' => getenv('BENCH_CA'),
        'connect_timeout' => 5,
        'timeout' => 30,
    ]);
    $token = (string) getenv('BENCH_TOKEN');
    $headers = ['app_key' => 'northbound-demo', 'Authorization' => "Bearer $token"];
    $url = static fn (int $page): string => "/iodm/northbound/v1.5.0/operations/$task/subOperations?pageNo=$page&pageSize=100";
    $read = static function (ResponseInterface $response) use ($seen): int {
        $page = json_decode((string) $response->getBody(), true, 512, JSON_THROW_ON_ERROR);
        foreach ($page['data'] as $row) {
            $seen->add($row['subOperationId']);
        }
        return $page['totalCount'];
    };
    $total = $read($client->request('GET', $url(0), ['headers' => $headers]));
    $requests = static function () use ($client, $url, $headers, $total): Generator {
        for ($page = 1; $page * 100 < $total; $page++) {
            yield static fn () => $client->requestAsync('GET', $url($page), ['headers' => $headers]);
        }
    };
    $pool = new Pool($client, $requests(), [
        'concurrency' => (int) getenv('BENCH_CONCURRENCY'),
        'fulfilled' => static fn (ResponseInterface $response) => $read($response),
        'rejected' => static fn (Throwable $reason) => throw $reason,
    ]);
    $pool->promise()->wait();
}

[$way, $task, $expected] = [(string) getenv('BENCH_WAY'), (string) getenv('BENCH_TASK'), (int) getenv('BENCH_ROWS')];
$seen = new Seen($expected);
$start = resident();
$began = hrtime(true);
match ($way) {
    'loop' => loop($task, $seen),
    'paginator' => paginator($task, $seen),
    'guzzle' => guzzle($task, $seen),
};
echo json_encode([
    'seconds' => (hrtime(true) - $began) / 1e9,
    'missing' => $expected - ($seen->count - $seen->twice),
    'twice' => $seen->twice,
    'grownKb' => max($seen->most, $start) - $start,
], JSON_THROW_ON_ERROR), "\n";
