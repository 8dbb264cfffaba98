<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: send a message to a device of a subsystem. */
class ActionEiCMD extends AbstractDTO
{
    /**
     * Type of the action. Mandatory.
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
     * The subsystem.
     *
     * @var string|null
     */
    public $subSystem;

    /**
     * Id of the device.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Name of the message.
     *
     * @var string|null
     */
    public $messageType;

    /**
     * Content of the message.
     *
     * @var mixed
     */
    public $messageBody;
}
