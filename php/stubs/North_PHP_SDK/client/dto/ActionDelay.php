<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A rule's action: wait before the next one. */
class ActionDelay extends AbstractDTO
{
    /**
     * `DELAY`. Mandatory.
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
     * How long to wait. The documents give no unit. Mandatory.
     *
     * @var int|null
     */
    public $time;

    /**
     * Kept with the action and told with its events.
     *
     * @var mixed
     */
    public $transInfo;
}
