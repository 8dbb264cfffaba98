<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** Extensions of the PHP that runs the tests: built in, a file that its php.ini loads, or missing. */
final class Extension
{
    /** @var array<string, ?list<string>> */
    private static array $options = [];

    /**
     * Returns the options that load the extension in a PHP without php.ini; null if the extension does not exist.
     *
     * @param string $name the name for `extension_loaded()`
     * @param string $file the name of its file, if it differs
     * @return ?list<string>
     */
    public static function options(string $name, string $file = '', string $directive = 'extension'): ?array
    {
        if (!array_key_exists($name, self::$options)) {
            $path = ini_get('extension_dir') . '/' . ($file === '' ? $name : $file) . '.so';
            $ways = array_filter([[], ['-d', "$directive=$path"]], static fn (array $way): bool => self::has($name, $way));
            self::$options[$name] = array_values($ways)[0] ?? null;
        }
        return self::$options[$name];
    }

    /** @return ?list<string> like `options()`; a part of PHP itself from 8.5 on */
    public static function opcache(): ?array
    {
        return self::options('Zend OPcache', 'opcache', 'zend_extension');
    }

    /** @param list<string> $options */
    private static function has(string $name, array $options): bool
    {
        $code = 'echo json_encode(extension_loaded($argv[1]));';
        $command = [PHP_BINARY, '-n', '-d', 'display_errors=0', '-d', 'log_errors=0', ...$options, '-r', $code, '--', $name];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
        $said = $process === false ? '' : (string) stream_get_contents($pipes[1]);
        return $process !== false && proc_close($process) === 0 && $said === 'true';
    }
}
