<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A reference system of coordinates. */
class CoordinateReferenceSystemDTO extends AbstractDTO
{
    /**
     * Identifier of the reference system.
     *
     * @var IdentifierDTO|null
     */
    public $identifier;
}
