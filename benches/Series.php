<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** Statistics of repeated measurements, in alternating rounds. */
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

    /**
     * Runs each subject once per round, in random order with a fixed seed.
     *
     * @template T of array<string, float|int>
     * @param list<string> $names
     * @param callable(string): T $run
     * @return array<string, list<T>> the figures of each subject
     */
    public static function interleave(string $what, array $names, int $rounds, callable $run): array
    {
        mt_srand(20261122);
        $figures = array_fill_keys($names, []);
        for ($round = 0; $round < $rounds; $round++) {
            shuffle($names);
            foreach ($names as $name) {
                $figures[$name][] = $run($name);
            }
            if ($round + 1 === $rounds || stream_isatty(STDERR)) {
                Setup::progress(sprintf('%s: round %d of %d', $what, $round + 1, $rounds));
            }
        }
        return $figures;
    }

    /**
     * The median of each figure, and the quartiles of the first one as `spread`.
     *
     * @param non-empty-list<array<string, float|int>> $figures
     * @return array<string, mixed>
     */
    public static function summary(array $figures): array
    {
        $names = array_keys($figures[0]);
        $summary = [];
        foreach ($names as $name) {
            $summary[$name] = self::median(array_column($figures, $name));
        }
        return $summary + ['spread' => self::spread(array_column($figures, $names[0]))];
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
