<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Result of an action of a rule. */
class ActionResult extends AbstractDTO
{
    /**
     * Type of the action.
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
     * Cause if the action failed.
     *
     * @var string|null
     */
    public $exception;

    /**
     * Result of the action; depends on the type.
     *
     * @var mixed
     */
    public $result;

    /**
     * Description of the action; depends on the type.
     *
     * @var mixed
     */
    public $info;

    /**
     * Data that was stored with the action.
     *
     * @var mixed
     */
    public $transInfo;
}
