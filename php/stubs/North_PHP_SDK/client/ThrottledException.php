<?php

namespace North_PHP_SDK\client;

/** The application is over its quota: wait and try again. */
class ThrottledException extends NorthApiException
{
}
