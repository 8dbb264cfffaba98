<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A subscription to business data, to be created. */
class SubDeviceDataInDTO extends AbstractDTO
{
    /**
     * The owner of the devices; null for the application's own. At most
     * 256 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * What to push: `bindDevice`, `deviceAdded`, `deviceInfoChanged`,
     * `deviceDataChanged`, `deviceDatasChanged`, `deviceDeleted`,
     * `messageConfirm`, `commandRsp`, `deviceEvent`, `serviceInfoChanged`,
     * `deviceModelAdded`, `deviceModelDeleted`, `ruleEvent` or
     * `deviceDesiredPropertiesModifyStatusChanged`. Mandatory.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Where to push it to: an HTTPS URL with its port; HTTP is for tests.
     * Mandatory.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * `HTTP` (default), or `MQTT` for an MQTT client.
     *
     * @var string|null
     */
    public $channel;
}
