<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Message that was confirmed. */
class MessageConfirmHeader extends AbstractDTO
{
    /**
     * Identifies the message.
     *
     * @var string|null
     */
    public $requestId;

    /**
     * Sender: a device, as `/devices/{deviceId}`, or one of its services,
     * as `/devices/{deviceId}/services/{serviceId}`.
     *
     * @var string|null
     */
    public $from;

    /**
     * Receiver: the application.
     *
     * @var string|null
     */
    public $to;

    /**
     * Status of the message: `sent`, `delivered` or `executed`.
     *
     * @var 'sent'|'delivered'|'executed'|null
     */
    public $status;

    /**
     * Time of the event, UTC, `yyyyMMdd'T'HHmmss'Z'`.
     *
     * @var string|null
     */
    public $timestamp;
}
