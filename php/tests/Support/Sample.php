<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** A DTO with a value of the documented type in each property, also in nested objects. */
final class Sample
{
    /** @var ?array<string, array<array-key, mixed>> */
    private static ?array $types = null;

    /**
     * @param mixed $leaf the value of every property that is not a DTO
     * @return array<string, mixed> the values of the properties, with nested arrays
     */
    public static function values(string $class, string $mark = '', mixed $leaf = null): array
    {
        $values = [];
        foreach (Catalogue::members($class) as $member) {
            $row = self::rowClass($class, $member);
            $values[$member] = match (true) {
                $row === null => $leaf ?? self::leaf($member, $mark),
                self::isList($class, $member) => [
                    self::values($row, "$mark 1", $leaf),
                    self::values($row, "$mark 2", $leaf),
                ],
                default => self::values($row, $mark, $leaf),
            };
        }
        return $values;
    }

    /** Returns the sample as objects. */
    public static function dto(string $class): object
    {
        return self::build($class, self::values($class));
    }

    /** Returns the class of the object in a property, or of the items of its list. */
    public static function rowClass(string $class, string $member): ?string
    {
        $nested = self::types()['nested'][$class][$member] ?? null;
        return $nested === null ? null : trim($nested, '[]');
    }

    /**
     * The classes that occur in responses and notifications, at any depth.
     *
     * @return array<string, true>
     */
    public static function received(): array
    {
        $open = array_values(require __DIR__ . '/../data/notifications.php');
        foreach (require __DIR__ . '/../data/operations.php' as $methods) {
            foreach ($methods as [, , , $response]) {
                $open[] = trim((string) $response, '[]');
            }
        }
        $found = [];
        while (($class = array_pop($open)) !== null) {
            if ($class !== '' && !isset($found[$class])) {
                $found[$class] = true;
                foreach (self::types()['nested'][$class] ?? [] as $nested) {
                    $open[] = trim($nested, '[]');
                }
            }
        }
        return $found;
    }

    public static function isList(string $class, string $member): bool
    {
        return str_starts_with(self::types()['nested'][$class][$member] ?? '', '[');
    }

    /** @param array<string, mixed> $values */
    private static function build(string $class, array $values): object
    {
        foreach ($values as $member => &$value) {
            $row = self::rowClass($class, $member);
            if ($row !== null) {
                $value = self::isList($class, $member)
                    ? array_map(static fn (array $values): object => self::build($row, $values), $value)
                    : self::build($row, $value);
            }
        }
        return Catalogue::create($class, $values);
    }

    private static function leaf(string $member, string $mark): mixed
    {
        $object = ['of' => "$member$mark", 'n' => 1.0, 'deep' => [['x' => null], [], 7]];
        foreach (['integers', 'numbers', 'booleans', 'texts', 'objects', 'lists'] as $type) {
            if (in_array($member, self::types()[$type], true)) {
                return match ($type) {
                    'integers' => strlen($member) + strlen($mark),
                    'numbers' => 0.5,
                    'booleans' => true,
                    'texts' => ["$member$mark ü/1", "$member$mark 2"],
                    'objects' => $object,
                    'lists' => [$object, $object],
                };
            }
        }
        return "$member$mark: ü & 1/2";
    }

    /** @return array<string, array<array-key, mixed>> */
    private static function types(): array
    {
        return self::$types ??= require __DIR__ . '/../data/structures.php';
    }
}
