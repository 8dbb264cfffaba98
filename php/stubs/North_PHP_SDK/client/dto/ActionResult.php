<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What an action of a rule gave. */
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
     * Why it failed.
     *
     * @var string|null
     */
    public $exception;

    /**
     * What it gave; depends on the type.
     *
     * @var mixed
     */
    public $result;

    /**
     * What it did; depends on the type.
     *
     * @var mixed
     */
    public $info;

    /**
     * What was kept with the action.
     *
     * @var mixed
     */
    public $transInfo;
}
