<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\AuthOutDTO;
use North_PHP_SDK\client\dto\AuthRefreshInDTO;
use North_PHP_SDK\client\dto\AuthRefreshOutDTO;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NotAuthenticatedException;
use North_PHP_SDK\client\WrongCredentialsException;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of login and refresh. */
final class AuthenticationTest extends PlatformTestCase
{
    /** Characters that a form must encode. */
    private const ODD_APP = 'odd+app&x';
    private const ODD_SECRET = 'a&b=c+d%20é?';

    protected static function options(): array
    {
        return ['--app', Platform::APP . ':' . Platform::SECRET, '--app', self::ODD_APP . ':' . self::ODD_SECRET];
    }

    public function testLogin(): void
    {
        $out = self::authentication()->getAuthToken();
        self::assertSame(AuthOutDTO::class, $out::class);
        self::assertSame('bearer', $out->tokenType);
        self::assertSame('default', $out->scope);
        self::assertSame(3600, $out->expiresIn);
        self::assertNotSame('', $out->accessToken);
        self::assertNotSame('', $out->refreshToken);

        $request = self::received();
        self::assertSame(['POST', '/iocm/app/sec/v1.1.0/login'], [$request->method, $request->target]);
        self::assertSame('application/x-www-form-urlencoded', $request->header('content-type'));
        self::assertSame('appId=' . Platform::APP . '&secret=' . Platform::SECRET, $request->body);
        self::assertSame((string) strlen($request->body), $request->header('content-length'));
        self::assertNull($request->header('app_key'));
        self::assertNull($request->header('authorization'));
        self::assertTrue(self::isAccepted($out->accessToken));
    }

    public function testTheLoginFormIsEncoded(): void
    {
        $client = self::client();
        $info = self::clientInfo();
        [$info->appId, $info->secret] = [self::ODD_APP, self::ODD_SECRET];
        $client->clientInfo = $info;
        (new Authentication($client))->getAuthToken();
        $body = self::received()->body;
        self::assertSame('appId=odd%2Bapp%26x&secret=a%26b%3Dc%2Bd%2520%C3%A9%3F', $body);
        parse_str($body, $form);
        self::assertSame(['appId' => self::ODD_APP, 'secret' => self::ODD_SECRET], $form);
    }

    public function testANewLoginEndsTheTokenBeforeIt(): void
    {
        $first = self::authentication()->getAuthToken()->accessToken;
        self::assertTrue(self::isAccepted($first));
        $second = self::authentication()->getAuthToken()->accessToken;
        self::assertFalse(self::isAccepted($first));
        self::assertTrue(self::isAccepted($second));
    }

    public function testATokenEnds(): void
    {
        $login = self::authentication()->getAuthToken();
        self::$platform->advance($login->expiresIn - 1);
        self::assertTrue(self::isAccepted($login->accessToken));
        self::$platform->advance(2);
        self::assertFalse(self::isAccepted($login->accessToken));
    }

    /** @dataProvider refreshes */
    #[DataProvider('refreshes')]
    public function testRefresh(callable $make): void
    {
        $login = self::authentication()->getAuthToken();
        self::$platform->clearRequests();
        $out = self::authentication()->refreshAuthToken($make($login->refreshToken));
        self::assertSame(AuthRefreshOutDTO::class, $out::class);
        self::assertSame(['bearer', 3600, 'default'], [$out->tokenType, $out->expiresIn, $out->scope]);

        $request = self::received();
        self::assertSame(['POST', '/iocm/app/sec/v1.1.0/refreshToken'], [$request->method, $request->target]);
        self::assertSame('application/json', $request->header('content-type'));
        self::assertSame(
            '{"appId":"' . Platform::APP . '","secret":"' . Platform::SECRET . '","refreshToken":"' . $login->refreshToken . '"}',
            $request->body,
        );
        self::assertNull($request->header('app_key'));
        self::assertNull($request->header('authorization'));
        self::assertFalse(self::isAccepted($login->accessToken));
        self::assertTrue(self::isAccepted($out->accessToken));
    }

    /** @return iterable<string, array{callable(string): mixed}> */
    public static function refreshes(): iterable
    {
        $members = static fn (string $token): array =>
            ['refreshToken' => $token, 'secret' => Platform::SECRET, 'appId' => Platform::APP];
        yield 'as a DTO' => [static function (string $token) use ($members) {
            $dto = new AuthRefreshInDTO();
            foreach ($members($token) as $name => $value) {
                $dto->$name = $value;
            }
            return $dto;
        }];
        yield 'as an array' => [$members];
    }

    public function testAWrongSecret(): void
    {
        $client = self::client();
        $info = self::clientInfo();
        $info->secret = 'wrong';
        $client->clientInfo = $info;
        $error = Watch::thrown(static fn () => (new Authentication($client))->getAuthToken());
        self::assertSame(['100208', 401], [$error->error_code, $error->httpStatusCode]);
        self::assertInstanceOf(WrongCredentialsException::class, $error);
    }

    public function testARefreshTokenIsGoodOnce(): void
    {
        $in = ['appId' => Platform::APP, 'secret' => Platform::SECRET];
        $in['refreshToken'] = self::authentication()->getAuthToken()->refreshToken;
        self::authentication()->refreshAuthToken($in);
        $error = Watch::thrown(static fn () => self::authentication()->refreshAuthToken($in));
        self::assertInstanceOf(NotAuthenticatedException::class, $error);
        self::assertSame(401, $error->httpStatusCode);
    }

    public function testABodyThatIsNullIs1007(): void
    {
        $error = Watch::thrown(static fn () => self::authentication()->refreshAuthToken(null));
        self::assertSame('1007', $error->error_code);
        self::assertStringContainsString('arInDTO must not be null', $error->error_desc);
        self::assertNothingReceived();
    }

    /** The platform checks empty values, not the client. */
    public function testAnEmptyDtoIsSentAsAnEmptyObject(): void
    {
        $error = Watch::thrown(static fn () => self::authentication()->refreshAuthToken(new AuthRefreshInDTO()));
        self::assertSame(400, $error->httpStatusCode);
        self::assertSame('{}', self::received()->body);
    }

    private static function authentication(): Authentication
    {
        return new Authentication(self::client());
    }

    private static function isAccepted(string $token): bool
    {
        $error = Watch::thrown(static fn () => (new DeviceUpgrade(self::client()))->queryUpgradeTask('nowhere', $token));
        self::assertContains($error->error_code, ['123009', '1010005']);
        return $error->error_code === '123009';
    }
}
