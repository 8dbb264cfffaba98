<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which subscriptions to delete. */
class DeleteBatchSubInDTO extends AbstractDTO
{
    /**
     * The owner of the subscriptions; null for the application itself. At
     * most 256 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Only subscriptions to this. At most 256 characters.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Only subscriptions that are pushed to this URL.
     *
     * @var string|null
     */
    public $callbackUrl;
}
