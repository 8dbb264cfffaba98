<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotAuthenticatedException;
use North_PHP_SDK\client\NotFoundException;
use North_PHP_SDK\client\RefusedRequestException;
use North_PHP_SDK\client\ServerFaultException;
use North_PHP_SDK\client\ThrottledException;
use North_PHP_SDK\client\TransportException;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of every kind of failure of a call, and of its exception. */
final class ErrorTest extends PlatformTestCase
{
    private const DOCUMENTED = [
        '120015' => RefusedRequestException::class,
        '123029' => RefusedRequestException::class,
        '1010009' => ThrottledException::class,
        '1010005' => NotAuthenticatedException::class,
        '123009' => NotFoundException::class,
    ];

    /** One attempt: these tests are about the response, not about retries. */
    protected function setUp(): void
    {
        parent::setUp();
        ini_set('northbound.max_attempts', '1');
    }

    /**
     * @dataProvider documentedErrors
     * @param class-string $class
     */
    #[DataProvider('documentedErrors')]
    public function testADocumentedErrorInBothShapesAtAnyStatus(
        string $code,
        string $shape,
        int $status,
        string $class,
    ): void {
        self::$platform->fault(
            ['kind' => 'error', 'status' => $status, 'code' => $code, 'desc' => 'in words', 'shape' => $shape],
        );
        $error = self::failure();
        self::assertSame($code, $error->error_code);
        self::assertSame('in words', $error->error_desc);
        self::assertSame($status, $error->httpStatusCode);
        self::assertSame((int) $code, $error->getCode());
        $names = $shape === 'error' ? ['error_code', 'error_desc'] : ['resultcode', 'resultmsg'];
        self::assertEquals(array_combine($names, [$code, 'in words']), $error->httpMessage);
        self::assertStringContainsString("queryUpgradeSubTask: $code in words (HTTP $status", $error->getMessage());
        self::assertSame($class, $error::class);
    }

    /**
     * The class follows from the code, for any status.
     *
     * @return iterable<string, array{string, string, int, class-string}>
     */
    public static function documentedErrors(): iterable
    {
        foreach (self::DOCUMENTED as $code => $class) {
            foreach (['error', 'result'] as $shape) {
                foreach ([200, 400, 403, 404, 500, 503] as $status) {
                    yield "$code, $shape, $status" => [(string) $code, $shape, $status, $class];
                }
            }
        }
    }

    /** No fault is set: the platform itself refuses. */
    public function testThePlatformsOwnRefusals(): void
    {
        $id = self::$platform->task(1);
        $code = static fn (array $in, string $id, ?string $token = null): string => Watch::thrown(
            static fn () => self::upgrade()->queryUpgradeSubTask($in, $id, $token ?? self::token()),
        )->error_code;
        self::assertSame('120015', $code(['subOperationStatus' => 'failed'], $id));
        self::assertSame('123029', $code(['pageSize' => 101], $id));
        self::assertSame('123009', $code([], 'nowhere'));
        self::assertSame('1010005', $code([], $id, 'not-a-token'));
        self::$platform->settings(['quota' => 1]);
        try {
            $codes = [$code(['pageSize' => 0], $id), $code(['pageSize' => 0], $id)];
        } finally {
            self::$platform->settings(['quota' => 0]);
        }
        self::assertSame('1010009', $codes[1]);
    }

    /**
     * @dataProvider answers
     * @param class-string $class
     */
    #[DataProvider('answers')]
    public function testAnswersThatAreNoSuccess(
        int $status,
        string $type,
        string $body,
        string $code,
        string $class,
        mixed $httpMessage,
    ): void {
        self::$platform->answerWith($body, $status, $type);
        $error = self::failure();
        self::assertSame($code, $error->error_code);
        self::assertSame($class, $error::class);
        self::assertSame($status, $error->httpStatusCode);
        self::assertSame($httpMessage, $error->httpMessage);
    }

    /** @return iterable<string, array{int, string, string, string, class-string, mixed}> */
    public static function answers(): iterable
    {
        $json = 'application/json;charset=utf-8';
        $page = '<html><h1>Bad Gateway</h1></html>';
        yield 'code as a number' => [400, $json, '{"error_code":120015,"error_desc":"n"}', '120015', RefusedRequestException::class,
            ['error_code' => 120015, 'error_desc' => 'n']];
        yield 'error as text/html' => [403, 'text/html', '{"error_code":"1010005","error_desc":"t"}', '1010005',
            NotAuthenticatedException::class, ['error_code' => '1010005', 'error_desc' => 't']];
        yield 'JSON without a code' => [400, $json, '{"message":"no","list":[1,{"a":null}]}', '1005',
            RefusedRequestException::class, ['message' => 'no', 'list' => [1, ['a' => null]]]];
        yield 'JSON without a code, 500' => [500, $json, '{"message":"no"}', '1005', ServerFaultException::class, ['message' => 'no']];
        yield 'JSON without a code, 401' => [401, $json, '{}', '1005', NotAuthenticatedException::class, []];
        yield 'JSON without a code, 404' => [404, $json, '{"path":"/x"}', '1005', NotFoundException::class, ['path' => '/x']];
        yield 'JSON without a code, 429' => [429, $json, '{"a":1}', '1005', ThrottledException::class, ['a' => 1]];
        yield 'null as the code' => [400, $json, '{"error_code":null}', '1005', RefusedRequestException::class, ['error_code' => null]];
        yield 'empty, announced as JSON' => [500, $json, '', '1005', ServerFaultException::class, ''];
        yield 'HTML 429' => [429, 'text/html', $page, '1005', ThrottledException::class, $page];
        yield 'HTML 502' => [502, 'text/html', $page, '1005', ServerFaultException::class, $page];
        yield 'HTML 404' => [404, 'text/html', $page, '1011', TransportException::class, $page];
        yield 'HTML 200' => [200, 'text/html', $page, '1011', TransportException::class, $page];
        yield 'text announced as JSON' => [400, $json, 'oops', '1011', TransportException::class, 'oops'];
        yield 'half an object' => [200, $json, '{"data":[{"deviceId":"a"', '1011', TransportException::class, '{"data":[{"deviceId":"a"'];
        yield 'two objects' => [200, $json, '{}{}', '1011', TransportException::class, '{}{}'];
        yield 'lone surrogate' => [200, $json, '{"x":"\ud800"}', '1011', TransportException::class, '{"x":"\ud800"}'];
        yield 'escaped code' => [200, $json, '{"error_code":"\u0031\u0032"}', '12', RefusedRequestException::class,
            ['error_code' => '12']];
        yield 'escaped name' => [200, $json, '{"error\u005fcode":"7"}', '7', RefusedRequestException::class, ['error_code' => '7']];
    }

    public function testAnEmptyAnswerAt500(): void
    {
        self::$platform->fault(['kind' => 'emptyBody', 'status' => 500]);
        $error = self::failure();
        self::assertSame(['1005', 500, ''], [$error->error_code, $error->httpStatusCode, $error->httpMessage]);
        self::assertInstanceOf(ServerFaultException::class, $error);
    }

    /** @dataProvider wrongShapes */
    #[DataProvider('wrongShapes')]
    public function testJsonThatIsNotWhatTheCallAnswersWith(string $body, mixed $httpMessage): void
    {
        self::$platform->answerWith($body);
        $error = self::failure();
        self::assertSame('1005', $error->error_code);
        self::assertSame(200, $error->httpStatusCode);
        self::assertSame($httpMessage, $error->httpMessage);
    }

    /** @return iterable<string, array{string, mixed}> */
    public static function wrongShapes(): iterable
    {
        yield 'list' => ['[1]', [1]];
        yield 'number' => ['5', 5];
        yield 'text' => ['"x"', 'x'];
        yield 'null' => ['null', null];
    }

    /** These codes mean success. */
    public function testAResultCodeOfZeroIsNoError(): void
    {
        self::$platform->answerWith('{"resultcode":"0","resultmsg":"ok","totalCount":2}');
        $page = self::upgrade()->queryUpgradeSubTask(null, 'a', self::token());
        self::assertSame([2, '0'], [$page->totalCount, $page->resultcode]);
    }

    public function testAnErrorCodeInsideARowIsNoError(): void
    {
        self::$platform->answerWith('{"data":[{"error_code":"1"}],"text":"error_code"}');
        $page = self::upgrade()->queryUpgradeSubTask(null, 'a', self::token());
        self::assertSame('1', $page->data[0]['error_code']);
    }

    public function testALongTextIsCutShort(): void
    {
        self::$platform->answerWith(str_repeat('ü', 100_000), 502, 'text/html');
        $message = self::failure()->httpMessage;
        self::assertSame(str_repeat('ü', 2048), $message);
    }

    public function testTheReasonPhraseIsThatOfTheWire(): void
    {
        self::$platform->fault(
            ['kind' => 'status', 'status' => 418, 'reason' => 'Out of Tea', 'contentType' => 'application/json', 'body' => '{}'],
        );
        $error = self::failure();
        self::assertSame('Out of Tea', $error->httpReasonPhase);
        self::assertStringEndsWith('(HTTP 418 Out of Tea)', $error->getMessage());
    }

    /** @dataProvider redirects */
    #[DataProvider('redirects')]
    public function testARedirectIsNotFollowed(int $status): void
    {
        $elsewhere = 'https://127.0.0.1:' . self::$platform->port . '/elsewhere';
        self::$platform->fault(['kind' => 'redirect', 'location' => $elsewhere, 'status' => $status]);
        $error = self::failure();
        self::assertSame('1011', $error->error_code);
        self::assertSame($status, $error->httpStatusCode);
        self::assertStringEndsWith('/subOperations', self::received()->target);
    }

    /** @return iterable<array{int}> */
    public static function redirects(): iterable
    {
        foreach ([301, 302, 303, 307, 308] as $status) {
            yield "$status" => [$status];
        }
    }

    /** @dataProvider brokenConnections */
    #[DataProvider('brokenConnections')]
    public function testABrokenConnectionIsAnException(array $fault, string $code, string $text): void
    {
        self::$platform->fault($fault, 0);
        $error = self::failure();
        self::assertSame(TransportException::class, $error::class);
        self::assertSame($code, $error->error_code);
        self::assertStringContainsString($text, $error->error_desc);
        self::assertSame(-1, $error->httpStatusCode);
        self::assertSame('', $error->httpReasonPhase);
        self::assertSame('', $error->httpMessage);
        // The process and the next call are not affected.
        self::$platform->clearFaults();
        self::assertSame(1, self::upgrade()->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->totalCount);
    }

    /** @return iterable<string, array{array<string, mixed>, string, string}> */
    public static function brokenConnections(): iterable
    {
        yield 'reset' => [['kind' => 'reset'], '1004', 'no valid response from'];
        yield 'reset after the call' => [['kind' => 'reset', 'when' => 'after'], '1004', 'no valid response from'];
        yield 'close' => [['kind' => 'close'], '1004', 'no valid response from'];
        yield 'garbage' => [['kind' => 'garbage'], '1004', 'no valid response from'];
        yield 'truncated' => [['kind' => 'truncate', 'bytes' => 10], '1004', 'is incomplete'];
    }

    public function testBadJsonOfAnOtherwiseGoodAnswer(): void
    {
        self::$platform->fault(['kind' => 'badJson']);
        $error = Watch::thrown(static fn () => self::upgrade()
            ->queryUpgradeSubTask(null, self::$platform->task(5), self::token()));
        self::assertSame(['1011', 200], [$error->error_code, $error->httpStatusCode]);
        self::assertStringStartsWith('{"data"', $error->httpMessage);
    }

    public function testTheDeadlineOfACall(): void
    {
        ini_set('northbound.timeout_ms', '50');
        // With an open connection, the handshake does not use the deadline.
        $token = self::token();
        self::$platform->fault(['kind' => 'latency', 'ms' => 20_000], 0);
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeSubTask(null, 'a', $token));
        self::assertSame(TransportException::class, $error::class);
        self::assertSame('1004', $error->error_code);
        self::assertStringContainsString('timed out after 50 ms (northbound.timeout_ms)', $error->error_desc);
    }

    public function testASlowAnswerWithinTheDeadlineArrivesWhole(): void
    {
        $id = self::$platform->task(3);
        $token = self::token();
        self::$platform->fault(['kind' => 'slow', 'bytes' => 100, 'ms' => 1]);
        self::assertCount(3, self::upgrade()->queryUpgradeSubTask(null, $id, $token)->data);
    }

    public function testNobodyListens(): void
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $name = (string) stream_socket_get_name($socket, false);
        fclose($socket);
        $client = self::client();
        $info = self::clientInfo();
        $info->platformPort = (int) substr($name, strlen('127.0.0.1:'));
        $client->clientInfo = $info;
        $error = self::failureOf($client);
        self::assertSame('1003', $error->error_code);
        self::assertStringContainsString("https://$name: connection refused", $error->error_desc);
        self::assertInstanceOf(TransportException::class, $error);
    }

    public function testTheHostDoesNotExist(): void
    {
        $client = self::client();
        $info = self::clientInfo();
        $info->platformIp = 'platform.invalid';
        $client->clientInfo = $info;
        $error = self::failureOf($client);
        self::assertSame('1003', $error->error_code);
        self::assertStringContainsString('platform.invalid', $error->error_desc);
        self::assertInstanceOf(TransportException::class, $error);
    }

    /** Makes the call and returns its error. */
    private static function failure(): NorthApiException
    {
        return self::failureOf(self::client());
    }

    private static function failureOf(\North_PHP_SDK\client\NorthApiClient $client): NorthApiException
    {
        $token = self::token();
        $upgrade = new \North_PHP_SDK\client\invokeapi\DeviceUpgrade($client);
        return Watch::thrown(static fn () => $upgrade->queryUpgradeSubTask(null, 'a', $token));
    }
}
