<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for the settings of a device's shadow. */
class QueryDeviceDesiredHistoryInDTO extends AbstractDTO
{
    /**
     * Id of the application that owns the device; null for the calling
     * application.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Id of the device. Mandatory.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Id of the gateway of the device. Mandatory.
     *
     * @var string|null
     */
    public $gatewayId;

    /**
     * Selects only settings of the service with this id.
     *
     * @var string|null
     */
    public $serviceId;

    /**
     * Selects only settings of this property.
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
     * Items per page. Default: 1.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Selects only settings after this time, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $startTime;

    /**
     * Selects only settings before this time, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $endTime;
}
