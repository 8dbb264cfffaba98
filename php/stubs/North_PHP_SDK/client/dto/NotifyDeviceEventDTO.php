<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A device has reported an event. */
class NotifyDeviceEventDTO extends AbstractDTO
{
    /**
     * Always `deviceEvent`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Which event.
     *
     * @var DeviceEventHeader|null
     */
    public $header;

    /**
     * Depends on the event.
     *
     * @var mixed
     */
    public $body;
}
