<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A property that a service of a device reports or can be set to. */
class ServiceProperty extends AbstractDTO
{
    /**
     * Name of the property. At most 256 characters.
     *
     * @var string|null
     */
    public $propertyName;

    /**
     * Type of the property, such as `string`, `int`, `decimal`. At most
     * 256 characters.
     *
     * @var string|null
     */
    public $dataType;

    /**
     * Whether the property is mandatory.
     *
     * @var bool|null
     */
    public $required;

    /**
     * Lowest number.
     *
     * @var string|null
     */
    public $min;

    /**
     * Highest number.
     *
     * @var string|null
     */
    public $max;

    /**
     * Numbers are multiples of this.
     *
     * @var int|float|null
     */
    public $step;

    /**
     * Longest text, in characters.
     *
     * @var int|null
     */
    public $maxLength;

    /**
     * What can be done with it: `R` (read), `W` (write), `E` (subscribe),
     * or several of these letters.
     *
     * @var string|null
     */
    public $method;

    /**
     * Unit of the number. At most 256 characters.
     *
     * @var string|null
     */
    public $unit;

    /**
     * The values that are allowed.
     *
     * @var string[]|null
     */
    public $enumList;
}
