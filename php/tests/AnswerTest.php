<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\QueryUpgradeSubTaskOutDTO;
use North_PHP_SDK\client\dto\SubOperationInfo;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of the PHP values of a response: classes, types, and undocumented properties. */
final class AnswerTest extends PlatformTestCase
{
    public function testAPage(): void
    {
        $id = self::$platform->task(4, 7200);
        $page = self::query(['pageSize' => 3], $id);
        self::assertSame(QueryUpgradeSubTaskOutDTO::class, $page::class);
        self::assertSame(0, $page->pageNo);
        self::assertSame(3, $page->pageSize);
        self::assertSame(4, $page->totalCount);
        self::assertSame([0, 1, 2], array_keys($page->data));
        foreach ($page->data as $row) {
            self::assertSame(SubOperationInfo::class, $row::class);
            self::assertMatchesRegularExpression('/^\d{8}T\d{6}Z$/', $row->createTime);
            self::assertSame('firmware_upgrade', $row->operateType);
            self::assertContains($row['status'], ['success', 'fail']);
        }
    }

    public function testNoRows(): void
    {
        self::$platform->answerWith('{"data":[],"pageNo":0,"pageSize":10,"totalCount":0}');
        $page = self::query();
        self::assertSame(0, $page->totalCount);
        self::assertSame([], $page->data);
        self::assertSame('{"pageNo":0,"pageSize":10,"totalCount":0,"data":[]}', json_encode($page));
    }

    public function testARowIsAnObjectThatIsAlsoAnArray(): void
    {
        self::$platform->answerWith('{"data":[{"deviceId":"d1","extendInfo":{"curVersion":"V1","list":[{"a":1}]}}]}');
        $row = self::query()->data[0];
        self::assertSame('d1', $row->deviceId);
        self::assertSame('d1', $row['deviceId']);
        self::assertSame('V1', $row->extendInfo['curVersion']);
        self::assertSame('V1', $row['extendInfo']['curVersion']);
        self::assertSame(1, $row['extendInfo']['list'][0]['a']);
        self::assertTrue(isset($row['extendInfo']['curVersion']));
        self::assertFalse(isset($row['extendInfo']['other']));
        self::assertNull($row['detailInfo']);
        self::assertFalse(is_array($row));
        self::assertSame(['deviceId', 'extendInfo'], array_keys(iterator_to_array($row)));
    }

    /** Rows share repeated texts, until one of them is changed. */
    public function testRowsThatRepeatEachOther(): void
    {
        self::$platform->answerWith('{"data":[{"status":"wait","deviceId":"d1"},{"status":"wait"},{"deviceId":"d1","status":"fail"},'
            . '{"status":null},{"status":"fail"},{"status":"a state that is longer than others"},{"status":"\u0066ail"}]}');
        $rows = self::query()->data;
        $statuses = ['wait', 'wait', 'fail', null, 'fail', 'a state that is longer than others', 'fail'];
        self::assertSame($statuses, array_map(static fn (SubOperationInfo $row): ?string => $row->status, $rows));
        self::assertSame(['d1', null, 'd1'], [$rows[0]->deviceId, $rows[1]->deviceId, $rows[2]->deviceId]);
        $rows[0]->status[0] = 'W';
        $rows[2]->status .= 'ed';
        self::assertSame(['Wait', 'wait', 'failed', null, 'fail'], array_column(array_slice($rows, 0, 5), 'status'));
    }

    public function testRowsAsArrays(): void
    {
        ini_set('northbound.rows', 'array');
        self::$platform->answerWith('{"totalCount":1,"data":[{"deviceId":"d1","new":{"a":1}}],"more":{"b":2}}');
        $page = self::query();
        self::assertSame(QueryUpgradeSubTaskOutDTO::class, $page::class);
        self::assertSame([['deviceId' => 'd1', 'new' => ['a' => 1]]], $page->data);
        self::assertSame(['b' => 2], $page->more);
    }

    /** @dataProvider values */
    #[DataProvider('values')]
    public function testTheTypeOnTheWireIsTheTypeInPhp(string $json, mixed $expected): void
    {
        self::$platform->answerWith("{\"totalCount\":$json,\"data\":[{\"extendInfo\":$json}],\"more\":$json}");
        $page = self::query();
        self::assertSame($expected, $page->totalCount);
        self::assertSame($expected, $page->data[0]->extendInfo);
        self::assertSame($expected, $page->more);
    }

    /** @return iterable<string, array{string, mixed}> */
    public static function values(): iterable
    {
        yield 'zero' => ['0', 0];
        yield 'int' => ['-17', -17];
        yield 'number as text' => ['"5"', '5'];
        yield 'empty text' => ['""', ''];
        yield 'true' => ['true', true];
        yield 'false' => ['false', false];
        yield 'null' => ['null', null];
        yield 'float' => ['1.5', 1.5];
        yield 'whole float' => ['1.0', 1.0];
        yield 'exponent' => ['1e3', 1000.0];
        yield 'minus zero' => ['-0.0', -0.0];
        yield 'precise float' => ['0.1234567890123456789', 0.1234567890123456789];
        yield 'float to be rounded with care' => ['-922337203685477523372036854775808', -922337203685477523372036854775808.0];
        yield 'largest int' => ['9223372036854775807', PHP_INT_MAX];
        yield 'smallest int' => ['-9223372036854775808', PHP_INT_MIN];
        yield 'above the largest int' => ['9223372036854775808', 9223372036854775808.0];
        yield 'far above' => ['123456789012345678901234567890', 123456789012345678901234567890.0];
        yield 'below the smallest int' => ['-9223372036854775809', -9223372036854775809.0];
        yield 'UTF-8' => ['"设备 ü 😀"', '设备 ü 😀'];
        yield 'escapes' => ['"\u8bbe\u00fc\ud83d\ude00\n\t\"\\\\\/"', "设ü😀\n\t\"\\/"];
        yield 'NUL in text' => ['"a\u0000b"', "a\0b"];
        yield 'empty list' => ['[]', []];
        yield 'empty object' => ['{}', []];
        yield 'list' => ['[1,"a",null,[true]]', [1, 'a', null, [true]]];
        yield 'object' => ['{"a":{"b":[{"c":1.5}]}}', ['a' => ['b' => [['c' => 1.5]]]]];
        yield 'numeric keys' => ['{"0":"a","7":"b","-1":"c","01":"d"}', [0 => 'a', 7 => 'b', -1 => 'c', '01' => 'd']];
        yield 'empty key' => ['{"":1}', ['' => 1]];
    }

    /** @dataProvider values */
    #[DataProvider('values')]
    public function testThatIsWhatPhpsOwnDecoderMakesOfIt(string $json, mixed $expected): void
    {
        self::assertSame(json_decode($json, true), $expected);
    }

    public function testUnknownMembersAreKeptOnAnswerAndRows(): void
    {
        $members = ['newCount' => 7, 'newText' => 'ü', 'newList' => [1], 'newObject' => ['a' => ['b' => 1]], 'none' => null];
        self::$platform->fault(['kind' => 'extra', 'members' => $members]);
        $page = self::query(['pageSize' => 2], self::$platform->task(2));
        self::assertSame(2, $page->totalCount);
        foreach ([$page, ...$page->data] as $dto) {
            foreach ($members as $name => $value) {
                self::assertSame($value, $dto->$name);
                self::assertSame($value, $dto[$name]);
                self::assertSame($value !== null, isset($dto->$name));
                self::assertSame($value !== null, isset($dto[$name]));
            }
            self::assertStringContainsString('"newObject":{"a":{"b":1}}', (string) json_encode($dto));
            self::assertStringContainsString('[newCount] => 7', print_r($dto, true));
            self::assertArrayHasKey('newText', iterator_to_array($dto));
            self::assertEquals($dto, unserialize(serialize($dto)));
            self::assertEquals($dto, clone $dto);
        }
        self::assertStringNotContainsString('newCount', explode('data=', (string) $page)[0]);
    }

    public function testAnUnknownMemberCanBeChangedAndRemoved(): void
    {
        self::$platform->answerWith('{"more":1,"other":2}');
        $page = self::query();
        $page->more = 5;
        self::assertSame(5, $page['more']);
        $page['more'] = 6;
        self::assertSame(6, $page->more);
        unset($page->more, $page['other']);
        self::assertNull($page->more);
        self::assertNull($page->other);
        self::assertCount(0, $page);
    }

    public function testOddNamesOfUnknownMembers(): void
    {
        self::$platform->answerWith('{"7":"seven","a b":"space","":"empty","ü":"umlaut","a-b":1,"\u0000x":"hidden","Data":2}');
        $page = self::query();
        self::assertSame('seven', $page->{'7'});
        self::assertSame('seven', $page['7']);
        self::assertSame('seven', $page[7]);
        self::assertSame('space', $page->{'a b'});
        self::assertSame('umlaut', $page->ü);
        self::assertSame(1, $page['a-b']);
        self::assertSame('empty', $page['']);
        self::assertSame(2, $page->Data);
        self::assertNull($page->data);
        // A property name cannot begin with NUL; the rest of the response is kept.
        self::assertSame(['7', 'a b', '', 'ü', 'a-b', 'Data'], array_map('strval', array_keys(iterator_to_array($page))));
    }

    public function testTheLastOfDuplicateMembersCounts(): void
    {
        self::$platform->answerWith('{"totalCount":1,"totalCount":2,"more":1,"more":2,"data":[{"deviceId":"a","deviceId":"b"}]}');
        $page = self::query();
        self::assertSame([2, 2, 'b'], [$page->totalCount, $page->more, $page->data[0]->deviceId]);
    }

    public function testRowsThatAreNotWhatTheDocumentsSayAreKept(): void
    {
        self::$platform->answerWith('{"data":[1,null,"a",[2],{"deviceId":{"b":1}}]}');
        $data = self::query()->data;
        self::assertSame([1, null, 'a', [2]], array_slice($data, 0, 4));
        self::assertSame(['b' => 1], $data[4]->deviceId);
        self::$platform->answerWith('{"data":{"a":{"deviceId":1}}}');
        self::assertSame(['a' => ['deviceId' => 1]], self::query()->data);
    }

    public function testMembersInAnyOrder(): void
    {
        self::$platform->answerWith(' {"totalCount" : 2 ,"data":[{"status":"wait","subOperationId":"s"}],"pageNo":1}' . "\n");
        $page = self::query();
        self::assertSame([1, null, 2], [$page->pageNo, $page->pageSize, $page->totalCount]);
        self::assertSame('{"subOperationId":"s","status":"wait"}', json_encode($page->data[0]));
        self::assertSame(['pageNo', 'totalCount', 'data'], array_keys(iterator_to_array($page)));
    }

    public function testDeepNestingAsFarAsJsonDecodeGoes(): void
    {
        foreach ([['{"a":', '}'], ['[', ']']] as [$open, $close]) {
            $nested = static fn (int $levels): string => '{"data":[{"extendInfo":'
                . str_repeat($open, $levels - 3) . '1' . str_repeat($close, $levels - 3) . '}]}';
            self::$platform->answerWith($nested(511));
            $expected = json_decode($nested(511), true);
            self::assertNotNull($expected);
            self::assertSame($expected['data'][0]['extendInfo'], self::query()->data[0]->extendInfo);

            self::assertNull(json_decode($nested(512)));
            self::$platform->answerWith($nested(512));
            self::assertSame('1011', Watch::thrown(static fn () => self::query())->error_code);
        }
    }

    /** A hostile nesting depth must not overflow the stack or end the process. */
    public function testNestingThatIsTooDeepIsAnErrorLikeAnyOther(): void
    {
        self::$platform->answerWith('{"data":' . str_repeat('[', 100000) . str_repeat(']', 100000) . '}');
        $error = Watch::thrown(static fn () => self::query());
        self::assertSame('1011', $error->error_code);
        self::assertStringContainsString('not JSON', $error->error_desc);
    }

    public function testALargeAnswer(): void
    {
        $row = '{"deviceId":"' . str_repeat('x', 1000) . '"}';
        self::$platform->answerWith('{"data":[' . implode(',', array_fill(0, 5000, $row)) . ']}');
        $data = self::query()->data;
        self::assertCount(5000, $data);
        self::assertSame(1000, strlen($data[4999]->deviceId));
    }

    public function testTheStringFormOfAnAnswer(): void
    {
        self::$platform->answerWith('{"data":[{"deviceId":"d/ü"}],"pageNo":0,"pageSize":10,"totalCount":1}');
        self::assertSame(
            'QueryUpgradeSubTaskOutDTO [pageNo=0, pageSize=10, totalCount=1, data=[{"deviceId":"d\/\u00fc"}]]',
            (string) self::query(),
        );
    }

    /** @dataProvider bodiless */
    #[DataProvider('bodiless')]
    public function testAnAnswerWithoutABodyIsNull(array $fault): void
    {
        self::$platform->fault($fault);
        self::assertNull(self::query());
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public static function bodiless(): iterable
    {
        yield '204' => [['kind' => 'emptyBody', 'status' => 204]];
        yield '200' => [['kind' => 'emptyBody', 'status' => 200]];
        yield '201' => [['kind' => 'emptyBody', 'status' => 201]];
        yield 'white space' => [['kind' => 'status', 'status' => 200, 'contentType' => 'application/json', 'body' => " \r\n"]];
    }

    public function testTheContentTypeOfASuccessDoesNotMatter(): void
    {
        self::$platform->answerWith('{"totalCount":3}', 200, 'text/plain');
        self::assertSame(3, self::query()->totalCount);
    }

    private static function query(?array $in = null, string $id = 'a'): mixed
    {
        return self::upgrade()->queryUpgradeSubTask($in, $id, self::token());
    }
}
