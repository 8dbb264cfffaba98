<?php

/**
 * Writes a folder with the file layout of the original SDK, for applications
 * that load its files by path. The files only check that the extension is
 * there, and whose classes they stand for.
 *
 * usage: php shim.php [--namespace=NAMESPACE] DIR
 *
 * DIR gets North_PHP_SDK/client/…, constant/… and utils/…. The original writes
 * many of its paths with backslashes, which on Linux are part of a file's name:
 * those files are written too. With --namespace, such as
 * --namespace='iotyun\huaweiiot', each file also makes its class known in that
 * namespace. PHP itself can do that from 8.3 on; before that, the files ask for
 * northbound.alias_namespace in php.ini, which does it for all classes at once.
 */

declare(strict_types=1);

const ROOT = 'North_PHP_SDK';

/** Files of the original whose classes nobody uses directly. */
const WITHOUT_CLASS = [ROOT . '\client\ClientService'];

function fail(string $why): never
{
    fwrite(STDERR, "shim.php: $why\n");
    exit(1);
}

/** @return array{string, ?string} the folder and the namespace */
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
            fail("there is no option $argument; usage: php shim.php [--namespace=NAMESPACE] DIR");
        } else {
            $folders[] = $argument;
        }
    }
    if (count($folders) !== 1) {
        fail('usage: php shim.php [--namespace=NAMESPACE] DIR');
    }
    return [$folders[0], $namespace];
}

/** What a file of the layout does when it is loaded. */
function content(string $class, ?string $namespace): string
{
    $code = <<<PHP
        <?php
        // Stands for the original SDK's file of this name; the class is the extension's.
        if (!extension_loaded('northbound')) {
            throw new RuntimeException('$class needs the PHP extension northbound; php.ini: extension=northbound');
        }

        PHP;
    if ($namespace === null || in_array($class, WITHOUT_CLASS, true)) {
        return $code;
    }
    $alias = $namespace . substr($class, strlen(ROOT));
    return $code . <<<PHP
        if (!class_exists('$alias', false)) {
            if (PHP_VERSION_ID < 80300) {
                throw new RuntimeException('set northbound.alias_namespace = "$namespace" in php.ini');
            }
            class_alias('$class', '$alias');
        }

        PHP;
}

/**
 * The ways to write a path below the folder: from any point on, the
 * separators may be backslashes, which are no separators here.
 *
 * @return list<string>
 */
function spellings(string $path): array
{
    $parts = explode('/', $path);
    $spellings = [];
    for ($folders = 0; $folders < count($parts); $folders++) {
        $file = implode('\\', array_slice($parts, $folders));
        $spellings[] = implode('/', [...array_slice($parts, 0, $folders), $file]);
    }
    return $spellings;
}

function write(string $folder, string $class, ?string $namespace): int
{
    $written = 0;
    foreach (spellings(str_replace('\\', '/', $class) . '.php') as $spelling) {
        $file = "$folder/$spelling";
        if (!is_dir(dirname($file)) && !@mkdir(dirname($file), 0777, true)) {
            fail('cannot make the folder ' . dirname($file));
        }
        if (@file_put_contents($file, content($class, $namespace)) === false) {
            fail("cannot write $file");
        }
        $written++;
    }
    return $written;
}

if (!extension_loaded('northbound')) {
    fail('the extension northbound is not loaded, and it knows the classes; php -d extension=northbound shim.php …');
}
[$folder, $namespace] = arguments(array_slice($argv, 1));
$classes = array_map(
    static fn (ReflectionClass $class): string => $class->getName(),
    (new ReflectionExtension('northbound'))->getClasses(),
);
$files = 0;
foreach (array_unique([...array_values($classes), ...WITHOUT_CLASS]) as $class) {
    $files += write($folder, $class, $namespace);
}
echo "$folder/", ROOT, ": $files files\n";
