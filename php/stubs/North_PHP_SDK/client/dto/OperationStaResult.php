<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** How many subtasks of an upgrade task are in which state. */
class OperationStaResult extends AbstractDTO
{
    /**
     * All subtasks.
     *
     * @var int|null
     */
    public $total;

    /**
     * Subtasks that wait.
     *
     * @var int|null
     */
    public $wait;

    /**
     * Subtasks that run.
     *
     * @var int|null
     */
    public $processing;

    /**
     * Subtasks that succeeded.
     *
     * @var int|null
     */
    public $success;

    /**
     * Subtasks that failed.
     *
     * @var int|null
     */
    public $fail;

    /**
     * Subtasks that were stopped.
     *
     * @var int|null
     */
    public $stop;

    /**
     * Subtasks that took too long.
     *
     * @var int|null
     */
    public $timeout;
}
