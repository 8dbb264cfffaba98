<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Rules for the data of a device on the platform. */
class DataConfigDTO extends AbstractDTO
{
    /**
     * Days to keep the data, 0 to 90.
     *
     * @var int|null
     */
    public $dataAgingTime;
}
