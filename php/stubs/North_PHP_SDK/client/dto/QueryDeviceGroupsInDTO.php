<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for a list of device groups. */
class QueryDeviceGroupsInDTO extends AbstractDTO
{
    /**
     * Id of the application that owns the groups; null for the calling
     * application.
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
     * Items per page. Default: 1.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * Selects only the group of this name.
     *
     * @var string|null
     */
    public $name;
}
