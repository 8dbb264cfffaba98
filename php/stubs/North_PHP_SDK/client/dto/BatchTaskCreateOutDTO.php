<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Response of `createBatchTask`: the batch task that was created. */
class BatchTaskCreateOutDTO extends AbstractDTO
{
    /**
     * Identifies the task.
     *
     * @var string|null
     */
    public $taskID;
}
