<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which subscriptions to list. */
class QueryBatchSubInDTO extends AbstractDTO
{
    /**
     * The owner of the subscriptions; null for the application itself. At
     * most 256 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Only subscriptions to this. At most 256 characters.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Page to return, from 0. Not paged if absent.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page. Default: 10.
     *
     * @var int|null
     */
    public $pageSize;
}
