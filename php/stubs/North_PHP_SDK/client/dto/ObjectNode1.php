<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Device or command that a subtask of a batch task processes. */
class ObjectNode1 extends AbstractDTO
{
    /**
     * Position in the file, in a registration task.
     *
     * @var int|null
     */
    public $index;

    /**
     * Identification that the device sends, in a registration task.
     *
     * @var string|null
     */
    public $nodeId;

    /**
     * Id of the device, in a command task.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Id of the command, in a command task.
     *
     * @var string|null
     */
    public $commandId;
}
