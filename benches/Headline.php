<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** The three numbers that matter to a reader, in the languages of the README. */
final class Headline
{
    private const PAGES = [
        'en' => '**A page under PHP-FPM that makes one call: %.1f times as many pages per second** as with a new cURL handle if a response has 10 subtasks, and %.1f times with 100.',
        'zh' => '**在 PHP-FPM 下，每个页面调用平台一次时，每秒可处理的页面数是每次新建 cURL 句柄时的 %.1f 倍**（响应含 10 个升级子任务）和 %.1f 倍（100 个）。',
    ];
    private const SHARE = [
        'en' => ' %.2f and %.2f times as with the persistent share handle of PHP 8.5.',
        'zh' => '是 PHP 8.5 的持久共享句柄的 %.2f 倍和 %.2f 倍。',
    ];
    private const LIST = [
        'en' => '**All %s subtasks in %.1f s instead of %.1f s** with a loop over single calls, if the platform responds after 50 ms. Guzzle with %d requests in flight takes %.1f s.',
        'zh' => '**读取全部 %s 个升级子任务只需 %.1f 秒，逐页循环需要 %.1f 秒**（平台响应时间为 50 毫秒）。Guzzle 同时发出 %d 个请求时需要 %.1f 秒。',
    ];
    private const LOOP = [
        'en' => '**A call in a loop takes %.2f of the time of a reused cURL handle with 100 subtasks, and %.2f with 10**, client and server on one processor.',
        'zh' => '**在循环中调用时，单次耗时为复用 cURL 句柄的 %.2f 倍（100 个升级子任务）和 %.2f 倍（10 个）**，测试时客户端与服务器在同一处理器上运行。',
    ];

    /** @param array<string, array<string, mixed>> $report */
    public static function text(array $report, string $language): string
    {
        $lines = array_filter([
            isset($report['pages']) ? self::pages($report['pages'], $language) : null,
            isset($report['list']) ? self::list($report['list'], $language) : null,
            isset($report['loop']) ? self::loop($report['loop'], $language) : null,
        ]);
        $text = '';
        foreach (array_values($lines) as $at => $line) {
            $line = ($at + 1) . ". $line";
            // Chinese has no spaces to wrap at.
            $text .= ($language === 'zh' ? $line : wordwrap($line, 88, "\n   ")) . "\n";
        }
        return $text;
    }

    private static function pages(array $results, string $language): string
    {
        $rowsOf = $results['workers'][max(array_keys($results['workers']))];
        $ratio = static fn (int $rows, string $name): float => $rowsOf[$rows]['northbound']['perSecond'] / $rowsOf[$rows][$name]['perSecond'];
        $text = sprintf(self::PAGES[$language], $ratio(10, 'curl-new'), $ratio(100, 'curl-new'));
        return isset($rowsOf[10]['curl-share'])
            ? $text . sprintf(self::SHARE[$language], $ratio(10, 'curl-share'), $ratio(100, 'curl-share'))
            : $text;
    }

    private static function list(array $results, string $language): string
    {
        $ways = $results['latency'][50];
        return sprintf(
            self::LIST[$language],
            number_format($results['devices']),
            $ways['paginator']['seconds'],
            $ways['loop']['seconds'],
            $results['inFlight'],
            $ways['guzzle']['seconds'],
        );
    }

    private static function loop(array $results, string $language): string
    {
        $part = static fn (int $rows): float => $results['placed'][Loop::TOGETHER][$rows]['northbound']['ms'] / $results['placed'][Loop::TOGETHER][$rows]['curl']['ms'];
        return sprintf(self::LOOP[$language], $part(100), $part(10));
    }
}
