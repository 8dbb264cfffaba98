<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** The three numbers that matter to a reader. */
final class Headline
{
    /** @param array<string, array<string, mixed>> $report */
    public static function text(array $report): string
    {
        $lines = array_filter([
            isset($report['pages']) ? self::pages($report['pages']) : null,
            isset($report['list']) ? self::list($report['list']) : null,
            isset($report['loop']) ? self::loop($report['loop']) : null,
        ]);
        $text = '';
        foreach (array_values($lines) as $at => $line) {
            $text .= wordwrap(($at + 1) . ". $line", 88, "\n   ") . "\n";
        }
        return $text;
    }

    private static function pages(array $results): string
    {
        $rowsOf = $results['workers'][max(array_keys($results['workers']))];
        $ratio = static fn (int $rows, string $name): float => $rowsOf[$rows]['northbound']['perSecond'] / $rowsOf[$rows][$name]['perSecond'];
        $text = sprintf(
            '**A page under PHP-FPM that makes one call: %.1f times as many pages per second** as with a new cURL handle if a response has 10 subtasks, and %.1f times with 100.',
            $ratio(10, 'curl-new'),
            $ratio(100, 'curl-new'),
        );
        return isset($rowsOf[10]['curl-share'])
            ? $text . sprintf(' %.2f and %.2f times as with the persistent share handle of PHP 8.5.', $ratio(10, 'curl-share'), $ratio(100, 'curl-share'))
            : $text;
    }

    private static function list(array $results): string
    {
        $ways = $results['latency'][50];
        return sprintf(
            '**All %s subtasks in %.1f s instead of %.1f s** with a loop over single calls, if the platform responds after 50 ms. Guzzle with %d requests in flight takes %.1f s.',
            number_format($results['devices']),
            $ways['paginator']['seconds'],
            $ways['loop']['seconds'],
            $results['inFlight'],
            $ways['guzzle']['seconds'],
        );
    }

    private static function loop(array $results): string
    {
        $part = static fn (int $rows): float => $results['placed'][Loop::TOGETHER][$rows]['northbound']['ms'] / $results['placed'][Loop::TOGETHER][$rows]['curl']['ms'];
        return sprintf(
            '**A call in a loop takes %.2f of the time of a reused cURL handle with 100 subtasks, and %.2f with 10**, client and server on one processor.',
            $part(100),
            $part(10),
        );
    }
}
