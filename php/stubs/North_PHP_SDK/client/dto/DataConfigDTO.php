<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** How the platform treats a device's data. */
class DataConfigDTO extends AbstractDTO
{
    /**
     * Days to keep the data, 0 to 90.
     *
     * @var int|null
     */
    public $dataAgingTime;
}
