<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Selection of the subscriptions to delete. */
class DeleteBatchSubInDTO extends AbstractDTO
{
    /**
     * Id of the application that owns the subscriptions; null for the
     * calling application. At most 256 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Selects only subscriptions to this type of notification. At most 256
     * characters.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Selects only subscriptions that push to this URL.
     *
     * @var string|null
     */
    public $callbackUrl;
}
