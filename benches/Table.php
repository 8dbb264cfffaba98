<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** A table in Markdown. */
final class Table
{
    /**
     * @param list<string> $head
     * @param iterable<list<string>> $rows
     */
    public static function of(array $head, iterable $rows): string
    {
        $text = self::line($head) . '|' . str_repeat('---|', count($head)) . "\n";
        foreach ($rows as $row) {
            $text .= self::line($row);
        }
        return $text;
    }

    /** @param list<string> $cells */
    private static function line(array $cells): string
    {
        return '| ' . implode(' | ', $cells) . " |\n";
    }

    /** @param array{float, float} $spread */
    public static function spread(array $spread, string $format): string
    {
        return sprintf("{$format}–{$format}", ...$spread);
    }
}
