<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A group of conditions of a rule. */
class GroupElement extends AbstractDTO
{
    /**
     * Ids of the conditions: the values of their `id`.
     *
     * @var list<string>|null
     */
    public $elements;

    /**
     * Operator that joins the conditions: `and` or `or`.
     *
     * @var 'and'|'or'|null
     */
    public $operator = 'and';
}
