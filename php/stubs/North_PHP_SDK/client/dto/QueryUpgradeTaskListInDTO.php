<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for a list of upgrade tasks. */
class QueryUpgradeTaskListInDTO extends AbstractDTO
{
    /**
     * Type of the upgrade: `firmware_upgrade` or `software_upgrade`. At
     * most 256 characters.
     *
     * @var 'firmware_upgrade'|'software_upgrade'|null
     */
    public $operationType;

    /**
     * Status of the task: `wait`, `processing`, `failed`, `success` or
     * `stop`. At most 256 characters.
     *
     * @var 'wait'|'processing'|'failed'|'success'|'stop'|null
     */
    public $operationStatus;

    /**
     * Type of the devices. At most 256 characters.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Model of the devices. At most 256 characters.
     *
     * @var string|null
     */
    public $model;

    /**
     * Manufacturer of the devices. At most 256 characters.
     *
     * @var string|null
     */
    public $manufacturerName;

    /**
     * Selects only tasks with the device of this id. At most 256
     * characters.
     *
     * @var string|null
     */
    public $deviceId;

    /**
     * Page to return, from 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Items per page, 1 to 100.
     *
     * @var int|null
     */
    public $pageSize;
}
