<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Device to register. */
class RegDirectDeviceInDTO extends AbstractDTO
{
    /**
     * Manufacturer, type, model and protocol of the device.
     *
     * @var DeviceInfo|null
     */
    public $deviceInfo;

    /**
     * End user: the IMSI with NB-IoT, the account of the application in a
     * smart home. At most 256 characters.
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
     * True if the device is secure. Default: false. Mandatory for a secure
     * device.
     *
     * @var bool|null
     */
    public $isSecure;

    /**
     * Identification that the device sends: its MAC address, serial number
     * or IMEI. Mandatory, at most 256 characters.
     *
     * @var string|null
     */
    public $nodeId;

    /**
     * Pre-shared key of the device for DTLS, hexadecimal. The platform
     * generates one if absent.
     *
     * @var string|null
     */
    public $psk;

    /**
     * Seconds within which the device must connect; otherwise the platform
     * deletes it again. 0 for no limit. Default: 180.
     *
     * @var int|null
     */
    public $timeout;

    /**
     * Code that the device authenticates with; usually the nodeId. The
     * platform generates one if absent. At most 256 characters.
     *
     * @var string|null
     */
    public $verifyCode;

    /**
     * Id of the product that the device belongs to. At most 256
     * characters.
     *
     * @var string|null
     */
    public $productId;
}
