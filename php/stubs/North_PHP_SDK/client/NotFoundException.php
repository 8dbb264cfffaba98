<?php

namespace North_PHP_SDK\client;

/** What the call is about does not exist. */
class NotFoundException extends NorthApiException
{
}
