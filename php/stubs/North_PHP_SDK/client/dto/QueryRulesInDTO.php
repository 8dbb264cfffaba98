<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which rules to list. */
class QueryRulesInDTO extends AbstractDTO
{
    /**
     * Only the rule of this name.
     *
     * @var string|null
     */
    public $name;

    /**
     * Only rules of this user. Mandatory.
     *
     * @var string|null
     */
    public $author;

    /**
     * The owner of the rules; null for the application itself.
     *
     * @var string|null
     */
    public $appId;

    /**
     * What to tell in addition: `tag`.
     *
     * @var string|null
     */
    public $select;
}
