<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Notification about the delivery of a message to a device. */
class NotifyMessageConfirmDTO extends AbstractDTO
{
    /**
     * Type of the notification: always `messageConfirm`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Message, and the status of its delivery.
     *
     * @var MessageConfirmHeader|null
     */
    public $header;

    /**
     * Content, which depends on the message.
     *
     * @var mixed
     */
    public $body;
}
