<?php

declare(strict_types=1);

namespace Northbound\Tests;

use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use ReflectionClass;

/** Tests the list of differences: each row names an existing test. */
final class DifferencesTest extends TestCase
{
    private const LEDGER = __DIR__ . '/../../docs/differences.md';

    /** @dataProvider rows */
    #[DataProvider('rows')]
    public function testARowIsHeldByATest(string $number, string $original, string $ours, string $why, string $heldBy): void
    {
        foreach ([$original, $ours, $why] as $cell) {
            self::assertNotSame('', $cell);
        }
        self::assertMatchesRegularExpression('/^`\w+Test::test\w+`$/', $heldBy);
        [$name, $method] = explode('::', trim($heldBy, '`'));
        $class = new ReflectionClass(__NAMESPACE__ . '\\' . $name);
        self::assertTrue($class->isSubclassOf(TestCase::class));
        self::assertTrue($class->isInstantiable());
        self::assertTrue($class->getMethod($method)->isPublic());
    }

    public function testRowsAreNumberedFromOne(): void
    {
        $numbers = array_map(static fn (array $row): int => (int) $row[0], array_values([...self::rows()]));
        self::assertSame(range(1, count($numbers)), $numbers);
        self::assertGreaterThan(30, count($numbers));
    }

    /** @return iterable<string, list<string>> cells of each row */
    public static function rows(): iterable
    {
        foreach (file(self::LEDGER, FILE_IGNORE_NEW_LINES) ?: [] as $line) {
            if (!str_starts_with($line, '|') || str_starts_with($line, '|---')) {
                continue;
            }
            $cells = array_map('trim', explode('|', trim($line, '|')));
            if ($cells !== ['#', 'Original', 'Ours', 'Why', 'Held by']) {
                self::assertCount(5, $cells, $line);
                yield "#$cells[0]" => $cells;
            }
        }
    }
}
