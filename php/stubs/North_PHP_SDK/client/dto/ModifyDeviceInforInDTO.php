<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What to change about a device. What is absent stays as it is. */
class ModifyDeviceInforInDTO extends AbstractDTO
{
    /**
     * Fields that the application has defined itself.
     *
     * @var CustomField[]|null
     */
    public $customFields;

    /**
     * Name of the device. 1 to 256 characters.
     *
     * @var string|null
     */
    public $name;

    /**
     * End user of a directly connected device. 1 to 256 characters.
     *
     * @var string|null
     */
    public $endUser;

    /**
     * `TRUE` freezes the device: the platform takes no data from it.
     * `FALSE` ends that.
     *
     * @var string|null
     */
    public $mute;

    /**
     * Identifies the manufacturer. 1 to 256 characters.
     *
     * @var string|null
     */
    public $manufacturerId;

    /**
     * Name of the manufacturer. 1 to 256 characters.
     *
     * @var string|null
     */
    public $manufacturerName;

    /**
     * Type of the device in upper camel case, as its profile has it. 1 to
     * 256 characters.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Model of the device, as its profile has it. 1 to 256 characters.
     *
     * @var string|null
     */
    public $model;

    /**
     * Where the device is. 1 to 1024 characters.
     *
     * @var string|null
     */
    public $location;

    /**
     * Protocol of the device, such as `CoAP`. 1 to 256 characters.
     *
     * @var string|null
     */
    public $protocolType;

    /**
     * Region that the device is in. 1 to 256 characters.
     *
     * @var string|null
     */
    public $region;

    /**
     * Organization that the device belongs to. 1 to 256 characters.
     *
     * @var string|null
     */
    public $organization;

    /**
     * Time zone that the device is in. 1 to 256 characters.
     *
     * @var string|null
     */
    public $timezone;

    /**
     * IMSI of an NB-IoT device. 1 to 64 characters.
     *
     * @var string|null
     */
    public $imsi;

    /**
     * IP address of the device.
     *
     * @var string|null
     */
    public $ip;

    /**
     * Whether the device is secure.
     *
     * @var bool|null
     */
    public $isSecure;

    /**
     * How the platform treats the device's data.
     *
     * @var DeviceConfigDTO|null
     */
    public $deviceConfig;

    /**
     * Pre-shared key of the device for DTLS, hexadecimal.
     *
     * @var string|null
     */
    public $psk;

    /**
     * Tags of the device.
     *
     * @var Tag2[]|null
     */
    public $tags;
}
