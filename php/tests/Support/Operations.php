<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** All operations, with typical arguments. */
final class Operations
{
    private const FILE = __DIR__ . '/../data/operations.php';

    /** @return list<array{class-string, string, list<mixed>, ?string}> class, method, arguments, class of the response */
    public static function all(string $token): array
    {
        $operations = [];
        foreach (require self::FILE as $class => $methods) {
            foreach ($methods as $method => [, , $params, $answer]) {
                $arguments = [];
                foreach ($params as $name => $place) {
                    $structure = explode(' ', "$place ")[1];
                    $arguments[] = match (true) {
                        $place === 'token' => $token,
                        $structure !== '' => Sample::dto($structure),
                        default => "a $name",
                    };
                }
                $operations[] = ["North_PHP_SDK\\client\\invokeapi\\$class", $method, $arguments, $answer];
            }
        }
        return $operations;
    }

    /** A typical response body of this class; empty for a call without a response body. */
    public static function answer(?string $class): string
    {
        if ($class === null) {
            return '';
        }
        $values = Sample::values(trim($class, '[]'));
        return json_encode(str_starts_with($class, '[') ? [$values] : $values, JSON_THROW_ON_ERROR);
    }
}
