<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A tag of a batch task or of a rule. */
class TagDTO2 extends AbstractDTO
{
    /**
     * Name of the tag. Mandatory, 1 to 128 characters.
     *
     * @var string|null
     */
    public $tagName;

    /**
     * Value of the tag. Mandatory, 1 to 1024 characters.
     *
     * @var string|null
     */
    public $tagValue;
}
