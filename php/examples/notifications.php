<?php

/**
 * Receives what the platform pushes. Served by PHP's own web server:
 *
 *     php -S 127.0.0.1:8099 php/examples/notifications.php
 *
 * Subscribe with a callback address of this server, such as
 * http://127.0.0.1:8099/, and each push is a line of the server's output:
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

// The platform wants any answer; the vendor's receiver says this.
echo 'ok';
return true;
