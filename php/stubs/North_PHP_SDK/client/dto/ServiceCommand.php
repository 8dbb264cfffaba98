<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A command that a service of a device takes. */
class ServiceCommand extends AbstractDTO
{
    /**
     * Name of the command. At most 256 characters.
     *
     * @var string|null
     */
    public $commandName;

    /**
     * The command's parameters.
     *
     * @var list<ServiceCommandPara>|null
     */
    public $paras;

    /**
     * The device's responses.
     *
     * @var list<ServiceCommandResponse>|null
     */
    public $responses;
}
