<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A group of conditions of a rule. */
class GroupElement extends AbstractDTO
{
    /**
     * The `id`s of the conditions.
     *
     * @var string[]|null
     */
    public $elements;

    /**
     * How the conditions are joined: `and` or `or`.
     *
     * @var string|null
     */
    public $operator = 'and';
}
