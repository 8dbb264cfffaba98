<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** Memory of a worker that serves pages, of a list of a million subtasks, and of many calls in one process. */
final class Memory implements Subject
{
    private const ROWS = 100;
    private const DEVICES = 1_000_000;
    private const CALLS = 20_000;
    /** After these calls, memory should not grow. */
    private const WARM_UP = 2_000;
    private const ROUNDS = 5;

    public static function measure(Setup $setup): array
    {
        $workers = Series::interleave('memory of pages', ['empty', 'northbound', 'curl-new', 'guzzle'], self::ROUNDS, static fn (string $name): array => self::worker($setup, $name));
        Setup::progress('memory of a list of a million subtasks');
        $platform = new Platform($setup->platform, 10);
        try {
            $list = WholeList::read($platform, 'paginator', $platform->upgrade(self::DEVICES), self::DEVICES);
        } finally {
            $platform->stop();
        }
        Setup::progress('memory of ' . self::CALLS . ' calls');
        $client = new Client('northbound', $setup->distantServer(), self::ROWS, Processors::ofClients());
        $before = $client->calls(self::WARM_UP)['rssKb'];
        $grown = $client->calls(self::CALLS)['rssKb'] - $before;
        $client->end();
        return ['workers' => array_map(Series::summary(...), $workers), 'list' => $list, 'soak' => ['calls' => self::CALLS, 'grownKb' => $grown]];
    }

    /** @return array<string, int> memory of a worker that loads one client and has served pages, in kB */
    private static function worker(Setup $setup, string $name): array
    {
        $fpm = new Fpm($setup->scheduledServer(), 1, [$name]);
        try {
            Wrk::run($fpm->url($name, self::ROWS), 1, 1);
            $memory = (string) file_get_contents("/proc/{$fpm->workers()[0]}/smaps_rollup");
            preg_match('/^Private_Dirty:\s*(\d+)/m', $memory, $private);
            preg_match('/^Rss:\s*(\d+)/m', $memory, $resident);
            return ['privateKb' => (int) $private[1], 'rssKb' => (int) $resident[1]];
        } finally {
            $fpm->stop();
        }
    }

    public static function tables(array $results): string
    {
        $lines = [];
        foreach ($results['workers'] as $name => $worker) {
            $lines[] = [
                $name === 'empty' ? 'a page without a call' : Client::NAMES[$name],
                sprintf('%.1f', $worker['privateKb'] / 1024),
                sprintf('%.1f', $worker['rssKb'] / 1024),
            ];
        }
        return "\nA worker of PHP-FPM that has served pages with " . self::ROWS . " rows\n\n"
            . Table::of(['', 'private MB', 'resident MB, with what it shares'], $lines)
            . sprintf("\nA paginator over %s subtasks: grows by %.1f MB.\n", number_format(self::DEVICES), $results['list']['grownKb'] / 1024)
            . sprintf("\n%s calls of %d rows in one process: grow by %d kB.\n", number_format($results['soak']['calls']), self::ROWS, $results['soak']['grownKb']);
    }

    public static function goals(array $results): array
    {
        return [];
    }
}
