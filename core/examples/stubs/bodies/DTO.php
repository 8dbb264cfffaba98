<?php

class DTO
{
    public function __set($name, #[\SensitiveParameter] $value)
    {
        parent::__set($name, $value);
    }

    public function offsetSet($offset, #[\SensitiveParameter] $value)
    {
        parent::offsetSet($offset, $value);
    }

    public function __debugInfo()
    {
        $values = (array) $this;
        $isSet = static fn ($value): bool => $value !== null;
        return array_replace($values, array_intersect_key(self::NORTHBOUND_STUB['secrets'], array_filter($values, $isSet)));
    }
}
