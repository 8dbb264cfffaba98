<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** The types of the variables of one function. Properties belong to the whole file. */
final class Scope
{
    /** @var array<string, ?Type> */
    private array $variables = [];

    /** @param \ArrayObject<string, ?Type> $properties */
    public function __construct(private readonly \ArrayObject $properties)
    {
    }

    public function get(?string $key): ?Type
    {
        return $key === null ? null : $this->variables[$key] ?? $this->properties[$key] ?? null;
    }

    public function set(string $key, ?Type $type): void
    {
        if (str_contains($key, '::') || str_contains($key, '->')) {
            $this->properties[$key] = $type;
        } else {
            $this->variables[$key] = $type;
        }
    }

    /** Returns true if the function has set the variable so far. */
    public function has(string $key): bool
    {
        return array_key_exists($key, $this->variables);
    }

    /** A scope that begins with some of these variables. */
    public function inner(string ...$keys): self
    {
        $inner = new self($this->properties);
        $inner->variables = array_intersect_key($this->variables, array_flip($keys));
        return $inner;
    }
}
