<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A position: a circle on the map. */
class PdIoMDTO extends AbstractDTO
{
    /**
     * Time at which the device was at this position.
     *
     * @var string|null
     */
    public $time;

    /**
     * Offset of that time from UTC.
     *
     * @var string|null
     */
    public $utcOff;

    /**
     * Name of the reference system of the coordinates.
     *
     * @var string|null
     */
    public $srsName;

    /**
     * First coordinate of the centre.
     *
     * @var string|null
     */
    public $X;

    /**
     * Second coordinate of the centre.
     *
     * @var string|null
     */
    public $Y;

    /**
     * Radius of the circle.
     *
     * @var string|null
     */
    public $radius;
}
