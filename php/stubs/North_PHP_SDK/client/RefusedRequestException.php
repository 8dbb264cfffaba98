<?php

namespace North_PHP_SDK\client;

/** The request is wrong: change it. */
class RefusedRequestException extends NorthApiException
{
}
