<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for a list of devices. */
class QueryBatchDevicesInfoInDTO extends AbstractDTO
{
    /**
     * Id of the application that owns the devices; null for the calling
     * application.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Selects only devices behind the gateway with this id.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * Selects only devices in this state: `ONLINE`, `OFFLINE` or
     * `ABNORMAL`.
     *
     * @var 'ONLINE'|'OFFLINE'|'ABNORMAL'|null
     */
    public $status;

    /**
     * Selects only nodes of this kind: `ENDPOINT`, `GATEWAY` or `UNKNOW`
     * (sic).
     *
     * @var 'ENDPOINT'|'GATEWAY'|'UNKNOW'|null
     */
    public $nodeType;

    /**
     * Selects only devices of this type.
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
     * Items per page. Default: 1.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Selects only devices registered after this time, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Selects only devices registered before this time, UTC,
     * `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $endTime;

    /**
     * Order by time of registration: `ASC` or `DESC` (default).
     *
     * @var 'ASC'|'DESC'|null
     */
    public $sort;

    /**
     * Additional fields of the response, such as `imsi`.
     *
     * @var string|null
     */
    public $select;
}
