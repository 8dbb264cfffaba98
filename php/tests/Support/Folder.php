<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

/** A temporary folder of a test; removed with the object. */
final class Folder
{
    public readonly string $path;

    public function __construct()
    {
        $this->path = sys_get_temp_dir() . '/northbound-folder-' . bin2hex(random_bytes(8));
        mkdir($this->path);
    }

    public function __destruct()
    {
        foreach ($this->entries(RecursiveIteratorIterator::CHILD_FIRST) as $entry) {
            $entry->isDir() && !$entry->isLink() ? rmdir($entry->getPathname()) : unlink($entry->getPathname());
        }
        rmdir($this->path);
    }

    /** Creates a folder in this one, and returns its path. */
    public function folder(string $name): string
    {
        $path = "$this->path/$name";
        if (!is_dir($path)) {
            mkdir($path, 0777, true);
        }
        return $path;
    }

    /** The user who runs the tests, and owns all files in the folder. */
    public static function owner(): int
    {
        return (int) fileowner('/proc/self/stat');
    }

    /** Writes a file, creates its folders, and returns its path. */
    public function file(string $name, string $content): string
    {
        $path = "$this->path/$name";
        if (!is_dir(dirname($path))) {
            mkdir(dirname($path), 0777, true);
        }
        file_put_contents($path, $content);
        return $path;
    }

    /** @return list<string> the files below this folder, sorted */
    public function files(): array
    {
        $files = [];
        foreach ($this->entries(RecursiveIteratorIterator::LEAVES_ONLY) as $entry) {
            $files[] = substr($entry->getPathname(), strlen($this->path) + 1);
        }
        sort($files);
        return $files;
    }

    /** @return iterable<\SplFileInfo> */
    private function entries(int $mode): iterable
    {
        $entries = new RecursiveDirectoryIterator($this->path, FilesystemIterator::SKIP_DOTS);
        return new RecursiveIteratorIterator($entries, $mode);
    }
}
