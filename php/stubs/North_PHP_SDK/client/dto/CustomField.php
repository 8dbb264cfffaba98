<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A field of a device that the application has defined. */
class CustomField extends AbstractDTO
{
    /**
     * Name of the field. At most 256 characters.
     *
     * @var string|null
     */
    public $fieldName;

    /**
     * Type of the field. At most 256 characters.
     *
     * @var string|null
     */
    public $fieldType;

    /**
     * Value of the field.
     *
     * @var string|null
     */
    public $fieldValue;
}
