<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device to be registered. */
class RegDirectDeviceInDTO extends AbstractDTO
{
    /**
     * What kind of device it is.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;

    /**
     * The end user: the IMSI with NB-IoT, the account of the application
     * in a smart home. At most 256 characters.
     *
     * @var string|null
     */
    public $endUserId;

    /**
     * IMSI of an NB-IoT device. At most 64 characters.
     *
     * @var string|null
     */
    public $imsi;

    /**
     * Whether the device is secure. Default: no. Mandatory for a secure
     * device.
     *
     * @var bool|null
     */
    public $isSecure;

    /**
     * What the device identifies itself with: its MAC address, serial
     * number or IMEI. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $nodeId;

    /**
     * Pre-shared key of the device for DTLS, hexadecimal. The platform
     * makes one up if absent.
     *
     * @var string|null
     */
    public $psk;

    /**
     * Seconds within which the device must connect, or be deleted again;
     * 0 for ever. Default: 180.
     *
     * @var int|null
     */
    public $timeout;

    /**
     * What the device proves itself with; usually the nodeId. The
     * platform makes one up if absent. At most 256 characters.
     *
     * @var string|null
     */
    public $verifyCode;

    /**
     * The product that the device is one of. At most 256 characters.
     *
     * @var string|null
     */
    public $productId;
}
