<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Changes to a device. Fields that are absent stay unchanged. */
class ModifyDeviceInforInDTO extends AbstractDTO
{
    /**
     * Fields that the application has defined.
     *
     * @var list<CustomField>|null
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
     * Freezes the device with `TRUE`: the platform accepts no data from
     * it. `FALSE` unfreezes it.
     *
     * @var 'TRUE'|'FALSE'|null
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
     * Type of the device in upper camel case, as in its profile. 1 to 256
     * characters.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Model of the device, as in its profile. 1 to 256 characters.
     *
     * @var string|null
     */
    public $model;

    /**
     * Location of the device. 1 to 1024 characters.
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
     * True if the device is secure.
     *
     * @var bool|null
     */
    public $isSecure;

    /**
     * Rules for the data of the device.
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
     * @var list<Tag2>|null
     */
    public $tags;
}
