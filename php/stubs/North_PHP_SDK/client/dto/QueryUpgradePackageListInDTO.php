<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Which upgrade packages to list. */
class QueryUpgradePackageListInDTO extends AbstractDTO
{
    /**
     * `firmwarePackage` or `softwarePackage`. At most 256 characters.
     *
     * @var string|null
     */
    public $fileType;

    /**
     * Type of the devices that the package is for. At most 256 characters.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Model of the devices that the package is for. At most 256 characters.
     *
     * @var string|null
     */
    public $model;

    /**
     * Manufacturer of the devices that the package is for. At most 256
     * characters.
     *
     * @var string|null
     */
    public $manufacturerName;

    /**
     * Version of the package. At most 256 characters.
     *
     * @var string|null
     */
    public $version;

    /**
     * Page to return, from 0.
     *
     * @var int|null
     */
    public $pageNo;

    /**
     * Rows of a page, 1 to 100.
     *
     * @var int|null
     */
    public $pageSize;
}
