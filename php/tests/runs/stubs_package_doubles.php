<?php

/**
 * Runs programs with the extension, and with the Composer package of the stubs in its place. Both must print the same:
 * the programs of the pages about doubles, and doubles.php.
 *
 * usage: php -n php/tests/runs/stubs_package_doubles.php FOLDER EXTENSION
 */

declare(strict_types=1);

use Northbound\Tests\Support\Document;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Program;

[$folder, $extension] = array_map(static fn (string $path): string => (string) realpath($path), array_slice($argv, 1));
putenv("NORTHBOUND_STUBS=$folder");
require __DIR__ . '/stubs_autoload.php';

$settings = ['-d', 'display_errors=stderr', '-d', 'error_reporting=-1', '-d', 'zend.exception_ignore_args=0'];
$stubs = __DIR__ . '/stubs_autoload.php';
$flags = [
    'with the extension' => [...$settings, '-d', "extension=$extension"],
    'with the stubs' => $settings,
];
/** @var array<string, Closure(list<string>, ?string): Php> $programs by name; flags and a file to load before */
$programs = [];
foreach (['docs/testing.md', 'docs/with/README.md'] as $path) {
    foreach (Program::of(new Document($path)) as $program) {
        $programs[$program->begin->place] = $program->start(...);
    }
}
$count = count($programs);
$classes = array_map(
    static fn (string $file): string => 'North_PHP_SDK\client\dto\\' . basename($file, '.php'),
    array_diff(glob("$folder/stubs/North_PHP_SDK/client/dto/*.php") ?: [], glob("$folder/stubs/North_PHP_SDK/client/dto/AbstractDTO.php") ?: []),
);
$programs['doubles.php'] = static fn (array $flags, ?string $before): Php => Php::start(
    [...$flags, ...($before === null ? [] : ['-d', "auto_prepend_file=$before"]), __DIR__ . '/doubles.php', ...$classes],
);
foreach ($programs as $name => $run) {
    $with = $run($flags['with the extension'], null);
    $without = $run($flags['with the stubs'], $stubs);
    if ([$with->output, $with->errors, $with->status] === [$without->output, $without->errors, $without->status] && $with->status === 0) {
        continue;
    }
    fwrite(STDERR, "stubs_package_doubles: $name differs\n");
    $lines = explode("\n", "$without->output$without->errors\nstatus $without->status");
    foreach (explode("\n", "$with->output$with->errors\nstatus $with->status") as $at => $line) {
        if ($line !== ($lines[$at] ?? null) || $with->status !== 0) {
            fwrite(STDERR, 'line ' . ($at + 1) . "\n- $line\n+ " . ($lines[$at] ?? '') . "\n");
            break;
        }
    }
    exit(1);
}
if ($count < 2 || count($classes) < 50) {
    fwrite(STDERR, "stubs_package_doubles: there are no programs or no classes\n");
    exit(1);
}
echo 'stubs_package_doubles: ', count($programs), ' programs, ', count($classes), " DTOs\n";
