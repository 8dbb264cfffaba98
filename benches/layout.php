<?php

/**
 * Writes down what the library runs in every call, so that the linker can put it in
 * one place: `make layout` runs it.
 *
 * usage: php layout.php PLATFORM EXTENSION-WITH-SYMBOLS LINKER-SCRIPT
 */

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

foreach (['Server', 'Client'] as $class) {
    require __DIR__ . "/$class.php";
}

const ROWS = 10;
const CALLS = 100;

/** @return array<string, int> instructions that each function takes by itself, by its mangled name */
function functions(Server $server, int $calls): array
{
    $output = tempnam(sys_get_temp_dir(), 'northbound-layout');
    $client = Client::start('northbound', $server, ROWS, [
        'valgrind', '-q', '--tool=callgrind', '--demangle=no', "--callgrind-out-file=$output",
    ]);
    $client->calls($calls);
    $client->end();
    $functions = $names = [];
    $function = '';
    $isOfCallee = false;
    foreach (file($output, FILE_IGNORE_NEW_LINES) ?: [] as $line) {
        if (preg_match('/^(c?)fn=\((\d+)\)(?: (.*))?$/', $line, $found) === 1) {
            // With a number where it calls itself.
            $name = $names[$found[2]] ??= preg_replace("/'\d+$/", '', $found[3]);
            $function = $found[1] === '' ? $name : $function;
        } elseif (str_starts_with($line, 'calls=')) {
            $isOfCallee = true;
        } elseif (preg_match('/^[+\-*\d]\S* (\d+)$/', $line, $found) === 1) {
            if (!$isOfCallee) {
                $functions[$function] = ($functions[$function] ?? 0) + (int) $found[1];
            }
            $isOfCallee = false;
        }
    }
    unlink($output);
    return $functions;
}

/** @return array<string, int> the size of every function of the library, by its mangled name */
function sizes(string $extension): array
{
    $sizes = [];
    foreach (explode("\n", (string) shell_exec('nm --print-size ' . escapeshellarg($extension))) as $symbol) {
        if (preg_match('/^\S+ (\S+) [tTwW] (.+)$/', $symbol, $found) === 1) {
            $sizes[$found[2]] = (int) hexdec($found[1]);
        }
    }
    return $sizes;
}

/** The section of a function, whatever hashes, numbers and versions are in its name. */
function section(string $function): string
{
    return '.text.' . preg_replace(
        ['/17h[0-9a-f]{16}E.*$/', '/Cs[0-9A-Za-z]+_/', '/\.\d+$/', '/aws_lc_\d+_\d+_\d+_/'],
        ['17h*', 'Cs*_', '*', 'aws_lc_*_'],
        $function,
    );
}

[, $platform, $extension, $script] = $argv + [null, null, null, null];
if ($script === null) {
    fwrite(STDERR, "usage: php layout.php PLATFORM EXTENSION-WITH-SYMBOLS LINKER-SCRIPT\n");
    exit(2);
}
$extension = (string) realpath($extension);
putenv("NORTHBOUND_EXTENSION=$extension");
$server = new Server($platform, []);
register_shutdown_function($server->stop(...));

// What takes more for each further call. The first one also connects, which does not
// take the same each time.
$few = functions($server, CALLS);
$many = functions($server, 2 * CALLS);
$isInCalls = static function (int $cost, string $name) use ($few): bool {
    $before = $few[$name] ?? 0;
    return $cost - $before >= max(CALLS, $before / 2);
};
$inCalls = array_filter($many, $isInCalls, ARRAY_FILTER_USE_BOTH);
$size = $sizeOfAll = [];
foreach (sizes($extension) as $name => $bytes) {
    $section = section($name);
    $sizeOfAll[$section] = ($sizeOfAll[$section] ?? 0) + $bytes;
    if (isset($inCalls[$name])) {
        $size[$section] = ($size[$section] ?? 0) + $bytes;
    }
}
// Generic functions share a name. Where calls run one of many, the others would be in the way.
$isMostlyRun = static fn (int $bytes, string $section): bool => $sizeOfAll[$section] <= 4 * $bytes;
$size = array_filter($size, $isMostlyRun, ARRAY_FILTER_USE_BOTH);
$sections = array_keys($size);
if (count($sections) < 100) {
    throw new RuntimeException("Only these functions were seen; are there symbols in $extension? " . implode(' ', $sections));
}
sort($sections, SORT_STRING);
$lines = implode("\n", array_map(static fn (string $section): string => "        *($section)", $sections));
file_put_contents($script, <<<LD
    /*
     * What every call runs lies together, so that a processor holds it in fewer pages
     * and lines of its caches. Written by `make layout`: the functions that a call of
     * queryUpgradeSubTask was seen to run. Names that are gone do no harm.
     */
    SECTIONS
    {
        .text.in_calls :
        {
    $lines
        }
    }
    INSERT BEFORE .text;

    LD);
printf("%d functions, %d kB: %s\n", count($sections), array_sum($size) / 1000, $script);
