<?php

/**
 * Loads the Composer package of the stubs in a PHP without the extension, as Composer does, and calls every method:
 * each must say that the extension is missing, except those that a test with doubles needs. stubs_package_doubles.php
 * compares these with the extension.
 *
 * usage: php -n php/tests/runs/stubs_package.php FOLDER
 */

declare(strict_types=1);

$folder = (string) realpath($argv[1]);
$fail = static function (string $problem): never {
    fwrite(STDERR, "stubs_package: $problem\n");
    exit(1);
};
if (extension_loaded('northbound')) {
    $fail('the extension is loaded');
}
putenv("NORTHBOUND_STUBS=$folder");
require __DIR__ . '/stubs_autoload.php';

/** Calls a function; returns true if it says that the extension is missing. */
$saysMissing = static function (callable $call): bool {
    try {
        $call();
    } catch (LogicException $e) {
        return str_contains($e->getMessage(), 'extension northbound is missing');
    }
    return false;
};

/** An argument that the parameter accepts. */
$argument = static function (ReflectionParameter $parameter): mixed {
    $type = $parameter->getType();
    return match (true) {
        $type === null, $type->allowsNull() => null,
        $type->isBuiltin() => match ($type->getName()) {
            'array' => [],
            'bool' => false,
            default => 'text',
        },
        default => (new ReflectionClass($type->getName()))->newInstanceWithoutConstructor(),
    };
};

/** Classes whose methods all work, and methods that work in each service. */
$works = static fn (ReflectionMethod $method): bool => match (true) {
    str_contains($method->class, '\\invokeapi\\') => in_array($method->name, ['__construct', '__get', '__set'], true),
    default => preg_match('/\\\\(dto\\\\\w+|\w+Exception|ExceptionEnum|Paginator|UpgradeProgress)$/', $method->class) === 1,
};

$classes = $methods = $working = 0;
$entries = new RecursiveIteratorIterator(new RecursiveDirectoryIterator("$folder/stubs", FilesystemIterator::SKIP_DOTS));
foreach ($entries as $file) {
    $name = strtr(substr((string) $file, strlen("$folder/stubs/"), -strlen('.php')), '/', '\\');
    $class = new ReflectionClass($name);
    ++$classes;
    foreach ($class->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        if ($method->getDeclaringClass()->isInternal() || $method->isAbstract()) {
            continue;
        }
        if ($works($method)) {
            ++$working;
            continue;
        }
        $object = $method->isStatic() || $class->isAbstract() ? null : $class->newInstanceWithoutConstructor();
        if (!$method->isStatic() && $object === null) {
            continue;
        }
        $call = static fn () => $method->invokeArgs($object, array_map($argument, $method->getParameters()));
        if (!$saysMissing($call)) {
            $fail("$name::{$method->getName()}() does not say that the extension is missing");
        }
        ++$methods;
    }
}
if (!$saysMissing(static fn () => queryUpgradeSubTask(null, '', null))) {
    $fail('queryUpgradeSubTask() does not say that the extension is missing');
}
foreach (['QueryUpgradeSubTaskInDTO', 'QueryUpgradeSubTaskOutDTO', 'SubOperationInfo'] as $alias) {
    if ((new ReflectionClass($alias))->getName() !== "North_PHP_SDK\\client\\dto\\$alias") {
        $fail("$alias is no alias");
    }
}

// A test of an application without the extension replaces a service.
$double = new class extends North_PHP_SDK\client\invokeapi\DeviceUpgrade {
    public function queryUpgradeTask($operationId, $accessToken)
    {
        $task = new North_PHP_SDK\client\dto\QueryUpgradeTaskOutDTO();
        $task->status = 'success';
        return $task;
    }
};
$double->queryUpgradeTask('any', null)->status === 'success' || $fail('a double does not work');

$neon = (string) file_get_contents("$folder/phpstan-extension.neon");
preg_match_all('/^        - (\S+\.php)$/m', $neon, $files);
foreach ($files[1] as $file) {
    is_file("$folder/$file") || $fail("phpstan-extension.neon names $file, which does not exist");
}
count($files[1]) === $classes + 3 || $fail('phpstan-extension.neon does not name each stub');
echo "stubs_package: $classes classes; of their methods, $methods need the extension and $working work without it\n";
