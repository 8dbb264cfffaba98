<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** A function, a method or a closure in a file. */
final class FunctionDeclaration
{
    /**
     * @param int $at index of `function` or `fn`
     * @param string $name empty for a closure
     * @param ?ClassDeclaration $class the class of a method
     * @param list<Parameter> $parameters
     * @param list<string> $uses variables that a closure takes from outside
     * @param ?int $open index of the bracket before its body; null without one
     * @param int $close index of its last token
     */
    public function __construct(
        public readonly int $at,
        public readonly string $name,
        public readonly ?ClassDeclaration $class,
        public readonly array $parameters,
        public readonly array $uses,
        public readonly ?int $open,
        public readonly int $close,
    ) {
    }

    public function isClosure(): bool
    {
        return $this->name === '';
    }
}
