<?php

declare(strict_types=1);

namespace Northbound\Shim;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use ReflectionClass;
use ReflectionExtension;
use RuntimeException;

/**
 * The file layout of the original SDK.
 *
 * A file checks that the extension is loaded, and sets the variables that the
 * original's file of that name leaves to its includer. The original writes many of its paths with
 * backslashes, which on Linux are part of a file's name. There is a file for
 * each of these spellings, which loads the file with the plain path.
 *
 * With a namespace, each file also makes its class known in that namespace. PHP
 * can do that for the classes of an extension from 8.3 on. Before that, the
 * files ask for `northbound.alias_namespace` in php.ini.
 */
final class Layout
{
    public const ROOT = 'North_PHP_SDK';

    private const LOG4PHP = 'log4php';

    /** A class of the original that the extension does not have. Its file defines it. */
    private const CLIENT_SERVICE = self::ROOT . '\client\ClientService';

    /** The original's files that leave variables in the scope of their includer. */
    private const WITH_VARIABLES = [
        self::ROOT . '\client\NorthApiClient',
        self::ROOT . '\client\NorthApiException',
        self::ROOT . '\client\invokeapi\Authentication',
        self::CLIENT_SERVICE,
    ];

    /** Begins the file that stands for log4php, and tells it from the real one. */
    private const LOGGER = '// Stands for log4php';

    private const CLASS_FILE = "// Stands for the original SDK's file of this name";
    private const SPELLING = '// The same file by another spelling of its path.';
    private const SETTINGS = '// Each file of this folder loads this one.';

    public function __construct(private readonly string $folder, private readonly ?string $namespace)
    {
    }

    /** Writes all files and returns their number. */
    public function write(): int
    {
        $written = 0;
        foreach (self::classes() as $class) {
            $written += $this->writeClass($class);
        }
        $this->put(self::ROOT . '/northbound.php', self::template('northbound.php'));
        return $written + 1 + $this->writeLogger();
    }

    /** Returns the number of files in the folder itself, whose names contain backslashes. */
    public function beside(): int
    {
        return count($this->filesBeside());
    }

    /** Removes the files that this class has written, and folders that are empty then. Returns the number of files. */
    public function remove(): int
    {
        if (!is_dir($this->folder)) {
            throw new RuntimeException("$this->folder is not a folder");
        }
        $removed = 0;
        foreach ($this->filesBeside() as $file) {
            $removed += self::removeFile($file);
        }
        foreach ([self::ROOT, self::LOG4PHP] as $name) {
            $removed += is_dir("$this->folder/$name") ? self::removeBelow("$this->folder/$name") : 0;
        }
        return $removed;
    }

    /** @return list<string> */
    private function filesBeside(): array
    {
        $names = preg_grep('/^' . self::ROOT . '\\\\.+\.php$/', scandir($this->folder) ?: []) ?: [];
        return array_values(array_map(fn (string $name): string => "$this->folder/$name", $names));
    }

    private static function removeBelow(string $folder): int
    {
        $removed = 0;
        $entries = new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS),
            RecursiveIteratorIterator::CHILD_FIRST,
        );
        foreach ($entries as $entry) {
            $path = $entry->getPathname();
            if (!$entry->isDir()) {
                $removed += self::removeFile($path);
            } elseif (!$entry->isLink()) {
                self::removeIfEmpty($path);
            }
        }
        unset($entries);
        self::removeIfEmpty($folder);
        return $removed;
    }

    private static function removeIfEmpty(string $folder): void
    {
        if (scandir($folder) === ['.', '..']) {
            @rmdir($folder);
        }
    }

    /** Removes the file if it is one of this class; returns the number of removed files. */
    private static function removeFile(string $file): int
    {
        if (!is_file($file) || !self::isOwn((string) @file_get_contents($file, false, null, 0, 200))) {
            return 0;
        }
        if (!@unlink($file)) {
            throw new RuntimeException("cannot remove $file");
        }
        return 1;
    }

    /** Returns true for the content of a file that this class has written. */
    public static function isOwn(string $code): bool
    {
        foreach ([self::CLASS_FILE, self::SPELLING, self::SETTINGS, self::LOGGER] as $mark) {
            if (str_starts_with($code, "<?php\n$mark")) {
                return true;
            }
        }
        return false;
    }

    /** @return list<string> the classes of the original, each once: an extension lists its aliases, too */
    private static function classes(): array
    {
        $classes = array_map(
            static fn (ReflectionClass $class): string => $class->getName(),
            array_values((new ReflectionExtension('northbound'))->getClasses()),
        );
        return array_values(array_unique([...$classes, self::CLIENT_SERVICE]));
    }

    private function writeClass(string $class): int
    {
        $file = str_replace('\\', '/', $class) . '.php';
        $spellings = self::spellings($file);
        foreach ($spellings as $spelling) {
            $path = var_export('/' . str_replace('\\', '/', basename($spelling)), true);
            $this->put($spelling, "<?php\n" . self::SPELLING . "\nreturn require_once __DIR__ . $path;\n");
        }
        $this->put($file, $this->content($class));
        return 1 + count($spellings);
    }

    /** Writes the class Logger, unless the application has log4php there. */
    private function writeLogger(): int
    {
        $path = "$this->folder/" . self::LOG4PHP . '/Logger.php';
        if (is_file($path) && !self::isOwn((string) file_get_contents($path))) {
            return 0;
        }
        $this->put(self::LOG4PHP . '/Logger.php', self::template('Logger.php'));
        return 1;
    }

    /** Returns the code of the file of a class. */
    private function content(string $class): string
    {
        if ($class === self::CLIENT_SERVICE) {
            return self::template('ClientService.php') . $this->alias($class, true);
        }
        $root = '__DIR__' . (substr_count($class, '\\') > 2 ? ', 2' : '');
        $mark = self::CLASS_FILE;
        $code = <<<PHP
            <?php
            $mark; the class is the extension's.
            if (!extension_loaded('northbound')) {
                throw new RuntimeException('$class needs the PHP extension northbound; php.ini: extension=northbound');
            }
            require_once dirname($root) . '/northbound.php';

            PHP;
        if (in_array($class, self::WITH_VARIABLES, true)) {
            $code .= self::variables($class);
        }
        return $code . $this->alias($class, false);
    }

    /** The lines that set the original's variables, and what the original loads then. */
    private static function variables(string $class): string
    {
        $code = <<<'PHP'

            // The original leaves these to its includer, and applications use them.
            $dir = dirname(__FILE__);
            $parentDirName = dirname($dir);

            PHP;
        return $code . match ($class) {
            self::ROOT . '\client\invokeapi\Authentication' => <<<'PHP'
                $grandParentDir = dirname($parentDirName);
                // It sets the first two anew if it is not loaded yet, as in the original.
                require_once $parentDirName . '/ClientService.php';

                PHP,
            self::ROOT . '\client\NorthApiClient' => <<<'PHP'

                if (!class_exists('Logger', false) && is_file(dirname($parentDirName) . '/log4php/Logger.php')) {
                    include_once dirname($parentDirName) . '/log4php/Logger.php';
                    if (is_file(dirname($parentDirName, 2) . '/config/log4php.xml')) {
                        Logger::configure(dirname($parentDirName, 2) . '/config/log4php.xml');
                    }
                }

                PHP,
            default => '',
        };
    }

    private function alias(string $class, bool $ours): string
    {
        if ($this->namespace === null) {
            return '';
        }
        $alias = $this->namespace . substr($class, strlen(self::ROOT));
        $setting = $ours ? '' : <<<PHP

                if (PHP_VERSION_ID < 80300) {
                    throw new RuntimeException('set northbound.alias_namespace = "$this->namespace" in php.ini');
                }
            PHP;
        return <<<PHP

            if (!class_exists('$alias', false)) {{$setting}
                class_alias('$class', '$alias');
            }

            PHP;
    }

    /**
     * The other ways to write a path below the folder: from any point on, the
     * separators may be backslashes, which are no separators here.
     *
     * @return list<string>
     */
    private static function spellings(string $path): array
    {
        $parts = explode('/', $path);
        $spellings = [];
        for ($folders = 0; $folders < count($parts) - 1; $folders++) {
            $file = implode('\\', array_slice($parts, $folders));
            $spellings[] = implode('/', [...array_slice($parts, 0, $folders), $file]);
        }
        return $spellings;
    }

    private static function template(string $name): string
    {
        return (string) file_get_contents(__DIR__ . "/sdk/$name");
    }

    private function put(string $name, string $content): void
    {
        $file = "$this->folder/$name";
        if (!is_dir(dirname($file)) && !@mkdir(dirname($file), 0777, true)) {
            throw new RuntimeException('cannot make the folder ' . dirname($file));
        }
        if (@file_put_contents($file, $content) === false) {
            throw new RuntimeException("cannot write $file");
        }
    }
}
