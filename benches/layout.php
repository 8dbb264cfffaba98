<?php

/**
 * Writes down what the library runs when PHP starts, and what it runs in every call,
 * so that the linker can put each in one place: `make layout` runs it.
 *
 * usage: php layout.php PLATFORM EXTENSION-WITH-SYMBOLS FOLDER
 */

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

foreach (['Server', 'Client'] as $class) {
    require __DIR__ . "/$class.php";
}

const ROWS = 10;
const CALLS = 100;

/**
 * @param callable(list<string>): void $run runs a command under a program
 * @return array<string, int> instructions that each function of the library takes by itself, by its mangled name
 */
function functions(string $extension, callable $run): array
{
    $output = tempnam(sys_get_temp_dir(), 'northbound-layout');
    $run(['valgrind', '-q', '--tool=callgrind', '--demangle=no', "--callgrind-out-file=$output"]);
    $functions = $names = $objects = [];
    $function = '';
    $isOurs = $isOfCallee = false;
    foreach (file($output, FILE_IGNORE_NEW_LINES) ?: [] as $line) {
        if (preg_match('/^(c?)ob=\((\d+)\)(?: (.*))?$/', $line, $found) === 1) {
            // What is in sections of its own, valgrind takes for nobody's.
            $objects[$found[2]] ??= in_array($found[3], ['???', $extension], true);
            $isOurs = $found[1] === '' ? $objects[$found[2]] : $isOurs;
        } elseif (preg_match('/^(c?)fn=\((\d+)\)(?: (.*))?$/', $line, $found) === 1) {
            // With a number where it calls itself.
            $name = $names[$found[2]] ??= preg_replace("/'\d+$/", '', $found[3]);
            $function = $found[1] === '' ? $name : $function;
        } elseif (str_starts_with($line, 'calls=')) {
            $isOfCallee = true;
        } elseif (preg_match('/^[+\-*\d]\S* (\d+)$/', $line, $found) === 1) {
            if ($isOurs && !$isOfCallee) {
                $functions[$function] = ($functions[$function] ?? 0) + (int) $found[1];
            }
            $isOfCallee = false;
        }
    }
    unlink($output);
    return $functions;
}

/** @return array<string, int> what PHP runs when it starts and ends, and does nothing else */
function whenPhpStarts(string $extension): array
{
    return functions($extension, static function (array $under) use ($extension): void {
        $command = [...$under, PHP_BINARY, '-n', '-d', "extension=$extension", '-r', ''];
        passthru(implode(' ', array_map(escapeshellarg(...), $command)));
    });
}

/** @return array<string, int> what takes more for each further call */
function inCalls(string $platform, string $extension): array
{
    $server = new Server($platform, []);
    register_shutdown_function($server->stop(...));
    $of = static fn (int $calls): array => functions(
        $extension,
        static function (array $under) use ($server, $calls): void {
            $client = Client::start('northbound', $server, ROWS, $under);
            $client->calls($calls);
            $client->end();
        },
    );
    // The first call also connects, which does not take the same each time.
    $few = $of(CALLS);
    return array_filter($of(2 * CALLS), static function (int $cost, string $name) use ($few): bool {
        $before = $few[$name] ?? 0;
        return $cost - $before >= max(CALLS, $before / 2);
    }, ARRAY_FILTER_USE_BOTH);
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

/** The sections that a function may be in, whatever hashes, numbers and versions are in its name. */
function sections(string $function): string
{
    $name = preg_replace(
        ['/17h[0-9a-f]{16}E.*$/', '/Cs[0-9A-Za-z]+_/', '/\.\d+$/', '/aws_lc_\d+_\d+_\d+_/'],
        ['17h*', 'Cs*_', '*', 'aws_lc_*_'],
        $function,
    );
    // Compilers have others for what runs first, last, or hardly ever.
    return ".text.$name .text.*.$name";
}

/**
 * @param array<string, int> $run functions that were run
 * @param array<string, int> $sizes those that there are
 * @param int $small how many bytes of functions that share a name are taken together, if one of them was run
 */
function write(string $script, string $comment, string $place, array $run, array $sizes, int $small = 0): void
{
    $size = $sizeOfAll = [];
    foreach ($sizes as $name => $bytes) {
        $section = sections($name);
        $sizeOfAll[$section] = ($sizeOfAll[$section] ?? 0) + $bytes;
        if (isset($run[$name])) {
            $size[$section] = ($size[$section] ?? 0) + $bytes;
        }
    }
    // Generic functions share a name. Where one of many is run, the others would be in the way.
    $isMostlyRun = static fn (int $bytes, string $section): bool => $sizeOfAll[$section] <= max(4 * $bytes, $small);
    $size = array_filter($size, $isMostlyRun, ARRAY_FILTER_USE_BOTH);
    $sections = array_keys($size);
    if (count($sections) < 20) {
        throw new RuntimeException('Only these functions were seen; are there symbols? ' . implode(' ', $sections));
    }
    sort($sections, SORT_STRING);
    $lines = implode("\n", array_map(static fn (string $section): string => "        *($section)", $sections));
    file_put_contents($script, <<<LD
        /*
        $comment
         *
         * Written by `make layout`. Names that are gone do no harm.
         */
        SECTIONS
        {
            $place :
            {
        $lines
            }
        }
        INSERT BEFORE .text;

        LD);
    printf("%d functions, %d kB: %s\n", count($sections), array_sum($size) / 1000, $script);
}

[, $platform, $extension, $folder] = $argv + [null, null, null, null];
if ($folder === null) {
    fwrite(STDERR, "usage: php layout.php PLATFORM EXTENSION-WITH-SYMBOLS FOLDER\n");
    exit(2);
}
$extension = (string) realpath($extension);
putenv("NORTHBOUND_EXTENSION=$extension");
$sizes = sizes($extension);

write("$folder/start.ld", <<<'TEXT'
     * What PHP runs of the library whenever it starts lies together. Without this, a
     * start touches a dozen places all over the library, for each of which the kernel
     * has to be asked, and maps what lies around it.
    TEXT, '.text.startup_first', whenPhpStarts($extension), $sizes, 5_000);
write("$folder/calls.ld", <<<'TEXT'
     * What every call runs lies together, so that a processor holds it in fewer pages
     * and lines of its caches: the functions that a call of queryUpgradeSubTask was
     * seen to run.
    TEXT, '.text.in_calls', inCalls($platform, $extension), $sizes);
