<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** What the examples show on a terminal, in windows of different widths. */
final class ScreenTest extends TestCase
{
    private const TOTALS = [0, 1, 250, 10_000, 1_000_000];
    private const PROGRAM = <<<'PHP'
        require $argv[1];
        $screen = new Screen();
        foreach (json_decode($argv[2]) as $total) {
            for ($part = 0; $part <= 20; $part++) {
                $success = intdiv($total * $part, 25);
                $fail = intdiv($total * $part, 100);
                $left = $total - $success - $fail;
                $screen->progress($total, ['success' => $success, 'fail' => $fail, 'processing' => $left], $part * $part * 20.0);
            }
        }
        $screen->endProgress();
        $screen->title('Why devices failed');
        $screen->bars(['Waiting for report device firmware version timeout' => 7, 'Task Conflict' => 1204, 'none' => 0], 'fail');
        $screen->item('Upgrade again: 9 of the failed devices were offline or too slow.');
        PHP;

    /** @dataProvider windows */
    #[DataProvider('windows')]
    public function testTheProgressIsOneLineThatFits(int $columns, array $environment): void
    {
        $output = self::inWindow($columns, $environment);
        [$progress, $rest] = explode("\n", $output, 2);
        $drawings = array_slice(explode("\r", rtrim($progress, "\r")), 1);
        self::assertCount(21 * count(self::TOTALS), $drawings);
        foreach ([...$drawings, ...explode("\n", str_replace("\r", '', $rest))] as $line) {
            self::assertLessThan($columns, self::columns($line), $line);
        }
        self::assertStringContainsString($environment['LC_ALL'] === 'C' ? '##' : '██', $drawings[60]);
        self::assertSame($environment['NO_COLOR'] === '', str_contains($output, "\e[32m"));
        self::assertMatchesRegularExpression('/100000\d?\/1000000|1000000 of 1000000|1000000\/1000000/', end($drawings));
    }

    public static function windows(): array
    {
        $windows = [];
        foreach ([40, 41, 60, 80, 110, 200] as $columns) {
            $windows["$columns columns"] = [$columns, ['LC_ALL' => 'C.UTF-8', 'NO_COLOR' => '']];
            $windows["$columns columns, ASCII"] = [$columns, ['LC_ALL' => 'C', 'NO_COLOR' => '1']];
        }
        return $windows;
    }

    public function testTheBarKeepsItsLength(): void
    {
        $output = self::inWindow(80, ['LC_ALL' => 'C.UTF-8', 'NO_COLOR' => '1']);
        $drawings = array_slice(explode("\r", explode("\n", $output)[0]), 1 + 42, 21);
        $bars = array_map(static fn (string $line): int => (int) preg_match_all('/[█▒░]/u', $line), $drawings);
        self::assertSame([$bars[0]], array_values(array_unique($bars)));
    }

    public function testOtherOutputHasLinesWithoutColours(): void
    {
        $output = Php::start(['-r', self::PROGRAM, '--', self::screen(), '[250]'])->output;
        self::assertStringNotContainsString("\e", $output);
        self::assertStringNotContainsString("\r", $output);
        $lines = explode("\n", $output);
        self::assertStringStartsWith('0 of 250 ended (0 succeeded, 0 failed, 0 stopped, 250 running, 0 waiting)', $lines[0]);
        self::assertStringStartsWith('250 of 250 ended (200 succeeded, 50 failed', $lines[1]);
    }

    /** Runs the program on a terminal of this width, and returns what it writes there. */
    private static function inWindow(int $columns, array $environment): string
    {
        $folder = new Folder();
        $program = $folder->path . '/program.php';
        file_put_contents($program, '<?php ' . self::PROGRAM);
        $command = Php::command([$program, self::screen(), json_encode(self::TOTALS)]);
        $shell = "stty cols $columns rows 40; exec " . implode(' ', array_map(escapeshellarg(...), $command));
        $process = proc_open(
            ['script', '--quiet', '--return', '--command', $shell, '/dev/null'],
            [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']],
            $pipes,
            null,
            ['TERM' => 'xterm', ...$environment] + getenv(),
        );
        $output = (string) stream_get_contents($pipes[1]);
        self::assertSame(0, proc_close($process), $output);
        return $output;
    }

    private static function screen(): string
    {
        return dirname(__DIR__) . '/examples/Screen.php';
    }

    private static function columns(string $line): int
    {
        return (int) preg_match_all('/./su', (string) preg_replace('/\e\[[?\d;]*[a-zA-Z]/', '', $line));
    }
}
