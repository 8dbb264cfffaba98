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
     * True if the property is mandatory.
     *
     * @var bool|null
     */
    public $required;

    /**
     * Lowest number that is allowed.
     *
     * @var string|null
     */
    public $min;

    /**
     * Highest number that is allowed.
     *
     * @var string|null
     */
    public $max;

    /**
     * Step of the number: values are multiples of it.
     *
     * @var int|float|null
     */
    public $step;

    /**
     * Maximum length of the text, in characters.
     *
     * @var int|null
     */
    public $maxLength;

    /**
     * Access to the property: `R` (read), `W` (write), `E` (subscribe), or
     * several of these letters.
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
     * @var list<string>|null
     */
    public $enumList;
}
