<?php

/**
 * Helps an application of the original SDK to move to the extension.
 *
 * usage: php shim.php [--namespace=NAMESPACE] DIR
 *        php shim.php check DIR
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
 */

declare(strict_types=1);

use Northbound\Shim\Check;
use Northbound\Shim\Layout;

const USAGE = 'usage: php shim.php [--namespace=NAMESPACE] DIR, or php shim.php check DIR';

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
    if (!extension_loaded('northbound')) {
        fail('the extension northbound is not loaded, and it knows the classes; php -d extension=northbound shim.php …');
    }
    [$folder, $namespace] = arguments($arguments);
    try {
        $files = (new Layout($folder, $namespace))->write();
    } catch (RuntimeException $e) {
        fail($e->getMessage());
    }
    echo "$folder/", Layout::ROOT, ": $files files\n";
}

$arguments = array_slice($argv, 1);
if (($arguments[0] ?? '') === 'check') {
    check(array_slice($arguments, 1));
}
layOut($arguments);
