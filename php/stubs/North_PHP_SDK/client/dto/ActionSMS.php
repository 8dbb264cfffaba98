<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: send a text message. */
class ActionSMS extends AbstractDTO
{
    /**
     * Type of the action: `SMS`. Mandatory.
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
     * Telephone number of the receiver. Mandatory.
     *
     * @var string|null
     */
    public $msisdn;

    /**
     * Text of the message. Mandatory.
     *
     * @var string|null
     */
    public $content;

    /**
     * Subject of the message.
     *
     * @var string|null
     */
    public $subject;

    /**
     * Title of the message. Mandatory.
     *
     * @var string|null
     */
    public $title;

    /**
     * Id of the account that sends the message. Mandatory.
     *
     * @var string|null
     */
    public $accountId;
}
