<?php

namespace North_PHP_SDK\client;

/**
 * There was no usable answer: network or deadline; see also TlsException. With 1003 nothing was
 * sent; with 1004 the platform may have carried the call out.
 */
class TransportException extends NorthApiException
{
}
