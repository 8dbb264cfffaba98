<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which page this is. */
class Pagination extends AbstractDTO
{
    /**
     * This page, from 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Rows on all pages.
     *
     * @var int|null
     */
    public $totalSize;
}
