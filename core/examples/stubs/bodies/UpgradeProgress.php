<?php

class UpgradeProgress
{
    public function isEnded(): bool
    {
        return $this->isEnded;
    }

    public function __toString(): string
    {
        return $this->text;
    }

    public static function fromArray(array $values)
    {
        $properties = array_column((new \ReflectionClass(self::class))->getProperties(), null, 'name');
        foreach ($values as $name => $_) {
            isset($properties[$name]) || throw self::refused("UpgradeProgress has no property \"$name\"");
        }
        $count = static fn (string $name): int => is_int($values[$name] ?? null) ? $values[$name] : 0;
        $total = $count('total');
        $ended = $count('success') + $count('fail') + $count('stop') + $count('timeout');
        $values += [
            'isEnded' => $total > 0 && $ended >= $total,
            'ended' => $ended,
            'percentage' => $total === 0 ? 0.0 : min($ended, $total) * 100.0 / $total,
        ];
        $progress = new self();
        foreach ($properties as $name => $property) {
            $progress->$name = array_key_exists($name, $values)
                ? self::checked($property, $values[$name])
                : self::initial($property->getType());
        }
        return $progress;
    }

    private static function initial(\ReflectionNamedType $type)
    {
        return $type->allowsNull() ? null : ['string' => '', 'int' => 0, 'float' => 0.0, 'array' => []][$type->getName()];
    }

    private static function checked(\ReflectionProperty $property, $value)
    {
        $type = $property->getType();
        $given = get_debug_type($value);
        if ($given === 'int' && $type->getName() === 'float') {
            return (float) $value;
        }
        if ($given === $type->getName() || ($value === null && $type->allowsNull())) {
            return $value;
        }
        throw self::refused("UpgradeProgress::\${$property->name} cannot be of type $given");
    }

    private static function refused(string $why): RefusedRequestException
    {
        $exception = new RefusedRequestException("1007 $why", 1007);
        $exception->error_code = '1007';
        $exception->error_desc = $why;
        return $exception;
    }
}
