<?php
// Stands for the original SDK's file of this name. The extension does not need
// the class, but an application may.

namespace North_PHP_SDK\client;

use North_PHP_SDK\constant\ExceptionEnum;

if (!extension_loaded('northbound')) {
    throw new \RuntimeException(
        'North_PHP_SDK\client\ClientService needs the PHP extension northbound; php.ini: extension=northbound'
    );
}
require_once dirname(__DIR__) . '/northbound.php';

// The original leaves these to its includer, and applications use them.
$dir = dirname(__FILE__);
$parentDirName = dirname($dir);

if (!class_exists(ClientService::class, false)) {
    /** Checks arguments before a call. */
    class ClientService
    {
        /**
         * Throws 1008 if a part of the ClientInfo is missing, and 1010 if the ID or the secret contains a space.
         *
         * @param dto\ClientInfo|null $ci
         */
        public function checkClientInfo($ci)
        {
            $complete = $ci !== null && !in_array(null, [$ci->platformIp, $ci->platformPort, $ci->appId], true)
                && !in_array('', [$ci->platformIp, $ci->platformPort, $ci->appId], true);
            if ($complete && str_contains($ci->appId . $ci->secret, ' ')) {
                throw new NorthApiException(new ExceptionEnum(ExceptionEnum::APPID_SECRET_INCLUDE_SPACE));
            }
            if (!$complete || $ci->secret === null || $ci->secret === '') {
                throw new NorthApiException(new ExceptionEnum(ExceptionEnum::CLIENT_INFO_ERROR));
            }
        }

        /**
         * Throws 1009 if there is no token.
         *
         * @param string|null $accessToken
         */
        public function checkAccessToken(#[\SensitiveParameter] $accessToken)
        {
            if ($accessToken === null || $accessToken === '') {
                throw new NorthApiException(new ExceptionEnum(ExceptionEnum::CLIENT_INPUT_ACCESSTOKEN_INVALID));
            }
        }

        /**
         * Throws 1007 if there is no input.
         *
         * @param mixed $input
         */
        public function checkInput($input)
        {
            if ($input === null || $input === '') {
                throw new NorthApiException(new ExceptionEnum(ExceptionEnum::CLIENT_INPUT_PARAMETER_INVALID));
            }
        }

        /**
         * Adds a query parameter, unless it is null.
         *
         * @param array<string, mixed> $queryParams
         * @param string $key
         * @param mixed $value
         */
        public function putInIfValueNotEmpty(&$queryParams, $key, $value)
        {
            if ($value !== null) {
                $queryParams[$key] = $value;
            }
        }
    }
}
