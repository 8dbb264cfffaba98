<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** What a subtask of a batch task is about. */
class ObjectNode1 extends AbstractDTO
{
    /**
     * Position in the file of a registration task.
     *
     * @var int|null
     */
    public $index;

    /**
     * What the device identifies itself with, of a registration task.
     *
     * @var string|null
     */
    public $nodeId;

    /**
     * The device, of a command task.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * The command, of a command task.
     *
     * @var string|null
     */
    public $commandId;
}
