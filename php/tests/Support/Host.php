<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A program that embeds PHP (embed/host.c), for tests of workers and threads. */
final class Host
{
    private function __construct(public readonly string $output, public readonly string $errors, public readonly int $status)
    {
    }

    /** The library of this PHP; null if it is not installed, or if php-config belongs to another PHP. */
    public static function library(): ?string
    {
        if (self::ask('--vernum') !== (string) PHP_VERSION_ID) {
            return null;
        }
        $prefix = self::ask('--prefix');
        $version = PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;
        // The path of Debian, of newer PHPs, and of older PHPs.
        foreach (["$prefix/lib/libphp$version.so", "$prefix/lib/libphp.so", "$prefix/lib/php/libphp.so"] as $file) {
            if (is_file($file)) {
                return $file;
            }
        }
        return null;
    }

    /**
     * Runs a mode of the program, and returns its output, which includes PHP's.
     *
     * @param list<string|int> $arguments
     * @param array<string, string|int> $ini
     */
    public static function run(string $mode, string $code, array $arguments, array $ini = []): self
    {
        $folder = sys_get_temp_dir() . '/northbound-host-' . bin2hex(random_bytes(8));
        mkdir($folder, 0700);
        $ini += ['extension' => Php::extension(), 'display_errors' => '1', 'error_reporting' => -1, 'html_errors' => 0];
        $lines = array_map(static fn (string $name, string|int $value): string => "$name=\"$value\"", array_keys($ini), $ini);
        file_put_contents("$folder/php.ini", implode("\n", $lines) . "\n");
        file_put_contents("$folder/script.php", "<?php $code");
        try {
            self::build("$folder/host");
            $command = ["$folder/host", $mode, "$folder/script.php", ...array_map(strval(...), $arguments)];
            // The libraries of all versions have the same name for the loader, which would load the newest.
            $environment = ['PHPRC' => $folder, 'PHP_INI_SCAN_DIR' => '', 'LD_PRELOAD' => (string) self::library()] + getenv();
            $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w'], ['file', "$folder/errors", 'w']], $pipes, null, $environment);
            if ($process === false) {
                throw new RuntimeException('The host could not be started.');
            }
            fclose($pipes[0]);
            $output = (string) stream_get_contents($pipes[1]);
            return new self($output, (string) file_get_contents("$folder/errors"), proc_close($process));
        } finally {
            array_map(unlink(...), glob("$folder/*") ?: []);
            rmdir($folder);
        }
    }

    private static function build(string $program): void
    {
        $library = (string) self::library();
        $command = 'cc -O1 ' . self::ask('--includes') . ' -o ' . escapeshellarg($program) . ' '
            . escapeshellarg(dirname(__DIR__) . '/embed/host.c') . ' ' . escapeshellarg($library)
            . ' -Wl,-rpath,' . escapeshellarg(dirname($library)) . ' -lpthread 2>&1';
        exec($command, $output, $status);
        if ($status !== 0) {
            throw new RuntimeException("$command\n" . implode("\n", $output));
        }
    }

    private static function ask(string $option): string
    {
        return trim((string) shell_exec(escapeshellarg(getenv('PHP_CONFIG') ?: 'php-config') . " $option 2>/dev/null"));
    }
}
