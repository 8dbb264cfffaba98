<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Number of subtasks of an upgrade task in each state. */
class OperationStaResult extends AbstractDTO
{
    /**
     * Number of all subtasks.
     *
     * @var int|null
     */
    public $total;

    /**
     * Number of subtasks that wait.
     *
     * @var int|null
     */
    public $wait;

    /**
     * Number of subtasks that run.
     *
     * @var int|null
     */
    public $processing;

    /**
     * Number of subtasks that succeeded.
     *
     * @var int|null
     */
    public $success;

    /**
     * Number of subtasks that failed.
     *
     * @var int|null
     */
    public $fail;

    /**
     * Number of subtasks that were stopped.
     *
     * @var int|null
     */
    public $stop;

    /**
     * Number of subtasks that timed out.
     *
     * @var int|null
     */
    public $timeout;
}
