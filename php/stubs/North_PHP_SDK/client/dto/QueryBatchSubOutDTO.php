<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of subscriptions. */
class QueryBatchSubOutDTO extends AbstractDTO
{
    /**
     * Number of subscriptions on all pages.
     *
     * @var int|null
     */
    public $totalCount;

    /**
     * Number of this page, from 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Items per page.
     *
     * @var int|null
     */
    public $pageSize;

    /**
     * The subscriptions of this page.
     *
     * @var list<SubscriptionDTO>|null
     */
    public $subscriptions;
}
