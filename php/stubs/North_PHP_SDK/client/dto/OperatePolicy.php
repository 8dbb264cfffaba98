<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** When an upgrade task runs, and whether it tries again. */
class OperatePolicy extends AbstractDTO
{
    /**
     * `now` (default) or `custom`.
     *
     * @var string|null
     */
    public $executeType;

    /**
     * Earliest start, UTC, `yyyyMMdd'T'HHmmss'Z'`. Mandatory with `custom`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Latest end, UTC, `yyyyMMdd'T'HHmmss'Z'`. Mandatory with `custom`.
     *
     * @var string|null
     */
    public $endTime;

    /**
     * Whether a failed upgrade is tried again. Default: no.
     *
     * @var bool|null
     */
    public $retryType;

    /**
     * How often it is tried again, 1 to 5. Mandatory with `retryType`.
     *
     * @var int|null
     */
    public $retryTimes;
}
