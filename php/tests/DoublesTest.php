<?php

declare(strict_types=1);

namespace Northbound\Tests;

use ArrayObject;
use Error;
use LimitIterator;
use North_PHP_SDK\client\Paginator;
use North_PHP_SDK\client\RefusedRequestException;
use North_PHP_SDK\client\UpgradeProgress;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use ReflectionClass;
use SubOperationInfo;
use TypeError;

/** Paginators and progresses that an application makes, to test its own code. Nothing is sent. */
final class DoublesTest extends TestCase
{
    private const DEFAULTS = [
        'operationId' => '', 'status' => '', 'isEnded' => false, 'total' => 0, 'wait' => 0, 'processing' => 0, 'success' => 0,
        'fail' => 0, 'stop' => 0, 'timeout' => 0, 'ended' => 0, 'percentage' => 0.0, 'rate' => null, 'secondsLeft' => null,
        'elapsed' => 0.0, 'nextDelay' => null, 'polls' => 0, 'calls' => 0, 'unread' => 0, 'changed' => [], 'text' => '',
    ];

    public function testAPaginatorOverAnArray(): void
    {
        $items = [];
        foreach (['a', 'b', 'c'] as $id) {
            $items[] = $item = new SubOperationInfo();
            $item->deviceId = $id;
        }
        $count = static function (Paginator $rows): array {
            $seen = [];
            foreach ($rows as $key => $row) {
                $seen[$key] = $row->deviceId;
            }
            return $seen;
        };
        $rows = Paginator::fromArray($items);
        self::assertCount(3, $rows);
        self::assertSame(['a', 'b', 'c'], $count($rows));
        self::assertSame(['a', 'b', 'c'], $count($rows), 'once more');
        self::assertSame($items, iterator_to_array($rows));
        self::assertSame([true, 0], [$rows->isConsistent(), $rows->getPageNo()]);
        self::assertSame(['b', 'c'], array_map(
            static fn (object $row): string => $row->deviceId,
            iterator_to_array(new LimitIterator($rows, 1, 2), false),
        ));
    }

    public function testItsSteps(): void
    {
        $rows = Paginator::fromArray(['x', 'y']);
        self::assertSame([true, 0, 'x'], [$rows->valid(), $rows->key(), $rows->current()]);
        $rows->next();
        self::assertSame([true, 1, 'y'], [$rows->valid(), $rows->key(), $rows->current()]);
        $rows->next();
        self::assertSame([false, null, null], [$rows->valid(), $rows->key(), $rows->current()]);
        self::assertCount(2, $rows);
        $rows->rewind();
        self::assertSame([true, 0, 'x'], [$rows->valid(), $rows->key(), $rows->current()]);
        foreach ($rows as $row) {
            break;
        }
        self::assertSame(['x', 'y'], iterator_to_array($rows), 'a foreach begins anew');
    }

    public function testItsItemsAreWhatTheyAre(): void
    {
        $rows = Paginator::fromArray([]);
        self::assertSame([0, [], false], [count($rows), iterator_to_array($rows), $rows->valid()]);
        $byReference = 1;
        $items = ['k' => null, 7 => ['deviceId' => 'd'], 'r' => &$byReference, 3 => $object = new ArrayObject()];
        $rows = Paginator::fromArray($items);
        $byReference = 2;
        $items['k'] = 'changed';
        self::assertSame([null, ['deviceId' => 'd'], 1, $object], iterator_to_array($rows), 'as they were, numbered from 0');
    }

    public function testOnlyAnArrayHasItems(): void
    {
        foreach ([null, 'text', new ArrayObject([1])] as $items) {
            $error = Watch::thrown(static fn () => Paginator::fromArray($items), TypeError::class);
            self::assertStringContainsString('Paginator::fromArray(): Argument #1 ($items) must be of type array', $error->getMessage());
        }
        Watch::thrown(static fn () => new Paginator(), Error::class);
    }

    public function testAProgressStartsWithNothing(): void
    {
        $progress = UpgradeProgress::fromArray([]);
        self::assertSame(self::DEFAULTS, get_object_vars($progress));
        self::assertSame(array_keys(self::DEFAULTS), array_column((new ReflectionClass($progress))->getProperties(), 'name'));
        self::assertSame([false, ''], [$progress->isEnded(), (string) $progress]);
    }

    /**
     * @dataProvider progresses
     * @param array<string, mixed> $given
     * @param array<string, mixed> $expected
     */
    #[DataProvider('progresses')]
    public function testWhatFollowsFromTheCounts(array $given, array $expected): void
    {
        $progress = UpgradeProgress::fromArray($given);
        self::assertSame(array_replace(self::DEFAULTS, $given, $expected), get_object_vars($progress));
        self::assertSame([$progress->isEnded, $progress->text], [$progress->isEnded(), (string) $progress]);
    }

    /** @return iterable<string, array{array<string, mixed>, array<string, mixed>}> */
    public static function progresses(): iterable
    {
        yield 'under way' => [
            ['total' => 8, 'wait' => 3, 'processing' => 1, 'success' => 2, 'fail' => 1, 'timeout' => 1],
            ['ended' => 4, 'percentage' => 50.0],
        ];
        yield 'ended' => [
            ['total' => 3, 'success' => 1, 'fail' => 1, 'stop' => 1],
            ['ended' => 3, 'percentage' => 100.0, 'isEnded' => true],
        ];
        yield 'more than there are' => [['total' => 2, 'success' => 5], ['ended' => 5, 'percentage' => 100.0, 'isEnded' => true]];
        yield 'no total' => [['success' => 5], ['ended' => 5]];
        yield 'what is given counts' => [
            ['total' => 3, 'success' => 3, 'ended' => 1, 'percentage' => 12.5, 'isEnded' => false], [],
        ];
        yield 'whole numbers for floats' => [
            ['percentage' => 25, 'rate' => 2, 'secondsLeft' => 60, 'elapsed' => 30, 'nextDelay' => 5],
            ['percentage' => 25.0, 'rate' => 2.0, 'secondsLeft' => 60.0, 'elapsed' => 30.0, 'nextDelay' => 5.0],
        ];
        $row = new SubOperationInfo();
        yield 'all others' => [
            ['operationId' => 'o1', 'status' => 'processing', 'rate' => null, 'polls' => 4, 'calls' => 9, 'unread' => 2,
                'changed' => [$row, ['deviceId' => 'd']], 'text' => 'o1: half'],
            [],
        ];
        yield 'another order' => [['text' => 't', 'fail' => 2, 'total' => 4], ['ended' => 2, 'percentage' => 50.0]];
    }

    /** @dataProvider refused */
    #[DataProvider('refused')]
    public function testWhatNoProgressHas(array $values, string $text): void
    {
        $error = Watch::thrown(static fn () => UpgradeProgress::fromArray($values));
        self::assertInstanceOf(RefusedRequestException::class, $error);
        self::assertSame(['1007', $text], [$error->error_code, $error->error_desc]);
    }

    /** @return iterable<string, array{array<array-key, mixed>, string}> */
    public static function refused(): iterable
    {
        yield 'another name' => [['totl' => 1], 'UpgradeProgress has no property "totl"'];
        yield 'another case' => [['Total' => 1], 'UpgradeProgress has no property "Total"'];
        yield 'a list' => [[1], 'UpgradeProgress has no property "0"'];
        yield 'text for a count' => [['total' => '1'], 'UpgradeProgress::$total cannot be of type string'];
        yield 'a fraction for a count' => [['total' => 1.0], 'UpgradeProgress::$total cannot be of type float'];
        yield 'null for a count' => [['fail' => null], 'UpgradeProgress::$fail cannot be of type null'];
        yield 'null for text' => [['status' => null], 'UpgradeProgress::$status cannot be of type null'];
        yield 'a number for text' => [['operationId' => 7], 'UpgradeProgress::$operationId cannot be of type int'];
        yield 'a number for a boolean' => [['isEnded' => 1], 'UpgradeProgress::$isEnded cannot be of type int'];
        yield 'text for a float' => [['rate' => '1'], 'UpgradeProgress::$rate cannot be of type string'];
        yield 'null for the elapsed time' => [['elapsed' => null], 'UpgradeProgress::$elapsed cannot be of type null'];
        yield 'an object for a list' => [['changed' => new ArrayObject()], 'UpgradeProgress::$changed cannot be of type ArrayObject'];
    }

    public function testAProgressIsReadOnlyAllTheSame(): void
    {
        $progress = UpgradeProgress::fromArray(['total' => 1]);
        Watch::thrown(static fn () => $progress->total = 2, Error::class);
        self::assertSame(1, $progress->total);
        foreach ([null, 'text', 1] as $values) {
            $error = Watch::thrown(static fn () => UpgradeProgress::fromArray($values), TypeError::class);
            self::assertStringContainsString('UpgradeProgress::fromArray(): Argument #1 ($values) must be of type array', $error->getMessage());
        }
    }

    /** The callback of an application, tested without a platform. */
    public function testACallbackOfAnApplication(): void
    {
        $log = [];
        $callback = static function (UpgradeProgress $progress) use (&$log): bool {
            foreach ($progress->changed as $subTask) {
                $log[] = "$subTask->deviceId $subTask->status";
            }
            return !$progress->isEnded();
        };
        $row = new SubOperationInfo();
        [$row->deviceId, $row->status] = ['d1', 'fail'];
        self::assertTrue($callback(UpgradeProgress::fromArray(['total' => 2, 'wait' => 1, 'fail' => 1, 'changed' => [$row]])));
        self::assertFalse($callback(UpgradeProgress::fromArray(['total' => 2, 'success' => 1, 'fail' => 1])));
        self::assertSame(['d1 fail'], $log);
    }
}
