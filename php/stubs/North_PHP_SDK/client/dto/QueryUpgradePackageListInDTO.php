<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Query for a list of upgrade packages. */
class QueryUpgradePackageListInDTO extends AbstractDTO
{
    /**
     * Type of the package: `firmwarePackage` or `softwarePackage`. At most
     * 256 characters.
     *
     * @var 'firmwarePackage'|'softwarePackage'|null
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
     * Items per page, 1 to 100.
     *
     * @var int|null
     */
    public $pageSize;
}
