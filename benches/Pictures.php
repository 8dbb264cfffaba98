<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** The pictures of the documentation, each with its alternative text. */
final class Pictures
{
    private const COLOURS = [
        'empty' => 'none',
        'northbound' => 'ours',
        'curl-new' => 'new',
        'curl-share' => 'share',
        'curl' => 'reused',
        'guzzle' => 'guzzle',
        'wrk' => 'none',
        'loop' => 'reused',
        'paginator' => 'ours',
        'limit' => 'none',
    ];

    /**
     * @param array<string, array<string, mixed>> $report
     * @return array<string, array{string, string}> the SVG and the alternative text of each picture
     */
    public static function of(array $report): array
    {
        return array_filter([
            'pages' => isset($report['pages']) ? self::pages($report['pages']) : null,
            'list' => isset($report['list']) ? self::list($report['list']) : null,
            'loop' => isset($report['loop']) ? self::loop($report['loop']) : null,
        ]);
    }

    /** @return array{string, string} */
    private static function pages(array $results): array
    {
        $names = ['empty' => 'no call', 'northbound' => 'northbound', 'curl-share' => 'cURL, persistent share', 'curl-new' => 'cURL, new handle', 'guzzle' => 'Guzzle'];
        $workers = max(array_keys($results['workers']));
        $picture = new Picture(
            'Pages per second that make one call',
            "PHP-FPM with $workers workers behind nginx, TLS 1.3 with a client certificate. Longer is better. Ratios: of a page with a new cURL handle. Lines: quartiles.",
        );
        $alternative = "Pages per second under PHP-FPM with $workers workers.";
        foreach ($results['workers'][$workers] as $rows => $clients) {
            $bars = [];
            foreach (array_intersect_key($names, $clients) as $name => $label) {
                $perSecond = $clients[$name]['perSecond'];
                $ratio = $perSecond / $clients['curl-new']['perSecond'];
                $figures = number_format($perSecond) . ($name === 'empty' ? '' : sprintf('  (%.1f ×)', $ratio));
                $bars[] = self::bar($name, $label, $perSecond, $clients[$name]['spread'], $figures);
            }
            $picture->group("$rows subtasks per response", $bars);
            $alternative .= self::sentence("$rows subtasks", $bars);
        }
        return [$picture->svg(), $alternative];
    }

    /** @return array{string, string} */
    private static function list(array $results): array
    {
        $names = ['loop' => 'loop over one call', 'guzzle' => "Guzzle, pool of {$results['inFlight']}", 'paginator' => 'northbound, paginator', 'limit' => 'limit: latency alone'];
        $devices = number_format($results['devices']);
        $picture = new Picture(
            "Seconds to read all $devices subtasks",
            "{$results['perPage']} per page, {$results['inFlight']} pages in flight. Shorter is better. Ratios: of the loop.",
        );
        $alternative = "Seconds to read all $devices subtasks.";
        foreach ($results['latency'] as $latency => $ways) {
            $limit = ceil($results['devices'] / $results['perPage'] / $results['inFlight']) * $latency / 1000;
            $ways['limit'] = ['seconds' => $limit, 'spread' => [$limit, $limit]];
            $bars = [];
            foreach ($names as $name => $label) {
                $seconds = $ways[$name]['seconds'];
                $figures = sprintf($seconds < 10 ? '%.1f s' : '%.0f s', $seconds) . ($name === 'loop' ? '' : sprintf('  (%.2f)', $seconds / $ways['loop']['seconds']));
                $bars[] = self::bar($name, $label, $seconds, null, $figures);
            }
            $picture->group("$latency ms until a response", $bars);
            $alternative .= self::sentence("$latency ms of latency", $bars);
        }
        return [$picture->svg(), $alternative];
    }

    /** @return array{string, string} */
    private static function loop(array $results): array
    {
        $names = ['northbound' => 'northbound', 'curl' => 'cURL, reused handle', 'wrk' => 'wrk, nothing decoded'];
        $picture = new Picture(
            'Milliseconds per call in a loop',
            'TLS 1.3 with a client certificate, on loopback. Shorter is better. Ratios: of a reused cURL handle. Lines: quartiles.',
        );
        $alternative = 'Milliseconds per call in a loop.';
        foreach (array_diff_key($results['placed'], [Loop::SCHEDULED => true]) as $where => $rowsOf) {
            foreach ($rowsOf as $rows => $clients) {
                $bars = [];
                foreach ($names as $name => $label) {
                    $ms = $clients[$name]['ms'];
                    $figures = sprintf('%.3f', $ms) . ($name === 'curl' ? '' : sprintf('  (%.2f)', $ms / $clients['curl']['ms']));
                    $bars[] = self::bar($name, $label, $ms, $clients[$name]['spread'], $figures);
                }
                $picture->group("$rows subtasks per response, client and server $where", $bars);
                $alternative .= self::sentence("$rows subtasks, $where", $bars);
            }
        }
        return [$picture->svg(), $alternative];
    }

    /** @return array<string, mixed> */
    private static function bar(string $name, string $label, float $value, ?array $spread, string $figures): array
    {
        return ['label' => $label, 'value' => $value, 'figures' => $figures, 'colour' => self::COLOURS[$name]] + ($spread === null ? [] : ['spread' => $spread]);
    }

    private static function sentence(string $what, array $bars): string
    {
        $parts = array_map(static fn (array $bar): string => "{$bar['label']}: " . strtok($bar['figures'], ' '), $bars);
        return " With $what – " . implode('; ', $parts) . '.';
    }
}
