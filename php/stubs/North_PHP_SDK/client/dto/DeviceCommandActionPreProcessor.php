<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Processor of a command, which runs before the command is sent. */
class DeviceCommandActionPreProcessor extends AbstractDTO
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
