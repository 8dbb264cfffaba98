<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for a list of subscriptions. */
class QueryBatchSubInDTO extends AbstractDTO
{
    /**
     * Id of the application that owns the subscriptions; null for the
     * calling application. At most 256 characters.
     *
     * @var string|null
     */
    public $appId;

    /**
     * Selects only subscriptions to this type of notification. At most 256
     * characters.
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
     * Items per page. Default: 10.
     *
     * @var int|null
     */
    public $pageSize;
}
