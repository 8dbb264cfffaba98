<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\AuthRefreshInDTO;
use North_PHP_SDK\client\dto\SSLConfig;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\BatchProcess;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiClient;
use Northbound\Tests\Support\Catalogue;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use Throwable;

/** Tests that tokens, secrets and passwords appear only in requests. */
final class SecretsTest extends PlatformTestCase
{
    private const TOKEN = 'sesame-token';
    private const SECRET = 'sesame-secret';
    private const REFRESH = 'sesame-refresh';
    private const PASSWORD = 'sesame-password';

    /** One attempt: these tests are about the content of an error, not about retries. */
    protected function setUp(): void
    {
        parent::setUp();
        ini_set('northbound.max_attempts', '1');
    }

    /** Traces contain arguments here; otherwise no test below could fail. */
    public function testTracesShowArguments(): void
    {
        $shown = static fn (string $argument): Throwable => new \Exception();
        self::assertStringContainsString('visible-argument', $shown('visible-argument')->getTraceAsString());
    }

    /** @dataProvider failures */
    #[DataProvider('failures')]
    public function testNoSecretInAnException(callable $call): void
    {
        $thrown = Watch::thrown(static fn () => $call(self::guardedClient()), Throwable::class);
        self::assertHidden(self::everythingShown($thrown));
    }

    /** @return iterable<string, array{callable(NorthApiClient): mixed}> */
    public static function failures(): iterable
    {
        $echo = static function (int $status, string $shape): void {
            [$code, $desc] = $shape === 'error' ? ['error_code', 'error_desc'] : ['resultcode', 'resultmsg'];
            self::$platform->answerWith((string) json_encode([
                $code => '1010005',
                $desc => 'bad: ' . self::TOKEN . ' of ' . self::SECRET,
                'more' => [self::TOKEN => [self::SECRET]],
            ]), $status);
        };
        yield 'refused token' => [static fn ($client) => (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', self::TOKEN)];
        yield 'token in the error, 403' => [static function ($client) use ($echo) {
            $echo(403, 'error');
            (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', self::TOKEN);
        }];
        yield 'token in the error, 200' => [static function ($client) use ($echo) {
            $echo(200, 'result');
            (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', self::TOKEN);
        }];
        yield 'token in a page' => [static function ($client) {
            self::$platform->answerWith('<p>Bearer ' . self::TOKEN . '</p>', 502, 'text/html');
            (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', self::TOKEN);
        }];
        yield 'token in a success of the wrong shape' => [static function ($client) {
            self::$platform->answerWith('["' . self::TOKEN . '"]');
            (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', self::TOKEN);
        }];
        yield 'token in a success that is no JSON' => [static function ($client) {
            self::$platform->answerWith('{"a":"' . self::TOKEN);
            (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', self::TOKEN);
        }];
        yield 'refused input' => [static fn ($client) => (new DeviceUpgrade($client))->queryUpgradeSubTask('x', 'a', self::TOKEN)];
        yield 'no operationId' => [static fn ($client) => (new DeviceUpgrade($client))->queryUpgradeSubTask(null, '', self::TOKEN)];
        yield 'token with white space' => [static fn ($client) => (new DeviceUpgrade($client))->queryUpgradeTask('a', self::TOKEN . ' ')];
        yield 'broken connection' => [static function ($client) {
            self::$platform->fault(['kind' => 'reset']);
            (new DeviceUpgrade($client))->deleteUpgradePackage('a', self::TOKEN);
        }];
        yield 'the function' => [static fn () => queryUpgradeSubTask(null, '', self::TOKEN)];
        foreach (['=' => '\u003d', '+' => '\u002B', '/' => '\/', '<' => '\u003c'] as $char => $escape) {
            yield "token that JSON may write with $escape" => [static function ($client) use ($char, $escape) {
                [$token, $hidden] = [self::TOKEN . $char, self::TOKEN . $escape];
                self::$platform->answerWith('{"error_code":"1010005","error_desc":"bad ' . $hidden . '","more":{"' . $hidden . '":["'
                    . str_replace('s', '\u0073', $hidden) . '"]}}', 403);
                (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', $token);
            }];
        }
        yield 'secrets of a refresh that JSON may write with escapes' => [static function ($client) {
            self::$platform->answerWith('{"error_code":"100006","error_desc":"no","more":"'
                . str_replace('-', '\u002d', self::REFRESH . ' ' . self::SECRET) . '"}', 401);
            (new Authentication($client))->refreshAuthToken(self::refresh());
        }];
        yield 'token that JSON writes with escapes' => [static function ($client) {
            $token = self::TOKEN . '/+/';
            self::$platform->answerWith((string) json_encode(['error_code' => '1010005', 'more' => $token]), 403);
            (new DeviceUpgrade($client))->queryUpgradeSubTask(null, 'a', $token);
        }];
        yield 'wrong secret' => [static fn ($client) => (new Authentication($client))->getAuthToken()];
        yield 'secret in the error' => [static function ($client) use ($echo) {
            self::$platform->answerWith('{"error_code":"100208","error_desc":"no ' . self::SECRET . '"}', 401);
            (new Authentication($client))->getAuthToken();
        }];
        yield 'refused refresh' => [static fn ($client) => (new Authentication($client))->refreshAuthToken(self::refresh())];
        yield 'refused refresh, as an array' => [static fn ($client) => (new Authentication($client))->refreshAuthToken(
            ['appId' => 'a', 'secret' => self::SECRET, 'refreshToken' => self::REFRESH],
        )];
        yield 'refresh token in the error' => [static function ($client) {
            self::$platform->answerWith('{"error_code":"100006","error_desc":"no ' . self::REFRESH . ' ' . self::SECRET . '"}', 401);
            (new Authentication($client))->refreshAuthToken(self::refresh());
        }];
        yield 'half of the answer to a login' => [static function ($client) {
            self::$platform->answerWith('{"accessToken":"' . self::TOKEN . '","refreshToken":"' . self::REFRESH);
            (new Authentication($client))->getAuthToken();
        }];
        yield 'answer to a login, with an error status' => [static function ($client) {
            self::$platform->answerWith('{"accessToken":"' . self::TOKEN . '"}', 500);
            (new Authentication($client))->getAuthToken();
        }];
        yield 'half of the answer to a refresh' => [static function ($client) {
            self::$platform->answerWith('{"accessToken":"' . self::TOKEN . '","refreshToken":"' . self::REFRESH);
            (new Authentication($client))->refreshAuthToken(self::refresh());
        }];
        yield 'secret with a space' => [static function () {
            $info = self::clientInfo();
            $info->secret = self::SECRET . ' ';
            $client = new NorthApiClient();
            $client->clientInfo = $info;
        }];
        yield 'wrong password of the key' => [static function ($client) {
            $client->initSSLConfig(self::tls());
        }];
        yield 'wrong password of the key, initSSLConfig1' => [static function ($client) {
            $client->initSSLConfig1(self::tls());
        }];
        yield 'not an SSLConfig' => [static fn ($client) => $client->initSSLConfig(['selfCertPwd' => self::PASSWORD])];
        yield 'not an SSLConfig, initSSLConfig1' => [static fn ($client) => $client->initSSLConfig1(['selfCertPwd' => self::PASSWORD])];
        yield 'not a ClientInfo' => [static function ($client) {
            $client->clientInfo = ['secret' => self::SECRET];
        }];
    }

    public function testNoSecretInTheExceptionOfAnErrorHandler(): void
    {
        $info = self::clientInfo();
        $thrown = Watch::thrownByHandler(static fn () => $info->sekret = self::SECRET);
        self::assertHidden(self::everythingShown($thrown));
        $thrown = Watch::thrownByHandler(static fn () => $info['sekret'] = self::SECRET);
        self::assertHidden(self::everythingShown($thrown));
    }

    /** @dataProvider shown */
    #[DataProvider('shown')]
    public function testNoSecretInADump(callable $make): void
    {
        $object = $make();
        self::assertHidden(self::everythingShown($object));
    }

    /** @return iterable<string, array{callable(): object}> */
    public static function shown(): iterable
    {
        yield 'client' => [static fn () => self::guardedClient()];
        yield 'client with certificates' => [static function () {
            $client = self::guardedClient();
            $tls = self::tls();
            $tls->selfCertPwd = Platform::KEY_PASSWORD;
            $tls->trustCAPwd = self::PASSWORD;
            $client->initSSLConfig($tls);
            return $client;
        }];
        yield 'service' => [static fn () => new DeviceUpgrade(self::guardedClient())];
        yield 'authentication' => [static fn () => new Authentication(self::guardedClient())];
        yield 'ClientInfo' => [static fn () => self::guardedClient()->clientInfo];
        yield 'SSLConfig' => [static fn () => self::tls()];
        yield 'AuthRefreshInDTO' => [static fn () => self::refresh()];
        yield 'answer of a login' => [static function () {
            self::$platform->answerWith('{"accessToken":"' . self::TOKEN . '","refreshToken":"' . self::REFRESH . '"}');
            return (new Authentication(self::guardedClient()))->getAuthToken();
        }];
        yield 'answer of a refresh' => [static function () {
            self::$platform->answerWith('{"accessToken":"' . self::TOKEN . '","refreshToken":"' . self::REFRESH . '"}');
            return (new Authentication(self::guardedClient()))->refreshAuthToken(self::refresh());
        }];
    }

    /** Many loggers write their context as JSON. */
    public function testJsonMasksAtEveryDepth(): void
    {
        $client = self::guardedClient();
        $objects = ['info' => $client->clientInfo, 'tls' => self::tls(), 'in' => self::refresh()];
        foreach ([$objects, ['context' => [$objects]], (object) ['deep' => (object) $objects]] as $value) {
            $json = (string) json_encode($value);
            self::assertHidden($json);
            self::assertSame(4, substr_count($json, '"***"'));
        }
        $page = new \QueryUpgradeSubTaskOutDTO();
        $page->data = [self::refresh()];
        self::assertHidden($page . json_encode($page));
        self::assertSame(
            '{"appId":"' . Platform::APP . '","secret":"***","refreshToken":"***"}',
            json_encode(self::refresh()),
        );
        self::assertSame('{"secret":"***"}', json_encode(Catalogue::create('ClientInfo', ['secret' => ['not', 'text']])));
        self::assertSame('{}', json_encode(Catalogue::create('ClientInfo', ['secret' => null])));
    }

    /** Requests contain the real values, although JSON masks them. */
    public function testOnTheWireSecretsAreAsTheyAre(): void
    {
        $body = '{"appId":"' . Platform::APP . '","secret":"' . self::SECRET . '","refreshToken":"' . self::REFRESH . '"}';
        $client = self::guardedClient();
        $calls = [
            [$body, static fn () => (new Authentication($client))->refreshAuthToken(self::refresh())],
            [$body, static fn () => (new Authentication($client))->refreshAuthToken(get_object_vars(self::refresh()))],
            [$body, static fn () => $client->invokeAPI(null, self::TOKEN, 'POST', '/x', null, self::refresh(), 'array')],
            [$body, static fn () => $client->invokeAPI(self::url(), 'POST', null, self::refresh(), [], null, null, null, null, 'array')],
            ["[$body]", static fn () => $client->invokeAPI(null, self::TOKEN, 'PUT', '/x', null, [self::refresh()], 'array')],
            ["{\"login\":$body}", static fn () => $client->invokeAPI(null, self::TOKEN, 'PUT', '/x', null, ['login' => self::refresh()], 'array')],
            ["{\"param\":{\"login\":$body}}", static fn () => (new BatchProcess($client))->createBatchTask(
                ['param' => (object) ['login' => self::refresh()]],
                self::TOKEN,
            )],
        ];
        foreach ($calls as $at => [$expected, $call]) {
            self::$platform->clearRequests();
            self::$platform->answerWith('{}');
            $call();
            self::assertSame($expected, self::received()->body, "#$at");
        }
    }

    /**
     * A short secret is a word that the platform may use itself.
     *
     * @dataProvider lengths
     */
    #[DataProvider('lengths')]
    public function testAShortSecretIsNotCutOutOfThePlatformsTexts(string $token, bool $masked): void
    {
        $shown = $masked ? '***' : $token;
        self::$platform->answerWith('{"error_code":"1010005","error_desc":"Invalid ' . $token . '.","' . $token . '":["' . $token . '"]}', 403);
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', $token));
        self::assertSame("Invalid $shown.", $error->error_desc);
        self::assertSame(['error_code' => '1010005', 'error_desc' => "Invalid $shown.", $shown => [$shown]], $error->httpMessage);
        self::assertSame("queryUpgradeTask: 1010005 Invalid $shown. (HTTP 403 Forbidden)", $error->getMessage());

        $client = self::client();
        $client->clientInfo->secret = $token;
        self::$platform->answerWith('{"error_code":"100208","error_desc":"' . $token . ' is not right."}', 401);
        $error = Watch::thrown(static fn () => (new Authentication($client))->getAuthToken());
        self::assertSame("$shown is not right.", $error->error_desc);

        self::$platform->answerWith('<p>no ' . $token . '</p>', 400, 'text/html');
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', $token));
        self::assertSame("<p>no $shown</p>", $error->httpMessage);
    }

    /** @return iterable<string, array{string, bool}> */
    public static function lengths(): iterable
    {
        yield 'a letter' => ['t', false];
        yield 'a word' => ['token', false];
        yield 'seven characters' => ['1234567', false];
        yield 'eight characters' => ['12345678', true];
        yield 'a word of eight' => ['password', true];
    }

    public function testAShortWordStaysInTheWordsOfTheDocuments(): void
    {
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', 'token'));
        self::assertSame(['1010005', 'Invalid access token or appId.'], [$error->error_code, $error->error_desc]);
    }

    /** A body in which an escape hides a secret keeps all other values. */
    public function testTheRestOfABodyWithEscapesStays(): void
    {
        $rest = '"i":1,"f":1.5,"big":12345678901234567,"n":null,"u":"\u00fc","s":"a\/b","o":{"z":1,"a":[]}';
        self::$platform->answerWith('{"error_code":"1","error_desc":"no","x":"' . self::TOKEN . '\u003d",' . $rest . '}', 400);
        $error = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', self::TOKEN . '='));
        $expected = ['error_code' => '1', 'error_desc' => 'no', 'x' => '***'] + json_decode("{{$rest}}", true);
        self::assertEquals($expected, $error->httpMessage);
    }

    public function testMaskedValuesAreStillThere(): void
    {
        $client = self::guardedClient();
        self::assertSame(self::SECRET, $client->clientInfo->secret);
        self::assertSame(self::PASSWORD, self::tls()->selfCertPwd);
        self::assertStringContainsString('secret=***', (string) $client->clientInfo);
        self::assertStringContainsString('[secret] => ***', print_r($client, true));
    }

    public function testWhatIsNotSetIsNotMasked(): void
    {
        self::assertStringContainsString('secret=]', (string) new \North_PHP_SDK\client\dto\ClientInfo());
        self::assertStringContainsString("[secret] => \n", print_r(new \North_PHP_SDK\client\dto\ClientInfo(), true));
    }

    public function testPhpInfoMasks(): void
    {
        $ini = ['northbound.secret' => self::SECRET, 'northbound.client_key_password' => self::PASSWORD];
        $flags = Php::flags($ini + ['northbound.app_id' => 'my-app']);
        foreach (['ri' => [...$flags, '--ri', 'northbound'], 'phpinfo' => [...$flags, '-r', 'phpinfo();']] as $arguments) {
            $php = Php::start($arguments);
            self::assertSame(0, $php->status);
            self::assertStringContainsString('northbound.secret => ***', $php->output);
            self::assertStringContainsString('northbound.client_key_password => ***', $php->output);
            self::assertStringContainsString('northbound.app_id => my-app', $php->output);
            self::assertHidden($php->output . $php->errors);
        }
        $unset = Php::start([...Php::flags(), '--ri', 'northbound'])->output;
        self::assertStringContainsString('northbound.secret => no value', $unset);
    }

    public function testNoSecretInADumpOfAnException(): void
    {
        $php = Php::run(
            "ini_set('zend.exception_ignore_args', '0');"
            . "try { (fn () => queryUpgradeSubTask(null, '', implode(['sesame', '-', 'token'])))(); }"
            . 'catch (Exception $e) { print_r($e); var_dump($e); var_export($e); echo $e; }',
        );
        self::assertStringContainsString('SensitiveParameterValue', $php->output);
        self::assertSame([0, ''], [$php->status, $php->errors]);
        self::assertHidden($php->output);
    }

    /** The fatal error of a script shows the exception with its trace. */
    public function testNoSecretInAFatalError(): void
    {
        $php = Php::run(
            "ini_set('zend.exception_ignore_args', '0'); ini_set('zend.exception_string_param_max_len', '1000');"
            . "queryUpgradeSubTask(null, '', '" . self::TOKEN . "');",
        );
        self::assertSame(255, $php->status);
        self::assertStringContainsString('error_code=1007', $php->errors);
        self::assertHidden($php->output . $php->errors);
    }

    /** Creates a client with a wrong secret, which would be visible in an output. */
    private static function guardedClient(): NorthApiClient
    {
        $client = self::client();
        $info = self::clientInfo();
        $info->secret = self::SECRET;
        $client->clientInfo = $info;
        return $client;
    }

    private static function url(): string
    {
        return 'https://' . Platform::HOST . ':' . self::$platform->port . '/x';
    }

    private static function tls(): SSLConfig
    {
        $tls = new SSLConfig();
        $tls->selfCertPath = self::$platform->cert('client.pem');
        $tls->trustCAPath = self::$platform->cert('client-encrypted.key');
        $tls->selfCertPwd = self::PASSWORD;
        return $tls;
    }

    private static function refresh(): AuthRefreshInDTO
    {
        $dto = new AuthRefreshInDTO();
        $dto->appId = Platform::APP;
        $dto->secret = self::SECRET;
        $dto->refreshToken = self::REFRESH;
        return $dto;
    }

    private static function everythingShown(object $object): string
    {
        if ($object instanceof Throwable) {
            // The frames above the call belong to PHPUnit: a dump of the whole trace would show all of its objects.
            return implode("\n", [
                $object, $object->getMessage(), $object->getTraceAsString(),
                print_r(get_object_vars($object), true), print_r($object->getTrace()[0], true),
            ]);
        }
        ob_start();
        var_dump($object);
        $json = json_encode(['context' => $object]);
        return ob_get_clean() . print_r($object, true) . $json . ($object instanceof \Stringable ? $object : '');
    }

    private static function assertHidden(string $shown): void
    {
        foreach ([self::TOKEN, self::SECRET, self::REFRESH, self::PASSWORD, '"' . Platform::KEY_PASSWORD . '"'] as $secret) {
            $at = strpos($shown, $secret);
            self::assertFalse($at, "$secret: …" . substr($shown, max(0, (int) $at - 200), 300));
        }
    }
}
