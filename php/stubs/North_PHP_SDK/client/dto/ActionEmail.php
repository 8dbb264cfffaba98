<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: send an email. */
class ActionEmail extends AbstractDTO
{
    /**
     * Type of the action: `EMAIL`. Mandatory.
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
     * Address of the receiver. Mandatory.
     *
     * @var string|null
     */
    public $email;

    /**
     * Text of the email. Mandatory.
     *
     * @var string|null
     */
    public $content;

    /**
     * Subject of the email.
     *
     * @var string|null
     */
    public $subject;

    /**
     * Title of the email. Mandatory.
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
