<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Command of a rule's action. */
class CMD extends AbstractDTO
{
    /**
     * Name of the command. Mandatory.
     *
     * @var string|null
     */
    public $messageType;

    /**
     * Parameters of the command, by name. Mandatory.
     *
     * @var mixed
     */
    public $messageBody;

    /**
     * Id of the service that the command belongs to. Mandatory.
     *
     * @var string|null
     */
    public $serviceId;
}
