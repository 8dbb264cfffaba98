<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Result for one rule of `updateBatchRuleStatus`. */
class RuleResponseBodyDTO extends AbstractDTO
{
    /**
     * Id of the rule.
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
