<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Surface;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** Tests that the IDE stubs agree with reflection, for all classes and their members. */
final class StubsTest extends TestCase
{
    private const FOLDER = __DIR__ . '/../stubs';

    private static array $stubs;
    private static array $extension;

    public static function setUpBeforeClass(): void
    {
        $code = 'require $argv[1]; echo json_encode(' . Surface::class . '::ofStubs($argv[2]), JSON_THROW_ON_ERROR);';
        $settings = ['-d', 'error_reporting=-1', '-d', 'display_errors=stderr'];
        $arguments = ['-r', $code, '--', __DIR__ . '/Support/Surface.php', self::FOLDER];
        self::$stubs = Php::start([...$settings, ...$arguments])->json();
        $extension = json_encode(Surface::ofExtension(), JSON_THROW_ON_ERROR);
        self::$extension = json_decode($extension, true, 512, JSON_THROW_ON_ERROR);
    }

    public function testEachClassHasAStubAndEachStubAClass(): void
    {
        self::assertSame(array_keys(self::$extension['classes']), array_keys(self::$stubs['classes']));
        self::assertGreaterThan(157, count(self::$stubs['classes']));
    }

    /** @dataProvider classes */
    #[DataProvider('classes')]
    public function testAStubIsItsClass(string $class): void
    {
        self::assertSame(self::$extension['classes'][$class] ?? null, self::$stubs['classes'][$class] ?? null);
    }

    /** @return iterable<string, array{string}> */
    public static function classes(): iterable
    {
        foreach (Surface::classesOf(self::FOLDER) as $class) {
            yield $class => [$class];
        }
    }

    public function testTheNamesOutsideOfTheNamespace(): void
    {
        self::assertSame(self::$extension['functions'], self::$stubs['functions']);
        self::assertSame(['queryUpgradeSubTask'], array_keys(self::$stubs['functions']));
        self::assertSame(self::$extension['aliases'], self::$stubs['aliases']);
        self::assertCount(3, self::$stubs['aliases']);
    }

    /**
     * Types are only in docblocks: each parameter and each property has one, and the
     * classes in them exist.
     *
     * @dataProvider classes
     */
    #[DataProvider('classes')]
    public function testEveryMemberHasATypeInItsDocblock(string $class): void
    {
        $source = (string) file_get_contents(self::FOLDER . '/' . strtr($class, '\\', '/') . '.php');
        $stub = self::$stubs['classes'][$class];
        self::assertSame(count($stub['properties']), preg_match_all('/@var \S/', $source));
        $params = array_sum(array_map(static fn (array $method): int => count($method['params']), $stub['methods']));
        self::assertSame($params, preg_match_all('/@param \S.* (?:\.{3})?\$\w/', $source));

        $imports = preg_match_all('/^use (\S+)\\\\(\w+);$/m', $source, $found) ? $found : [[], [], []];
        foreach ($imports[0] as $index => $import) {
            self::assertTrue(class_exists($imports[1][$index] . '\\' . $imports[2][$index]), $import);
        }
        $namespace = substr($class, 0, (int) strrpos($class, '\\'));
        preg_match_all('/@(?:var|param|return|throws|property) ([^\s$]+)/', $source, $types);
        preg_match_all('/(?<![\\\\\w\'-])[A-Z]\w+/', implode(' ', $types[1]), $names);
        foreach (array_unique($names[0]) as $name) {
            $isThere = in_array($name, $imports[2], true) || class_exists("$namespace\\$name");
            self::assertTrue($isThere, "$class: there is no $name");
        }
    }

    public function testTheDocblockOfAnOperation(): void
    {
        $source = (string) file_get_contents(self::FOLDER . '/' . strtr(DeviceUpgrade::class, '\\', '/') . '.php');
        foreach ([
            '123029 (pageNo or', 'Vendor page: iot_06_2288.',
            '@param QueryUpgradeSubTaskInDTO|array{subOperationStatus?: \'wait\'|\'processing\'|\'fail\'|\'success\'|\'stop\'|null, '
                . 'pageNo?: int|null, pageSize?: int|null}|null $qustInDTO',
            '@return QueryUpgradeSubTaskOutDTO|null',
            '@throws NorthApiException',
        ] as $part) {
            self::assertStringContainsString($part, $source);
        }
    }
}
