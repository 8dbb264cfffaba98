<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Catalogue;
use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** Each method of the original can be overridden with the parameters that the original declares. */
final class OverridesTest extends TestCase
{
    private const SSL_CONFIG = '\North_PHP_SDK\client\dto\SSLConfig';

    public function testMethodsAreOverriddenAsTheOriginalDeclaresThem(): void
    {
        $code = '';
        $count = 0;
        foreach (self::declarations() as $class => $methods) {
            foreach ($methods as $method) {
                $code .= "class Mine$count extends North_PHP_SDK\\$class { $method {} }\n";
                ++$count;
            }
        }
        self::assertGreaterThan(1_000, $count);
        $folder = new Folder();
        $file = $folder->file('classes.php', "<?php\n{$code}echo json_encode('declared');");
        self::assertSame('declared', Php::start([...Php::flags(), $file])->json());
    }

    /** @return iterable<string, list<string>> class => methods */
    private static function declarations(): iterable
    {
        foreach (require __DIR__ . '/data/operations.php' as $class => $operations) {
            $methods = [
                'public function __construct()', 'function __construct0()', 'function __construct1($northApiClient)',
                'public function __get($name)', 'public function __set($name, $value)', 'function __call($name, $args)',
            ];
            foreach ($operations as $method => [, , $params]) {
                $methods[] = "public function $method(" . implode(', ', array_map(static fn ($name) => "\$$name", array_keys($params))) . ')';
            }
            yield "client\\invokeapi\\$class" => $methods;
        }
        yield 'client\NorthApiClient' => [
            'public function __construct()', 'public function __get($name)', 'public function __set($name, $value)',
            'function __call($name, $args)', 'public static function setTimerFlag($timerFlag)', 'public static function isTimerFlag()',
            'public function initSSLConfig0()', 'public function initSSLConfig1(' . self::SSL_CONFIG . ' $sslc)',
            'public function initSSLConfig1($sslc)',
            'public function invokeAPI7($appId, $accessToken, $httpMethod, $url_postfix, $queryParams, $inputBodyDto, $returnType)',
            'public function invokeAPI10($url, $method, $queryParams, $body, $headerParams, $formParams, $accept, $contentType,'
                . ' $authNames, $returnCls)',
            'public function getAPIResponse($url, $method, $queryParams, $body, $headerParams, $formParams, $accept, $contentType,'
                . ' $authNames)',
            // The original finds these two by the number of arguments, so that it declares neither.
            'public function initSSLConfig($sslConfig = null)', 'public function initSSLConfig(...$arguments)',
            'public function invokeAPI(...$arguments)',
        ];
        yield 'client\DefaultNorthApiClient' => [
            'public static function getDefaultApiClient()', 'public static function setDefaultApiClient($defaultApiClient)',
        ];
        yield 'client\NorthApiException' => [
            'public function __construct()', 'public function __get($name)', 'public function __set($name, $value)',
        ];
        yield 'utils\JsonUtil' => ['public static function jsonString2SimpleObj($json, $className)'];
        yield 'utils\PropertyUtil' => ['public static function getProperty($name)'];
        foreach (Catalogue::names() as $name) {
            yield "client\\dto\\$name" => [
                'public function __get($name)', 'public function __set($name, $value)', 'public function jsonSerialize()',
                'public function offsetSet($offset, $value)', 'public function offsetExists($var)',
                'public function offsetUnset($var)', 'public function offsetGet($var)',
            ];
        }
    }

    /**
     * These are methods here, and none in the original, or have other parameters there.
     *
     * @dataProvider fatal
     */
    #[DataProvider('fatal')]
    public function testTheFewThatNeedOurParameters(string $class, string $method, string $error): void
    {
        $php = Php::run("class Mine extends North_PHP_SDK\\$class { $method {} } echo 'declared';");
        self::assertSame(['', 255], [$php->output, $php->status]);
        self::assertStringContainsString($error, $php->errors);
    }

    /** @return iterable<string, array{string, string, string}> */
    public static function fatal(): iterable
    {
        $client = 'client\NorthApiClient';
        yield 'getVersion' => [$client, 'public function getVersion()', 'Cannot make static method North_PHP_SDK\client\NorthApiClient::getVersion() non static'];
        yield 'initSSLConfig without a parameter' => [$client, 'public function initSSLConfig()', 'must be compatible with'];
        yield 'initSSLConfig with a mandatory parameter' => [$client, 'public function initSSLConfig($sslConfig)', 'must be compatible with'];
        yield 'invokeAPI without parameters' => [$client, 'public function invokeAPI()', 'must be compatible with'];
        yield 'invokeAPI with seven' => [$client, 'public function invokeAPI($a, $b, $c, $d, $e, $f, $g)', 'must be compatible with'];
        yield 'subDeviceData with two' => [
            'client\invokeapi\SubscriptionManagement', 'public function subDeviceData($smdInDTO, $accessToken)', 'must be compatible with',
        ];
        yield 'refreshAuthToken with its type' => [
            'client\invokeapi\Authentication',
            'public function refreshAuthToken(\North_PHP_SDK\client\dto\AuthRefreshInDTO $arInDTO)',
            'must be compatible with',
        ];
        yield 'PropertyUtil::init' => ['utils\PropertyUtil', 'public static function init()', 'must be compatible with'];
    }
}
