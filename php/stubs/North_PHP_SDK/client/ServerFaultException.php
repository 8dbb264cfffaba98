<?php

namespace North_PHP_SDK\client;

/** The platform failed. */
class ServerFaultException extends NorthApiException
{
}
