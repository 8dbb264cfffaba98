<?php

class Service
{
    private $northApiClient;

    public function __construct($northApiClient = null)
    {
        $this->northApiClient = self::checked($northApiClient, '__construct');
    }

    public function __get($name)
    {
        return $name === 'northApiClient' ? $this->northApiClient ?? \North_PHP_SDK\client\DefaultNorthApiClient::getDefaultApiClient() : null;
    }

    public function __set($name, $value)
    {
        if ($name === 'northApiClient') {
            $this->northApiClient = self::checked($value, '__set');
        } else {
            trigger_error(static::class . " has no property \"$name\"; it is ignored", E_USER_DEPRECATED);
        }
    }

    private static function checked($client, string $method)
    {
        if ($client === null || $client instanceof NorthApiClient) {
            return $client;
        }
        $expected = 'northApiClient must be a ' . NorthApiClient::class . ', ' . get_debug_type($client) . ' given';
        throw new \TypeError(static::class . "::$method(): $expected");
    }
}
