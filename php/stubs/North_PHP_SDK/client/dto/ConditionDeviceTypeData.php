<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A condition on the data of any device of a type. */
class ConditionDeviceTypeData extends AbstractDTO
{
    /**
     * Type of the condition: `DEVICE_TYPE_DATA`. Mandatory.
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
     * Type of the devices, and the property to compare. The SDK has no
     * class for it. Mandatory.
     *
     * @var mixed
     */
    public $deviceInfo;

    /**
     * Operator: `<`, `<=`, `>`, `>=`, `==`, or `between`. Mandatory.
     *
     * @var '<'|'<='|'>'|'>='|'=='|'between'|null
     */
    public $operator;

    /**
     * Value to compare with; with `between`, two values separated by a
     * comma. Mandatory.
     *
     * @var string|null
     */
    public $value;

    /**
     * Data that the platform stores with the condition and sends with its
     * events.
     *
     * @var mixed
     */
    public $transInfo;

    /**
     * Time for which the comparison must hold.
     *
     * @var int|null
     */
    public $duration;

    /**
     * Trigger mode of the condition, and maximum age of the data.
     *
     * @var Strategy|null
     */
    public $strategy;
}
