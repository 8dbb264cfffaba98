<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\constant;

/**
 * Error codes of the SDK, as opposed to those of the platform:
 * `new ExceptionEnum(ExceptionEnum::CLIENT_INFO_ERROR)`.
 */
class ExceptionEnum implements \Stringable
{
    public const CLIENT_INTERNAL_ERROR = [1001 => 'internal error of the client'];

    public const CLIENT_INVALID_METHOD = [1002 => 'invalid HTTP method'];

    public const CLIENT_BEFORE_INVOK_ERROR = [1003 => 'the call failed before it was sent'];

    public const CLIENT_AFTER_INVOK_ERROR = [1004 => 'the call failed after it was sent'];

    public const CLIENT_ERROR_BUT_NO_ERRORCODE = [1005 => 'the call failed without an error code; see httpMessage'];

    public const CLIENT_SSL_CONFIG_ERROR = [1006 => 'wrong TLS settings; check the certificate paths'];

    public const CLIENT_INPUT_PARAMETER_INVALID = [1007 => 'invalid input parameter'];

    public const CLIENT_INFO_ERROR = [1008 => 'clientInfo is not set, or not complete'];

    public const CLIENT_INPUT_ACCESSTOKEN_INVALID = [1009 => 'accessToken must not be null or empty'];

    public const APPID_SECRET_INCLUDE_SPACE = [1010 => 'appId or secret contains spaces'];

    public const PORT_ERROR = [1011 => 'wrong port'];

    public const CLIENT_EXC_END = [1000 => ''];

    /**
     * Error code, four digits.
     *
     * @var string|null
     */
    public $errorCode;

    /**
     * Short description of the error.
     *
     * @var string|null
     */
    public $errorDesc;

    /**
     * Creates an error with a code and a text.
     *
     * @param array<int, string> $error one of this class's constants
     */
    public function __construct($error) {}

    /** Returns the string form of the original SDK. */
    public function __toString(): string {}
}
