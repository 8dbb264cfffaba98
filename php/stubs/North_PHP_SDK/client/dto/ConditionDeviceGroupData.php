<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A condition on what any device of a group reports. */
class ConditionDeviceGroupData extends AbstractDTO
{
    /**
     * `DEVICE_GROUP_DATA`. Mandatory.
     *
     * @var string|null
     */
    public $type;

    /**
     * Identifies the condition in its rule.
     *
     * @var string|null
     */
    public $id;

    /**
     * The property to compare. Mandatory.
     *
     * @var DeviceGroupInfo|null
     */
    public $deviceGroupInfo;

    /**
     * `<`, `<=`, `>`, `>=`, `==`, or `between`. Mandatory.
     *
     * @var string|null
     */
    public $operator;

    /**
     * What to compare with; with `between`, two values parted by a comma.
     * Mandatory.
     *
     * @var string|null
     */
    public $value;

    /**
     * Kept with the condition and told with its events.
     *
     * @var mixed
     */
    public $transInfo;

    /**
     * How long the comparison must hold.
     *
     * @var int|null
     */
    public $duration;

    /**
     * How often the condition fires, and how old data may be.
     *
     * @var Strategy|null
     */
    public $strategy;
}
