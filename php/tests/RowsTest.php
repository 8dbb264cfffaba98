<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Error;
use North_PHP_SDK\client\dto\DeviceInfo;
use North_PHP_SDK\client\dto\SubOperationInfo;
use North_PHP_SDK\client\invokeapi\DataCollection;
use North_PHP_SDK\client\NotificationReceiver;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use TypeError;

/**
 * The items of lists, as applications use them. The original returns plain arrays, and so does
 * `northbound.rows = array`. Objects, the default, keep an application's own keys. `docs/differences.md` lists
 * how they differ from arrays.
 */
final class RowsTest extends PlatformTestCase
{
    /** Fields in another order than the documents', one null, and one that is not documented. */
    private const BODY = '{"totalCount":3,"data":[{"status":"wait","deviceId":"d1","detailInfo":null,"added":{"a":1}},'
        . '{"status":"fail","deviceId":"d2","detailInfo":"Task Conflict"},{"deviceId":"d3"}]}';

    private const TEXTS = ['wait' => 'waiting', 'fail' => 'failed'];

    public function testAnApplicationAddsItsOwnKeys(): void
    {
        foreach (['object', 'array'] as $kind) {
            ini_set('northbound.rows', $kind);
            self::assertSame([], Watch::errors(static function () use (&$rows, &$page): void {
                $page = self::page();
                $page->title = 'subtasks';
                $rows = $page->data;
                for ($i = 0; $i < count($rows); $i++) {
                    $rows[$i]['statusText'] = self::TEXTS[$rows[$i]['status'] ?? ''] ?? 'unknown';
                    $rows[$i]['no'] = $i;
                    $rows[$i]['no'] += 1;
                }
            }), $kind);
            self::assertSame(['waiting', 'failed', 'unknown'], array_column($rows, 'statusText'), $kind);
            self::assertSame(['d1' => 1, 'd2' => 2, 'd3' => 3], array_column($rows, 'no', 'deviceId'), $kind);
            self::assertSame('subtasks', $page->title);
            self::assertSame(
                ['deviceId' => 'd3', 'statusText' => 'unknown', 'no' => 3],
                json_decode((string) json_encode($rows[2]), true),
            );
        }
    }

    public function testTheirOwnKeysAreLikeAllOthers(): void
    {
        $row = self::page()->data[1];
        $row['statusText'] = 'failed';
        $row->{'a.b'} = null;
        self::assertSame([true, true, 'failed'], [isset($row['statusText']), isset($row->statusText), $row->statusText]);
        self::assertSame([false, false], [isset($row['a.b']), empty($row->statusText)]);
        self::assertSame(
            ['deviceId' => 'd2', 'status' => 'fail', 'detailInfo' => 'Task Conflict', 'statusText' => 'failed'],
            iterator_to_array($row),
        );
        self::assertCount(4, $row);
        $copy = clone $row;
        $copy['statusText'] = 'other';
        self::assertSame(['failed', 'other'], [$row['statusText'], unserialize(serialize($copy))->statusText]);
        unset($row['statusText']);
        self::assertSame([3, null], [count($row), $row['statusText']]);
    }

    /** At every depth, and in what the platform pushes. */
    public function testNestedObjectsKeepThemToo(): void
    {
        self::$platform->answerWith('{"devices":[{"deviceId":"d1","deviceInfo":{"name":"Cellar"},"services":[{"serviceId":"s"}]}]}');
        self::assertSame([], Watch::errors(static function () use (&$device, &$push): void {
            $device = (new DataCollection(self::client()))->queryBatchDevicesInfo(null, self::token())->devices[0];
            $device->deviceInfo['label'] = 'C';
            $device->services[0]->label = 'S';
            $push = NotificationReceiver::receive('{"notifyType":"deviceAdded","deviceInfo":{}}');
            $push->seen = true;
            $push->deviceInfo['seen'] = true;
        }));
        self::assertSame(DeviceInfo::class, $device->deviceInfo::class);
        self::assertSame(
            '{"deviceId":"d1","deviceInfo":{"name":"Cellar","label":"C"},"services":[{"serviceId":"s","label":"S"}]}',
            json_encode($device),
        );
        self::assertSame('{"notifyType":"deviceAdded","deviceInfo":{"seen":true},"seen":true}', json_encode($push));
    }

    public function testAnObjectIsNoArray(): void
    {
        $row = self::page()->data[0];
        self::assertSame(SubOperationInfo::class, $row::class);
        self::assertFalse(is_array($row));
        $calls = [
            static fn () => (static fn (array $row): array => $row)($row),
            static fn () => array_keys($row),
            static fn () => array_merge($row, ['own' => 1]),
            static fn () => array_key_exists('status', $row),
        ];
        foreach ($calls as $call) {
            Watch::thrown($call, TypeError::class);
        }
        // What works for both.
        self::assertSame(['deviceId', 'status', 'added'], array_keys(iterator_to_array($row)));
    }

    public function testCopiesShareAnObject(): void
    {
        $rows = self::page()->data;
        $copy = $rows[0];
        $copy['status'] = 'changed';
        foreach ($rows as $row) {
            $row['seen'] = true;
        }
        self::assertSame(['changed', true], [$rows[0]['status'], $rows[2]['seen']]);
        $change = static function (mixed $row): void {
            $row['status'] = 'by a function';
        };
        $change($rows[0]);
        self::assertSame('by a function', $rows[0]['status']);
    }

    /** A key is read by `offsetGet()`, without a reference. PHP has a reference to a property. */
    public function testWritingBelowAKeyOfAnObjectHasNoEffect(): void
    {
        $row = self::page()->data[0];
        $row['no'] = 1;
        $writes = [
            static fn () => $row['added']['b'] = 2,
            static fn () => $row['tags'][] = 'new',
            static fn () => $row['no']++,
        ];
        foreach ($writes as $write) {
            self::assertSame(
                ['E_NOTICE: Indirect modification of overloaded element of ' . SubOperationInfo::class . ' has no effect'],
                Watch::errors($write),
            );
        }
        self::assertSame('{"deviceId":"d1","status":"wait","added":{"a":1},"no":1}', json_encode($row));
        self::assertSame([], Watch::errors(static function () use ($row): void {
            $row->added['b'] = 2;
            $row->no++;
            $row['no'] += 1;
            $row['tags'] = [...$row['tags'] ?? [], 'new'];
        }));
        self::assertSame(
            '{"deviceId":"d1","status":"wait","added":{"a":1,"b":2},"no":3,"tags":["new"]}',
            json_encode($row),
        );
        ini_set('northbound.rows', 'array');
        $row = self::page()->data[0];
        $row['added']['b'] = 2;
        $row['tags'][] = 'new';
        self::assertSame([['a' => 1, 'b' => 2], ['new']], [$row['added'], $row['tags']]);
    }

    public function testNullFieldsOfAnObjectAreLeftOutAndTheOrderIsTheDocuments(): void
    {
        $row = self::page()->data[0];
        $seen = [];
        foreach ($row as $name => $value) {
            $seen[$name] = $value;
        }
        self::assertSame(['deviceId' => 'd1', 'status' => 'wait', 'added' => ['a' => 1]], $seen);
        self::assertCount(3, $row);
        self::assertSame('{"deviceId":"d1","status":"wait","added":{"a":1}}', json_encode($row));
    }

    /** A template engine that checks whether a key is there finds no key of a null field. */
    public function testANullFieldIsNotThereAsAKey(): void
    {
        [$row, , $short] = self::page()->data;
        self::assertSame([false, false], [isset($row['detailInfo']), $row->offsetExists('detailInfo')]);
        self::assertTrue(property_exists($row, 'detailInfo'));
        // Nor does reading what is not there warn.
        self::assertSame([], Watch::errors(static function () use ($row, $short): void {
            self::assertSame([null, null, null], [$row['detailInfo'], $short['status'], $short['other']]);
        }));
        ini_set('northbound.rows', 'array');
        [$row, , $short] = self::page()->data;
        self::assertTrue(array_key_exists('detailInfo', $row));
        self::assertSame(['E_WARNING: Undefined array key "status"'], Watch::errors(static fn () => $short['status']));
    }

    public function testWhatVarExportWritesOfAnObjectCannotBeRead(): void
    {
        $row = self::page()->data[0];
        $code = var_export($row, true);
        self::assertStringStartsWith('\\' . SubOperationInfo::class . '::__set_state(array(', $code);
        $error = Watch::thrown(static fn () => eval("return $code;"), Error::class);
        self::assertSame('Call to undefined method ' . SubOperationInfo::class . '::__set_state()', $error->getMessage());
        self::assertEquals($row, unserialize(serialize($row)));
    }

    public function testArraysAreThoseOfTheOriginal(): void
    {
        ini_set('northbound.rows', 'array');
        $decoded = json_decode(self::BODY, true)['data'];
        $rows = self::page()->data;
        self::assertSame($decoded, $rows, 'null fields and the order of the wire, too');
        self::assertSame(['status', 'deviceId', 'detailInfo', 'added'], array_keys($rows[0]));
        self::assertCount(4, $rows[0]);
        self::assertSame(['own' => 1] + $decoded[2], array_merge(['own' => 1], $rows[2]));
        self::assertSame('d1', (static fn (array $row): string => $row['deviceId'])($rows[0]));
        self::assertSame($rows, eval('return ' . var_export($rows, true) . ';'));
        $copy = $rows[0];
        $copy['status'] = 'changed';
        foreach ($rows as $row) {
            $row['seen'] = true;
        }
        self::assertSame($decoded, $rows);
    }

    private static function page(): \QueryUpgradeSubTaskOutDTO
    {
        self::$platform->answerWith(self::BODY);
        return self::upgrade()->queryUpgradeSubTask(null, 'o1', self::token());
    }
}
