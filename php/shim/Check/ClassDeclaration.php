<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** A class in a file. */
final class ClassDeclaration
{
    /**
     * @param string $name without its namespace; empty for an anonymous class
     * @param ?int $parent index of the token after `extends`
     * @param int $open index of the bracket before its body
     * @param int $close index of the bracket after it
     * @param list<array{int, bool}> $properties index of the variable, and whether it is public without a type
     */
    public function __construct(
        public readonly string $name,
        public readonly ?int $parent,
        public readonly int $open,
        public readonly int $close,
        public readonly array $properties,
    ) {
    }
}
