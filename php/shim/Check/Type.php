<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** The type of an expression, as far as it matters here. */
final class Type
{
    /** A DTO that the application made. */
    public const REQUEST = 'request';
    /** The DTO that a call returns. */
    public const RESPONSE = 'response';
    /** A DTO within a response: an array in the original. */
    public const ROW = 'row';
    /** An array of such DTOs. */
    public const ROWS = 'rows';
    /** An array of DTOs that are objects in the original, too. */
    public const OBJECTS = 'objects';
    /** A service of the SDK. */
    public const SERVICE = 'service';
    public const CLIENT = 'client';
    public const EXCEPTION = 'exception';
    /** An object of another class. */
    public const OTHER = 'other';

    public function __construct(public readonly string $kind, public readonly string $class)
    {
    }

    public function isDto(): bool
    {
        return $this->kind === self::REQUEST || $this->kind === self::RESPONSE;
    }
}
