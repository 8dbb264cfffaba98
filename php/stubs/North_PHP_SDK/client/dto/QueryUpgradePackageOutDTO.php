<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** An upgrade package. */
class QueryUpgradePackageOutDTO extends AbstractDTO
{
    /**
     * Identifies the package.
     *
     * @var string|null
     */
    public $fileId;

    /**
     * Name of the package.
     *
     * @var string|null
     */
    public $name;

    /**
     * Version that devices have after the upgrade.
     *
     * @var string|null
     */
    public $version;

    /**
     * Type of the package: `firmwarePackage` or `softwarePackage`.
     *
     * @var 'firmwarePackage'|'softwarePackage'|null
     */
    public $fileType;

    /**
     * Type of the devices that the package is for.
     *
     * @var string|null
     */
    public $deviceType;

    /**
     * Model of the devices that the package is for.
     *
     * @var string|null
     */
    public $model;

    /**
     * Manufacturer of the devices that the package is for.
     *
     * @var string|null
     */
    public $manufacturerName;

    /**
     * Protocol of the devices that the package is for.
     *
     * @var string|null
     */
    public $protocolType;

    /**
     * Free text.
     *
     * @var string|null
     */
    public $description;

    /**
     * Time at which the package was built.
     *
     * @var string|null
     */
    public $date;

    /**
     * Time at which the package was uploaded.
     *
     * @var string|null
     */
    public $uploadTime;
}
