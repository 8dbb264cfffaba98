<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** Formats the results as tables and as a plot. */
final class Report
{
    private const NAMES = [
        'northbound' => 'northbound: objects',
        'curl' => 'reused cURL handle, json_decode: arrays',
        'curl-objects' => 'the same, to objects of a class',
        'guzzle' => 'Guzzle, json_decode: arrays',
        'curl-new' => 'new cURL handle per call: arrays',
        'wrk' => 'wrk, one connection: nothing decoded',
    ];

    public static function machine(): string
    {
        preg_match('/^model name\s*: (.*)$/m', (string) file_get_contents('/proc/cpuinfo'), $model);
        $cores = substr_count((string) file_get_contents('/proc/cpuinfo'), "processor\t");
        return sprintf(
            '%s, %d cores, Linux %s, PHP %s, cURL %s with %s',
            $model[1] ?? php_uname('m'),
            $cores,
            php_uname('r'),
            PHP_VERSION,
            curl_version()['version'],
            curl_version()['ssl_version'],
        );
    }

    public static function table(array $results): string
    {
        $text = $results['machine'] . "\n";
        foreach ($results['calls'] as $rows => ['bytes' => $bytes, 'clients' => $clients]) {
            $text .= sprintf("\n%d rows (%.1f KB) per call, TLS 1.3 with client certificate\n\n", $rows, $bytes / 1000);
            $text .= "| | ms | quartiles | ratio | CPU ms | instructions | ratio | allocations | peak MB | first call ms |\n";
            $text .= "|---|---|---|---|---|---|---|---|---|---|\n";
            foreach ($clients as $name => $client) {
                $reused = $clients['curl'];
                $text .= sprintf('| %s | %.3f | %.3f–%.3f | %.2f |', self::NAMES[$name], $client['ms'], ...[...$client['spread'], $client['ms'] / $reused['ms']]);
                $text .= isset($client['instructions']) ? sprintf(
                    " %.3f | %s | %.2f | %.1f | %.1f | %.1f |\n",
                    $client['cpuMs'],
                    number_format($client['instructions']),
                    $client['instructions'] / $reused['instructions'],
                    $client['allocations'],
                    $client['peakKb'] / 1024,
                    $client['firstMs'],
                ) : " | | | | | |\n";
            }
        }
        $text .= self::placed($results['placed']) . self::pages($results['pages']);
        $loading = $results['loading'];
        return $text . sprintf(
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

    private static function placed(array $results): string
    {
        $text = '';
        foreach ($results as $where => $rowsOf) {
            $text .= "\nServer and client placed $where\n\n| | rows | ms | quartiles | ratio | CPU ms |\n|---|---|---|---|---|---|\n";
            foreach ($rowsOf as $rows => $clients) {
                foreach ($clients as $name => $client) {
                    $ratio = $client['ms'] / $clients['curl']['ms'];
                    $text .= sprintf('| %s | %d | %.3f | %.3f–%.3f | %.2f |', self::NAMES[$name], $rows, $client['ms'], ...[...$client['spread'], $ratio]);
                    $text .= isset($client['cpuMs']) ? sprintf(" %.3f |\n", $client['cpuMs']) : " |\n";
                }
            }
        }
        return $text;
    }

    private static function pages(array $pages): string
    {
        $text = sprintf(
            "\nAll %s subtasks of a running upgrade, 100 per page, %d ms of latency per response\n\n",
            number_format($pages['devices']),
            $pages['latencyMs'],
        );
        $text .= "| | s | ratio | missing | twice | memory grown, MB |\n|---|---|---|---|---|---|\n";
        foreach (['loop' => 'northbound: loop over queryUpgradeSubTask', 'paginator' => 'northbound: getSubTaskPaginator'] as $way => $name) {
            $figures = $pages[$way];
            $ratio = $figures['seconds'] / $pages['loop']['seconds'];
            $text .= sprintf("| %s | %.2f | %.3f | %d | %d | %.1f |\n", $name, $figures['seconds'], $ratio, $figures['missing'], $figures['twice'], $figures['grownKb'] / 1024);
        }
        return $text;
    }

    /** A bar chart of the time per call, without the new handle, which is off the scale. */
    public static function plot(array $results): string
    {
        $y = 34;
        $bars = '';
        foreach ($results['calls'] as $rows => ['clients' => $clients]) {
            unset($clients['curl-new']);
            $scale = 330 / max(array_column($clients, 'ms'));
            $bars .= sprintf('<text x="10" y="%d" class="head">%d rows: ms per call, median and quartiles</text>', $y, $rows);
            $y += 10;
            foreach ($clients as $name => $client) {
                $bars .= sprintf(
                    '<text x="260" y="%d" text-anchor="end">%s</text><rect x="270" y="%d" width="%.1f" height="16" class="%s"/>'
                        . '<path d="M%.1f %dH%.1f" class="spread"/><text x="%.1f" y="%d">%.3f</text>',
                    $y + 13,
                    htmlspecialchars(self::NAMES[$name]),
                    $y,
                    $client['ms'] * $scale,
                    $name === 'northbound' ? 'ours' : 'other',
                    270 + $client['spread'][0] * $scale,
                    $y + 8,
                    270 + $client['spread'][1] * $scale,
                    276 + max($client['ms'], $client['spread'][1]) * $scale,
                    $y + 13,
                    $client['ms'],
                );
                $y += 22;
            }
            $y += 30;
        }
        $style = 'text{font:12px sans-serif;fill:#222}.head{font-weight:bold}.ours{fill:#2a7f62}.other{fill:#b8bfc6}.spread{stroke:#222;stroke-width:2}';
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"680\" height=\"$y\"><style>$style</style>"
            . "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>$bars</svg>\n";
    }
}
