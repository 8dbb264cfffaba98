<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Location of a device. No operation takes or returns it. */
class Location extends AbstractDTO
{
    /**
     * Accuracy of the position.
     *
     * @var mixed
     */
    public $accuracy;

    /**
     * Information about a crash of the vehicle.
     *
     * @var mixed
     */
    public $crashInformation;

    /**
     * Free text.
     *
     * @var mixed
     */
    public $description;

    /**
     * Direction of travel.
     *
     * @var int|float|null
     */
    public $heading;

    /**
     * Language of the texts.
     *
     * @var string|null
     */
    public $language;

    /**
     * Latitude.
     *
     * @var int|float|null
     */
    public $latitude;

    /**
     * Longitude.
     *
     * @var int|float|null
     */
    public $longitude;

    /**
     * Number of passengers in the vehicle.
     *
     * @var int|null
     */
    public $numberOfPassengers;

    /**
     * Region that the device is in.
     *
     * @var string|null
     */
    public $region;

    /**
     * Time at which the device was at this position.
     *
     * @var string|null
     */
    public $time;

    /**
     * Speed of the vehicle.
     *
     * @var int|float|null
     */
    public $vehicleSpeed;
}
