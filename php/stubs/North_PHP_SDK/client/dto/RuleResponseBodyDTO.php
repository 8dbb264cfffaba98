<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What became of the switching of one rule. */
class RuleResponseBodyDTO extends AbstractDTO
{
    /**
     * The rule.
     *
     * @var string|null
     */
    public $ruleId;

    /**
     * Error code and text. The SDK has no class for it.
     *
     * @var mixed
     */
    public $response;
}
