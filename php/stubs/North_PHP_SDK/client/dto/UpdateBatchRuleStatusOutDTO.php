<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What became of the switching of rules. */
class UpdateBatchRuleStatusOutDTO extends AbstractDTO
{
    /**
     * What became of all of it.
     *
     * @var RuleResultBodyDTO|null
     */
    public $result;

    /**
     * One row for each rule.
     *
     * @var RuleResponseBodyDTO[]|null
     */
    public $responses;
}
