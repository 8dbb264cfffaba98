<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** A part of the bench: what it measures, its tables, and its goals. */
interface Subject
{
    /** @return array<string, mixed> what goes into the JSON */
    public static function measure(Setup $setup): array;

    /** @param array<string, mixed> $results of measure() */
    public static function tables(array $results): string;

    /**
     * @param array<string, mixed> $results of measure()
     * @return list<Goal>
     */
    public static function goals(array $results): array;
}
