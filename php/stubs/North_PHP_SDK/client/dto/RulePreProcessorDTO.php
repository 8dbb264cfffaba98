<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/**
 * Processor of data, which runs before the conditions of a rule are
 * evaluated.
 */
class RulePreProcessorDTO extends AbstractDTO
{
    /**
     * Name of the processor.
     *
     * @var string|null
     */
    public $processor;

    /**
     * Parameters of the processor.
     *
     * @var mixed
     */
    public $param;
}
