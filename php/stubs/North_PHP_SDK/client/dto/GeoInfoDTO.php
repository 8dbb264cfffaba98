<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** The coordinates to answer in. */
class GeoInfoDTO extends AbstractDTO
{
    /**
     * The reference system of the coordinates.
     *
     * @var CoordinateReferenceSystemDTO|null
     */
    public $coordinateReferenceSystem;
}
