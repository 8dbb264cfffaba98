<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: send a command to a device. */
class ActionDeviceCMD extends AbstractDTO
{
    /**
     * `DEVICE_CMD`. Mandatory.
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
     * The application that the device belongs to. Mandatory.
     *
     * @var string|null
     */
    public $appKey;

    /**
     * The device. Mandatory.
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
     * Version of the command: `V1.3.0` or `V1.4.0`, as the operation that
     * the platform sends it with.
     *
     * @var string|null
     */
    public $cmdVersion;

    /**
     * What `cmdVersion` asks for in addition, such as callbackUrl,
     * maxRetransmit, expireTime.
     *
     * @var mixed
     */
    public $cmdMetaData;

    /**
     * Kept with the action and told with its events.
     *
     * @var mixed
     */
    public $transInfo;

    /**
     * What is done to the command before it is sent.
     *
     * @var DeviceCommandActionPreProcessor[]|null
     */
    public $deviceCommandActionPreProcessors;
}
