<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Settings for the services of a device. */
class ModifyDeviceShadowInDTO extends AbstractDTO
{
    /**
     * Settings of each service. Mandatory.
     *
     * @var list<ServiceDesiredDTO>|null
     */
    public $serviceDesireds;
}
