<?php

namespace North_PHP_SDK\client;

/**
 * TLS failed for good: a certificate is not accepted, here or by the platform, or there is no
 * common version or cipher suite. Another attempt fails, too. The message says what to change.
 */
class TlsException extends TransportException
{
}
