<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use ErrorException;
use PHPUnit\Framework\Assert;
use Throwable;

/** Observes the exceptions and PHP errors of code. */
final class Watch
{
    /**
     * Returns the exception that the code throws.
     *
     * @template T of Throwable
     * @param class-string<T> $class
     * @return T
     */
    public static function thrown(callable $code, string $class = \North_PHP_SDK\client\NorthApiException::class): Throwable
    {
        try {
            $code();
        } catch (Throwable $thrown) {
            Assert::assertInstanceOf($class, $thrown, (string) $thrown);
            return $thrown;
        }
        Assert::fail("Nothing was thrown, where $class should be.");
    }

    /**
     * Returns the exception for the first PHP error, as the error handlers of frameworks create it.
     *
     * PHPUnit's error handler does this only up to PHPUnit 9.
     */
    public static function thrownByHandler(callable $code): ErrorException
    {
        set_error_handler(static function (int $level, string $text, string $file, int $line): never {
            throw new ErrorException($text, 0, $level, $file, $line);
        });
        try {
            return self::thrown($code, ErrorException::class);
        } finally {
            restore_error_handler();
        }
    }

    /**
     * Returns the PHP errors that the code raises, as "E_DEPRECATED: text".
     *
     * @return list<string>
     */
    public static function errors(callable $code): array
    {
        $errors = [];
        set_error_handler(static function (int $level, string $text) use (&$errors): bool {
            $names = [E_DEPRECATED => 'E_DEPRECATED', E_WARNING => 'E_WARNING', E_NOTICE => 'E_NOTICE'];
            $errors[] = ($names[$level] ?? (string) $level) . ": $text";
            return true;
        });
        try {
            $code();
        } finally {
            restore_error_handler();
        }
        return $errors;
    }
}
