<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What a device's services are to be set to. */
class ModifyDeviceShadowInDTO extends AbstractDTO
{
    /**
     * One row for each service. Mandatory.
     *
     * @var ServiceDesiredDTO[]|null
     */
    public $serviceDesireds;
}
