<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Groups of conditions of a rule, and the operator that joins them. */
class GroupExpress extends AbstractDTO
{
    /**
     * Operator that joins the groups: `and` or `or`.
     *
     * @var 'and'|'or'|null
     */
    public $operator = 'and';

    /**
     * Groups of conditions.
     *
     * @var list<GroupElement>|null
     */
    public $groupElements;
}
