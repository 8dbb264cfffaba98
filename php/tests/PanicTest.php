<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\WebServer;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of bugs in the extension: the build with the feature `test-panic` can panic on request. */
final class PanicTest extends PlatformTestCase
{
    private const CALLS = <<<'PHP'
        $count = static fn () => queryUpgradeSubTask(null, getenv('OPERATION'), getenv('TOKEN'))->totalCount;
        $said = [];
        foreach ([1, 2] as $time) {
            putenv('NORTHBOUND_TEST_PANIC=' . getenv('POINT'));
            try {
                $count();
            } catch (Throwable $e) {
                $said[] = [get_class($e), $e->error_code, $e->getCode(), (string) $e, $e->getLine()];
            }
            putenv('NORTHBOUND_TEST_PANIC');
            $said[] = $count();
        }
        $descriptors = count(glob('/proc/self/fd/*'));
        $count();
        echo json_encode([$said, count(glob('/proc/self/fd/*')) - $descriptors]);
        PHP;

    public static function setUpBeforeClass(): void
    {
        self::extension();
        parent::setUpBeforeClass();
    }

    /** @dataProvider points */
    #[DataProvider('points')]
    public function testAPanicIsAnExceptionAndTheNextCallWorks(string $point, string $source): void
    {
        $php = $this->runs(self::CALLS, ['POINT' => $point]);
        self::assertSame(['', 0], [$php->errors, $php->status]);
        [[$first, $one, $second, $two], $descriptors] = $php->json();
        self::assertSame([3, 3, 0], [$one, $two, $descriptors]);
        foreach ([$first, $second] as [$class, $code, $number, $text, $line]) {
            self::assertSame(['North_PHP_SDK\client\NorthApiException', '1001', 1001], [$class, $code, $number]);
            self::assertMatchesRegularExpression("#panicked at \\S*$source:\\d+:\\d+; please report this bug#", $text);
            self::assertStringNotContainsString(Platform::SECRET, $text);
            self::assertSame(1, $line, 'the line of the call');
        }
    }

    /** @return iterable<string, array{string, string}> */
    public static function points(): iterable
    {
        yield 'while arguments become a request' => ['encode', 'src/call/arguments\.rs'];
        yield 'before the request is sent' => ['send', 'core/src/client/transport/connection_pool\.rs'];
        yield 'with the answer half read' => ['read', 'core/src/client/transport/http_response\.rs'];
        yield 'while the answer becomes objects' => ['decode', 'src/values/from_json\.rs'];
    }

    /** The output of `unwrap` may contain a secret, so it is only printed on request. */
    public function testTheMessageIsOnStandardErrorIfABacktraceIsAskedFor(): void
    {
        $php = $this->runs(self::CALLS, ['POINT' => 'send', 'RUST_BACKTRACE' => '1']);
        self::assertStringContainsString('ordered by the test', $php->errors);
        self::assertStringNotContainsString('ordered by the test', $php->output);
    }

    public function testARequestThatDiesOfItLeavesNothingBehind(): void
    {
        $folder = new Folder();
        $script = $folder->file('index.php', <<<'PHP'
            <?php
            putenv('NORTHBOUND_TEST_PANIC=' . ($_GET['point'] ?? ''));
            $page = queryUpgradeSubTask(null, $_GET['id'], $_GET['token']);
            echo json_encode([getmypid(), count($page->data)]);
            PHP);
        $ini = ['display_errors' => 0, 'extension' => self::extension()] + self::$platform->ini();
        $server = new WebServer($script, $ini);
        $target = '/?id=' . self::$platform->task(3) . '&token=' . self::token();
        $before = $server->get($target);
        self::assertSame(3, json_decode($before)[1]);
        foreach (self::points() as [$point]) {
            self::assertSame('', $server->get("$target&point=$point"));
            self::assertSame($before, $server->get($target));
        }
    }

    /** @param array<string, string> $environment */
    private function runs(string $code, array $environment): Php
    {
        $environment += ['OPERATION' => self::$platform->task(3), 'TOKEN' => self::token(), 'RUST_BACKTRACE' => ''];
        return Php::run($code, ['extension' => self::extension()] + self::$platform->ini(), $environment);
    }

    private static function extension(): string
    {
        $path = (string) getenv('NORTHBOUND_PANICKING');
        if (!is_file($path)) {
            self::markTestSkipped('Set NORTHBOUND_PANICKING to an extension that is built with the feature test-panic.');
        }
        return $path;
    }
}
