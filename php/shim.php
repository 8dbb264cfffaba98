<?php

/**
 * Helps an application of the original SDK to move to the extension.
 *
 * usage: php shim.php [--namespace=NAMESPACE] DIR
 *        php shim.php check DIR
 *        php shim.php remove [DIR]
 *
 * The first form writes the file layout of the original SDK into DIR, for
 * applications that load its files by path: North_PHP_SDK/client/...,
 * constant/... and utils/... See shim/Layout.php. With --namespace, such as
 * --namespace='iotyun\huaweiiot', each file also makes its class known in that
 * namespace.
 *
 * The second form reads the PHP files in DIR and prints where the application
 * would behave differently with the extension. It does not need the extension.
 * The exit status is 0 if it finds nothing, 1 if it finds something, and 2 if
 * it cannot read the application. See shim/Check.php.
 *
 * The third form removes what the first has written into DIR, by default
 * `extend`, and nothing else. It does not need the extension.
 */

declare(strict_types=1);

use Northbound\Shim\Check;
use Northbound\Shim\Layout;

const USAGE = 'usage: php shim.php [--namespace=NAMESPACE] DIR, php shim.php check DIR, or php shim.php remove [DIR]';

const HELP = <<<'TEXT'
    usage: php shim.php [--namespace=NAMESPACE] DIR
               writes the file layout of the original SDK into DIR, such as extend; needs the extension northbound
           php shim.php check DIR
               prints where the application in DIR would behave differently with the extension
           php shim.php remove [DIR]
               removes what the first form has written into DIR, by default extend

    TEXT;

spl_autoload_register(static function (string $class): void {
    $prefix = 'Northbound\\Shim\\';
    if (str_starts_with($class, $prefix)) {
        require __DIR__ . '/shim/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
    }
});

function fail(string $why, int $status = 1): never
{
    fwrite(STDERR, "shim.php: $why\n");
    exit($status);
}

/** @param list<string> $arguments */
function check(array $arguments): never
{
    if (count($arguments) !== 1 || str_starts_with($arguments[0], '-')) {
        fail('usage: php shim.php check DIR', 2);
    }
    // The tokens of all files are in memory together.
    ini_set('memory_limit', '-1');
    try {
        $check = new Check($arguments[0], __DIR__ . '/stubs');
        echo $check->report();
    } catch (RuntimeException $e) {
        fail($e->getMessage(), 2);
    }
    exit($check->findings === [] ? 0 : 1);
}

/**
 * @param list<string> $arguments
 * @return array{string, ?string} the folder and the namespace
 */
function arguments(array $arguments): array
{
    $namespace = null;
    $folders = [];
    foreach ($arguments as $argument) {
        if (str_starts_with($argument, '--namespace=')) {
            $namespace = trim(substr($argument, strlen('--namespace=')), '\\');
            if (!preg_match('/^[a-z_]\w*(\\\\[a-z_]\w*)*$/i', $namespace)) {
                fail("\"$namespace\" is not a namespace");
            }
        } elseif (str_starts_with($argument, '-')) {
            fail("there is no option $argument; " . USAGE);
        } else {
            $folders[] = $argument;
        }
    }
    if (count($folders) !== 1) {
        fail(USAGE);
    }
    return [$folders[0], $namespace];
}

/** @param list<string> $arguments */
function layOut(array $arguments): void
{
    [$folder, $namespace] = arguments($arguments);
    if (!extension_loaded('northbound')) {
        fail('the extension northbound is not loaded, and it knows the classes; php -d extension=northbound shim.php …');
    }
    $layout = new Layout($folder, $namespace);
    try {
        $files = $layout->write();
    } catch (RuntimeException $e) {
        fail($e->getMessage());
    }
    $beside = $layout->beside();
    echo "$folder/", Layout::ROOT, ": $files files\n";
    echo "$beside of them are in $folder itself, for paths with backslashes; php shim.php remove $folder removes all\n";
}

/** @param list<string> $arguments */
function remove(array $arguments): void
{
    if (count($arguments) > 1 || str_starts_with($arguments[0] ?? '', '-')) {
        fail('usage: php shim.php remove [DIR]');
    }
    $folder = $arguments[0] ?? 'extend';
    try {
        $files = (new Layout($folder, null))->remove();
    } catch (RuntimeException $e) {
        fail($e->getMessage());
    }
    echo "$folder: ", $files === 1 ? '1 file' : "$files files", " removed\n";
}

$arguments = array_slice($argv, 1);
match ($arguments[0] ?? '') {
    '--help', '-h' => print HELP,
    'check' => check(array_slice($arguments, 1)),
    'remove' => remove(array_slice($arguments, 1)),
    default => layOut($arguments),
};
