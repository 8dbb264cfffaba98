<?php

declare(strict_types=1);

namespace Northbound\Tests;

use DomainException;
use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\dto\ClientInfo;
use North_PHP_SDK\client\dto\QueryUpgradeTaskOutDTO;
use North_PHP_SDK\client\dto\RuleDTO;
use North_PHP_SDK\client\dto\SSLConfig;
use North_PHP_SDK\client\dto\UpdateRuleStatusInDTO;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\invokeapi\RuleEngine;
use North_PHP_SDK\client\invokeapi\SubscriptionManagement;
use North_PHP_SDK\client\NorthApiClient;
use Northbound\Tests\Support\Catalogue;
use Northbound\Tests\Support\Operations;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Received;
use Northbound\Tests\Support\Sample;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\TestWith;

/**
 * Subclasses and test doubles of the client. A class that overrides `invokeAPI`, `invokeAPI7` or `invokeAPI10`
 * gets the calls of the services, as in the original, and the network is not used.
 */
final class ClientSubclassTest extends PlatformTestCase
{
    /** @return iterable<string, array{string, string, string, string, array<string, string>, ?string}> */
    public static function operations(): iterable
    {
        foreach (require __DIR__ . '/data/operations.php' as $class => $methods) {
            foreach ($methods as $method => $row) {
                if ($class !== 'Authentication') {
                    yield "$class::$method" => [$class, $method, ...$row];
                }
            }
        }
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testInvokeApi7GetsTheArgumentsOfTheOriginal(
        string $class,
        string $method,
        string $verb,
        string $path,
        array $params,
        ?string $response,
    ): void {
        foreach ([self::double7(), self::doubleOfAny()] as $client) {
            $arguments = self::arguments($params);
            $isList = str_starts_with((string) $response, '[');
            $client->result = $isList ? [] : 'of the double';
            $result = self::service($class, $client)->$method(...$arguments);
            // Those without a response return nothing in the original.
            self::assertContains($result, $response === null ? [null, $client->result] : [$client->result]);
            [$query, $body] = [null, null];
            foreach ($params as $name => $place) {
                [$kind, $dto] = explode(' ', "$place ");
                $values = $dto === '' ? [$name => $arguments[$name]] : Sample::values($dto);
                if ($kind === 'path') {
                    foreach ($values as $id => $value) {
                        $path = str_replace("{{$id}}", rawurlencode((string) $value), $path);
                    }
                    $body = $dto === '' ? $body : '{}';
                } elseif ($kind === 'body') {
                    $body = $arguments[$name];
                } elseif ($kind === 'query' && $name !== 'appId') {
                    $query = ($query ?? []) + $values;
                }
            }
            // The one list of the original, whose items the service makes.
            $returns = $response === null ? null : ($isList ? 'array' : Catalogue::className($response));
            self::assertSame(
                [[$arguments['appId'] ?? null, 'my-token', $verb, $path, $query, $body, $returns]],
                $client->calls,
            );
        }
        self::assertNothingReceived();
    }

    /** A double returns a list of arrays, and the service makes the objects. */
    public function testTheItemsOfRulesAreMadeByTheService(): void
    {
        foreach ([self::double7(), self::doubleOfAny()] as $client) {
            $client->result = [['ruleId' => 'r1', 'name' => 'burst'], ['ruleId' => 'r2']];
            $rules = (new RuleEngine($client))->queryRules(null, 'my-token');
            self::assertSame([RuleDTO::class, RuleDTO::class], array_map(get_class(...), $rules));
            self::assertSame(['burst', null], [$rules[0]->name, $rules[1]->name]);
        }
    }

    public function testInvokeApi10GetsUrlAndHeaders(): void
    {
        $client = self::double10();
        $client->clientInfo = self::clientInfo();
        $base = 'https://127.0.0.1:' . self::$platform->port;
        $headers = ['app_key:' . Platform::APP, 'Authorization:Bearer my-token'];
        $upgrade = new DeviceUpgrade($client);
        self::assertSame('of the double', $upgrade->queryUpgradeTaskList(['pageNo' => 1, 'pageSize' => null], 'my-token'));
        $upgrade->createFirmwareUpgradeTask(['fileId' => 'f1', 'targets' => ['devices' => ['d1']]], 'my-token');
        $upgrade->deleteUpgradePackage('p 1', 'my-token');
        $tasks = '/iodm/northbound/v1.5.0/operations';
        self::assertSame([
            ["$base$tasks", 'GET', ['pageNo' => 1], null, $headers, null, null, 'application/json', null,
                Catalogue::className('QueryUpgradeTaskListOutDTO')],
            ["$base$tasks/firmwareUpgrade", 'POST', null, ['fileId' => 'f1', 'targets' => ['devices' => ['d1']]], $headers, null, null,
                'application/json', null, Catalogue::className('CreateUpgradeTaskOutDTO')],
            ["$base/iodm/northbound/v1.5.0/category/p%201", 'DELETE', null, null, $headers, null, null, 'application/json', null, null],
        ], $client->calls);
        self::assertNothingReceived();
    }

    /** The original sends both by URL, without a token. */
    public function testLoginAndRefreshGoByUrl(): void
    {
        $refresh = ['appId' => Platform::APP, 'secret' => 'old-secret', 'refreshToken' => 'old-token'];
        foreach ([self::double10(), self::doubleOfAny()] as $client) {
            $client->clientInfo = self::clientInfo();
            $authentication = new Authentication($client);
            self::assertSame('of the double', $authentication->getAuthToken());
            self::assertSame('of the double', $authentication->refreshAuthToken(Catalogue::create('AuthRefreshInDTO', $refresh)));
            $base = 'https://127.0.0.1:' . self::$platform->port . '/iocm/app/sec/v1.1.0';
            self::assertSame([
                ["$base/login", 'POST', null, null, null, 'appId=' . Platform::APP . '&secret=' . Platform::SECRET, null, null, null,
                    Catalogue::className('AuthOutDTO')],
                ["$base/refreshToken", 'POST', null, $refresh, null, null, null, 'application/json', null,
                    Catalogue::className('AuthRefreshOutDTO')],
            ], $client->calls);
        }
        self::assertNothingReceived();
    }

    /** An override that calls its parent, such as that of a client that logs, sends the same requests as the client. */
    public function testAnOverrideMayCallItsParent(): void
    {
        foreach (Operations::all(self::token()) as [$class, $method, $arguments, $response]) {
            $sent = [];
            foreach ([self::client(), ...self::callingTheirParents()] as $client) {
                self::$platform->clearRequests();
                self::$platform->answerWith(Operations::answer($response), $response === null ? 204 : 200);
                $result = (new $class($client))->$method(...$arguments);
                $sent[] = [array_map(self::described(...), self::$platform->requests()), json_encode($result)];
            }
            foreach ($sent as $one) {
                self::assertSame($sent[0], $one, "$class::$method");
            }
        }
    }

    /** @dataProvider results */
    #[DataProvider('results')]
    public function testWhatItReturnsIsTheResult(mixed $result): void
    {
        foreach ([self::double7(), self::doubleOfAny()] as $client) {
            $client->result = $result;
            self::assertSame($result, (new DeviceUpgrade($client))->queryUpgradeTask('o1', 'my-token'));
        }
    }

    /** @return iterable<string, array{mixed}> */
    public static function results(): iterable
    {
        yield 'null' => [null];
        yield 'array' => [['a' => 1]];
        yield 'DTO' => [new QueryUpgradeTaskOutDTO()];
        yield 'text' => ['text'];
    }

    public function testWhatItThrowsIsThrown(): void
    {
        $client = new class () extends NorthApiClient {
            public function invokeAPI7($appId, $accessToken, $httpMethod, $url_postfix, $queryParams, $inputBodyDto, $returnType)
            {
                throw new DomainException('mine');
            }
        };
        $call = static fn () => (new DeviceUpgrade($client))->queryUpgradeTask('o1', 'my-token');
        self::assertSame('mine', Watch::thrown($call, DomainException::class)->getMessage());
    }

    /** By the number of its arguments, as the services call it. */
    public function testInvokeApiItselfReachesTheOverrides(): void
    {
        [$by7, $by10] = [self::double7(), self::double10()];
        $arguments = [null, 'my-token', 'GET', '/x', ['a' => 1], null, 'array'];
        self::assertSame('of the double', $by7->invokeAPI(...$arguments));
        self::assertSame([$arguments], $by7->calls);
        $arguments = ['https://other.example/x', 'GET', null, null, [], null, null, null, null, 'array'];
        self::assertSame('of the double', $by10->invokeAPI(...$arguments));
        self::assertSame([$arguments], $by10->calls);
        self::assertNothingReceived();
    }

    /** `invokeAPI7` of the parent calls `invokeAPI10` of the subclass. */
    public function testOneOverrideCallsTheOther(): void
    {
        $client = new class () extends NorthApiClient {
            /** @var list<string> */
            public array $called = [];

            public function invokeAPI7($appId, $accessToken, $httpMethod, $url_postfix, $queryParams, $inputBodyDto, $returnType)
            {
                $this->called[] = $url_postfix;
                return parent::invokeAPI7($appId, $accessToken, $httpMethod, $url_postfix, $queryParams, $inputBodyDto, $returnType);
            }

            public function invokeAPI10(
                $url, $method, $queryParams, $body, $headerParams, $formParams, $accept, $contentType, $authNames, $returnCls
            ) {
                $this->called[] = $url;
                return 'of the double';
            }
        };
        $client->clientInfo = self::clientInfo();
        self::assertSame('of the double', (new DeviceUpgrade($client))->queryUpgradeTask('o1', 'my-token'));
        $path = '/iodm/northbound/v1.5.0/operations/o1';
        self::assertSame([$path, 'https://127.0.0.1:' . self::$platform->port . $path], $client->called);
        self::assertNothingReceived();
    }

    public function testASubclassWithoutAnOverrideUsesTheNetwork(): void
    {
        $client = new class () extends NorthApiClient {
            public $note = 'mine';

            public function getSomething(): string
            {
                return 'else';
            }
        };
        $client->clientInfo = self::clientInfo();
        $tls = new SSLConfig();
        $tls->trustCAPath = self::$platform->cert('ca.pem');
        $client->initSSLConfig($tls);
        self::assertSame(1, (new DeviceUpgrade($client))->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->totalCount);
    }

    /** The original's double has none of these, and the arguments are checked by what it overrides. */
    public function testADoubleNeedsNeitherAccountNorCertificate(): void
    {
        $client = self::double7();
        self::assertNull($client->clientInfo);
        self::assertSame('of the double', (new DeviceUpgrade($client))->queryUpgradeTask('o1', 'my-token'));
        DefaultNorthApiClient::setDefaultApiClient($client);
        self::assertSame('of the double', queryUpgradeSubTask(null, 'o1', 'my-token'));
        self::assertSame('of the double', (new DeviceUpgrade())->queryUpgradeTask('o1', 'my-token'));
        self::assertCount(3, $client->calls);
    }

    /** Yii's `createObject()` and other containers set properties. */
    public function testAServiceTakesItsClientByProperty(): void
    {
        $service = new DeviceUpgrade();
        $service->northApiClient = $client = self::double7();
        self::assertSame($client, $service->northApiClient);
        self::assertSame('of the double', $service->queryUpgradeTask('o1', 'my-token'));
        $service->northApiClient = self::client();
        self::assertSame(1, $service->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->totalCount);

        $subclass = new class () extends DeviceUpgrade {
            public function __construct()
            {
            }

            public function use(NorthApiClient $client): static
            {
                $this->northApiClient = $client;
                return $this;
            }
        };
        self::assertSame('of the double', $subclass->use($client)->queryUpgradeTask('o1', 'my-token'));
        foreach (array_keys(require __DIR__ . '/data/operations.php') as $class) {
            $service = self::service($class, self::client());
            $service->northApiClient = $client;
            self::assertSame($client, $service->northApiClient, $class);
        }
    }

    /** `null` is the default client, as without an argument. */
    public function testTheClientOfAServiceCanBeTakenAway(): void
    {
        DefaultNorthApiClient::setDefaultApiClient(self::double7());
        $service = new DeviceUpgrade(self::client());
        $service->northApiClient = null;
        self::assertSame('of the double', $service->queryUpgradeTask('o1', 'my-token'));
    }

    public function testAServiceHasNoOtherProperty(): void
    {
        $service = new DeviceUpgrade($client = self::double7());
        foreach (['log', 'clientService', 'northapiclient'] as $name) {
            $errors = Watch::errors(static fn () => $service->$name = new \stdClass());
            self::assertSame(['E_DEPRECATED: ' . DeviceUpgrade::class . " has no property \"$name\"; it is ignored"], $errors);
            self::assertNull($service->$name);
        }
        self::assertSame($client, $service->northApiClient);
    }

    public function testTheClientOfAServiceIsAClient(): void
    {
        $service = new DeviceUpgrade($client = self::double7());
        foreach ([new ClientInfo(), new \stdClass(), 'client', []] as $value) {
            $error = Watch::thrown(static fn () => $service->northApiClient = $value, \TypeError::class);
            self::assertStringContainsString('northApiClient must be a ' . NorthApiClient::class, $error->getMessage());
        }
        self::assertSame($client, $service->northApiClient);
    }

    /** The name of an anonymous class has a NUL, and then its file. */
    public function testAnAnonymousSubclassIsNamedAsInPhpsOwnMessages(): void
    {
        $service = new class (self::double7()) extends DeviceUpgrade {};
        $error = Watch::thrown(static fn () => $service->northApiClient = 'client', \TypeError::class);
        self::assertStringStartsWith(DeviceUpgrade::class . '@anonymous::__set', $error->getMessage());
        $errors = Watch::errors(static fn () => $service->log = null);
        self::assertSame(['E_DEPRECATED: ' . DeviceUpgrade::class . '@anonymous has no property "log"; it is ignored'], $errors);
    }

    public function testTheServicesCheckTheirArgumentsBeforeTheOverride(): void
    {
        $upgrade = new DeviceUpgrade($client = self::double7());
        $calls = [
            '1009' => static fn () => $upgrade->queryUpgradeTask('o1', null),
            '1007' => static fn () => $upgrade->createFirmwareUpgradeTask(null, 'my-token'),
        ];
        foreach ($calls as $code => $call) {
            self::assertSame((string) $code, Watch::thrown($call)->error_code);
        }
        self::assertSame([], $client->calls);
    }

    /** These are methods here, so that PHP does not call `__call`. It receives the other names. */
    public function testTheCallsOfTheServicesDoNotReachMagicCall(): void
    {
        $client = new class () extends NorthApiClient {
            public function __call($name, $args)
            {
                return "$name by __call";
            }
        };
        $client->clientInfo = self::clientInfo();
        $client->clientInfo->platformPort = self::$platform->plainPort();
        foreach ([static fn () => (new DeviceUpgrade($client))->queryUpgradeTask('o1', 'my-token'),
            static fn () => $client->invokeAPI(null, 'my-token', 'GET', '/x', null, null, null)] as $call) {
            self::assertSame('1011', Watch::thrown($call)->error_code, 'the port does not speak TLS');
        }
        self::assertNull($client->initSSLConfig());
        self::assertSame('getAPIResponse by __call', $client->getAPIResponse('url'));
    }

    /**
     * The original's `initSSLConfig()` calls the one or the other, by the number of its arguments.
     *
     * @testWith [true]
     *           [false]
     */
    #[TestWith([true])]
    #[TestWith([false])]
    public function testInitSslConfigWithTheTypeOfTheOriginal(bool $direct): void
    {
        $client = new class () extends NorthApiClient {
            /** @var list<mixed> */
            public array $given = [];

            public function initSSLConfig0()
            {
                $this->given[] = 'none';
                parent::initSSLConfig0();
            }

            public function initSSLConfig1(SSLConfig $sslc)
            {
                $this->given[] = $sslc;
                parent::initSSLConfig1($sslc);
            }
        };
        $client->clientInfo = self::clientInfo();
        $tls = new SSLConfig();
        $tls->trustCAPath = self::$platform->cert('ca.pem');
        if ($direct) {
            $client->initSSLConfig0();
            $client->initSSLConfig1($tls);
        } else {
            $client->initSSLConfig();
            $client->initSSLConfig($tls);
        }
        self::assertSame(['none', $tls], $client->given);
        self::assertSame(1, (new DeviceUpgrade($client))->queryUpgradeSubTask(null, self::$platform->task(1), self::token())->totalCount);
    }

    /** As the original's, which finds them by the number of arguments. */
    public function testSubDeviceDataReachesItsOverrides(): void
    {
        $service = new class (self::double7()) extends SubscriptionManagement {
            public function subDeviceData2($smdInDTO, $accessToken)
            {
                return 'two';
            }

            public function subDeviceData3($sddInDTO, $ownerFlag, $accessToken)
            {
                return 'three';
            }
        };
        self::assertSame(
            ['two', 'three'],
            [$service->subDeviceData(['notifyType' => 'x'], 'my-token'), $service->subDeviceData(['notifyType' => 'x'], null, 'my-token')],
        );
    }

    /** @return NorthApiClient with the calls in `$calls` */
    private static function double7(): NorthApiClient
    {
        return new class () extends NorthApiClient {
            /** @var list<list<mixed>> */
            public array $calls = [];
            public mixed $result = 'of the double';

            public function invokeAPI7($appId, $accessToken, $httpMethod, $url_postfix, $queryParams, $inputBodyDto, $returnType)
            {
                $this->calls[] = func_get_args();
                return $this->result;
            }
        };
    }

    /** @return NorthApiClient with the calls in `$calls` */
    private static function double10(): NorthApiClient
    {
        return new class () extends NorthApiClient {
            /** @var list<list<mixed>> */
            public array $calls = [];
            public mixed $result = 'of the double';

            public function invokeAPI10(
                $url, $method, $queryParams, $body, $headerParams, $formParams, $accept, $contentType, $authNames, $returnCls
            ) {
                $this->calls[] = func_get_args();
                return $this->result;
            }
        };
    }

    /** @return NorthApiClient with the calls in `$calls` */
    private static function doubleOfAny(): NorthApiClient
    {
        return new class () extends NorthApiClient {
            /** @var list<list<mixed>> */
            public array $calls = [];
            public mixed $result = 'of the double';

            public function invokeAPI(...$arguments)
            {
                $this->calls[] = $arguments;
                return $this->result;
            }
        };
    }

    /** @return list<NorthApiClient> one for each override */
    private static function callingTheirParents(): array
    {
        $clients = [
            new class () extends NorthApiClient {
                public function invokeAPI7($appId, $accessToken, $httpMethod, $url_postfix, $queryParams, $inputBodyDto, $returnType)
                {
                    return parent::invokeAPI7(...func_get_args());
                }
            },
            new class () extends NorthApiClient {
                public function invokeAPI10(
                    $url, $method, $queryParams, $body, $headerParams, $formParams, $accept, $contentType, $authNames, $returnCls
                ) {
                    return parent::invokeAPI10(...func_get_args());
                }
            },
            new class () extends NorthApiClient {
                public function invokeAPI(...$arguments)
                {
                    return parent::invokeAPI(...$arguments);
                }
            },
        ];
        $tls = new SSLConfig();
        $tls->trustCAPath = self::$platform->cert('ca.pem');
        foreach ($clients as $client) {
            $client->clientInfo = self::clientInfo();
            $client->initSSLConfig($tls);
        }
        return $clients;
    }

    /** @return list<mixed> all of a request but the connection, which no subclass chooses */
    private static function described(Received $request): array
    {
        $headers = array_map(
            static fn (string $name): string => "$name: " . $request->header($name),
            array_diff($request->headerNames(), ['host']),
        );
        sort($headers);
        return [$request->method, $request->target, $request->body, $headers];
    }

    private static function service(string $class, NorthApiClient $client): object
    {
        $class = 'North_PHP_SDK\\client\\invokeapi\\' . $class;
        return new $class($client);
    }

    /**
     * @param array<string, string> $params
     * @return array<string, mixed> typical arguments by name
     */
    private static function arguments(array $params): array
    {
        $arguments = [];
        foreach ($params as $name => $place) {
            [$kind, $dto] = explode(' ', "$place ");
            $arguments[$name] = match (true) {
                $kind === 'token' => 'my-token',
                $dto !== '' => Sample::dto($dto),
                default => "a $name",
            };
        }
        return $arguments;
    }
}
