<?php

/**
 * Helps an application of the original SDK to move to the extension.
 *
 * usage: php shim.php [--namespace=NAMESPACE] DIR
 *
 * Writes the file layout of the original SDK into DIR, for
 * applications that load its files by path: North_PHP_SDK/client/...,
 * constant/... and utils/... See shim/Layout.php. With --namespace, such as
 * --namespace='iotyun\huaweiiot', each file also makes its class known in that
 * namespace.
 */

declare(strict_types=1);

use Northbound\Shim\Layout;

const USAGE = 'usage: php shim.php [--namespace=NAMESPACE] DIR';

spl_autoload_register(static function (string $class): void {
    $prefix = 'Northbound\\Shim\\';
    if (str_starts_with($class, $prefix)) {
        require __DIR__ . '/shim/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
    }
});

function fail(string $why): never
{
    fwrite(STDERR, "shim.php: $why\n");
    exit(1);
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

layOut(array_slice($argv, 1));
