<?php

namespace North_PHP_SDK\utils;

use North_PHP_SDK\client\NorthApiException;

/** From JSON to objects. */
class JsonUtil
{
    /**
     * Makes an object of a class, with the members of a JSON object. Nested
     * objects are stdClass.
     *
     * @template T of object
     * @param string $json
     * @param class-string<T> $className
     * @return T
     * @throws NorthApiException 1007 if there is no such class, or no JSON object
     */
    public static function jsonString2SimpleObj($json, $className) {}
}
