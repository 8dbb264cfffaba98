<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for a list of rules. */
class QueryRulesInDTO extends AbstractDTO
{
    /**
     * Selects only the rule of this name.
     *
     * @var string|null
     */
    public $name;

    /**
     * Selects only rules of this user. Mandatory.
     *
     * @var string|null
     */
    public $author;

    /**
     * Id of the application that owns the rules; null for the calling
     * application.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Additional field of the response: `tag`.
     *
     * @var string|null
     */
    public $select;
}
