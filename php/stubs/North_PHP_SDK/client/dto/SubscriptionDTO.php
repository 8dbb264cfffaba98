<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A subscription. */
class SubscriptionDTO extends AbstractDTO
{
    /**
     * Identifies the subscription.
     *
     * @var string|null
     */
    public $subscriptionId;

    /**
     * Type of the notifications that the platform pushes.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * URL to which the platform pushes.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * Ids of the MQTT clients to which the platform pushes.
     *
     * @var list<string>|null
     */
    public $clientIds;
}
