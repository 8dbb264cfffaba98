<?php

declare(strict_types=1);

namespace Northbound\Tests;

use ArgumentCountError;
use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\dto\SSLConfig;
use North_PHP_SDK\client\invokeapi\Authentication;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\Paginator;
use North_PHP_SDK\client\UpgradeProgress;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use ReflectionFunction;
use ReflectionFunctionAbstract;
use ReflectionMethod;

/** Tests of method names, parameter order and missing types, as the vendor documents them. */
final class SignatureTest extends TestCase
{
    public function testTheGlobalFunction(): void
    {
        $function = new ReflectionFunction('queryUpgradeSubTask');
        self::assertSame('queryUpgradeSubTask', $function->getName());
        self::assertSame('northbound', $function->getExtensionName());
        self::assertSignature(['qustInDTO', 'operationId', 'accessToken'], 3, $function);
    }

    /**
     * @dataProvider methods
     * @param class-string $class
     * @param list<string> $params
     * @param array<string, string> $types of the few parameters that have one
     */
    #[DataProvider('methods')]
    public function testMethods(string $class, string $method, array $params, ?int $required = null, array $types = []): void
    {
        $reflection = new ReflectionMethod($class, $method);
        self::assertSame($method, $reflection->getName());
        self::assertTrue($reflection->isPublic());
        self::assertSignature($params, $required ?? count($params), $reflection, $types);
    }

    /** @return iterable<string, array{class-string, string, list<string>, 3?: int, 4?: array<string, string>}> */
    public static function methods(): iterable
    {
        $methods = [
            [DeviceUpgrade::class, '__construct', ['northApiClient'], 0],
            [DeviceUpgrade::class, '__get', ['name']],
            [DeviceUpgrade::class, '__set', ['name', 'value']],
            [DeviceUpgrade::class, 'queryUpgradePackageList', ['quplInDTO', 'accessToken']],
            [DeviceUpgrade::class, 'queryUpgradePackage', ['fileId', 'accessToken']],
            [DeviceUpgrade::class, 'deleteUpgradePackage', ['fileId', 'accessToken']],
            [DeviceUpgrade::class, 'createSoftwareUpgradeTask', ['cutInDTO', 'accessToken']],
            [DeviceUpgrade::class, 'createFirmwareUpgradeTask', ['cutInDTO', 'accessToken']],
            [DeviceUpgrade::class, 'queryUpgradeTask', ['operationId', 'accessToken']],
            [DeviceUpgrade::class, 'queryUpgradeSubTask', ['qustInDTO', 'operationId', 'accessToken']],
            [DeviceUpgrade::class, 'queryUpgradeTaskList', ['qutlInDTO', 'accessToken']],
            [DeviceUpgrade::class, 'getPackagePaginator', ['quplInDTO', 'accessToken']],
            [DeviceUpgrade::class, 'getSubTaskPaginator', ['qustInDTO', 'operationId', 'accessToken']],
            [DeviceUpgrade::class, 'getTaskPaginator', ['qutlInDTO', 'accessToken']],
            [DeviceUpgrade::class, 'queryUpgradeSubTasks', ['calls', 'accessToken']],
            [Authentication::class, '__construct', ['northApiClient'], 0],
            [Authentication::class, 'getAuthToken', []],
            [Authentication::class, 'refreshAuthToken', ['arInDTO']],
            [NorthApiClient::class, '__construct', []],
            [NorthApiClient::class, '__get', ['name']],
            [NorthApiClient::class, '__set', ['name', 'value']],
            [NorthApiClient::class, 'initSSLConfig', ['sslConfig'], 0],
            [NorthApiClient::class, 'initSSLConfig0', []],
            // As the original declares it, so that an override may, too.
            [NorthApiClient::class, 'initSSLConfig1', ['sslConfig'], 1, ['sslConfig' => SSLConfig::class]],
            [NorthApiClient::class, 'getVersion', []],
            [DefaultNorthApiClient::class, 'getDefaultApiClient', []],
            [DefaultNorthApiClient::class, 'setDefaultApiClient', ['defaultApiClient']],
            [Paginator::class, 'fromArray', ['items'], 1, ['items' => 'array']],
            [UpgradeProgress::class, 'fromArray', ['values'], 1, ['values' => 'array']],
        ];
        foreach ($methods as $row) {
            yield "$row[0]::$row[1]" => $row;
        }
    }

    public function testDeviceUpgradeHasTheVendorsMethodsInTheVendorsOrder(): void
    {
        $names = array_map(
            static fn (ReflectionMethod $method): string => $method->getName(),
            (new \ReflectionClass(DeviceUpgrade::class))->getMethods(),
        );
        self::assertSame([
            '__construct', '__get', '__set',
            'queryUpgradePackageList', 'queryUpgradePackage', 'deleteUpgradePackage',
            'createSoftwareUpgradeTask', 'createFirmwareUpgradeTask',
            'queryUpgradeTask', 'queryUpgradeSubTask', 'queryUpgradeTaskList',
            // And the additional methods.
            'getPackagePaginator', 'getSubTaskPaginator', 'getTaskPaginator', 'queryUpgradeSubTasks',
            'waitUntilUpgradeTaskEnds',
        ], $names);
    }

    public function testStaticMethods(): void
    {
        self::assertTrue((new ReflectionMethod(NorthApiClient::class, 'getVersion'))->isStatic());
        self::assertTrue((new ReflectionMethod(DefaultNorthApiClient::class, 'getDefaultApiClient'))->isStatic());
        self::assertTrue((new ReflectionMethod(DefaultNorthApiClient::class, 'setDefaultApiClient'))->isStatic());
        self::assertTrue((new ReflectionMethod(Paginator::class, 'fromArray'))->isStatic());
        self::assertTrue((new ReflectionMethod(UpgradeProgress::class, 'fromArray'))->isStatic());
        self::assertFalse((new ReflectionMethod(DeviceUpgrade::class, 'queryUpgradeSubTask'))->isStatic());
    }

    /** An empty token is refused with 1009, which proves that each argument has reached its parameter. */
    public function testNamedArgumentsInAnyOrder(): void
    {
        $function = Watch::thrown(static fn () => queryUpgradeSubTask(accessToken: '', qustInDTO: null, operationId: 'a'));
        self::assertSame('1009', $function->error_code);

        $method = Watch::thrown(static fn () => (new DeviceUpgrade())
            ->queryUpgradeSubTask(accessToken: 't', operationId: '', qustInDTO: null));
        self::assertSame('1007', $method->error_code);
        self::assertStringContainsString('operationId', $method->error_desc);
    }

    /**
     * @dataProvider tooFew
     * @param list<mixed> $arguments
     */
    #[DataProvider('tooFew')]
    public function testTooFewArguments(callable $call, array $arguments, string $message): void
    {
        $error = Watch::thrown(static fn () => $call(...$arguments), ArgumentCountError::class);
        self::assertSame($message, $error->getMessage());
    }

    /** @return iterable<string, array{callable, list<mixed>, string}> */
    public static function tooFew(): iterable
    {
        $expected = static fn (string $name, int $given): string =>
            "$name() expects exactly 3 arguments, $given given";
        $method = DeviceUpgrade::class . '::queryUpgradeSubTask';
        yield 'function, none' => ['queryUpgradeSubTask', [], $expected('queryUpgradeSubTask', 0)];
        yield 'function, two' => ['queryUpgradeSubTask', [null, 'a'], $expected('queryUpgradeSubTask', 2)];
        yield 'method, one' => [[new DeviceUpgrade(), 'queryUpgradeSubTask'], [null], $expected($method, 1)];
    }

    public function testALeftOutNamedArgumentIsAnArgumentCountError(): void
    {
        $error = Watch::thrown(static fn () => queryUpgradeSubTask(null, accessToken: 't'), ArgumentCountError::class);
        self::assertStringContainsString('operationId', $error->getMessage());
    }

    public function testSurplusArgumentsAreIgnoredAsInAFunctionWrittenInPhp(): void
    {
        $function = Watch::thrown(static fn () => queryUpgradeSubTask(null, 'a', '', 'surplus', 5));
        self::assertSame('1009', $function->error_code);
        // A debug build of PHP aborts here, because the function of the extension has returned.
        if (!PHP_DEBUG) {
            self::assertSame('V1.5.1', (new NorthApiClient())->getVersion('surplus'));
        }
    }

    /**
     * @param list<string> $params
     * @param array<string, string> $types
     */
    private static function assertSignature(
        array $params,
        int $required,
        ReflectionFunctionAbstract $function,
        array $types = [],
    ): void {
        $names = [];
        foreach ($function->getParameters() as $param) {
            $names[] = $param->getName();
            self::assertSame($types[$param->getName()] ?? '', (string) $param->getType(), "type of {$param->getName()}");
            self::assertFalse($param->isPassedByReference());
            self::assertFalse($param->isVariadic());
            self::assertSame($param->getPosition() >= $required, $param->isOptional(), $param->getName());
        }
        self::assertSame($params, $names);
        self::assertSame($required, $function->getNumberOfRequiredParameters());
        self::assertFalse($function->hasReturnType());
        self::assertFalse($function->isDeprecated());
    }
}
