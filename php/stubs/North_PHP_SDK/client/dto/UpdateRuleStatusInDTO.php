<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule to be switched on or off. */
class UpdateRuleStatusInDTO extends AbstractDTO
{
    /**
     * The rule. Mandatory.
     *
     * @var string|null
     */
    public $ruleId;

    /**
     * `active` or `inactive`. Mandatory.
     *
     * @var string|null
     */
    public $status;
}
