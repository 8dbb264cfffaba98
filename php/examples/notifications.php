<?php

/**
 * Receives the platform's notifications. Run it with PHP's own web server:
 *
 *     php -S 127.0.0.1:8099 php/examples/notifications.php
 *
 * Subscribe with the address of this server as the callback address, for example
 * http://127.0.0.1:8099/. The server then prints one line for each notification:
 *
 *     $in = new SubDeviceManagementDataInDTO();
 *     $in->notifyType = 'fwUpgradeResultNotify';
 *     $in->callbackurl = 'http://127.0.0.1:8099/';
 *     (new SubscriptionManagement())->subDeviceData($in, $accessToken);
 */

declare(strict_types=1);

use North_PHP_SDK\client\dto\NotifyFwUpgradeResultDTO;
use North_PHP_SDK\client\dto\NotifyFwUpgradeStateChangedDTO;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotificationReceiver;

try {
    $notification = NotificationReceiver::receive((string) file_get_contents('php://input'));
} catch (NorthApiException $e) {
    http_response_code(400);
    echo $e->getMessage(), "\n";
    return true;
}

error_log(match (true) {
    $notification instanceof NotifyFwUpgradeResultDTO
        => "upgrade of {$notification->deviceId} ended: {$notification->status}",
    $notification instanceof NotifyFwUpgradeStateChangedDTO
        => "upgrade of {$notification->deviceId}: step {$notification->step}",
    default => (string) $notification,
});

// The platform accepts any response text; the vendor's receiver sends this one.
echo 'ok';
return true;
