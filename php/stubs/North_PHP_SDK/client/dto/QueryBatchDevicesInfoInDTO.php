<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which devices to list. */
class QueryBatchDevicesInfoInDTO extends AbstractDTO
{
    /**
     * The owner of the devices; null for the application's own.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Only devices behind this gateway.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * Only devices in this state: `ONLINE`, `OFFLINE` or `ABNORMAL`.
     *
     * @var string|null
     */
    public $status;

    /**
     * Only devices of this kind: `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
     *
     * @var string|null
     */
    public $nodeType;

    /**
     * Only devices of this type.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Page to return, from 0. Not paged if absent.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page. Default: 1.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Only devices registered after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Only devices registered before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $endTime;

    /**
     * Order by time of registration: `ASC` or `DESC` (default).
     *
     * @var string|null
     */
    public $sort;

    /**
     * What to tell in addition, such as `imsi`.
     *
     * @var string|null
     */
    public $select;
}
