<?php

declare(strict_types=1);

namespace Northbound\Bench;

/**
 * Which processors server and clients run on.
 *
 * Where the scheduler chooses, they share one processor in one turn and do not in
 * the next, and that decides how long a call takes more than any client does.
 */
final class Processors
{
    /** @return list<string> a command to run the server under: one processor of its own, as if it were another machine */
    public static function ofServer(): array
    {
        return self::keptOn(array_slice(self::all(), 0, 1));
    }

    /** @return list<string> the same for clients: all others */
    public static function ofClients(): array
    {
        return self::keptOn(array_slice(self::all(), 1));
    }

    /** @param list<int> $processors */
    private static function keptOn(array $processors): array
    {
        return count(self::all()) < 2 ? [] : ['taskset', '--cpu-list', implode(',', $processors)];
    }

    /** @return list<int> those that this process may use */
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
