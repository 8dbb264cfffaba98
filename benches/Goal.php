<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** A number to reach, and the number that was measured. */
final class Goal
{
    private function __construct(
        private readonly string $line,
        private readonly string $goal,
        private readonly ?float $result,
        private readonly bool $isReached,
    ) {
    }

    /** @param ?float $result null if this PHP or this run cannot measure it */
    public static function atLeast(string $line, float $goal, ?float $result): self
    {
        return new self($line, "at least $goal", $result, $result !== null && $result >= $goal);
    }

    /** @param ?float $result null if this PHP or this run cannot measure it */
    public static function atMost(string $line, float $goal, ?float $result): self
    {
        return new self($line, "at most $goal", $result, $result !== null && $result <= $goal);
    }

    /** @return list<string> the cells of a row of the table */
    public function row(): array
    {
        $result = $this->result === null ? 'not measured' : self::digits($this->result);
        $reached = $this->isReached ? 'yes' : 'no';
        return [$this->line, $this->goal, $result, $this->result === null ? '' : $reached];
    }

    private static function digits(float $number): string
    {
        return $number >= 10 ? sprintf('%.1f', $number) : sprintf($number >= 1 ? '%.2f' : '%.4f', $number);
    }
}
