<?php

namespace North_PHP_SDK\client;

/** The platform refused the login: appId or secret is wrong. Change the settings. */
class WrongCredentialsException extends NorthApiException
{
}
