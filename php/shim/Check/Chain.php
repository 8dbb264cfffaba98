<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** An expression such as `$out->data[0]`, with the types of its parts. */
final class Chain
{
    public const PROPERTY = 'property';
    public const METHOD = 'method';
    public const INDEX = 'index';

    /**
     * @param int $end index after its last token
     * @param ?Type $type its type; null if it is not known
     * @param list<array{string, string, ?Type}> $steps kind, name and type of what is before, for each part after the first
     */
    public function __construct(public readonly int $end, public readonly ?Type $type, public readonly array $steps)
    {
    }

    /** Returns true if it reads a field of a DTO that is an object in the original, too. */
    public function readsField(): bool
    {
        foreach ($this->steps as [$kind, , $before]) {
            if ($kind === self::PROPERTY && $before !== null && $before->isDto()) {
                return true;
            }
        }
        return false;
    }

    /** Returns true if its last part has this kind and name. */
    public function endsWith(string $kind, string $name): bool
    {
        $last = $this->steps === [] ? null : $this->steps[count($this->steps) - 1];
        return $last !== null && $last[0] === $kind && strcasecmp($last[1], $name) === 0;
    }
}
