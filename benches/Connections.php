<?php

declare(strict_types=1);

namespace Northbound\Bench;

/**
 * Calls to a server that closes each connection after its response: how long a new
 * connection takes, and if it resumes the TLS session of the one before.
 */
final class Connections implements Subject
{
    private const ROWS = 10;
    private const ROUNDS = 25;
    private const CALLS = 20;
    private const CLIENTS = ['northbound', 'curl'];

    public static function measure(Setup $setup): array
    {
        $results = [];
        foreach (['resumes' => true, 'does not resume' => false] as $what => $resumes) {
            $server = $setup->closingServer($resumes);
            $clients = [];
            foreach (self::CLIENTS as $name) {
                $clients[$name] = new Client($name, $server, self::ROWS, Processors::ofClients());
                $clients[$name]->calls(self::CALLS);
            }
            $server->resumed();
            $run = static function (string $name) use ($clients, $server): array {
                $figures = $clients[$name]->calls(self::CALLS);
                return ['ms' => $figures['ms'], 'cpuMs' => $figures['cpuMs'], 'resumed' => $server->resumed()];
            };
            $figures = Series::interleave("connections, the server $what sessions", self::CLIENTS, self::ROUNDS, $run);
            array_walk($clients, static fn (Client $client) => $client->end());
            $results['server'][$what] = array_map(Series::summary(...), $figures);
        }
        return $results;
    }

    public static function tables(array $results): string
    {
        $lines = [];
        foreach ($results['server'] as $what => $clients) {
            foreach ($clients as $name => $client) {
                $lines[] = [
                    $what,
                    Client::NAMES[$name],
                    sprintf('%.2f', $client['ms']),
                    Table::spread($client['spread'], '%.2f'),
                    sprintf('%.2f', $client['cpuMs']),
                    sprintf('%.0f %%', 100 * $client['resumed']),
                ];
            }
        }
        return "\nCalls with a new connection each, TLS 1.3 with client certificate\n\n"
            . Table::of(['the server', '', 'ms', 'quartiles', 'CPU ms', 'resumed'], $lines);
    }

    public static function goals(array $results): array
    {
        $resuming = $results['server']['resumes']['northbound'];
        $full = $results['server']['does not resume']['northbound'];
        return [
            Goal::atLeast('Connections after the platform closed: share that resumes the TLS session', 1, $resuming['resumed']),
            Goal::atMost('Connections that resume: time ÷ that of a full handshake', 1, $resuming['ms'] / $full['ms']),
        ];
    }
}
