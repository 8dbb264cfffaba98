<?php

declare(strict_types=1);

namespace Northbound\Shim;

use FilesystemIterator;
use Northbound\Shim\Check\Application;
use Northbound\Shim\Check\Finding;
use Northbound\Shim\Check\Rules;
use Northbound\Shim\Check\Sdk;
use Northbound\Shim\Check\Source;
use Northbound\Shim\Check\Walk;
use RecursiveCallbackFilterIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use RuntimeException;
use SplFileInfo;

/**
 * Finds the places where an application of the original SDK would behave
 * differently with the extension.
 *
 * It reads tokens, not text, and follows the types of variables within a
 * function. It does not report guesses. It therefore finds less than there is,
 * but few of its findings are false.
 */
final class Check
{
    private const EXTENSIONS = ['inc', 'php', 'phtml'];

    /** The code of others: the original SDK, what it needs, and packages. */
    private const SKIPPED = ['north_php_sdk', 'log4php', 'node_modules', 'vendor'];

    /** @var list<Finding> by file and line */
    public readonly array $findings;

    private readonly int $files;

    private readonly int $unknownCalls;

    public function __construct(string $folder, string $stubs)
    {
        if (!is_dir($folder)) {
            throw new RuntimeException("$folder is not a folder");
        }
        if (!extension_loaded('tokenizer')) {
            throw new RuntimeException("PHP's extension tokenizer is not loaded; php.ini: extension=tokenizer");
        }
        $sdk = new Sdk($stubs);
        $application = new Application(self::sources(rtrim($folder, '/')));
        $rules = [
            new Rules\Classes(), new Rules\Effects(), new Rules\Environment(), new Rules\ErrorTexts(), new Rules\Exits($sdk),
            new Rules\Fields(), new Rules\Rows(), new Rules\StringForms(), new Rules\Tokens(), new Rules\Unknown(),
        ];
        foreach ($application->sources as $source) {
            (new Walk($application, $source, $sdk, $rules))->run();
        }
        foreach ($rules as $rule) {
            $rule->finish($application);
        }
        $findings = $application->findings;
        usort($findings, static fn (Finding $a, Finding $b): int => [$a->path, $a->line, $a->row->value] <=> [$b->path, $b->line, $b->row->value]);
        $this->findings = $findings;
        $this->files = count($application->sources);
        $this->unknownCalls = $application->unknownCalls;
    }

    /** The findings as text, file by file. */
    public function report(): string
    {
        $text = '';
        $path = null;
        foreach ($this->findings as $finding) {
            if ($finding->path !== $path) {
                $text .= ($path === null ? '' : "\n") . "$finding->path\n";
                $path = $finding->path;
            }
            $text .= sprintf("%6d  %s [row %d]\n", $finding->line, $finding->text, $finding->row->value);
        }
        $files = $this->files === 1 ? '1 file' : "$this->files files";
        $unknown = match ($this->unknownCalls) {
            0 => '',
            1 => "1 call is on an object of unknown type, and was not checked\n",
            default => "$this->unknownCalls calls are on objects of unknown type, and were not checked\n",
        };
        if ($this->findings === []) {
            return "no differences found in $files\n$unknown";
        }
        $count = count($this->findings);
        return $text . "\n" . ($count === 1 ? '1 difference' : "$count differences") . "; $files read; the rows are those of docs/differences.md\n"
            . $unknown;
    }

    /** @return list<Source> without the files that php/shim.php wrote */
    private static function sources(string $folder): array
    {
        $entries = new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS);
        $wanted = static fn (SplFileInfo $entry): bool => $entry->isDir()
            ? !in_array(strtolower($entry->getFilename()), self::SKIPPED, true) && !str_starts_with($entry->getFilename(), '.')
            : in_array(strtolower($entry->getExtension()), self::EXTENSIONS, true);
        $paths = [];
        foreach (new RecursiveIteratorIterator(new RecursiveCallbackFilterIterator($entries, $wanted)) as $entry) {
            $paths[] = $entry->getPathname();
        }
        sort($paths);
        $sources = [];
        foreach ($paths as $path) {
            $code = @file_get_contents($path);
            if ($code === false) {
                throw new RuntimeException("cannot read $path");
            }
            if (Layout::isOwn($code)) {
                continue;
            }
            $sources[] = new Source(substr($path, strlen($folder) + 1), $code);
        }
        return $sources;
    }
}
