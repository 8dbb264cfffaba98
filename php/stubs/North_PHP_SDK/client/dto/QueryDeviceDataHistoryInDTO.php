<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which reports of a device to list. */
class QueryDeviceDataHistoryInDTO extends AbstractDTO
{
    /**
     * The owner of the device; null for the application's own.
     *
     * @var string|null
     */
    public $appId;

    /**
     * The device. Mandatory.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The gateway of the device. Mandatory.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * Only reports of this service.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * Only reports of this property.
     *
     * @var string|null
     */
    public $property;

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
     * Only reports after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Only reports before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $endTime;
}
