<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Cause of the failure to find a position. */
class PoserrIoMDTO extends AbstractDTO
{
    /**
     * Time of the failure.
     *
     * @var string|null
     */
    public $time;

    /**
     * Identifies the kind of failure.
     *
     * @var string|null
     */
    public $resid;

    /**
     * More information about the failure.
     *
     * @var string|null
     */
    public $add_info;
}
