<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A separate PHP process: for tests of settings, startup, exit status and fatal errors. */
final class Php
{
    private function __construct(
        public readonly string $output,
        public readonly string $errors,
        public readonly int $status,
    ) {
    }

    /**
     * Runs code with the extension of this process.
     *
     * @param array<string, string|int> $ini
     * @param array<string, string> $environment
     */
    public static function run(string $code, array $ini = [], array $environment = []): self
    {
        return self::start([...self::flags($ini), '-r', $code], $environment);
    }

    /**
     * Runs PHP with options, without the machine's php.ini.
     *
     * @param list<string> $arguments
     * @param array<string, string> $environment
     * @param ?string $directory the working directory; this process's if null
     * @param list<string> $under a command that runs PHP, such as one that sets a limit
     */
    public static function start(
        array $arguments,
        array $environment = [],
        ?string $directory = null,
        array $under = [],
    ): self {
        $process = proc_open(
            [...$under, ...self::command($arguments)],
            [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']],
            $pipes,
            $directory,
            $environment + getenv(),
        );
        if ($process === false) {
            throw new RuntimeException('PHP could not be started.');
        }
        fclose($pipes[0]);
        $output = (string) stream_get_contents($pipes[1]);
        $errors = (string) stream_get_contents($pipes[2]);
        return new self($output, $errors, proc_close($process));
    }

    /**
     * The command that runs this PHP without the machine's php.ini; it loads pcntl if that php.ini does.
     *
     * @param list<string> $arguments
     * @return list<string>
     */
    public static function command(array $arguments): array
    {
        return [PHP_BINARY, '-n', ...(Extension::options('pcntl') ?? []), ...$arguments];
    }

    /**
     * @param array<string, string|int> $ini
     * @return list<string>
     */
    public static function flags(array $ini = []): array
    {
        $ini += ['extension' => self::extension(), 'display_errors' => 'stderr', 'error_reporting' => -1];
        $flags = [];
        foreach ($ini as $name => $value) {
            array_push($flags, '-d', $name . '="' . $value . '"');
        }
        return $flags;
    }

    /** The file that the extension of this process was loaded from. */
    public static function extension(): string
    {
        $found = preg_match('#(/\S*northbound\.so)#', (string) file_get_contents('/proc/self/maps'), $match);
        if ($found !== 1) {
            throw new RuntimeException('The extension is not among the libraries of this process.');
        }
        return $match[1];
    }

    /** Decodes the JSON output of the code; any output on standard error fails the test. */
    public function json(): mixed
    {
        if ($this->status !== 0 || $this->errors !== '') {
            throw new RuntimeException("PHP ended with $this->status: $this->output $this->errors");
        }
        return json_decode($this->output, true, 512, JSON_THROW_ON_ERROR);
    }
}
