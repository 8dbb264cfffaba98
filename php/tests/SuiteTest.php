<?php

declare(strict_types=1);

namespace Northbound\Tests;

use DOMDocument;
use DOMElement;
use Northbound\Tests\Support\Extension;
use Northbound\Tests\Support\Needs;
use Northbound\Tests\Support\Php;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;
use PHPUnit\Runner\Version;
use ReflectionClass;
use ReflectionMethod;

/**
 * Tests that the test suite is the same with every version of PHPUnit.
 *
 * PHPUnit 9.6 reads only annotations, and 12 and later read only attributes. So each test has both. 10 and 11 use the
 * attributes if there are any, and ignore the annotations.
 */
final class SuiteTest extends TestCase
{
    /** The annotations of PHPUnit 9.6 that the tests use, with the attribute of each. */
    private const ATTRIBUTES = ['dataProvider' => DataProvider::class, 'group' => Group::class, 'testWith' => TestWith::class];

    /** All other annotations of PHPUnit 9.6. */
    private const UNUSED = '/^\s*(?:\/\*)?\*+\s*@(after|afterClass|author|backup\w+|before|beforeClass|codeCoverageIgnore\w*'
        . '|covers\w*|depends|doesNotPerformAssertions|excludeGlobalVariableFromBackup|large|medium|postCondition|preCondition'
        . '|preserveGlobalState|requires|runInSeparateProcess|runTestsInSeparateProcesses|small|test|testdox|ticket|uses)\b/m';

    /** @dataProvider classes */
    #[DataProvider('classes')]
    public function testAnnotationsAndAttributesAreTheSame(ReflectionClass $class): void
    {
        foreach ([$class, ...self::methods($class)] as $described) {
            $comment = (string) $described->getDocComment();
            self::assertSame(self::annotations($comment), self::attributes($described), $described->getName());
            self::assertDoesNotMatchRegularExpression(self::UNUSED, $comment, $described->getName());
        }
    }

    /** @dataProvider classes */
    #[DataProvider('classes')]
    public function testProvidersArePublicAndStatic(ReflectionClass $class): void
    {
        $providers = array_merge([], ...array_map(
            static fn (ReflectionMethod $method): array => self::attributes($method)['dataProvider'] ?? [],
            self::methods($class),
        ));
        foreach ($providers as $provider) {
            $method = $class->getMethod($provider);
            self::assertSame([true, true], [$method->isPublic(), $method->isStatic()], $provider);
        }
        self::assertSame([], array_filter($providers, static fn (string $provider): bool => str_starts_with($provider, 'test')));
    }

    /** @return iterable<string, array{ReflectionClass}> */
    public static function classes(): iterable
    {
        foreach (glob(__DIR__ . '/*Test.php') ?: [] as $file) {
            $name = basename($file, '.php');
            yield $name => [new ReflectionClass(__NAMESPACE__ . "\\$name")];
        }
    }

    /** Otherwise a machine without pcntl could not exclude them. */
    public function testWhatUsesPcntlIsInItsGroup(): void
    {
        $used = 0;
        foreach (self::classes() as [$class]) {
            foreach (self::linesWith($class, '/\bpcntl_\w+\(|\bSIG[A-Z]+[12]?\b/') as $line) {
                $groups = self::attributes($class)['group'] ?? [];
                foreach (self::methods($class) as $method) {
                    if ($method->class === $class->name && $method->getStartLine() <= $line && $line <= $method->getEndLine()) {
                        $groups = [...$groups, ...(self::attributes($method)['group'] ?? [])];
                    }
                }
                self::assertContains('pcntl', $groups, "{$class->getShortName()}.php:$line");
                ++$used;
            }
        }
        self::assertGreaterThan(30, $used);
    }

    /** A group that cannot be excluded has no purpose. */
    public function testEveryGroupCanBeLeftOut(): void
    {
        $groups = [];
        foreach (self::classes() as [$class]) {
            foreach ([$class, ...self::methods($class)] as $described) {
                $groups = [...$groups, ...(self::attributes($described)['group'] ?? [])];
            }
        }
        self::assertEqualsCanonicalizing(Needs::GROUPS, array_values(array_unique($groups)));
    }

    /** Children read no php.ini; options load the extensions instead. */
    public function testExtensionsAreFoundWhereverTheyAre(): void
    {
        self::assertSame([], Extension::options('standard'));
        self::assertNull(Extension::options('no_such_extension'));
        $code = 'echo json_encode(array_map(extension_loaded(...), array_slice($argv, 1)));';
        // Some of these are files in most PHPs, and none needs another extension.
        foreach (['ctype', 'posix', 'shmop', 'sysvshm', 'Zend OPcache'] as $name) {
            $options = $name === 'Zend OPcache' ? Extension::opcache() : Extension::options($name);
            if ($options !== null) {
                self::assertSame([true], Php::start([...$options, '-r', $code, '--', $name])->json(), $name);
            }
        }
    }

    /** Only the strictness settings of PHPUnit may differ between the two files. */
    public function testBothConfigurationsAreTheSame(): void
    {
        [$new, $old] = [self::configuration('phpunit.xml'), self::configuration('phpunit-9.xml')];
        $strictness = '/^(failOn|displayDetailsOn|convert|beStrictAboutTodoAnnotatedTests$|cache|noNamespaceSchemaLocation$)/';
        $rest = static fn (DOMElement $element): array => array_filter(
            array_map(static fn (\DOMAttr $attribute): string => $attribute->value, iterator_to_array($element->attributes)),
            static fn (string $name): bool => preg_match($strictness, $name) !== 1,
            ARRAY_FILTER_USE_KEY,
        );
        self::assertEquals($rest($new), $rest($old));
        self::assertGreaterThan(3, count($rest($new)));
        foreach (['testsuites', 'php'] as $name) {
            [$one, $other] = [$new->getElementsByTagName($name)[0], $old->getElementsByTagName($name)[0]];
            self::assertSame($one->C14N(), $other->C14N(), $name);
        }
    }

    /**
     * Every kind of issue of PHPUnit fails the run, even without a failed assertion.
     *
     * @dataProvider issues
     */
    #[DataProvider('issues')]
    public function testAnyIssueFailsTheRun(string $test, bool $passes): void
    {
        $php = dirname(__DIR__);
        $configuration = version_compare(Version::id(), '10', '<') ? 'phpunit-9.xml' : 'phpunit.xml';
        // With php.ini, which may load the extensions that PHPUnit needs.
        $command = [PHP_BINARY, '-d', 'extension=' . Php::extension(), (string) $_SERVER['argv'][0],
            '--configuration', "$php/$configuration", '--filter', "/::$test\$/", "$php/tests/fixtures/issues/IssuesCase.php"];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        $said = stream_get_contents($pipes[1]) . stream_get_contents($pipes[2]);
        self::assertSame($passes, proc_close($process) === 0, $said);
        self::assertMatchesRegularExpression('/^(OK \(1 test,|Tests: 1,)/m', $said);
    }

    /** @return iterable<string, array{string, bool}> */
    public static function issues(): iterable
    {
        yield 'none' => ['testNoIssue', true];
        yield 'deprecation' => ['testDeprecation', false];
        yield 'deprecation by trigger_error' => ['testDeprecationOfAUser', false];
        yield 'notice' => ['testNotice', false];
        yield 'warning' => ['testWarning', false];
        yield 'skipped' => ['testSkipped', false];
        yield 'incomplete' => ['testIncomplete', false];
        yield 'no assertion' => ['testNoAssertion', false];
        yield 'output' => ['testOutput', false];
    }

    /** @return list<ReflectionMethod> without the methods of PHPUnit's classes */
    private static function methods(ReflectionClass $class): array
    {
        return array_values(array_filter(
            $class->getMethods(),
            static fn (ReflectionMethod $method): bool => str_starts_with($method->class, __NAMESPACE__ . '\\'),
        ));
    }

    /** @return array<string, list<mixed>> the arguments that PHPUnit 9.6 reads from a comment, by annotation */
    private static function annotations(string $comment): array
    {
        $found = [];
        preg_match_all('/@(dataProvider|group)\s+(\S+)/', $comment, $matches, PREG_SET_ORDER);
        foreach ($matches as [, $name, $value]) {
            $found[$name][] = $value;
        }
        if (preg_match('/@testWith\s(.*?)(?=\s@|\*\/)/s', $comment, $match) === 1) {
            $rows = array_filter(array_map(static fn (string $line): string => trim($line, " \t*"), explode("\n", $match[1])));
            $decode = static fn (string $row): array => json_decode($row, true, 512, JSON_THROW_ON_ERROR);
            $found['testWith'] = array_map($decode, array_values($rows));
        }
        ksort($found);
        return $found;
    }

    /** @return array<string, list<mixed>> the arguments that later versions read, in the same form */
    private static function attributes(ReflectionClass|ReflectionMethod $described): array
    {
        $found = [];
        foreach ($described->getAttributes() as $attribute) {
            if (str_starts_with($attribute->getName(), 'PHPUnit\\')) {
                $name = array_search($attribute->getName(), self::ATTRIBUTES, true);
                self::assertIsString($name, "{$described->getName()}: {$attribute->getName()} has no annotation here");
                $found[$name][] = $attribute->getArguments()[0];
            }
        }
        ksort($found);
        return $found;
    }

    /** @return list<int> the numbers of the lines that match */
    private static function linesWith(ReflectionClass $class, string $pattern): array
    {
        $lines = preg_grep($pattern, file((string) $class->getFileName()) ?: []) ?: [];
        return array_map(static fn (int $index): int => $index + 1, array_keys($lines));
    }

    private static function configuration(string $name): DOMElement
    {
        $document = new DOMDocument();
        self::assertTrue($document->load(dirname(__DIR__) . "/$name"));
        return $document->documentElement ?? self::fail("$name is empty");
    }
}
