<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A page of commands. */
class QueryDeviceCommandOutDTO extends AbstractDTO
{
    /**
     * Number and size of this page.
     *
     * @var Pagination|null
     */
    public $pagination;

    /**
     * The commands of this page.
     *
     * @var list<DeviceCommandRespV4>|null
     */
    public $data;
}
