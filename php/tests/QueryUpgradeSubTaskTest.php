<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\dto\ClientInfo;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskOutDTO;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of the request, as the platform received it. */
final class QueryUpgradeSubTaskTest extends PlatformTestCase
{
    private const OPERATIONS = '/iodm/northbound/v1.5.0/operations/';

    public function testTheFunctionUsesTheDefaultClient(): void
    {
        DefaultNorthApiClient::setDefaultApiClient(self::client());
        $id = self::$platform->task(3);
        $page = queryUpgradeSubTask(new QueryUpgradeSubTaskInDTO(), $id, self::token());
        self::assertInstanceOf(QueryUpgradeSubTaskOutDTO::class, $page);
        self::assertSame(3, $page->totalCount);
        self::assertSame(self::OPERATIONS . $id . '/subOperations', self::received()->target);
    }

    public function testTheWireForm(): void
    {
        $dto = new QueryUpgradeSubTaskInDTO();
        // Set in another order than they are sent.
        $dto->pageSize = 5;
        $dto->pageNo = 0;
        $dto->subOperationStatus = 'wait';
        $id = self::$platform->task(3);
        self::upgrade()->queryUpgradeSubTask($dto, $id, self::token());

        $request = self::received();
        self::assertSame('GET', $request->method);
        self::assertSame(
            self::OPERATIONS . $id . '/subOperations?subOperationStatus=wait&pageNo=0&pageSize=5',
            $request->target,
        );
        self::assertSame(Platform::APP, $request->header('app_key'));
        self::assertSame('Bearer ' . self::token(), $request->header('authorization'));
        self::assertSame('127.0.0.1:' . self::$platform->port, $request->header('host'));
        self::assertMatchesRegularExpression('#^northbound/\d+\.\d+\.\d+#', (string) $request->header('user-agent'));
        self::assertSame('', $request->body);
        self::assertEqualsCanonicalizing(
            ['accept', 'app_key', 'authorization', 'host', 'user-agent'],
            $request->headerNames(),
        );
    }

    public function testMembersByReferenceAndWithoutAnyValue(): void
    {
        $dto = new QueryUpgradeSubTaskInDTO();
        $number = 1;
        $dto->pageNo = &$number;
        $dto->pageSize = 4;
        $number = 2;
        unset($dto->subOperationStatus);
        self::upgrade()->queryUpgradeSubTask($dto, self::$platform->task(3), self::token());
        self::assertStringEndsWith('/subOperations?pageNo=2&pageSize=4', self::received()->target);
    }

    /** @dataProvider queries */
    #[DataProvider('queries')]
    public function testTheQuery(mixed $in, string $query): void
    {
        $id = self::$platform->task(1);
        // The platform refuses some of these; this test checks only the request.
        self::$platform->answerWith('{}');
        self::upgrade()->queryUpgradeSubTask($in, $id, self::token());
        self::assertSame(self::OPERATIONS . $id . '/subOperations' . $query, self::received()->target);
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function queries(): iterable
    {
        $dto = static function (mixed $status, mixed $page, mixed $size): QueryUpgradeSubTaskInDTO {
            $dto = new QueryUpgradeSubTaskInDTO();
            [$dto->subOperationStatus, $dto->pageNo, $dto->pageSize] = [$status, $page, $size];
            return $dto;
        };
        yield 'null' => [null, ''];
        yield 'empty DTO' => [new QueryUpgradeSubTaskInDTO(), ''];
        yield 'empty array' => [[], ''];
        yield 'nulls' => [$dto(null, null, null), ''];
        yield 'ints' => [$dto(null, 2, 50), '?pageNo=2&pageSize=50'];
        yield 'strings' => [$dto(null, '2', '50'), '?pageNo=2&pageSize=50'];
        yield 'zero is sent' => [$dto(null, 0, null), '?pageNo=0'];
        yield 'empty text is sent' => [$dto('', null, ''), '?subOperationStatus=&pageSize='];
        yield 'true' => [$dto(null, true, null), '?pageNo=1'];
        yield 'false' => [$dto(null, false, null), '?pageNo=0'];
        yield 'whole float' => [$dto(null, 2.0, null), '?pageNo=2'];
        yield 'float' => [$dto(null, 1.5, null), '?pageNo=1.5'];
        yield 'negative' => [$dto(null, -1, null), '?pageNo=-1'];
        yield 'largest int' => [$dto(null, PHP_INT_MAX, null), '?pageNo=9223372036854775807'];
        yield 'status' => [$dto('fail', null, null), '?subOperationStatus=fail'];
        yield 'nothing escapes its parameter' => [
            $dto("a&pageNo=9#?/ +%\r\n", null, 1),
            '?subOperationStatus=a%26pageNo%3D9%23%3F%2F+%2B%25%0D%0A&pageSize=1',
        ];
        yield 'UTF-8' => [$dto('ü', null, null), '?subOperationStatus=%C3%BC'];
        yield 'bytes that are not UTF-8' => [$dto("\xff\x00", null, null), '?subOperationStatus=%FF%00'];
        yield 'array in any order' => [
            ['pageSize' => 3, 'subOperationStatus' => 'stop', 'pageNo' => null],
            '?subOperationStatus=stop&pageSize=3',
        ];
    }

    public function testAnUnknownKeyOfAnArrayIsNamedAndNotSent(): void
    {
        $id = self::$platform->task(1);
        $call = static fn () => self::upgrade()->queryUpgradeSubTask(['pageno' => 1, 'pageSize' => 2], $id, self::token());
        $errors = Watch::errors($call);
        self::assertSame(['E_DEPRECATED: QueryUpgradeSubTaskInDTO has no property "pageno"; it is ignored'], $errors);
        self::assertStringEndsWith('/subOperations?pageSize=2', self::received()->target);
    }

    public function testReferencesInArraysAreFollowed(): void
    {
        $size = 2;
        $page = self::upgrade()->queryUpgradeSubTask(['pageSize' => &$size], self::$platform->task(5), self::token());
        self::assertCount(2, $page->data);
    }

    public function testTheArgumentsAreLeftAsTheyWere(): void
    {
        $dto = new QueryUpgradeSubTaskInDTO();
        $dto->pageNo = '0';
        $before = serialize($dto);
        $array = ['pageNo' => 0];
        $id = self::$platform->task(1);
        self::upgrade()->queryUpgradeSubTask($dto, $id, self::token());
        self::upgrade()->queryUpgradeSubTask($array, $id, self::token());
        self::assertSame($before, serialize($dto));
        self::assertSame(['pageNo' => 0], $array);
    }

    /** @dataProvider wrongInputs */
    #[DataProvider('wrongInputs')]
    public function testWhatCannotBeSentIs1007AndNothingIsSent(mixed $in, string $text): void
    {
        $token = self::token();
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeSubTask($in, 'a', $token));
        self::assertSame('1007', $error->error_code);
        self::assertStringContainsString($text, $error->error_desc);
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function wrongInputs(): iterable
    {
        $type = 'qustInDTO must be a QueryUpgradeSubTaskInDTO, an array or null, ';
        yield 'text' => ['x', $type . 'string given'];
        yield 'int' => [1, $type . 'int given'];
        yield 'float' => [1.5, $type . 'float given'];
        yield 'bool' => [true, $type . 'bool given'];
        yield 'object' => [new \stdClass(), $type . 'stdClass given'];
        yield 'another DTO' => [new ClientInfo(), $type . ClientInfo::class . ' given'];
        yield 'list as a value' => [['pageNo' => [1]], '$pageNo must be a scalar'];
        yield 'object as a value' => [['subOperationStatus' => new \stdClass()], '$subOperationStatus must be a scalar'];
    }

    /** @dataProvider operationIds */
    #[DataProvider('operationIds')]
    public function testTheOperationIdIsOneSegmentOfThePath(mixed $id, string $segment): void
    {
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeSubTask(['pageNo' => 0], $id, self::token()));
        self::assertSame('123009', $error->error_code);
        $request = self::received();
        self::assertSame(self::OPERATIONS . $segment . '/subOperations?pageNo=0', $request->target);
        self::assertSame('Bearer ' . self::token(), $request->header('authorization'));
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function operationIds(): iterable
    {
        yield 'a step up' => ['../x', '..%2Fx'];
        yield 'steps up' => ['../../../iocm/app/sec', '..%2F..%2F..%2Fiocm%2Fapp%2Fsec'];
        yield 'slash' => ['a/b', 'a%2Fb'];
        yield 'backslash' => ['a\\..\\b', 'a%5C..%5Cb'];
        yield 'question mark' => ['a?pageNo=7', 'a%3FpageNo%3D7'];
        yield 'hash' => ['a#b', 'a%23b'];
        yield 'encoded dot' => ['%2e', '%252e'];
        yield 'encoded dots' => ['%2e%2E', '%252e%252E'];
        yield 'half encoded dots' => ['.%2e', '.%252e'];
        yield 'three dots' => ['...', '...'];
        yield 'space' => ['a b', 'a%20b'];
        yield 'only a space' => [' ', '%20'];
        yield 'line break' => ["a\r\nb", 'a%0D%0Ab'];
        yield 'NUL' => ["a\0b", 'a%00b'];
        yield 'parameters' => ['a;b=c', 'a%3Bb%3Dc'];
        yield 'place holder' => ['{operationId}', '%7BoperationId%7D'];
        yield 'UTF-8' => ['任务', '%E4%BB%BB%E5%8A%A1'];
        yield 'bytes that are not UTF-8' => ["\xff\xfe", '%FF%FE'];
        yield 'unreserved' => ['Az09-._~', 'Az09-._~'];
        yield 'int' => [42, '42'];
        yield 'zero' => [0, '0'];
        yield 'float' => [1.5, '1.5'];
    }

    public function testAnIntAsOperationIdFindsItsTask(): void
    {
        self::$platform->answerWith('{"totalCount":0,"data":[]}');
        self::assertSame(0, self::upgrade()->queryUpgradeSubTask(null, 7, self::token())->totalCount);
    }

    /** @dataProvider noOperationIds */
    #[DataProvider('noOperationIds')]
    public function testNoOperationIdIs1007AndNothingIsSent(mixed $id, string $text): void
    {
        $token = self::token();
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeSubTask(null, $id, $token));
        self::assertSame('1007', $error->error_code);
        self::assertStringStartsWith('operationId must ' . $text, $error->error_desc);
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function noOperationIds(): iterable
    {
        yield 'empty' => ['', 'not be empty'];
        yield 'null' => [null, 'not be empty'];
        yield 'dot' => ['.', 'not be "." or ".."'];
        yield 'dots' => ['..', 'not be "." or ".."'];
        yield 'bool' => [true, 'be a string, bool given'];
        yield 'array' => [['a'], 'be a string, array given'];
        yield 'object' => [new \stdClass(), 'be a string, stdClass given'];
    }

    /** @dataProvider noTokens */
    #[DataProvider('noTokens')]
    public function testNoTokenIsRefusedAndNothingIsSent(mixed $token, string $code): void
    {
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeSubTask(null, 'a', $token));
        self::assertSame($code, $error->error_code);
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function noTokens(): iterable
    {
        yield 'null' => [null, '1009'];
        yield 'empty' => ['', '1009'];
        yield 'bool' => [false, '1007'];
        yield 'array' => [[], '1007'];
        yield 'a second header' => ["t\r\nX-Other: 1", '1007'];
        yield 'white space' => ['a b', '1007'];
        yield 'not ASCII' => ['ü', '1007'];
    }

    /** The platform checks page numbers and page sizes, not the client. */
    public function testTheRangeOfPagesIsThePlatformsToJudge(): void
    {
        $id = self::$platform->task(1);
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeSubTask(['pageSize' => 101], $id, self::token()));
        self::assertSame('123029', $error->error_code);
        self::assertStringEndsWith('?pageSize=101', self::received()->target);
    }

    public function testPagingAndStatusFilter(): void
    {
        $id = self::$platform->task(25, 7200);
        $upgrade = self::upgrade();
        $rows = [];
        for ($page = 0; $page < 3; ++$page) {
            $answer = $upgrade->queryUpgradeSubTask(['pageNo' => $page, 'pageSize' => 10], $id, self::token());
            self::assertSame([$page, 10, 25], [$answer->pageNo, $answer->pageSize, $answer->totalCount]);
            $rows = [...$rows, ...$answer->data];
        }
        self::assertCount(25, array_unique(array_column($rows, 'subOperationId')));
        self::assertSame([], $upgrade->queryUpgradeSubTask(['pageNo' => 3], $id, self::token())->data);

        $byStatus = array_count_values(array_column($rows, 'status'));
        foreach (['success', 'fail', 'wait', 'processing', 'stop'] as $status) {
            $answer = $upgrade->queryUpgradeSubTask(['subOperationStatus' => $status, 'pageSize' => 100], $id, self::token());
            self::assertSame($byStatus[$status] ?? 0, $answer->totalCount);
            self::assertSame(array_fill(0, $answer->totalCount, $status), array_column($answer->data, 'status'));
        }
    }
}
