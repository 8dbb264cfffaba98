<?php

declare(strict_types=1);

namespace Northbound\Tests;

use ArgumentCountError;
use North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO;
use North_PHP_SDK\client\dto\QueryUpgradePackageListOutDTO;
use North_PHP_SDK\client\dto\SubOperationInfo;
use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotAuthenticatedException;
use North_PHP_SDK\client\ServerFaultException;
use North_PHP_SDK\client\TransportException;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use stdClass;

/** Tests of `NorthApiClient::invokeAPI` with seven arguments: a path of the platform, and a token. */
final class InvokeApiTest extends PlatformTestCase
{
    private const TOKEN = 'sesame-token';
    private const PACKAGES = '/iodm/northbound/v1.5.0/category';

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testARealCall(string $method): void
    {
        $answer = self::client()->$method(
            'my-app', self::token(), 'GET', self::PACKAGES, ['pageSize' => 2], null, QueryUpgradePackageListOutDTO::class,
        );
        self::assertInstanceOf(QueryUpgradePackageListOutDTO::class, $answer);
        self::assertSame(2, $answer->pageSize);
        self::assertCount(2, $answer->data);

        $request = self::received();
        self::assertSame(['GET', self::PACKAGES . '?pageSize=2&appId=my-app', ''], [$request->method, $request->target, $request->body]);
        self::assertSame(Platform::APP, $request->header('app_key'), "the client's, whatever appId is");
        self::assertSame('Bearer ' . self::token(), $request->header('authorization'));
        self::assertEqualsCanonicalizing(
            ['accept', 'app_key', 'authorization', 'host', 'user-agent'],
            $request->headerNames(),
        );
    }

    /** @return iterable<string, array{string}> */
    public static function names(): iterable
    {
        yield 'by the number of arguments' => ['invokeAPI'];
        yield 'by name' => ['invokeAPI7'];
    }

    /** @dataProvider targets */
    #[DataProvider('targets')]
    public function testPathAndQuery(string $method, string $path, mixed $query, mixed $appId, string $target): void
    {
        self::call(method: $method, path: $path, query: $query, appId: $appId, body: ['a' => 1]);
        self::assertSame([$method, $target], [self::received()->method, self::received()->target]);
    }

    /** @return iterable<string, array{string, string, mixed, mixed, string}> */
    public static function targets(): iterable
    {
        yield 'nothing' => ['GET', '/x', null, null, '/x'];
        yield 'empty query' => ['GET', '/x', [], null, '/x'];
        yield 'in the order of the array' => ['GET', '/x', ['b' => 1, 'a' => 2], null, '/x?b=1&a=2'];
        yield 'appId is the last' => ['GET', '/x', ['b' => 1], 'app', '/x?b=1&appId=app'];
        yield 'appId alone' => ['GET', '/x', null, 'app', '/x?appId=app'];
        yield 'appId that is a number' => ['GET', '/x', null, 5, '/x?appId=5'];
        yield 'null is not sent' => ['GET', '/x', ['a' => null, 'b' => ''], null, '/x?b='];
        yield 'scalars' => ['GET', '/x', ['t' => true, 'f' => false, 'd' => 1.5, 'z' => 0], null, '/x?t=1&f=0&d=1.5&z=0'];
        yield 'encoded' => ['GET', '/x', ['a&b' => 'c d+ü/?#'], 'e&f', '/x?a%26b=c+d%2B%C3%BC%2F%3F%23&appId=e%26f'];
        yield 'path with a query' => ['GET', '/x?y=1', ['z' => 2], 'app', '/x?y=1&z=2&appId=app'];
        yield 'path that is encoded' => ['GET', '/a%2Fb/%C3%BC', null, null, '/a%2Fb/%C3%BC'];
        yield 'POST' => ['POST', '/x', ['ownerFlag' => 'true'], 'app', '/x?ownerFlag=true&appId=app'];
        yield 'PUT' => ['PUT', '/x', ['accessAppId' => 'a'], 'app', '/x?accessAppId=a&appId=app'];
        yield 'DELETE' => ['DELETE', '/x', ['cascade' => 'true'], 'app', '/x?cascade=true&appId=app'];
    }

    /** @dataProvider bodies */
    #[DataProvider('bodies')]
    public function testTheBodyIsJson(mixed $body, string $json): void
    {
        foreach (['POST', 'PUT'] as $method) {
            self::$platform->clearRequests();
            self::call(method: $method, body: $body);
            self::assertSame($json, self::received()->body);
            self::assertSame('application/json', self::received()->header('content-type'));
        }
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function bodies(): iterable
    {
        $dto = new CreateUpgradeTaskInDTO();
        $dto->fileId = 'f/ü"';
        $dto->targets = ['devices' => ['d1']];
        yield 'structure, without nulls' => [$dto, '{"fileId":"f/ü\"","targets":{"devices":["d1"]}}'];
        yield 'structure without members' => [new CreateUpgradeTaskInDTO(), '{}'];
        $row = new SubOperationInfo();
        $row->deviceId = 'd1';
        $row->ofThePlatform = ['a' => null];
        $row['statusText'] = 'mine';
        yield 'DTO of a response, with all that it holds' => [
            $row, '{"deviceId":"d1","ofThePlatform":{"a":null},"statusText":"mine"}',
        ];
        yield 'array' => [['a' => 1, 'b' => [true, null], 'c' => 1.0], '{"a":1,"b":[true,null],"c":1}'];
        yield 'object' => [(object) ['a' => new stdClass()], '{"a":{}}'];
        yield 'JsonSerializable' => [new class () implements \JsonSerializable {
            public function jsonSerialize(): mixed
            {
                return ['own' => 'form'];
            }
        }, '{"own":"form"}'];
    }

    public function testGetAndDeleteHaveNoBody(): void
    {
        foreach (['GET', 'DELETE'] as $method) {
            self::$platform->clearRequests();
            self::call(method: $method, body: ['a' => 1]);
            self::assertSame(['', null], [self::received()->body, self::received()->header('content-type')]);
        }
    }

    /** @dataProvider structures */
    #[DataProvider('structures')]
    public function testAnAnswerAsAStructure(string $class): void
    {
        $answer = self::call(type: $class, answer: '{"data":[{"fileId":"f1"}],"totalCount":1,"added":{"a":1}}');
        self::assertSame(QueryUpgradePackageListOutDTO::class, $answer::class);
        self::assertSame([1, null, ['a' => 1]], [$answer->totalCount, $answer->pageNo, $answer->added]);
        // As in the original: the caller gives a class for the response, but not for nested objects.
        self::assertSame([['fileId' => 'f1']], $answer->data);
    }

    /** @return iterable<string, array{string}> */
    public static function structures(): iterable
    {
        yield 'as declared' => [QueryUpgradePackageListOutDTO::class];
        yield 'with a leading backslash' => ['\\' . QueryUpgradePackageListOutDTO::class];
    }

    public function testAnAnswerAsASubclassOfAStructure(): void
    {
        $class = new class () extends QueryUpgradePackageListOutDTO {
            public $note = 'mine';
        };
        $answer = self::call(type: $class::class, answer: '{"totalCount":1,"note":"theirs","added":2}');
        self::assertSame($class::class, $answer::class);
        self::assertSame([1, 'theirs', 2], [$answer->totalCount, $answer->note, $answer->added]);
    }

    public function testAnAnswerAsAClassOfTheApplication(): void
    {
        $class = new class () {
            public $totalCount = 'declared';
            /** @var array<string, mixed> */
            public array $given = [];

            public function __construct()
            {
                $this->given['constructed'] = true;
            }

            public function __set($name, $value)
            {
                $this->given[$name] = $value;
            }
        };
        $answer = self::call(type: '\\' . $class::class, answer: '{"totalCount":1,"data":[{"a":{}}]}');
        self::assertSame($class::class, $answer::class);
        self::assertSame(1, $answer->totalCount);
        self::assertSame(['constructed' => true, 'data' => [['a' => []]]], $answer->given);
    }

    public function testAnAnswerAsAnArray(): void
    {
        self::assertSame(['a' => ['b' => [1.0, null]], 'c' => '1'], self::call(type: 'array', answer: '{"a":{"b":[1.0,null]},"c":"1"}'));
        self::assertSame([1, ['a' => 2]], self::call(type: 'array', answer: '[1,{"a":2}]'));
    }

    public function testWithoutATypeTheAnswerIsNull(): void
    {
        self::assertNull(self::call(type: null, answer: '{"a":1}'));
    }

    public function testNoContentIsNull(): void
    {
        foreach (['array', QueryUpgradePackageListOutDTO::class, stdClass::class, null] as $type) {
            self::assertNull(self::call(type: $type, answer: ''));
            self::$platform->fault(['kind' => 'status', 'status' => 204, 'body' => '']);
            self::assertNull(self::client()->invokeAPI(null, self::token(), 'DELETE', '/x', null, null, $type));
        }
    }

    /** @dataProvider failures */
    #[DataProvider('failures')]
    public function testAnswersThatAreErrors(string $answer, int $status, string $class, string $code): void
    {
        self::$platform->answerWith($answer, $status);
        $error = Watch::thrown(static fn () => self::client()->invokeAPI(
            null, self::token(), 'GET', '/x', null, null, QueryUpgradePackageListOutDTO::class,
        ));
        self::assertInstanceOf($class, $error);
        self::assertSame([$code, $status], [$error->error_code, $error->httpStatusCode]);
        self::assertStringStartsWith('invokeAPI: ', $error->getMessage());
    }

    /** @return iterable<string, array{string, int, class-string, string}> */
    public static function failures(): iterable
    {
        yield 'error' => ['{"error_code":"100022","error_desc":"no"}', 400, NorthApiException::class, '100022'];
        yield 'error at status 200' => ['{"error_code":"100203","error_desc":"no"}', 200, NorthApiException::class, '100203'];
        yield "the gateway's form" => ['{"resultcode":"1010005","resultmsg":"no"}', 403, NotAuthenticatedException::class, '1010005'];
        yield 'no code' => ['{}', 500, ServerFaultException::class, '1005'];
        yield 'no JSON' => ['<html>', 200, TransportException::class, '1011'];
        yield 'a list for a structure' => ['[1]', 200, ServerFaultException::class, '1005'];
    }

    /** @dataProvider refused */
    #[DataProvider('refused')]
    public function testWhatCannotBeSent(array $arguments, string $code, string $text): void
    {
        $error = Watch::thrown(static fn () => self::call(...$arguments));
        self::assertSame($code, $error->error_code);
        self::assertStringContainsString($text, $error->error_desc);
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{array<string, mixed>, string, string}> */
    public static function refused(): iterable
    {
        foreach (['get', 'PATCH', 'HEAD', '', "GET\r\n"] as $method) {
            yield 'method ' . json_encode($method) => [['method' => $method], '1002', 'must be GET, POST, PUT or DELETE'];
        }
        foreach ([null, 1, ['GET']] as $method) {
            yield 'method ' . json_encode($method) => [['method' => $method], '1002', 'GET, POST, PUT or DELETE, ' . get_debug_type($method) . ' given'];
        }
        foreach (['POST', 'PUT'] as $method) {
            yield "$method without a body" => [['method' => $method, 'body' => null], '1007', 'inputBodyDto must not be null'];
        }
        foreach ([NAN, "\xff", ['a' => ["\xff"]]] as $index => $body) {
            yield "body that is no JSON, #$index" => [['method' => 'POST', 'body' => $body], '1007', 'cannot be written as JSON'];
        }
        yield 'token null' => [['token' => null], '1009', 'log in first'];
        yield 'token empty' => [['token' => ''], '1009', 'log in first'];
        yield 'token with a line break' => [['token' => "t\r\nX-Other: 1"], '1007', 'no HTTP header can carry'];
        yield 'token of another type' => [['token' => []], '1007', 'accessToken must be a string, array given'];
        foreach (['', 'x', '@evil.example/', '/a b', '/ü', '/a#b', "/a\nb", '/x\\..\\y'] as $path) {
            yield 'path ' . json_encode($path) => [['path' => $path], '1007', 'the path must begin with /'];
        }
        yield 'path null' => [['path' => null], '1007', 'url_postfix must be a string, null given'];
        yield 'query that is text' => [['query' => 'a=1'], '1007', 'queryParams must be an array or null, string given'];
        yield 'appId of another type' => [['appId' => []], '1007', 'appId must be a string, array given'];
    }

    public function testAClientWithoutAPlatform(): void
    {
        $error = Watch::thrown(static fn () => (new NorthApiClient())->invokeAPI(null, 'token', 'GET', '/x', null, null, null));
        self::assertSame('1008', $error->error_code);
    }

    /** @dataProvider classes */
    #[DataProvider('classes')]
    public function testAClassThatCannotBeMade(string $class, string $throws, string $text): void
    {
        $error = Watch::thrown(static fn () => self::call(type: $class, answer: '{}'), $throws);
        self::assertStringContainsString($text, $error->getMessage());
        self::assertSame([], self::$platform->requests(), 'it was found out before anything was sent');
    }

    /** @return iterable<string, array{string, class-string, string}> */
    public static function classes(): iterable
    {
        yield 'no such class' => ['App\Missing', NorthApiException::class, '1007 class "App\Missing" does not exist'];
        yield 'interface' => ['Countable', NorthApiException::class, '1007 class Countable cannot be instantiated'];
    }

    public function testAnAnswerThatNobodyWantsMustBeJsonAllTheSame(): void
    {
        $error = Watch::thrown(static fn () => self::call(type: null, answer: 'hello'));
        self::assertSame('1011', $error->error_code);
    }

    public function testTheNumberOfArguments(): void
    {
        $client = self::client();
        $error = Watch::thrown(static fn () => $client->invokeAPI(null, self::token(), 'GET', '/x', null, null, null, null));
        self::assertSame(['1007', '7 or 10 arguments are expected, 8 given'], [$error->error_code, $error->error_desc]);
        foreach (['invokeAPI', 'invokeAPI7'] as $method) {
            $call = static fn () => $client->$method(null, self::token(), 'GET', '/x', null, null);
            self::assertStringContainsString("$method()", Watch::thrown($call, ArgumentCountError::class)->getMessage());
        }
        self::assertNothingReceived();
    }

    /** @dataProvider calls */
    #[DataProvider('calls')]
    public function testTheTokenIsInNoTrace(callable $call): void
    {
        $error = Watch::thrown(static fn () => $call(self::client()));
        // The frames above the call belong to PHPUnit.
        $shown = $error . $error->getTraceAsString() . print_r($error->getTrace()[0], true) . print_r(get_object_vars($error), true);
        self::assertStringContainsString('invokeAPI', $error->getTrace()[0]['function']);
        self::assertStringNotContainsString('sesame', $shown);
    }

    /** @return iterable<string, array{callable(NorthApiClient): mixed}> */
    public static function calls(): iterable
    {
        foreach (['invokeAPI', 'invokeAPI7'] as $method) {
            yield "$method, refused by the platform" => [static fn ($client) => $client->$method(null, self::TOKEN, 'GET', '/x', null, null, null)];
            yield "$method, refused before" => [static fn ($client) => $client->$method(null, self::TOKEN, 'get', '/x', null, null, null)];
            yield "$method, unusable token" => [static fn ($client) => $client->$method(null, self::TOKEN . ' ', 'GET', '/x', null, null, null)];
            yield "$method, token in the answer" => [static function ($client) use ($method): void {
                self::$platform->answerWith('{"error_code":"1","error_desc":"bad ' . self::TOKEN . '"}', 400);
                $client->$method(null, self::TOKEN, 'GET', '/x', null, null, null);
            }];
        }
    }

    public function testTheOriginalsParameters(): void
    {
        $names = ['appId', 'accessToken', 'httpMethod', 'url_postfix', 'queryParams', 'inputBodyDto', 'returnType'];
        self::assertSame($names, array_map(
            static fn (\ReflectionParameter $parameter): string => $parameter->getName(),
            (new \ReflectionMethod(NorthApiClient::class, 'invokeAPI7'))->getParameters(),
        ));
    }

    /** Makes a call that is no operation of the platform, and gets this response. */
    private static function call(
        mixed $appId = null,
        mixed $token = 'of the login',
        mixed $method = 'GET',
        mixed $path = '/x',
        mixed $query = null,
        mixed $body = null,
        mixed $type = null,
        string $answer = '{}',
    ): mixed {
        self::$platform->answerWith($answer);
        $token = $token === 'of the login' ? self::token() : $token;
        return self::client()->invokeAPI($appId, $token, $method, $path, $query, $body, $type);
    }
}
