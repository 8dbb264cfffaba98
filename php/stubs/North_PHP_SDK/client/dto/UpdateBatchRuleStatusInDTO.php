<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** New status of several rules: switches them on or off. */
class UpdateBatchRuleStatusInDTO extends AbstractDTO
{
    /**
     * New status of each rule. Mandatory.
     *
     * @var list<UpdateRuleStatusInDTO>|null
     */
    public $requests;
}
