<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: send an email. */
class ActionEmail extends AbstractDTO
{
    /**
     * `EMAIL`. Mandatory.
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
     * Address to send it to. Mandatory.
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
     * The account that sends it. Mandatory.
     *
     * @var string|null
     */
    public $accountId;
}
