<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Subscription to business data, to create. */
class SubDeviceDataInDTO extends AbstractDTO
{
    /**
     * Id of the application that owns the devices; null for the calling
     * application. At most 256 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Type of the notifications to push: `bindDevice`, `deviceAdded`,
     * `deviceInfoChanged`, `deviceDataChanged`, `deviceDatasChanged`,
     * `deviceDeleted`, `messageConfirm`, `commandRsp`, `deviceEvent`,
     * `serviceInfoChanged`, `deviceModelAdded`, `deviceModelDeleted`,
     * `ruleEvent` or `deviceDesiredPropertiesModifyStatusChanged`.
     * Mandatory.
     *
     * @var 'bindDevice'|'deviceAdded'|'deviceInfoChanged'|'deviceDataChanged'|'deviceDatasChanged'|'deviceDeleted'|'messageConfirm'|'commandRsp'|'deviceEvent'|'serviceInfoChanged'|'deviceModelAdded'|'deviceModelDeleted'|'ruleEvent'|'deviceDesiredPropertiesModifyStatusChanged'|null
     */
    public $notifyType;

    /**
     * URL to push to: HTTPS, with the port; HTTP is for tests. Mandatory.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * Channel: `HTTP` (default), or `MQTT` for an MQTT client.
     *
     * @var 'HTTP'|'MQTT'|null
     */
    public $channel;
}
