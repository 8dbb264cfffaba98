<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A message has reached a device, or has not. */
class NotifyMessageConfirmDTO extends AbstractDTO
{
    /**
     * Always `messageConfirm`.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Which message, and how that went.
     *
     * @var MessageConfirmHeader|null
     */
    public $header;

    /**
     * Depends on the message.
     *
     * @var mixed
     */
    public $body;
}
