<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Extension;
use Northbound\Tests\Support\Php;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use PHPUnit\Framework\Attributes\Group;

/** Tests that loading the extension registers names, and changes nothing else in the process. */
final class StartupTest extends TestCase
{
    /** Without a php.ini, as in PHP's container images, PHP shows every diagnostic of startup. */
    public function testNothingIsPrintedWhileLoading(): void
    {
        $php = Php::start([
            '-d', 'extension=' . Php::extension(),
            '-d', 'error_reporting=-1', '-d', 'display_errors=1', '-d', 'display_startup_errors=1',
            '-r', 'echo "quiet";',
        ]);
        self::assertSame(['quiet', '', 0], [$php->output, $php->errors, $php->status]);
    }

    /** @dataProvider facts */
    #[DataProvider('facts')]
    public function testLoadingChangesNothingInTheProcess(string $code): void
    {
        $with = Php::start([...Php::flags(), '-r', $code]);
        $without = Php::start(['-d', 'display_errors=stderr', '-d', 'error_reporting=-1', '-r', $code]);
        self::assertSame(0, $without->status, $without->errors);
        self::assertNotSame('', $without->output);
        self::assertSame($without->output, $with->output);
    }

    /** @return iterable<string, array{string}> */
    public static function facts(): iterable
    {
        yield 'threads' => ['echo count(glob("/proc/self/task/*"));'];
        yield 'time zone' => ['echo date_default_timezone_get(), date("e", 0), getenv("TZ");'];
        yield 'signals caught and ignored' => [
            'preg_match_all("/^(Sig(?:Blk|Ign|Cgt)):\s*(\w+)/m", file_get_contents("/proc/self/status"), $found);'
            . 'echo implode(" ", $found[0]);',
        ];
        yield 'sockets and files' => ['echo count(glob("/proc/self/fd/*"));'];
        yield 'locale' => ['echo json_encode([setlocale(LC_ALL, 0), localeconv()["decimal_point"]]);'];
        yield 'umask and directory' => ['echo umask(), getcwd();'];
        yield 'error handling' => ['echo error_reporting(), ini_get("display_errors"), ini_get("precision");'];
        yield 'environment' => ['$all = getenv(); ksort($all); echo json_encode($all);'];
        yield 'constants of the user' => ['echo json_encode(get_defined_constants(true)["user"] ?? []);'];
        yield 'functions of others' => [
            'echo md5(implode(" ", array_diff(get_defined_functions()["internal"], ["queryupgradesubtask"])));',
        ];
    }

    /**
     * Memory that is not shared with other processes; `make bench` reports the complete cost of loading.
     *
     * @group native
     */
    #[Group('native')]
    public function testLoadingTakesLessThanTwoMegabytes(): void
    {
        $code = 'preg_match("/^RssAnon:\s*(\d+) kB/m", file_get_contents("/proc/self/status"), $found); echo $found[1];';
        $kilobytes = static fn (array $flags): int => (int) Php::start([...$flags, '-r', $code])->output;
        $without = $kilobytes([]);
        self::assertGreaterThan(1024, $without);
        self::assertLessThan(2048, $kilobytes(['-d', 'extension=' . Php::extension()]) - $without);
    }

    /**
     * With opcache, its classes outlived the names that they refer to, and its refusal left a name of freed memory.
     *
     * @dataProvider caches
     * @param list<string> $options
     */
    #[DataProvider('caches')]
    public function testDlIsRefused(array $options): void
    {
        $php = Php::start([
            ...$options, '-d', 'enable_dl=1', '-d', 'extension_dir=' . dirname(Php::extension()), '-d', 'display_errors=stderr',
            '-r', 'register_shutdown_function(static function () { echo "shut down"; }); dl("northbound.so"); echo "unreachable";',
        ]);
        self::assertSame(['shut down', 255], [$php->output, $php->status], $php->errors);
        self::assertStringContainsString('northbound cannot be loaded by dl(); add extension=northbound to php.ini instead', $php->errors);
    }

    /** @return iterable<string, array{list<string>}> */
    public static function caches(): iterable
    {
        yield 'no cache' => [[]];
        yield 'opcache' => [[...Extension::opcache() ?? [], '-d', 'opcache.enable_cli=1']];
    }

    /**
     * Calls that never reach the network do not change the process either.
     *
     * @group native
     */
    #[Group('native')]
    public function testNoThreadIsStartedByACall(): void
    {
        $php = Php::run(
            'try { queryUpgradeSubTask(null, "a", ""); } catch (Exception) { } echo count(glob("/proc/self/task/*"));',
        );
        self::assertSame(['1', ''], [$php->output, $php->errors]);
    }

    public function testTheOnlyGlobalFunction(): void
    {
        $extension = new \ReflectionExtension('northbound');
        self::assertSame(['queryUpgradeSubTask'], array_values(array_map(
            static fn (\ReflectionFunction $function): string => $function->getName(),
            $extension->getFunctions(),
        )));
        self::assertSame([], $extension->getConstants());
    }

    /** @dataProvider bootstraps */
    #[DataProvider('bootstraps')]
    public function testTheSuiteSaysWhatItLacks(array $flags, array $environment, string $sentence): void
    {
        $php = Php::start([...$flags, '-r', 'require ' . var_export(__DIR__ . '/bootstrap.php', true) . ';'], $environment);
        self::assertSame(1, $php->status);
        self::assertStringContainsString($sentence, $php->errors);
        self::assertSame('', $php->output);
    }

    /** @return iterable<string, array{list<string>, array<string, string>, string}> */
    public static function bootstraps(): iterable
    {
        yield 'extension' => [[], [], 'The extension northbound is not loaded'];
        yield 'platform' => [Php::flags(), ['NORTHBOUND_PLATFORM' => ''], 'Set NORTHBOUND_PLATFORM'];
        yield 'platform that is not there' => [Php::flags(), ['NORTHBOUND_PLATFORM' => '/nowhere'], 'Set NORTHBOUND_PLATFORM'];
    }
}
