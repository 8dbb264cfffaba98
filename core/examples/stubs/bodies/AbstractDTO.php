<?php

#[\AllowDynamicProperties]
abstract class AbstractDTO
{
    /** @internal what the table of the SDK says of a class: each DTO has its own */
    protected const NORTHBOUND_STUB = ['fields' => [], 'secrets' => [], 'text' => '', 'isOfResponses' => false];

    /** How deep DTOs in DTOs become arrays. */
    private const MAX_DEPTH = 64;

    public function __get($name)
    {
        return ((array) $this)[$name] ?? null;
    }

    public function __set($name, #[\SensitiveParameter] $value)
    {
        $this->write($name, $value);
    }

    public function __toString(): string
    {
        $values = (array) $this;
        $text = static fn (array $found): string => match (true) {
            isset(static::NORTHBOUND_STUB['secrets'][$found[1]], $values[$found[1]]) => static::NORTHBOUND_STUB['secrets'][$found[1]],
            isset($found[2]), !is_scalar($values[$found[1]] ?? '') => (string) json_encode($values[$found[1]] ?? null),
            default => (string) ($values[$found[1]] ?? ''),
        };
        return (string) preg_replace_callback('/\{(\w+)(:json)?\}/', $text, static::NORTHBOUND_STUB['text']);
    }

    public function jsonSerialize()
    {
        $properties = $this->notNull();
        $properties = array_replace($properties, array_intersect_key(static::NORTHBOUND_STUB['secrets'], $properties));
        return $properties === [] ? new \stdClass() : $properties;
    }

    public function offsetExists($offset)
    {
        return isset(((array) $this)[$offset]);
    }

    public function offsetGet($offset)
    {
        return ((array) $this)[$offset] ?? null;
    }

    public function offsetSet($offset, #[\SensitiveParameter] $value)
    {
        if ($offset === null) {
            throw new \Error('Cannot append to ' . static::class . ': its properties have names');
        }
        $this->write($offset, $value);
    }

    public function offsetUnset($offset)
    {
        $isPublic = $this->isPublic($offset);
        if ($isPublic) {
            $this->$offset = null;
        } elseif ($isPublic === null) {
            unset($this->$offset);
        }
    }

    public function getIterator()
    {
        return new \ArrayIterator($this->notNull());
    }

    public function count()
    {
        return count($this->notNull());
    }

    public function toArray()
    {
        return $this->asArray(self::MAX_DEPTH);
    }

    public static function fields()
    {
        return static::NORTHBOUND_STUB['fields'];
    }

    /** Null if no class declares the property. */
    private function isPublic($name): ?bool
    {
        $class = new \ReflectionClass($this);
        return $class->hasProperty($name) ? $class->getProperty($name)->isPublic() : null;
    }

    private function write($name, #[\SensitiveParameter] $value): void
    {
        $isAdded = static::NORTHBOUND_STUB['isOfResponses'] || array_key_exists($name, (array) $this);
        if ($this->isPublic($name) ?? $isAdded) {
            $this->$name = $value;
        } else {
            trigger_error(static::class . " has no property \"$name\"; it is ignored", E_USER_DEPRECATED);
        }
    }

    private function notNull(): array
    {
        // In the array, the names of private and protected properties begin with NUL.
        $isShown = static fn ($value, $name): bool => $value !== null && !str_starts_with((string) $name, "\0");
        return array_filter((array) $this, $isShown, ARRAY_FILTER_USE_BOTH);
    }

    private function asArray(int $depth): array
    {
        $values = (array) $this;
        $array = [];
        foreach (static::NORTHBOUND_STUB['fields'] as $name) {
            $value = $values[$name] ?? null;
            $array[$name] = $value === null ? null : static::NORTHBOUND_STUB['secrets'][$name] ?? self::plain($value, $depth);
        }
        return $array;
    }

    private static function plain($value, int $depth)
    {
        return match (true) {
            $depth === 0 => $value,
            $value instanceof self => $value->asArray($depth - 1),
            is_array($value) => array_map(static fn ($item) => self::plain($item, $depth - 1), $value),
            default => $value,
        };
    }
}
