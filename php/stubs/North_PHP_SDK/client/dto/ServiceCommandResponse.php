<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A response of a device to a command. */
class ServiceCommandResponse extends AbstractDTO
{
    /**
     * Name of the response. At most 256 characters.
     *
     * @var string|null
     */
    public $responseName;

    /**
     * The response's parameters.
     *
     * @var list<ServiceCommandPara>|null
     */
    public $paras;
}
