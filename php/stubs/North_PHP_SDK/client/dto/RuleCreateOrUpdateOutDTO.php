<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Response of `createRule` and `updateRule`: the rule that was created or
 * changed.
 */
class RuleCreateOrUpdateOutDTO extends AbstractDTO
{
    /**
     * Identifies the rule.
     *
     * @var string|null
     */
    public $ruleId;
}
