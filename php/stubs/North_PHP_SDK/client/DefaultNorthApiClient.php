<?php

namespace North_PHP_SDK\client;

/**
 * The client that services, and the function `queryUpgradeSubTask`, use unless
 * they are given another.
 */
class DefaultNorthApiClient
{
    /**
     * The client that was set; else one out of php.ini (`northbound.platform_ip`
     * and others), the same until the request ends.
     *
     * @return NorthApiClient
     * @throws NorthApiException 1008 if a setting in php.ini cannot be used
     */
    public static function getDefaultApiClient() {}

    /**
     * Sets the default client until the request ends; null for php.ini's again.
     *
     * @param NorthApiClient|null $defaultApiClient
     * @return null
     * @throws \TypeError if it is no client
     */
    public static function setDefaultApiClient($defaultApiClient) {}
}
