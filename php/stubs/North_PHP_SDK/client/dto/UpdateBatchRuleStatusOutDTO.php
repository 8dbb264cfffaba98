<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Response of `updateBatchRuleStatus`: the results. */
class UpdateBatchRuleStatusOutDTO extends AbstractDTO
{
    /**
     * Overall result.
     *
     * @var RuleResultBodyDTO|null
     */
    public $result;

    /**
     * Result of each rule.
     *
     * @var list<RuleResponseBodyDTO>|null
     */
    public $responses;
}
