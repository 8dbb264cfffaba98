<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Coordinates of the response. */
class GeoInfoDTO extends AbstractDTO
{
    /**
     * Reference system of the coordinates.
     *
     * @var CoordinateReferenceSystemDTO|null
     */
    public $coordinateReferenceSystem;
}
