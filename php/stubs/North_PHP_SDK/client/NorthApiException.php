<?php

namespace North_PHP_SDK\client;

use North_PHP_SDK\constant\ExceptionEnum;

/**
 * Why a call failed. A subclass says what to do about it; this class itself
 * means that the client's settings are wrong.
 *
 * `getMessage()` tells operation, code, text and HTTP status; `getCode()` is
 * the error code as a number.
 */
class NorthApiException extends \Exception
{
    /**
     * The platform's error code, such as `'123029'`, or the client's own, of
     * ExceptionEnum, such as `'1007'`.
     *
     * @var string|null
     */
    public $error_code;

    /**
     * What the code means.
     *
     * @var string|null
     */
    public $error_desc;

    /**
     * The HTTP status; -1 if there was no answer.
     *
     * @var int
     */
    public $httpStatusCode = -1;

    /**
     * The reason phrase of the HTTP status (sic: not "phrase").
     *
     * @var string
     */
    public $httpReasonPhase = '';

    /**
     * The body of the answer: decoded if it is JSON, else the first 4096 bytes
     * of its text; `''` if there was none.
     *
     * @var mixed
     */
    public $httpMessage = '';

    /**
     * With an ExceptionEnum and a body, as the original SDK throws it; or as any
     * exception of PHP.
     *
     * @param ExceptionEnum|string|null $message
     * @param mixed $code a number; with an ExceptionEnum, the body of the answer
     * @param \Throwable|null $previous
     */
    public function __construct($message = null, $code = null, $previous = null) {}

    /** The string form of the original SDK, and on the next lines the one of PHP, with the stack trace. */
    public function __toString(): string {}

    /**
     * How often the call was tried: 1, or more if it was tried again.
     *
     * @return int
     */
    public function getAttempts() {}

    /**
     * How many seconds to wait before the call is repeated, as the platform
     * (`Retry-After`), the client's own quota or the managed token asks for it; null if
     * none does.
     *
     * @return int|null
     */
    public function getRetryAfter() {}
}
