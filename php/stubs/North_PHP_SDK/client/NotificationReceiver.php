<?php

namespace North_PHP_SDK\client;

/** Receives what the platform pushes to an application that has subscribed. */
class NotificationReceiver
{
    /**
     * Decodes a push: `NotificationReceiver::receive(file_get_contents('php://input'))`.
     *
     * Its `notifyType` decides which structure it becomes, such as
     * NotifyDeviceAddedDTO; a command's callback, which has none, becomes a
     * NotifyNBCommandStatusChangedDTO. With `northbound.rows = array`, nested
     * structures are plain arrays.
     *
     * @param string $body the raw body of the push
     * @return object a Notify…DTO of `North_PHP_SDK\client\dto`
     * @throws NorthApiException 1007 if it is not a notification, in words that
     *     say why
     */
    public static function receive($body) {}
}
