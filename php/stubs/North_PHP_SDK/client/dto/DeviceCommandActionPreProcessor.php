<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What is done to a command before it is sent. */
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
