<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which device groups to list. */
class QueryDeviceGroupsInDTO extends AbstractDTO
{
    /**
     * The owner of the groups; null for the application itself.
     *
     * @var string|null
     */
    public $accessAppId;

    /**
     * Page to return, from 0. Not paged if absent.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page. Default: 1.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Only the group of this name.
     *
     * @var string|null
     */
    public $name;
}
