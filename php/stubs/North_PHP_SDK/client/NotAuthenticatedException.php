<?php

namespace North_PHP_SDK\client;

/** The access token has ended, or is missing: log in again. */
class NotAuthenticatedException extends NorthApiException
{
}
