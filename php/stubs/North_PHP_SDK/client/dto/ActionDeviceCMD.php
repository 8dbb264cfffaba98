<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: send a command to a device. */
class ActionDeviceCMD extends AbstractDTO
{
    /**
     * Type of the action: `DEVICE_CMD`. Mandatory.
     *
     * @var string|null
     */
    public $type;

    /**
     * Identifies the action in its rule.
     *
     * @var string|null
     */
    public $id;

    /**
     * Id of the application that the device belongs to. Mandatory.
     *
     * @var string|null
     */
    public $appKey;

    /**
     * Id of the device. Mandatory.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The command. Mandatory.
     *
     * @var CMD|null
     */
    public $cmd;

    /**
     * Version of the operation that the platform sends the command with:
     * `V1.3.0` or `V1.4.0`.
     *
     * @var 'V1.3.0'|'V1.4.0'|null
     */
    public $cmdVersion;

    /**
     * Additional parameters that `cmdVersion` requires, such as
     * callbackUrl, maxRetransmit, expireTime.
     *
     * @var mixed
     */
    public $cmdMetaData;

    /**
     * Data that the platform stores with the action and sends with its
     * events.
     *
     * @var mixed
     */
    public $transInfo;

    /**
     * Processors of the command, which run before it is sent.
     *
     * @var list<DeviceCommandActionPreProcessor>|null
     */
    public $deviceCommandActionPreProcessors;
}
