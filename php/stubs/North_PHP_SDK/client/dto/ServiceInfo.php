<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Commands of a service that are masked. */
class ServiceInfo extends AbstractDTO
{
    /**
     * Names of the commands that the device does not take at present.
     *
     * @var list<string>|null
     */
    public $muteCmds;
}
