<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** Statistics of repeated measurements. */
final class Series
{
    /** @param non-empty-list<float|int> $figures */
    public static function median(array $figures): float
    {
        return self::quantile($figures, 0.5);
    }

    /**
     * @param non-empty-list<float|int> $figures
     * @return array{float, float} the quartiles
     */
    public static function spread(array $figures): array
    {
        return [self::quantile($figures, 0.25), self::quantile($figures, 0.75)];
    }

    private static function quantile(array $figures, float $part): float
    {
        sort($figures);
        $position = $part * (count($figures) - 1);
        $below = (int) floor($position);
        $above = (int) ceil($position);
        return $figures[$below] + ($figures[$above] - $figures[$below]) * ($position - $below);
    }
}
