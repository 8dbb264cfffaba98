<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification that a device has reported an event. */
class NotifyDeviceEventDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `deviceEvent`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Event that was reported.
     *
     * @var DeviceEventHeader|null
     */
    public $header;

    /**
     * Content, which depends on the event.
     *
     * @var mixed
     */
    public $body;
}
