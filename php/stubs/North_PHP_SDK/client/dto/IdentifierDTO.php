<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Identifies a reference system of coordinates. */
class IdentifierDTO extends AbstractDTO
{
    /**
     * Code of the reference system, such as `4326`.
     *
     * @var string|null
     */
    public $code;

    /**
     * Authority that assigned the code, such as `EPSG`.
     *
     * @var string|null
     */
    public $codeSpace;

    /**
     * Edition of the codes.
     *
     * @var string|null
     */
    public $edition;
}
