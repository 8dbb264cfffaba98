<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Schedule and retries of an upgrade task. */
class OperatePolicy extends AbstractDTO
{
    /**
     * Type of the schedule: `now` (default) or `custom`.
     *
     * @var 'now'|'custom'|null
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
     * True if a failed upgrade is tried again. Default: false.
     *
     * @var bool|null
     */
    public $retryType;

    /**
     * Number of retries, 1 to 5. Mandatory with `retryType`.
     *
     * @var int|null
     */
    public $retryTimes;
}
