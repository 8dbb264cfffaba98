<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Catalogue;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use ReflectionClass;

/** Tests of all 157 DTOs of the original, with values of every kind in every property. */
final class CatalogueTest extends TestCase
{
    /** @return iterable<string, array{string}> */
    public static function names(): iterable
    {
        foreach (Catalogue::names() as $name) {
            yield $name => [$name];
        }
    }

    public function testTheCatalogueIsWhole(): void
    {
        self::assertCount(157, Catalogue::names());
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testMembersInOrder(string $name): void
    {
        $class = new ReflectionClass(Catalogue::className($name));
        self::assertSame(Catalogue::members($name), array_column($class->getProperties(), 'name'));
        $defaults = array_fill_keys(Catalogue::members($name), null);
        self::assertSame(array_replace($defaults, Catalogue::defaults($name)), $class->getDefaultProperties());
    }

    public function testDefaultsAreThoseOfTheOriginal(): void
    {
        $defaults = array_filter(array_combine(
            Catalogue::names(),
            array_map(static fn (string $name): array => iterator_to_array(Catalogue::create($name)), Catalogue::names()),
        ));
        self::assertSame([
            'GroupElement' => ['operator' => 'and'],
            'GroupExpress' => ['operator' => 'and'],
            'ModifyDeviceGroupInDTO' => ['maxDevNum' => 0],
        ], $defaults);
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testStringForm(string $name): void
    {
        foreach (self::fillings($name) as $kind => $values) {
            $dto = Catalogue::create($name, $values);
            self::assertSame(Catalogue::stringForm($name, $values), (string) $dto, $kind);
            self::assertSame("<$dto>", '<' . $dto->__toString() . '>');
        }
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testSecretsAreMaskedWhateverTheyAre(string $name): void
    {
        foreach (self::fillings($name) as $kind => $values) {
            $shown = (string) Catalogue::create($name, $values);
            $secrets = array_intersect(Catalogue::SECRETS[$name] ?? [], array_keys(array_filter($values, self::isSet(...))));
            $printed = array_filter($secrets, static fn (string $member): bool => str_contains($shown, "$member="));
            self::assertSame(count($printed), substr_count($shown, '***'), $kind);
        }
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testJson(string $name): void
    {
        foreach (self::fillings($name) as $kind => $values) {
            $set = (object) Catalogue::masked($name, array_filter($values, self::isSet(...)));
            foreach ([0, JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION] as $flags) {
                self::assertSame(
                    json_encode($set, $flags),
                    json_encode(Catalogue::create($name, $values), $flags),
                    $kind,
                );
            }
        }
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testAMemberThatIsNullIsNotThere(string $name): void
    {
        $all = self::fillings($name)['texts'];
        foreach (array_keys($all) as $member) {
            $dto = Catalogue::create($name, $all);
            $dto->$member = null;
            $rest = $all;
            unset($rest[$member]);
            self::assertSame($rest, iterator_to_array($dto));
            self::assertSame(json_encode((object) Catalogue::masked($name, $rest)), json_encode($dto));
            self::assertCount(count($rest), $dto);
            self::assertSame([false, false], [isset($dto->$member), isset($dto[$member])]);
            self::assertSame(Catalogue::stringForm($name, $rest), (string) $dto);
            self::assertSame(Catalogue::members($name), array_keys(get_object_vars($dto)));
        }
    }

    public function testAMemberThatWasUnsetLeavesTheOthers(): void
    {
        foreach (Catalogue::names() as $name) {
            $rest = self::fillings($name)['texts'];
            $dto = Catalogue::create($name, $rest);
            $first = array_key_first($rest);
            unset($dto->$first, $rest[$first]);
            self::assertSame($rest, iterator_to_array($dto), $name);
            self::assertSame(json_encode((object) Catalogue::masked($name, $rest)), json_encode($dto), $name);
            self::assertCount(count($rest), $dto, $name);
        }
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testCopies(string $name): void
    {
        foreach (self::fillings($name) as $kind => $values) {
            $dto = Catalogue::create($name, $values);
            foreach (['clone' => clone $dto, 'unserialize' => unserialize(serialize($dto))] as $way => $copy) {
                self::assertSame(Catalogue::className($name), $copy::class);
                self::assertEquals($dto, $copy);
                self::assertSame(json_encode($dto), json_encode($copy), "$kind, $way");
                foreach (array_keys($values) as $member) {
                    $copy->$member = 'changed';
                    self::assertEquals($values[$member], $dto->$member, "$kind, $way");
                }
            }
            self::assertSame($values, get_object_vars(clone $dto), 'a clone has the same nested objects');
        }
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testArrayAccess(string $name): void
    {
        foreach (self::fillings($name) as $kind => $values) {
            $dto = Catalogue::create($name);
            foreach ($values as $member => $value) {
                $dto[$member] = $value;
                self::assertSame([$value, $value], [$dto[$member], $dto->$member], $kind);
                $there = $value !== null;
                self::assertSame([$there, $there], [isset($dto[$member]), isset($dto->$member)], $kind);
            }
            self::assertEquals(Catalogue::create($name, $values), $dto);
            foreach (array_keys($values) as $member) {
                unset($dto[$member]);
                self::assertNull($dto[$member]);
            }
            self::assertCount(0, $dto);
        }
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testIterationAndCount(string $name): void
    {
        foreach (self::fillings($name) as $kind => $values) {
            // Set the last property first: the declared order stays.
            $dto = Catalogue::create($name, array_reverse($values));
            $seen = [];
            foreach ($dto as $member => $value) {
                $seen[$member] = $value;
            }
            self::assertSame(array_filter($values, self::isSet(...)), $seen, $kind);
            self::assertCount(count($seen), $dto, $kind);
        }
    }

    /** @return array<string, array<string, mixed>> properties with values, by the kind of the values */
    private static function fillings(string $name): array
    {
        $members = Catalogue::members($name);
        $fill = static fn (callable $value): array => array_combine(
            $members,
            array_map($value, $members, array_keys($members)),
        );
        $row = Catalogue::create('SubOperationInfo', ['deviceId' => 'd/1', 'extendInfo' => ['v' => 'ü']]);
        $cycle = ['text', 7, 1.5, true, ['a' => ['b' => null]], [1, 'x'], false, $row, 0, '', null, [], -0.0];
        return [
            'texts' => $fill(static fn (string $member): string => "$member/ü\"\n"),
            'empty texts' => $fill(static fn (): string => ''),
            'integers' => $fill(static fn (string $member, int $at): int => PHP_INT_MAX >> $at),
            'numbers' => $fill(static fn (string $member, int $at): float => $at / 4),
            'booleans' => $fill(static fn (string $member, int $at): bool => $at % 2 === 0),
            'lists' => $fill(static fn (string $member, int $at): array => [$member, $at, null, [1.5]]),
            'arrays' => $fill(static fn (string $member, int $at): array => [$member => ['n' => $at, 'u' => 'ü/']]),
            'structures' => $fill(static fn (): object => $row),
            'lists of structures' => $fill(static fn (): array => [$row, clone $row]),
            'nulls' => $fill(static fn () => null),
            'mixed' => $fill(static fn (string $member, int $at): mixed => $cycle[($at + strlen($name)) % count($cycle)]),
        ];
    }

    private static function isSet(mixed $value): bool
    {
        return $value !== null;
    }
}
