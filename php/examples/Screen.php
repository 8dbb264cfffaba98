<?php

/**
 * What the examples show on a terminal: a progress line that fits its width, and bars.
 *
 * It uses colours on a terminal, unless NO_COLOR is set, and only ASCII characters if
 * the locale is not UTF-8.
 */

declare(strict_types=1);

use North_PHP_SDK\client\UpgradeProgress;

final class Screen
{
    /** Statuses of subtasks: word, symbol, colour, and the characters of the bar. */
    private const STATUSES = [
        'success' => ['succeeded', '✓', '32', '█', '#'],
        'fail' => ['failed', '✗', '31', '█', 'x'],
        'stop' => ['stopped', '■', '33', '█', '-'],
        'processing' => ['running', '▶', '34', '▒', '='],
        'wait' => ['waiting', '·', '90', '░', '.'],
    ];
    private const ENDED = ['success', 'fail', 'stop'];
    private const WIDEST_BAR = 60;
    private const NARROWEST_BAR = 7;
    private const WIDEST_TEXT = 100;
    /** Between two lines of output that is not a terminal. */
    private const SECONDS_BETWEEN_LINES = 1.0;

    private readonly bool $isTerminal;
    private readonly bool $hasColours;
    private readonly bool $isUtf8;
    private readonly float $start;
    private float $lastLine = 0.0;
    private string $last = '';

    public function __construct()
    {
        $term = getenv('TERM');
        $this->isTerminal = stream_isatty(STDOUT) && $term !== false && $term !== 'dumb';
        $this->hasColours = $this->isTerminal && (string) getenv('NO_COLOR') === '';
        $locale = getenv('LC_ALL') ?: getenv('LC_CTYPE') ?: getenv('LANG') ?: '';
        $this->isUtf8 = preg_match('/utf-?8/i', $locale) === 1;
        $this->start = microtime(true);
    }

    /**
     * Shows how many of all devices are in each status, such as ['success' => 12]. On a
     * terminal, it writes the same line again; otherwise, a line about every second.
     */
    public function progress(int $total, array $counts, ?float $secondsLeft = null): void
    {
        // All statuses, in this order.
        $counts = [...array_fill_keys(array_keys(self::STATUSES), 0), ...array_intersect_key($counts, self::STATUSES)];
        $ended = array_sum(array_intersect_key($counts, array_flip(self::ENDED)));
        $secondsLeft ??= $this->estimate($total, $ended);
        if ($this->isTerminal) {
            $this->rewrite($this->line($total, $ended, $counts, $secondsLeft));
            return;
        }
        $now = microtime(true);
        $this->last = $this->describe($total, $ended, $counts, $secondsLeft);
        if ($ended < $total && $now - $this->lastLine < self::SECONDS_BETWEEN_LINES) {
            return;
        }
        $this->lastLine = $now;
        echo $this->last, "\n";
        $this->last = '';
    }

    /** Shows the progress of an upgrade that is waited for. */
    public function upgrade(UpgradeProgress $progress): void
    {
        $this->progress($progress->total, [
            'success' => $progress->success,
            'fail' => $progress->fail + $progress->timeout,
            'stop' => $progress->stop,
            'processing' => $progress->processing,
            'wait' => $progress->wait,
        ], $progress->secondsLeft);
    }

    /** Ends the progress line. Call it once, before other output. */
    public function endProgress(): void
    {
        echo $this->isTerminal || $this->last === '' ? '' : $this->last . "\n", $this->isTerminal ? "\n" : '';
        $this->last = '';
    }

    /** Prints numbers by their label, largest first, each with a bar in the colour of a status. */
    public function bars(array $numbers, string $status): void
    {
        arsort($numbers);
        $most = max([1, ...array_values($numbers)]);
        $indent = strlen((string) $most) + 3;
        $labels = array_map(strval(...), array_keys($numbers));
        $labelWidth = max([0, ...array_map(self::length(...), $labels)]);
        $room = $this->width() - 1 - $indent;
        // A bar stands beside its label if the window is wide enough, and below it otherwise.
        $isWide = $room - $labelWidth - 1 >= self::NARROWEST_BAR;
        $barWidth = min(self::WIDEST_BAR, $isWide ? $room - $labelWidth - 1 : $room);
        [, , $colour] = self::STATUSES[$status];
        foreach (array_combine($labels, $numbers) as $label => $number) {
            $bar = str_repeat($this->isUtf8 ? '█' : '#', max(1, (int) round($number / $most * $barWidth)));
            $padding = str_repeat(' ', max(0, $labelWidth - self::length((string) $label)));
            $this->hang(str_pad((string) $number, $indent - 1, ' ', STR_PAD_LEFT) . ' ', (string) $label, $isWide
                ? $padding . ' ' . $this->colour($colour, $bar)
                : "\n" . str_repeat(' ', $indent) . $this->colour($colour, $bar));
        }
    }

    public function title(string $text): void
    {
        echo "\n", $this->colour('1', wordwrap($text, $this->width() - 1)), "\n";
    }

    /** Prints text that is broken between words to fit the window. */
    public function text(string $text): void
    {
        $this->hang('', $text);
    }

    /** Prints an item of a list. */
    public function item(string $text): void
    {
        $this->hang('- ', $text);
    }

    /** Prints text after a mark, with its further lines below its first. */
    private function hang(string $mark, string $text, string $end = ''): void
    {
        $width = min(self::WIDEST_TEXT, $this->width() - 1) - strlen($mark);
        // A program that reads the output does not want broken lines.
        $lines = $this->isTerminal ? wordwrap($text, $width, "\n" . str_repeat(' ', strlen($mark))) : $text;
        echo $mark, $lines, $end, "\n";
    }

    /** Formats seconds, such as 27 min 18 s. */
    public static function duration(float $seconds): string
    {
        $seconds = (int) round($seconds);
        return match (true) {
            $seconds < 60 => "$seconds s",
            $seconds < 3600 => sprintf('%d min %02d s', intdiv($seconds, 60), $seconds % 60),
            default => sprintf('%d h %02d min', intdiv($seconds, 3600), intdiv($seconds, 60) % 60),
        };
    }

    /** The whole line, in at most one column less than the window has. */
    private function line(int $total, int $ended, array $counts, ?float $secondsLeft): string
    {
        $room = $this->width() - 1;
        // Measured with the widest numbers, so that the bar keeps its length.
        $widest = $this->texts($total, $total, array_fill_keys(array_keys($counts), $total), '00:00 left');
        foreach ($widest as $choice => $parts) {
            $barWidth = $room - 1 - self::length(implode('  ', array_column($parts, 0)));
            if ($barWidth >= self::NARROWEST_BAR) {
                break;
            }
        }
        $left = $secondsLeft === null || $ended === $total ? '' : self::clock($secondsLeft) . ' left';
        $texts = [];
        foreach ($this->texts($total, $ended, $counts, $left)[$choice] as [$text, $colour]) {
            $texts[] = $this->colour($colour, $text);
        }
        return $this->stackedBar(max(0, min(self::WIDEST_BAR, $barWidth)), $total, $counts) . ' ' . implode('  ', $texts);
    }

    /** The text beside the bar, from the longest to the shortest: parts, and their colours. */
    private function texts(int $total, int $ended, array $counts, string $left): array
    {
        $words = $marks = [];
        foreach (self::STATUSES as $status => [$word, $symbol, $colour, , $ascii]) {
            $words[$status] = ["{$counts[$status]} $word", $colour];
            $marks[$status] = [($this->isUtf8 ? $symbol : $ascii) . $counts[$status], $colour];
        }
        $of = ["$ended/$total", ''];
        $left = [$left, ''];
        return [
            [["$ended of $total ended", ''], ...array_values($words), $left],
            [$of, $words['success'], $words['fail'], $words['processing'], $left],
            [$of, $words['success'], $words['fail'], $left],
            [$of, $marks['success'], $marks['fail'], $left],
            [$of, $marks['success'], $marks['fail']],
            [$of],
        ];
    }

    private function describe(int $total, int $ended, array $counts, ?float $secondsLeft): string
    {
        $parts = array_map(
            static fn (string $status, int $number): string => "$number " . self::STATUSES[$status][0],
            array_keys($counts),
            $counts,
        );
        $left = $secondsLeft === null || $ended === $total ? '' : ', about ' . self::duration($secondsLeft) . ' left';
        return "$ended of $total ended (" . implode(', ', $parts) . ")$left";
    }

    private function stackedBar(int $width, int $total, array $counts): string
    {
        $bar = '';
        $sum = $drawn = 0;
        foreach (self::STATUSES as $status => [, , $colour, $block, $ascii]) {
            $sum += $counts[$status];
            $end = $total > 0 ? (int) round($sum / $total * $width) : 0;
            $bar .= $this->colour($colour, str_repeat($this->isUtf8 ? $block : $ascii, max(0, $end - $drawn)));
            $drawn = max($drawn, $end);
        }
        return $bar . str_repeat(' ', $width - min($width, $drawn));
    }

    /** Writes over the line. Without wrapping, a window that has just shrunk keeps one line. */
    private function rewrite(string $line): void
    {
        echo "\r\e[?7l", $line, "\e[K\e[?7h";
    }

    private function estimate(int $total, int $ended): ?float
    {
        $elapsed = microtime(true) - $this->start;
        return $ended === 0 || $ended * 20 < $total ? null : $elapsed / $ended * ($total - $ended);
    }

    /** Columns of the window, which may change at any time. */
    private function width(): int
    {
        if (!$this->isTerminal) {
            return 80;
        }
        $size = function_exists('exec') ? (string) exec('stty size 2>/dev/null </dev/tty') : '';
        $columns = preg_match('/^\d+ (\d+)$/', $size, $found) === 1 ? (int) $found[1] : (int) getenv('COLUMNS');
        return $columns > 0 ? max(20, $columns) : 80;
    }

    private function colour(string $code, string $text): string
    {
        return $this->hasColours && $code !== '' && $text !== '' ? "\e[{$code}m$text\e[0m" : $text;
    }

    /** Formats seconds in at most five columns: 27:18 minutes, or 3h05. */
    private static function clock(float $seconds): string
    {
        $seconds = (int) ceil(min($seconds, 359_940));
        return $seconds < 3600
            ? sprintf('%d:%02d', intdiv($seconds, 60), $seconds % 60)
            : sprintf('%dh%02d', intdiv($seconds, 3600), intdiv($seconds, 60) % 60);
    }

    private static function length(string $text): int
    {
        return (int) preg_match_all('/./su', $text);
    }
}
