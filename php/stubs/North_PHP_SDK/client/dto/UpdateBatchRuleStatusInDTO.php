<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Rules to be switched on or off. */
class UpdateBatchRuleStatusInDTO extends AbstractDTO
{
    /**
     * One row for each rule. Mandatory.
     *
     * @var UpdateRuleStatusInDTO[]|null
     */
    public $requests;
}
