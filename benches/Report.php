<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** All results: as JSON, as tables, and as goals. */
final class Report
{
    /** @var array<string, class-string<Subject>> */
    public const SUBJECTS = [
        'pages' => Pages::class,
        'loop' => Loop::class,
        'first' => FirstCall::class,
        'connections' => Connections::class,
        'list' => WholeList::class,
        'upgrade' => Upgrade::class,
        'memory' => Memory::class,
    ];

    /** @return array<string, array<string, mixed>> the results of each subject */
    public static function read(string $file): array
    {
        return is_file($file) ? json_decode((string) file_get_contents($file), true, 512, JSON_THROW_ON_ERROR) : [];
    }

    public static function machine(): string
    {
        preg_match('/^model name\s*: (.*)$/m', (string) file_get_contents('/proc/cpuinfo'), $model);
        return sprintf(
            '%s, %d processors, Linux %s, PHP %s, cURL %s with %s',
            $model[1] ?? php_uname('m'),
            Processors::count(),
            php_uname('r'),
            PHP_VERSION,
            curl_version()['version'],
            curl_version()['ssl_version'],
        );
    }

    /**
     * @param array<string, array<string, mixed>> $report
     * @param list<string> $chosen
     */
    public static function text(array $report, array $chosen): string
    {
        $text = '';
        foreach ($chosen as $name) {
            $text .= "\n## $name\n\n{$report[$name]['machine']}; {$report[$name]['measured']} UTC, {$report[$name]['seconds']} s\n"
                . self::SUBJECTS[$name]::tables($report[$name]);
        }
        return $text . "\n## goals\n\n" . self::goals(array_intersect_key($report, array_flip($chosen)));
    }

    /** @param array<string, array<string, mixed>> $report */
    public static function goals(array $report): string
    {
        $rows = [];
        foreach (array_intersect_key(self::SUBJECTS, $report) as $name => $subject) {
            foreach ($subject::goals($report[$name]) as $goal) {
                $rows[] = $goal->row();
            }
        }
        return Table::of(['', 'goal', 'result', 'reached'], $rows);
    }
}
