<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** A parameter of a function. */
final class Parameter
{
    /**
     * @param string $name with its dollar sign
     * @param bool $isArray whether it takes nothing but arrays, or null
     * @param ?int $class index of the name of the class that is its type
     */
    public function __construct(
        public readonly string $name,
        public readonly bool $isArray,
        public readonly ?int $class,
    ) {
    }
}
