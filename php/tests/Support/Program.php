<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/**
 * A PHP program in a document.
 *
 * A block that begins with `<?php` begins a program; a block that does not continues the program before it. A block
 * with the remark `file PATH` is a file that the programs of its document load.
 */
final class Program
{
    /** The folder of Debian's PHP packages. */
    public const PACKAGES = '/usr/share/php';

    private function __construct(
        public readonly Snippet $begin,
        public string $code,
        /** @var array<string, string> the files of the document, by path */
        public readonly array $files = [],
    ) {
    }

    /** @return list<self> */
    public static function of(Document $document): array
    {
        $programs = [];
        $files = self::filesOf($document);
        $current = null;
        foreach ($document->snippets as $snippet) {
            if ($snippet->language !== 'php' || $snippet->file() !== null) {
                continue;
            }
            if (str_starts_with($snippet->code, '<?php')) {
                $programs[] = $current = new self($snippet, $snippet->code, $files);
                continue;
            }
            $current ?? throw new RuntimeException("$snippet->place continues no program");
            $current->code .= "\n" . $snippet->code;
        }
        return $programs;
    }

    /** @return list<string> the folders that programs with packages of this vendor need, and that are not there */
    public static function missingPackages(string $vendor): array
    {
        $folders = array_map(
            static fn (self $program): array => $program->uses($vendor) ? $program->begin->packages() : [],
            array_merge(...array_map(static fn (string $path): array => self::of(new Document($path)), Document::all())),
        );
        $folders = array_map(
            static fn (string $package): string => self::PACKAGES . "/$package",
            array_unique(array_merge(...$folders)),
        );
        return array_values(array_filter($folders, static fn (string $folder): bool => !is_file("$folder/autoload.php")));
    }

    /** Whether it loads a package of this vendor. */
    public function uses(string $vendor): bool
    {
        return preg_grep("#^$vendor(/|$)#", $this->begin->packages()) !== [];
    }

    /** @return array<string, string> the files of the document and of its folder's README.md, by path */
    private static function filesOf(Document $document): array
    {
        $files = [];
        $first = dirname($document->path) . '/README.md';
        foreach ([...(is_file(Document::ROOT . "/$first") ? [new Document($first)] : []), $document] as $page) {
            foreach ($page->snippets as $snippet) {
                if ($snippet->file() !== null) {
                    $files[$snippet->file()] = $snippet->code;
                }
            }
        }
        return $files;
    }

    /**
     * Runs the program with the extension, in a folder with the document's files.
     *
     * @param array<string, string|int> $ini
     * @param list<string> $arguments
     */
    public function run(array $ini, array $arguments): Php
    {
        return $this->start(Php::flags($ini), null, $arguments);
    }

    /**
     * @param list<string> $flags
     * @param ?string $before a file to load before the program
     * @param list<string> $arguments
     */
    public function start(array $flags, ?string $before = null, array $arguments = []): Php
    {
        $folder = new Folder();
        foreach ($this->files as $path => $code) {
            $folder->file($path, $code);
        }
        $program = $folder->file('program.php', $this->code);
        $prepended = $folder->file('northbound-prepend.php', $this->prepended($before));
        // A package may be older than this PHP, which deprecates what it does.
        $errors = $this->begin->packages() === [] ? E_ALL : E_ALL & ~E_DEPRECATED;
        $flags = [...$flags, '-d', "auto_prepend_file=\"$prepended\"", '-d', "error_reporting=$errors"];
        $extensions = array_merge(...array_map(
            static fn (string $name): array => Extension::options($name) ?? [],
            ['ctype', 'tokenizer', 'mbstring'],
        ));
        return Php::start([...$extensions, ...$flags, $program, ...$arguments], [], $folder->path);
    }

    /** Loads the packages, and finds the document's classes by the names of their files. */
    private function prepended(?string $before): string
    {
        $code = "<?php\n" . ($before === null ? '' : 'require ' . var_export($before, true) . ";\n");
        foreach ($this->begin->packages() as $package) {
            $code .= 'require ' . var_export(self::PACKAGES . "/$package/autoload.php", true) . ";\n";
        }
        foreach (array_keys($this->files) as $path) {
            $names[basename($path, '.php')] = $path;
        }
        return $code . 'spl_autoload_register(static function (string $class): void {
            $file = ' . var_export($names ?? [], true) . '[substr(strrchr("\\\\" . $class, "\\\\"), 1)] ?? null;
            $file === null || require_once __DIR__ . "/$file";
        });';
    }
}
