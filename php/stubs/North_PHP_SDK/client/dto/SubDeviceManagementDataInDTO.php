<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\dto;

/** Subscription to management data, to create. */
class SubDeviceManagementDataInDTO extends AbstractDTO
{
    /**
     * Type of the notifications to push: `swUpgradeStateChangeNotify`,
     * `swUpgradeResultNotify`, `fwUpgradeStateChangeNotify` or
     * `fwUpgradeResultNotify`. Mandatory.
     *
     * @var 'swUpgradeStateChangeNotify'|'swUpgradeResultNotify'|'fwUpgradeStateChangeNotify'|'fwUpgradeResultNotify'|null
     */
    public $notifyType;

    /**
     * URL to push to (sic: no capital u): HTTPS, with the port; HTTP is
     * for tests. Mandatory.
     *
     * @var string|null
     */
    public $callbackurl;
}
