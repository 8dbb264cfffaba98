<?php

namespace North_PHP_SDK\client;

/** The access token has expired, or is missing: log in again. */
class NotAuthenticatedException extends NorthApiException
{
}
