<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\constant\ExceptionEnum;
use Northbound\Tests\Support\Php;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use ReflectionClass;

/** Differences that an application meets when it moves to the extension. */
final class MigrationTest extends TestCase
{
    public function testTheTextsOfTheClientsErrorsAreOurOwn(): void
    {
        try {
            queryUpgradeSubTask(null, 'a', '');
            self::fail('there is no token');
        } catch (NorthApiException $e) {
            self::assertSame('1009', $e->error_code);
            self::assertStringContainsString('accessToken', $e->error_desc);
        }
        $texts = array_map('current', (new ReflectionClass(ExceptionEnum::class))->getConstants());
        unset($texts['CLIENT_EXC_END']);
        foreach ($texts as $text) {
            self::assertMatchesRegularExpression('/^[\w ;,]{5,60}$/', $text);
        }
    }

    public function testThereIsNoGetApiResponse(): void
    {
        self::assertFalse(method_exists(NorthApiClient::class, 'getAPIResponse'));
        self::assertSame('mine', Php::run(
            'class Mine extends North_PHP_SDK\client\NorthApiClient {'
            . '    function invokeAPI10($url, $method, $query, $body, $headers, $form, $accept, $type, $auth, $class) { return "mine"; }'
            . '}'
            . 'echo json_encode((new Mine())->invokeAPI10(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));',
        )->json());
    }

    /** @dataProvider declarations */
    #[DataProvider('declarations')]
    public function testAFieldThatIsDeclaredAgainMustBePublic(string $parent, string $field, string $error): void
    {
        $php = Php::run("class Mine extends North_PHP_SDK\\client\\$parent { $field; } echo 'declared';");
        self::assertSame($error === '' ? ['declared', 0] : ['', 255], [$php->output, $php->status]);
        self::assertMatchesRegularExpression("/$error/", $php->errors);
    }

    /** @return iterable<string, array{string, string, string}> */
    public static function declarations(): iterable
    {
        yield 'public' => ['dto\ClientInfo', 'public $appId = "mine"', ''];
        yield 'private' => ['dto\ClientInfo', 'private $appId', 'Access level to Mine::\$appId must be public'];
        yield 'protected' => ['dto\ClientInfo', 'protected $appId', 'Access level to Mine::\$appId must be public'];
        yield 'with a type' => ['dto\ClientInfo', 'public ?string $appId', 'Type of Mine::\$appId must (not be defined|be omitted)'];
        yield 'an exception' => ['NorthApiException', 'private $error_code', 'Access level to Mine::\$error_code must be public'];
        yield 'a client' => ['NorthApiClient', 'private $clientInfo, $log, $sslc', ''];
        yield 'a service' => ['invokeapi\DeviceUpgrade', 'private $northApiClient, $log', ''];
    }
}
