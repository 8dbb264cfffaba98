<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** Calls in a loop, in one process. */
final class Loop implements Subject
{
    /** The clients, and the number of calls of each in one round. */
    private const CLIENTS = ['northbound' => 200, 'curl' => 200, 'curl-objects' => 200, 'guzzle' => 150, 'curl-new' => 20];
    /** The clients that are also measured without separate processors. */
    private const CLIENTS_PLACED_OTHERWISE = ['northbound' => 200, 'curl' => 200];
    public const ROWS = [10, 100];
    private const ROUNDS = 25;

    private const APART = 'on a processor each';
    public const TOGETHER = 'on one processor';
    public const SCHEDULED = 'by the scheduler';

    public static function measure(Setup $setup): array
    {
        $apart = $setup->distantServer();
        $placements = [
            self::APART => [$apart, Processors::ofClients(), self::CLIENTS],
            self::TOGETHER => [$apart, Processors::ofServer(), self::CLIENTS_PLACED_OTHERWISE],
            self::SCHEDULED => [$setup->scheduledServer(), [], self::CLIENTS_PLACED_OTHERWISE],
        ];
        $results = [];
        foreach (self::ROWS as $rows) {
            foreach ($placements as $where => [$server, $under, $callsOf]) {
                $results['placed'][$where][$rows] = self::measureOne("$rows rows, $where", $server, $rows, $callsOf, $under);
            }
            foreach (array_keys(self::CLIENTS) as $name) {
                Setup::progress("$rows rows: counting the instructions of $name");
                $results['cost'][$rows][$name] = [
                    'instructions' => Cost::instructionsPerCall($name, $apart, $rows),
                    'allocations' => Cost::allocationsPerCall($name, $apart, $rows),
                ];
            }
            $results['bytes'][$rows] = $apart->bytes($rows);
        }
        return $results;
    }

    /**
     * @param array<string, int> $callsOf
     * @param list<string> $under a program to run the clients under, with its options
     * @return array<string, array<string, mixed>>
     */
    private static function measureOne(string $what, Server $server, int $rows, array $callsOf, array $under): array
    {
        $clients = [];
        foreach ($callsOf as $name => $count) {
            $clients[$name] = new Client($name, $server, $rows, $under);
            $clients[$name]->calls($count);
        }
        $limits = [];
        $run = static function (string $name) use (&$limits, &$calls, $clients, $callsOf, $server, $rows, $under): array {
            // A second of wrk for every fifth round of all clients is enough.
            if ($calls++ % (5 * count($clients)) === 0) {
                $limits[] = ['ms' => self::lowerLimit($server, $rows, $under)];
            }
            return $clients[$name]->calls($callsOf[$name]);
        };
        $calls = 0;
        $figures = Series::interleave($what, array_keys($callsOf), self::ROUNDS, $run);
        array_walk($clients, static fn (Client $client) => $client->end());
        return array_map(Series::summary(...), $figures + ['wrk' => $limits]);
    }

    /**
     * The lower limit of the time per call for a client that waits for the socket: one
     * connection, and the responses are not decoded. In ms.
     *
     * @param list<string> $under
     */
    private static function lowerLimit(Server $server, int $rows, array $under): float
    {
        $url = "https://127.0.0.1:$server->openPort/iodm/northbound/v1.5.0/operations/o/subOperations?pageSize=$rows";
        return 1000 / Wrk::run($url, 1, 1, $under)['perSecond'];
    }

    public static function tables(array $results): string
    {
        $text = '';
        foreach ($results['cost'] as $rows => $costs) {
            $text .= sprintf("\n%d rows (%.1f KB) per call, TLS 1.3 with client certificate, client and server %s\n\n", $rows, $results['bytes'][$rows] / 1000, self::APART);
            $clients = $results['placed'][self::APART][$rows];
            $lines = [];
            foreach ($clients as $name => $client) {
                $cost = $costs[$name] ?? null;
                $lines[] = [
                    ...self::times($name, $client, $clients['curl']),
                    ...($cost === null ? ['', '', '', ''] : [
                        number_format($cost['instructions']),
                        sprintf('%.2f', $cost['instructions'] / $costs['curl']['instructions']),
                        sprintf('%.1f', $cost['allocations']),
                        sprintf('%.1f', $client['peakKb'] / 1024),
                    ]),
                ];
            }
            $text .= Table::of(['', 'ms', 'quartiles', 'ratio', 'CPU ms', 'instructions', 'ratio', 'allocations', 'peak MB'], $lines);
        }
        foreach ([self::TOGETHER, self::SCHEDULED] as $where) {
            $lines = [];
            foreach ($results['placed'][$where] as $rows => $clients) {
                foreach ($clients as $name => $client) {
                    $lines[] = ["$rows", ...self::times($name, $client, $clients['curl'])];
                }
            }
            $text .= "\nClient and server placed $where\n\n" . Table::of(['rows', '', 'ms', 'quartiles', 'ratio', 'CPU ms'], $lines);
        }
        return $text;
    }

    /** @return list<string> */
    private static function times(string $name, array $client, array $reused): array
    {
        return [
            Client::NAMES[$name],
            sprintf('%.3f', $client['ms']),
            Table::spread($client['spread'], '%.3f'),
            sprintf('%.2f', $client['ms'] / $reused['ms']),
            isset($client['cpuMs']) ? sprintf('%.3f', $client['cpuMs']) : '',
        ];
    }

    public static function goals(array $results): array
    {
        $time = static fn (int $rows): float => self::ratio($results['placed'][self::TOGETHER][$rows], 'ms');
        $instructions = static fn (int $rows): float => self::ratio($results['cost'][$rows], 'instructions');
        return [
            Goal::atMost('Loop, 100 rows, on one processor: time ÷ that of a reused cURL handle', 0.72, $time(100)),
            Goal::atMost('Loop, 100 rows: instructions ÷ those of a reused cURL handle', 0.49, $instructions(100)),
            Goal::atMost('Loop, 10 rows, on one processor: time ÷ that of a reused cURL handle', 1, $time(10)),
            Goal::atMost('Loop, 10 rows: instructions ÷ those of a reused cURL handle', 0.62, $instructions(10)),
        ];
    }

    private static function ratio(array $clients, string $figure): float
    {
        return $clients['northbound'][$figure] / $clients['curl'][$figure];
    }
}
