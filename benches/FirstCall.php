<?php

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

/** The first call of a new process, such as a cron job, and what loading the extension costs. */
final class FirstCall implements Subject
{
    private const ROWS = 10;
    private const ROUNDS = 60;
    private const CLIENTS = ['empty', 'northbound', 'curl', 'guzzle', 'guzzle-opcache'];

    public static function measure(Setup $setup): array
    {
        $server = $setup->distantServer();
        $cache = sys_get_temp_dir() . '/northbound-bench-opcache-' . getmypid();
        mkdir($cache, 0700);
        try {
            $run = static fn (string $name): array => self::once($name, $server, $cache);
            // Fills the caches.
            Series::interleave('first calls', self::CLIENTS, 2, $run);
            $figures = Series::interleave('first calls', self::CLIENTS, self::ROUNDS, $run);
            $results = array_map(Series::summary(...), $figures);
            foreach (self::CLIENTS as $name) {
                Setup::progress("first call: counting the instructions of $name");
                $results[$name]['instructions'] = Cost::instructions(static fn (array $under): null => Cost::php(
                    [...$under, ...self::command($name, $server, $cache)],
                    self::environment($name, $server),
                ));
            }
            return ['clients' => $results, 'loading' => Cost::ofLoading($setup->extension)];
        } finally {
            self::removeAll($cache);
        }
    }

    /** @return list<string> */
    private static function command(string $name, Server $server, string $cache): array
    {
        $flags = $name !== 'guzzle-opcache' ? [] : [
            ...Fpm::opcache(),
            ...['-d', 'opcache.enable_cli=1', '-d', "opcache.file_cache=$cache", '-d', 'opcache.file_cache_only=1'],
        ];
        return [...Client::php([$name], $server), ...$flags, __DIR__ . '/clients/page.php'];
    }

    /** @return array<string, string> */
    private static function environment(string $name, Server $server): array
    {
        return $server->environment(self::ROWS) + ['BENCH_CLIENT' => str_replace('-opcache', '', $name)];
    }

    /** @return array{endMs: float, responseMs: float} from the start of the process */
    private static function once(string $name, Server $server, string $cache): array
    {
        $command = [...Processors::ofClients(), ...self::command($name, $server, $cache)];
        $started = hrtime(true);
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes, null, self::environment($name, $server) + getenv());
        $line = fgets($pipes[1]);
        $responded = hrtime(true);
        $rest = stream_get_contents($pipes[1]);
        $status = proc_close($process);
        if ($status !== 0 || $line !== self::ROWS . "\n" || $rest !== '') {
            throw new RuntimeException("$name: $line$rest");
        }
        return ['endMs' => (hrtime(true) - $started) / 1e6, 'responseMs' => ($responded - $started) / 1e6];
    }

    private static function removeAll(string $folder): void
    {
        $files = new \RecursiveIteratorIterator(
            new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS),
            \RecursiveIteratorIterator::CHILD_FIRST,
        );
        foreach ($files as $file) {
            $file->isDir() ? rmdir($file->getPathname()) : unlink($file->getPathname());
        }
        rmdir($folder);
    }

    public static function tables(array $results): string
    {
        $lines = [];
        foreach ($results['clients'] as $name => $client) {
            $lines[] = [
                $name === 'empty' ? 'PHP alone' : Client::NAMES[$name],
                sprintf('%.1f', $client['endMs']),
                Table::spread($client['spread'], '%.1f'),
                sprintf('%.1f', $client['responseMs']),
                number_format($client['instructions'] / 1e6, 1),
            ];
        }
        $loading = $results['loading'];
        $head = ['', 'ms to the end', 'quartiles', 'ms to the response', 'million instructions'];
        return "\nA process that makes one call of " . self::ROWS . " rows\n\n" . Table::of($head, $lines) . sprintf(
            "\nLoading the extension, over php -n: %.2f ms, quartiles %.2f–%.2f (php -n: %.2f ms), %s instructions (php -n: %s), %.2f MB resident; the library has %.2f MB\n",
            $loading['ms'],
            $loading['spread'][0],
            $loading['spread'][1],
            $loading['msOfPhpAlone'],
            number_format($loading['instructions']),
            number_format($loading['instructionsOfPhpAlone']),
            $loading['rssKb'] / 1024,
            $loading['libraryBytes'] / 1e6,
        );
    }

    public static function goals(array $results): array
    {
        $of = static fn (string $name): float => $results['clients']['northbound']['endMs'] / $results['clients'][$name]['endMs'];
        return [
            Goal::atMost('First call, whole process: time ÷ that of Guzzle', 0.6, $of('guzzle')),
            Goal::atMost('First call, whole process: time ÷ that of Guzzle with opcache\'s file cache', 0.6, $of('guzzle-opcache')),
            Goal::atMost('First call, whole process: time ÷ that of a cURL handle', 1, $of('curl')),
        ];
    }
}
