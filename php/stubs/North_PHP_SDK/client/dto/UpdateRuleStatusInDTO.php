<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** New status of a rule: switches the rule on or off. */
class UpdateRuleStatusInDTO extends AbstractDTO
{
    /**
     * Id of the rule. Mandatory.
     *
     * @var string|null
     */
    public $ruleId;

    /**
     * Status of the rule: `active` or `inactive`. Mandatory.
     *
     * @var 'active'|'inactive'|null
     */
    public $status;
}
