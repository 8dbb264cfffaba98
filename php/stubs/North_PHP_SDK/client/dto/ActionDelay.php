<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: wait before the next action. */
class ActionDelay extends AbstractDTO
{
    /**
     * Type of the action: `DELAY`. Mandatory.
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
     * Time to wait. The documents give no unit. Mandatory.
     *
     * @var int|null
     */
    public $time;

    /**
     * Data that the platform stores with the action and sends with its
     * events.
     *
     * @var mixed
     */
    public $transInfo;
}
