<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which commands to list. */
class QueryDeviceCommandInDTO extends AbstractDTO
{
    /**
     * Page to return, from 0. Default: 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page, 1 to 1000. Default: 1000.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Only commands to this device. At most 64 characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Only commands created after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Only commands created before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $endTime;

    /**
     * The owner of the devices; null for the application's own.
     *
     * @var string|null
     */
    public $appId;
}
