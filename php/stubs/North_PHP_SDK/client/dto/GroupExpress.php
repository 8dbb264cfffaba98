<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** How the conditions of a rule are joined, in groups. */
class GroupExpress extends AbstractDTO
{
    /**
     * How the groups are joined: `and` or `or`.
     *
     * @var string|null
     */
    public $operator = 'and';

    /**
     * The groups.
     *
     * @var GroupElement[]|null
     */
    public $groupElements;
}
