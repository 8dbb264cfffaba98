<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Php;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use ReflectionClass;
use ReflectionExtension;

/** Tests of a second namespace for all classes, for code of the original's Composer fork. */
final class AliasTest extends TestCase
{
    private const FORK = 'iotyun\huaweiiot';
    private const INI = ['northbound.alias_namespace' => self::FORK];

    public function testEveryClassIsTheSameUnderBothNames(): void
    {
        $names = self::classes();
        self::assertGreaterThan(30, count($names));
        $seen = Php::run(
            '$same = [];'
            . 'foreach (json_decode(getenv("NAMES"), true) as $name => $alias) {'
            . '    $class = new ReflectionClass($alias);'
            . '    $same[$alias] = $class->getName() === $name && class_exists($name, false) && is_a($alias, $name, true)'
            . '        && is_a($name, $alias, true);'
            . '}'
            . 'echo json_encode($same);',
            self::INI,
            ['NAMES' => (string) json_encode($names)],
        )->json();
        self::assertSame(array_fill_keys($names, true), $seen);
    }

    public function testWithoutTheSettingThereIsNoSecondNamespace(): void
    {
        self::assertSame([], Php::run(
            'echo json_encode(array_filter(get_declared_classes(), fn ($name) => stripos($name, "iotyun") !== false));',
        )->json());
    }

    public function testObjectsAreInstancesUnderBothNames(): void
    {
        self::assertSame([true, true, true, 'North_PHP_SDK\client\dto\ClientInfo', 'ClientInfo []'], Php::run(
            'use iotyun\huaweiiot\client\dto\ClientInfo as Fork;'
            . 'use North_PHP_SDK\client\dto\ClientInfo as Original;'
            . '$takes = fn (Fork $info): bool => true;'
            . '$info = new Fork(); '
            . 'echo json_encode([$info instanceof Original, new Original() instanceof Fork, $takes(new Original()), $info::class,'
            . '    strtok((string) $info, " ") . " []"]);',
            self::INI,
        )->json());
    }

    public function testExceptionsAreCaughtUnderTheSecondName(): void
    {
        self::assertSame(['1009', 'North_PHP_SDK\client\NotAuthenticatedException'], Php::run(
            'use iotyun\huaweiiot\client\NorthApiException;'
            . 'try { queryUpgradeSubTask(null, "a", null); }'
            . 'catch (NorthApiException $e) { echo json_encode([$e->error_code, $e::class]); }',
            self::INI,
        )->json());
    }

    public function testAClassCanBeExtendedUnderTheSecondName(): void
    {
        self::assertSame(['{"pageNo":1}', true], Php::run(
            'class Mine extends \iotyun\huaweiiot\client\dto\QueryUpgradeSubTaskInDTO { }'
            . '$mine = new Mine(); $mine->pageNo = 1;'
            . 'echo json_encode([json_encode($mine), $mine instanceof QueryUpgradeSubTaskInDTO]);',
            self::INI,
        )->json());
    }

    public function testWhatIsSerializedUnderOneNameIsReadUnderTheOther(): void
    {
        self::assertSame(7, Php::run(
            '$text = sprintf(\'O:%d:"%s":1:{s:6:"pageNo";i:7;}\', strlen($name = "iotyun\huaweiiot\client\dto\QueryUpgradeSubTaskInDTO"), $name);'
            . 'echo json_encode(unserialize($text)->pageNo);',
            self::INI,
        )->json());
    }

    public function testConstantsAndStaticsAreShared(): void
    {
        self::assertSame([true, true, 'V1.5.1'], Php::run(
            'use iotyun\huaweiiot\client\{DefaultNorthApiClient, NorthApiClient};'
            . '$client = new NorthApiClient(); DefaultNorthApiClient::setDefaultApiClient($client);'
            . 'echo json_encode(['
            . '    North_PHP_SDK\client\DefaultNorthApiClient::getDefaultApiClient() === $client,'
            . '    (new ReflectionClass("iotyun\huaweiiot\constant\ExceptionEnum"))->getConstants()'
            . '        === (new ReflectionClass("North_PHP_SDK\constant\ExceptionEnum"))->getConstants(),'
            . '    NorthApiClient::getVersion(),'
            . ']);',
            self::INI,
        )->json());
    }

    /** @dataProvider spellings */
    #[DataProvider('spellings')]
    public function testTheNamespaceIsTakenAsItIsWritten(string $setting, string $class): void
    {
        self::assertTrue(Php::run(
            'echo json_encode(class_exists(getenv("NAME"), false));',
            ['northbound.alias_namespace' => $setting],
            ['NAME' => $class],
        )->json());
    }

    /** @return iterable<string, array{string, string}> */
    public static function spellings(): iterable
    {
        yield 'backslash in front' => ['\\' . self::FORK, self::FORK . '\client\NorthApiClient'];
        yield 'one part' => ['Acme', 'Acme\client\NorthApiClient'];
        yield 'digits and underscore' => ['_a1\b_2', '_a1\b_2\utils\JsonUtil'];
        yield 'letters beyond ASCII' => ['é\ü', 'é\ü\utils\JsonUtil'];
        yield 'asked for in another case' => [self::FORK, 'IoTyun\HuaweiIOT\Client\northapiclient'];
    }

    /** @dataProvider nonsense */
    #[DataProvider('nonsense')]
    public function testNonsenseIsIgnoredWithAWarningAtStartup(string $setting): void
    {
        $php = Php::run('echo json_encode(class_exists("North_PHP_SDK\client\NorthApiClient", false));', [
            'northbound.alias_namespace' => $setting,
            'display_startup_errors' => 1,
        ]);
        self::assertSame(['true', 0], [$php->output, $php->status]);
        self::assertStringContainsString(
            "Warning: northbound.alias_namespace is not a namespace: \"$setting\"; it is ignored",
            $php->errors,
        );
        self::assertSame(1, substr_count($php->errors, 'Warning'));
    }

    /** @return iterable<string, array{string}> */
    public static function nonsense(): iterable
    {
        foreach (['a b', '1a', 'a\1b', 'a-b', 'a/b', 'a\ b', 'a.b', '\\'] as $setting) {
            yield $setting => [$setting];
        }
    }

    /** The setting is read only when PHP starts. */
    public function testAScriptCannotSetIt(): void
    {
        self::assertSame([false, self::FORK, false, false], Php::run(
            '$before = ini_set("northbound.alias_namespace", "other");'
            . 'echo json_encode([$before, ini_get("northbound.alias_namespace"), class_exists("other\client\NorthApiClient"),'
            . '    ini_get_all("northbound")["northbound.alias_namespace"]["access"] === INI_ALL]);',
            self::INI,
        )->json());
    }

    /** The namespace of the original is the first one already. */
    public function testTheOriginalsNamespaceChangesNothing(): void
    {
        $php = Php::run('echo json_encode((new North_PHP_SDK\client\NorthApiClient())->getVersion());', [
            'northbound.alias_namespace' => 'North_PHP_SDK',
            'display_startup_errors' => 1,
        ]);
        self::assertSame('V1.5.1', $php->json());
    }

    /** @return array<string, string> class of the extension => its second name */
    private static function classes(): array
    {
        $names = [];
        foreach ((new ReflectionExtension('northbound'))->getClasses() as $class) {
            self::assertInstanceOf(ReflectionClass::class, $class);
            $name = $class->getName();
            if (str_starts_with($name, 'North_PHP_SDK\\')) {
                $names[$name] = self::FORK . substr($name, strlen('North_PHP_SDK'));
            }
        }
        return $names;
    }
}
