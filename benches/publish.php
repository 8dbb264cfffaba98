<?php

/**
 * Writes the results of `make bench` into the documentation: `make bench-docs` runs it.
 * It draws the pictures, and replaces what stands between the markers of a page:
 *
 *     <!-- bench: goals -->
 *     <!-- end of bench -->
 *
 * usage: php publish.php RESULTS.json PAGE.md...
 *
 * The pictures go to the folder docs, as performance-NAME.svg.
 */

declare(strict_types=1);

namespace Northbound\Bench;

require __DIR__ . '/autoload.php';

/** @param array<string, array<string, mixed>> $report */
function replace(string $page, array $report, string $docs): void
{
    $text = (string) file_get_contents($page);
    $replaced = preg_replace_callback(
        '/(<!-- bench: (\w+) -->\n).*?(<!-- end of bench -->)/s',
        static function (array $found) use ($report, $page, $docs): string {
            [, $begin, $name, $end] = $found;
            return $begin . "\n" . trim(part($name, $report, dirname($page) === $docs ? '' : "$docs/", str_contains($page, 'zh-CN') ? 'zh' : 'en')) . "\n\n$end";
        },
        $text,
        -1,
        $count,
    );
    file_put_contents($page, $replaced);
    echo "$page: $count parts\n";
}

/**
 * @param array<string, array<string, mixed>> $report
 * @param string $folder the folder of the pictures, from the page
 */
function part(string $name, array $report, string $folder, string $language): string
{
    $unmeasured = '*Not measured yet: run `make bench` and `make bench-docs`.*';
    if ($name === 'goals') {
        return $report === [] ? $unmeasured : Report::goals($report);
    }
    if ($name === 'headline') {
        return Headline::text($report, $language) ?: $unmeasured;
    }
    if (!isset($report[$name])) {
        return $unmeasured;
    }
    $picture = Pictures::of([$name => $report[$name]])[$name] ?? null;
    $text = $picture === null ? '' : "![$picture[1]]({$folder}performance-$name.svg)\n\n";
    $of = "Measured on {$report[$name]['measured']} UTC, on {$report[$name]['machine']}.";
    // On another page than that of the performance, the picture is enough.
    return $folder === '' ? $text . trim(Report::SUBJECTS[$name]::tables($report[$name])) . "\n\n" . wordwrap($of, 88) : $text;
}

$results = $argv[1] ?? null;
$pages = array_slice($argv, 2);
if ($results === null || $pages === []) {
    fwrite(STDERR, "usage: php publish.php RESULTS.json PAGE.md...\n");
    exit(2);
}
$report = Report::read($results);
$docs = 'docs';
foreach (Pictures::of($report) as $name => [$svg]) {
    file_put_contents("$docs/performance-$name.svg", $svg);
    echo "$docs/performance-$name.svg\n";
}
foreach ($pages as $page) {
    replace($page, $report, $docs);
}
