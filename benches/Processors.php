<?php

declare(strict_types=1);

namespace Northbound\Bench;

/**
 * The processors of the server and of the clients.
 *
 * If the scheduler chooses, they share one processor in one round and not in the next
 * one, which changes the time of a call more than the choice of the client does.
 */
final class Processors
{
    /** @return list<string> a command to run the server under: a separate processor, as if it were another machine */
    public static function ofServer(): array
    {
        return self::pinnedTo(array_slice(self::all(), 0, 1));
    }

    /** @return list<string> a command to run the clients under: all other processors */
    public static function ofClients(): array
    {
        return self::pinnedTo(array_slice(self::all(), 1));
    }

    public static function count(): int
    {
        return count(self::all());
    }

    /** @param list<int> $processors */
    private static function pinnedTo(array $processors): array
    {
        return self::count() < 2 ? [] : ['taskset', '--cpu-list', implode(',', $processors)];
    }

    /** @return list<int> the processors that this process may use */
    private static function all(): array
    {
        preg_match('/^Cpus_allowed_list:\s*(\S+)/m', (string) file_get_contents('/proc/self/status'), $found);
        $ranges = array_map(static function (string $range): array {
            [$first, $last] = sscanf($range, '%d-%d');
            return range($first, $last ?? $first);
        }, explode(',', $found[1] ?? '0'));
        return array_merge(...$ranges);
    }
}
