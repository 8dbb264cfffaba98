<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A parameter of a command, or of the response to it. */
class ServiceCommandPara extends AbstractDTO
{
    /**
     * Name of the parameter. At most 256 characters.
     *
     * @var string|null
     */
    public $paraName;

    /**
     * Type of the parameter, such as `string`, `int`, `decimal`. At most
     * 256 characters.
     *
     * @var string|null
     */
    public $dataType;

    /**
     * True if the parameter is mandatory.
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
