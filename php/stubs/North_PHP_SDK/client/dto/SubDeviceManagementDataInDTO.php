<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** A subscription to management data, to be created. */
class SubDeviceManagementDataInDTO extends AbstractDTO
{
    /**
     * What to push: `swUpgradeStateChangeNotify`, `swUpgradeResultNotify`,
     * `fwUpgradeStateChangeNotify` or `fwUpgradeResultNotify`. Mandatory.
     *
     * @var string|null
     */
    public $notifyType;

    /**
     * Where to push it to (sic: no capital u): an HTTPS URL with its port;
     * HTTP is for tests. Mandatory.
     *
     * @var string|null
     */
    public $callbackurl;
}
