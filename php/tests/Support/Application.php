<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** An application of `fixtures/` in a temporary folder, with the platform of a test in its settings. */
final class Application
{
    private const FIXTURES = __DIR__ . '/../fixtures';
    private const SHIM = __DIR__ . '/../../shim.php';
    /** The port in the settings of the repository. */
    private const PORT = '8743';

    public readonly string $path;
    private Folder $folder;

    public function __construct(string $name, private readonly Platform $platform)
    {
        $this->folder = new Folder();
        $this->path = $this->folder->path;
        $files = glob(self::FIXTURES . "/$name/{*,*/*,*/*/*,*/*/*/*,*/*/*/*/*}.{php,ini,csv}", GLOB_BRACE);
        if (!$files) {
            throw new RuntimeException("There is no application $name.");
        }
        foreach ($files as $file) {
            $content = (string) file_get_contents($file);
            $below = substr($file, strlen(self::FIXTURES . "/$name/"));
            $settings = str_starts_with($below, 'config/');
            $this->folder->file($below, $settings ? str_replace(self::PORT, (string) $platform->port, $content) : $content);
        }
    }

    /** Writes files to the paths of the original SDK, with `php/shim.php`. */
    public function layOut(string $folder): void
    {
        $php = Php::start([...Php::flags(), self::SHIM, "$this->path/$folder"]);
        if ($php->status !== 0) {
            throw new RuntimeException($php->errors);
        }
    }

    /**
     * The PHP settings of the application.
     *
     * @param array<string, string|int> $ini
     * @return array<string, string|int>
     */
    public function ini(array $ini = []): array
    {
        return $ini + ['northbound.ca_file' => $this->platform->cert('ca.pem')];
    }

    /**
     * Runs a program of the application, in the program's folder if no other is given.
     *
     * @param list<string> $arguments
     * @param array<string, string|int> $ini
     */
    public function run(string $script, array $arguments = [], array $ini = [], ?string $directory = null): Php
    {
        return Php::start($this->command($script, $arguments, $ini), [], $directory ?? dirname("$this->path/$script"));
    }

    /**
     * Starts a program in the background.
     *
     * @param list<string> $arguments
     */
    public function start(string $script, array $arguments = []): Running
    {
        return new Running($this->command($script, $arguments), dirname("$this->path/$script"));
    }

    /**
     * @param list<string> $arguments
     * @param array<string, string|int> $ini
     * @return list<string>
     */
    private function command(string $script, array $arguments, array $ini = []): array
    {
        return [...Php::flags($this->ini($ini)), "$this->path/$script", ...$arguments];
    }

    /** The content of a file that the application wrote. */
    public function written(string $name): string
    {
        $content = @file_get_contents("$this->path/$name");
        return $content === false ? throw new RuntimeException("It did not write $name.") : $content;
    }

    /** Creates a folder for the files that the application writes. */
    public function folder(string $name): string
    {
        return $this->folder->folder($name);
    }
}
