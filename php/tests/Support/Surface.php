<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use ReflectionClass;
use ReflectionClassConstant;
use ReflectionExtension;
use ReflectionFunction;
use ReflectionFunctionAbstract;
use ReflectionMethod;
use ReflectionParameter;
use ReflectionProperty;
use RuntimeException;

/**
 * The public API of the SDK from reflection: of the extension, or of its stubs.
 *
 * It is also used in processes without PHPUnit, and needs no other file.
 */
final class Surface
{
    /** @return array{classes: array, aliases: array, functions: array} */
    public static function ofExtension(): array
    {
        $extension = new ReflectionExtension('northbound');
        return self::describe($extension->getClasses(), $extension->getFunctions());
    }

    /**
     * Loads every stub; only for a process without the extension.
     *
     * @return array{classes: array, aliases: array, functions: array}
     */
    public static function ofStubs(string $folder): array
    {
        $classes = get_declared_classes();
        $functions = get_defined_functions()['user'];
        spl_autoload_register(static function (string $class) use ($folder): void {
            $file = $folder . '/' . strtr($class, '\\', '/') . '.php';
            if (is_file($file)) {
                require $file;
            }
        });
        require $folder . '/functions.php';
        foreach (self::classesOf($folder) as $class) {
            if (!class_exists($class)) {
                throw new RuntimeException("The stub of this name does not hold $class.");
            }
        }
        $classes = array_diff(get_declared_classes(), $classes);
        $functions = array_diff(get_defined_functions()['user'], $functions);
        return self::describe(
            array_combine($classes, array_map(static fn (string $name) => new ReflectionClass($name), $classes)),
            array_map(static fn (string $name) => new ReflectionFunction($name), $functions),
        );
    }

    /** @return list<class-string> the classes that the files of a folder are named after */
    public static function classesOf(string $folder): array
    {
        $classes = [];
        $files = new RecursiveDirectoryIterator("$folder/North_PHP_SDK", FilesystemIterator::SKIP_DOTS);
        foreach (new RecursiveIteratorIterator($files) as $file) {
            $path = substr($file->getPathname(), strlen("$folder/"), -strlen('.php'));
            $classes[] = strtr($path, '/', '\\');
        }
        sort($classes);
        return $classes;
    }

    /**
     * @param array<string, ReflectionClass> $classes
     * @param iterable<ReflectionFunction> $functions
     */
    private static function describe(array $classes, iterable $functions): array
    {
        $described = ['classes' => [], 'aliases' => [], 'functions' => []];
        foreach ($classes as $name => $class) {
            if (strcasecmp($name, $class->getName()) === 0) {
                $described['classes'][$class->getName()] = self::ofClass($class);
            } else {
                $described['aliases'][strtolower($name)] = $class->getName();
            }
        }
        foreach ($functions as $function) {
            $described['functions'][$function->getName()] = self::ofFunction($function);
        }
        ksort($described['classes']);
        ksort($described['aliases']);
        return $described;
    }

    private static function ofClass(ReflectionClass $class): array
    {
        $isOwn = static fn (ReflectionProperty|ReflectionMethod|ReflectionClassConstant $member): bool =>
            $member->getDeclaringClass()->getName() === $class->getName();
        $interfaces = $class->getInterfaceNames();
        sort($interfaces);
        $members = ['constants' => [], 'properties' => [], 'methods' => []];
        foreach (array_filter($class->getReflectionConstants(), $isOwn) as $constant) {
            $members['constants'][$constant->getName()] = [$constant->isPublic(), $constant->getValue()];
        }
        foreach (array_filter($class->getProperties(ReflectionProperty::IS_PUBLIC), $isOwn) as $property) {
            $members['properties'][$property->getName()] = [
                'static' => $property->isStatic(),
                'readonly' => $property->isReadOnly(),
                'type' => (string) $property->getType(),
                'default' => $property->hasDefaultValue() ? [$property->getDefaultValue()] : [],
            ];
        }
        foreach (array_filter($class->getMethods(), $isOwn) as $method) {
            $members['methods'][$method->getName()] = [
                'public' => $method->isPublic(),
                'static' => $method->isStatic(),
                'final' => $method->isFinal(),
                'abstract' => $method->isAbstract(),
            ] + self::ofFunction($method);
        }
        return [
            'final' => $class->isFinal(),
            'instantiable' => $class->isInstantiable(),
            'parent' => ($class->getParentClass() ?: null)?->getName(),
            'interfaces' => $interfaces,
        ] + $members;
    }

    private static function ofFunction(ReflectionFunctionAbstract $function): array
    {
        $params = [];
        foreach ($function->getParameters() as $param) {
            $params[$param->getName()] = self::ofParam($param);
        }
        return [
            'params' => $params,
            'returns' => (string) $function->getReturnType(),
            'reference' => $function->returnsReference(),
        ];
    }

    private static function ofParam(ReflectionParameter $param): array
    {
        return [
            'type' => (string) $param->getType(),
            'optional' => $param->isOptional(),
            'default' => $param->isDefaultValueAvailable() ? [$param->getDefaultValue()] : [],
            'variadic' => $param->isVariadic(),
            'reference' => $param->isPassedByReference(),
            'secret' => $param->getAttributes('SensitiveParameter') !== [],
        ];
    }
}
