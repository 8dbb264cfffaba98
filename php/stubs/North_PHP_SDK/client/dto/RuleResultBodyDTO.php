<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Result of a call: code and text. */
class RuleResultBodyDTO extends AbstractDTO
{
    /**
     * Code of the result.
     *
     * @var string|null
     */
    public $result_code;

    /**
     * Description of the result.
     *
     * @var string|null
     */
    public $result_desc;
}
