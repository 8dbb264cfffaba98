<?php

declare(strict_types=1);

namespace Northbound\Tests;

use ArgumentCountError;
use North_PHP_SDK\client\dto\QueryUpgradePackageListOutDTO;
use North_PHP_SDK\client\NorthApiClient;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of `NorthApiClient::invokeAPI` with ten arguments: a URL of the platform, and the caller's headers. */
final class InvokeUrlTest extends PlatformTestCase
{
    private const SECRETS = ['Authorization:Bearer sesame-token', 'X-Key: sesame-key'];

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testARealCall(string $method): void
    {
        $url = self::base() . '/iodm/northbound/v1.5.0/category';
        $headers = ['app_key:' . Platform::APP, 'Authorization:Bearer ' . self::token()];
        $answer = self::client()->$method(
            $url, 'GET', ['pageSize' => 2, 'model' => null], null, $headers, null, null, 'application/json', null,
            QueryUpgradePackageListOutDTO::class,
        );
        self::assertSame(QueryUpgradePackageListOutDTO::class, $answer::class);
        self::assertCount(2, $answer->data);

        $request = self::received();
        self::assertSame(['GET', '/iodm/northbound/v1.5.0/category?pageSize=2', ''], [$request->method, $request->target, $request->body]);
        self::assertSame(Platform::APP, $request->header('app_key'));
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
        yield 'by name' => ['invokeAPI10'];
    }

    public function testPathAndQueryOfTheUrl(): void
    {
        self::call(path: '/a%2Fb?c=d', query: ['e' => 'f g', 'h' => true]);
        self::assertSame('/a%2Fb?c=d&e=f+g&h=1', self::received()->target);
    }

    /** @dataProvider bodies */
    #[DataProvider('bodies')]
    public function testTheBodyIsJson(string $method, mixed $body, string $json): void
    {
        self::call(method: $method, body: $body);
        $request = self::received();
        self::assertSame([$method, $json, 'application/json'], [$request->method, $request->body, $request->header('content-type')]);
    }

    /** @return iterable<string, array{string, mixed, string}> */
    public static function bodies(): iterable
    {
        foreach (['POST', 'PUT', 'DELETE'] as $method) {
            yield $method => [$method, ['a' => ['b' => 'ü/']], '{"a":{"b":"ü/"}}'];
        }
        $dto = new \North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO();
        $dto->fileId = 'f1';
        yield 'structure' => ['POST', $dto, '{"fileId":"f1"}'];
    }

    public function testWithoutABodyNoneIsSent(): void
    {
        foreach (['GET', 'POST', 'PUT', 'DELETE'] as $method) {
            self::$platform->clearRequests();
            self::call(method: $method);
            self::assertSame([$method, '', null], [self::received()->method, self::received()->body, self::received()->header('content-type')]);
        }
    }

    /** The login as in the original. */
    public function testALoginByForm(): void
    {
        $answer = self::client()->invokeAPI(
            self::base() . '/iocm/app/sec/v1.1.0/login', 'POST', null, null, null,
            ['appId' => Platform::APP, 'secret' => Platform::SECRET], null, null, null, 'array',
        );
        self::logIn();
        self::assertSame('bearer', $answer['tokenType']);
        [$request] = self::$platform->requests();
        self::assertSame('application/x-www-form-urlencoded', $request->header('content-type'));
        self::assertSame([null, null], [$request->header('app_key'), $request->header('authorization')]);
    }

    public function testAFormIsEncoded(): void
    {
        self::call(method: 'POST', form: ['a&b' => 'c d+%', 'n' => null, 'i' => 5, 'u' => 'ü', 'e' => ''], body: ['not' => 'sent']);
        self::assertSame('a%26b=c+d%2B%25&i=5&u=%C3%BC&e=', self::received()->body);
        self::assertSame('application/x-www-form-urlencoded', self::received()->header('content-type'));
    }

    public function testAcceptIsSent(): void
    {
        self::call(accept: 'application/xml');
        self::assertSame('application/xml', self::received()->header('accept'));
    }

    public function testFurtherHeaders(): void
    {
        self::call(headers: ['X-One: 1', 'x-two:2', 'X-Three :  with: colon ', 'Authorization: Bearer ' . self::token()]);
        $request = self::received();
        self::assertSame(['1', '2', 'with: colon'], [$request->header('x-one'), $request->header('x-two'), $request->header('x-three')]);
        self::assertSame('Bearer ' . self::token(), $request->header('authorization'));
    }

    /** The client sets these headers itself. */
    public function testHeadersOfTheClient(): void
    {
        self::call(method: 'POST', body: ['a' => 1], headers: [
            'app_key: other', 'Host: evil.example', 'Content-Length: 1', 'Content-Type: text/plain', 'Authorization:Bearer ' . self::token(),
        ]);
        $request = self::received();
        self::assertSame(Platform::APP, $request->header('app_key'));
        self::assertSame('127.0.0.1:' . self::$platform->port, $request->header('host'));
        self::assertSame(['7', '{"a":1}'], [$request->header('content-length'), $request->body]);
        self::assertSame('application/json', $request->header('content-type'));
    }

    public function testAnotherSchemeOfAuthorization(): void
    {
        self::call(headers: ['Authorization: Basic YTpi']);
        self::assertSame('Basic YTpi', self::received()->header('authorization'));
    }

    /** @dataProvider otherUrls */
    #[DataProvider('otherUrls')]
    public function testOnlyThePlatformOfTheClientIsCalled(callable $url): void
    {
        $other = new Platform();
        try {
            $error = Watch::thrown(static fn () => self::call(url: $url($other)));
            self::assertSame('1007', $error->error_code);
            self::assertNothingReceived();
            self::assertSame([], $other->requests());
        } finally {
            $other->stop();
        }
    }

    /** @return iterable<string, array{callable(Platform): mixed}> */
    public static function otherUrls(): iterable
    {
        yield 'another port' => [static fn (Platform $other) => "https://127.0.0.1:$other->port/x"];
        yield 'another host' => [static fn () => 'https://localhost:' . self::$platform->port . '/x'];
        yield 'another scheme' => [static fn () => 'http://127.0.0.1:' . self::$platform->port . '/x'];
        yield 'platform as user name' => [static fn (Platform $other) => self::base() . "@127.0.0.1:$other->port/x"];
        yield 'platform and more digits' => [static fn () => self::base() . '1/x'];
        yield 'platform and more of a name' => [static fn () => self::base() . '.evil.example/x'];
        yield 'no path' => [static fn () => self::base()];
        yield 'path without a host' => [static fn () => '/x'];
        yield 'empty' => [static fn () => ''];
        yield 'null' => [static fn () => null];
        yield 'fragment' => [static fn () => self::base() . '/x#y'];
        yield 'white space' => [static fn () => self::base() . '/x y'];
        yield 'backslash that hides dots' => [static fn () => self::base() . '/x\\..\\y'];
    }

    public function testTheRefusalNamesThePlatform(): void
    {
        $error = Watch::thrown(static fn () => self::call(url: 'https://evil.example/x'));
        self::assertSame('url must begin with ' . self::base() . ', the platform of this client', $error->error_desc);
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
        foreach (['get', 'HEAD', 'PATCH', '', null] as $method) {
            yield 'method ' . json_encode($method) => [['method' => $method], '1002', 'must be GET, POST, PUT or DELETE'];
        }
        yield 'header without a colon' => [['headers' => ['Authorization']], '1007', 'headerParams must be a list of "name: value"'];
        yield 'headers by name' => [['headers' => ['X-One' => '1']], '1007', 'headerParams must be a list of "name: value"'];
        yield 'header that is no text' => [['headers' => [1]], '1007', 'headerParams must be a list of "name: value"'];
        yield 'token with a line break' => [['headers' => ["Authorization:Bearer a\r\nX-Other: b"]], '1007', 'no HTTP header can carry'];
        yield 'query that is text' => [['query' => 'a=b'], '1007', 'queryParams must be an array or null, string given'];
        yield 'body that is no JSON' => [['method' => 'POST', 'body' => NAN], '1007', 'cannot be written as JSON'];
    }

    public function testTheNumberOfArguments(): void
    {
        $call = static fn () => self::client()->invokeAPI10(self::base() . '/x', 'GET', null, null, null, null, null, null, null);
        self::assertStringContainsString('exactly 10 arguments, 9 given', Watch::thrown($call, ArgumentCountError::class)->getMessage());
        $error = Watch::thrown(static fn () => self::client()->invokeAPI(1, 2, 3, 4, 5, 6, 7, 8, 9));
        self::assertSame('7 or 10 arguments are expected, 9 given', $error->error_desc);
    }

    public function testAClientWithoutAPlatform(): void
    {
        $call = static fn () => (new NorthApiClient())->invokeAPI10(self::base() . '/x', 'GET', null, null, null, null, null, null, null, null);
        self::assertSame('1008', Watch::thrown($call)->error_code);
    }

    /** @dataProvider calls */
    #[DataProvider('calls')]
    public function testHeadersAreInNoTrace(callable $call): void
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
        foreach (['invokeAPI', 'invokeAPI10'] as $method) {
            $call = static fn ($client, $url = null, $verb = 'GET', $headers = self::SECRETS) => $client->$method(
                $url ?? self::base() . '/x', $verb, null, null, $headers, null, null, null, null, null,
            );
            yield "$method, refused by the platform" => [$call];
            yield "$method, refused before" => [static fn ($client) => $call($client, null, 'get')];
            yield "$method, another host" => [static fn ($client) => $call($client, 'https://evil.example/x')];
            yield "$method, unusable token" => [static fn ($client) => $call($client, null, 'GET', [self::SECRETS[0] . ' ü'])];
            yield "$method, headers in the answer" => [static function ($client) use ($call): void {
                self::$platform->answerWith('{"error_code":"1","error_desc":"bad sesame-token of sesame-key"}', 400);
                $call($client);
            }];
        }
    }

    public function testTheOriginalsParameters(): void
    {
        self::assertSame(
            ['url', 'method', 'queryParams', 'body', 'headerParams', 'formParams', 'accept', 'contentType', 'authNames', 'returnCls'],
            array_map(
                static fn (\ReflectionParameter $parameter): string => $parameter->getName(),
                (new \ReflectionMethod(NorthApiClient::class, 'invokeAPI10'))->getParameters(),
            ),
        );
    }

    private static function base(): string
    {
        return 'https://127.0.0.1:' . self::$platform->port;
    }

    /** Makes a call that is no operation of the platform, and gets a response from a fault. */
    private static function call(
        mixed $url = 'path of the platform',
        string $path = '/x',
        mixed $method = 'GET',
        mixed $query = null,
        mixed $body = null,
        mixed $headers = null,
        mixed $form = null,
        mixed $accept = null,
    ): mixed {
        self::$platform->answerWith('{"answer":1}');
        $url = $url === 'path of the platform' ? self::base() . $path : $url;
        return self::client()->invokeAPI($url, $method, $query, $body, $headers, $form, $accept, 'application/json', null, 'array');
    }
}
