<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Why a position was not found. */
class PoserrIoMDTO extends AbstractDTO
{
    /**
     * When that was.
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
     * More about the failure.
     *
     * @var string|null
     */
    public $add_info;
}
