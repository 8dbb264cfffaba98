<?php

namespace North_PHP_SDK\utils;

use North_PHP_SDK\client\NorthApiException;

/** The application's own settings, from an ini file. */
class PropertyUtil
{
    /**
     * Reads the ini file; its values are there until the request ends.
     *
     * @param string|null $path the file; if null, `config/application.ini` beside
     *     the working directory, or in it
     * @return null
     * @throws NorthApiException 1007 if the file is not there or cannot be read
     */
    public static function init($path = null) {}

    /**
     * @param string $name
     * @return mixed the value; null if there is none
     */
    public static function getProperty($name) {}
}
