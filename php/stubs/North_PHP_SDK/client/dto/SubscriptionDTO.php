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
     * What is pushed.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Where it is pushed to.
     *
     * @var string|null
     */
    public $callbackUrl;

    /**
     * The MQTT clients that it is pushed to.
     *
     * @var string[]|null
     */
    public $clientIds;
}
