<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use FilesystemIterator;
use RecursiveCallbackFilterIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use RuntimeException;

/** A Markdown document of the project: its headings, links, tables and code blocks. */
final class Document
{
    public const ROOT = __DIR__ . '/../../..';

    /** The text without code blocks and inline code. */
    public readonly string $prose;

    /** @var list<array{int, string}> level and text of each heading */
    public readonly array $headings;

    /** @var list<Snippet> */
    public readonly array $snippets;

    /** @param ?string $section the heading of the only section to read, which ends at the next heading */
    public function __construct(public readonly string $path, ?string $section = null)
    {
        $lines = file(self::ROOT . "/$path", FILE_IGNORE_NEW_LINES);
        if ($lines === false) {
            throw new RuntimeException("$path cannot be read");
        }
        $this->read($section === null ? $lines : self::section($lines, $section));
    }

    /** @return list<string> the paths of all documents, from the root of the project */
    public static function all(): array
    {
        $own = static fn (\SplFileInfo $entry): bool
            => preg_match('/^(\.git|target|modules|vendor|node_modules|corpus)$/', $entry->getFilename()) !== 1;
        $entries = new RecursiveCallbackFilterIterator(
            new RecursiveDirectoryIterator(self::ROOT, FilesystemIterator::SKIP_DOTS),
            $own,
        );
        $paths = [];
        foreach (new RecursiveIteratorIterator($entries) as $entry) {
            if ($entry->getExtension() === 'md') {
                $paths[] = substr($entry->getPathname(), strlen(self::ROOT) + 1);
            }
        }
        sort($paths);
        return $paths;
    }

    /** @return list<string> the anchors of the headings, as GitHub makes them */
    public function anchors(): array
    {
        $anchors = [];
        $seen = [];
        foreach ($this->headings as [, $text]) {
            $text = (string) preg_replace('/\[([^]]*)\]\([^)]*\)/', '$1', $text);
            $anchor = (string) preg_replace('/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/u', '', mb_strtolower($text));
            $anchor = str_replace(' ', '-', $anchor);
            $count = $seen[$anchor] = ($seen[$anchor] ?? -1) + 1;
            $anchors[] = $count === 0 ? $anchor : "$anchor-$count";
        }
        return $anchors;
    }

    /** @return list<string> the targets of all links and pictures */
    public function links(): array
    {
        preg_match_all('/\]\(\s*<?([^()\s>]+(?:\([^()\s]*\))?)>?[^()]*\)|<(https?:[^>\s]+)>|^\[[^]]+\]:\s*(\S+)/m', $this->prose, $found, PREG_SET_ORDER);
        return array_map(static fn (array $link): string => (string) end($link), $found);
    }

    /** @return list<list<list<string>>> the cells of each table, by row */
    public function tables(): array
    {
        $tables = [];
        $inTable = false;
        foreach (explode("\n", $this->withoutBlocks) as $line) {
            $line = trim($line);
            if (!str_starts_with($line, '|')) {
                $inTable = false;
                continue;
            }
            if (!$inTable) {
                $tables[] = [];
                $inTable = true;
            }
            $cells = preg_split('/(?<!\\\\)\|/', trim($line, '|')) ?: [];
            $tables[count($tables) - 1][] = array_map('trim', $cells);
        }
        return $tables;
    }

    /** @return list<string> the settings that the document names, each once, sorted */
    public function settings(): array
    {
        $code = implode("\n", array_map(static fn (Snippet $snippet): string => $snippet->code, $this->snippets));
        preg_match_all('/northbound\.([a-z_]+\b)(?!\.|\()/', "$this->withoutBlocks\n$code", $found);
        $names = array_unique($found[1]);
        sort($names);
        return $names;
    }

    /**
     * What a translation has, too: the code blocks without comments, and of each table the inline code of its cells.
     *
     * @return array{list<list<string>>, list<list<list<string>>>}
     */
    public function structure(): array
    {
        $code = static fn (string $cell): string => preg_match_all('/`[^`]+`/', $cell, $found) > 0
            ? implode(' ', self::sorted($found[0]))
            : '';
        return [
            array_map(static fn (Snippet $snippet): array => [$snippet->language, $snippet->bare()], $this->snippets),
            array_map(
                static fn (array $table): array => array_map(static fn (array $row): array => array_map($code, $row), $table),
                $this->tables(),
            ),
        ];
    }

    /** The text without code blocks, but with inline code. */
    private readonly string $withoutBlocks;

    /**
     * @param list<string> $lines
     * @return list<string>
     */
    private static function section(array $lines, string $heading): array
    {
        $begin = null;
        $inBlock = false;
        foreach ($lines as $at => $line) {
            $inBlock = $inBlock !== str_starts_with(ltrim($line), '```');
            if (!$inBlock && preg_match('/^#{1,6} +(.*?)[ #]*$/', $line, $found) === 1) {
                if ($begin !== null) {
                    return array_slice($lines, $begin, $at - $begin);
                }
                $begin = $found[1] === $heading ? $at : null;
            }
        }
        return array_slice($lines, $begin ?? throw new RuntimeException("there is no section \"$heading\""));
    }

    /**
     * @param list<string> $list
     * @return list<string>
     */
    private static function sorted(array $list): array
    {
        sort($list);
        return $list;
    }

    /** @param list<string> $lines */
    private function read(array $lines): void
    {
        $text = [];
        $headings = [];
        $snippets = [];
        for ($at = 0; $at < count($lines); ++$at) {
            $line = $lines[$at];
            if (preg_match('/^( *)(`{3,})(.*)$/', $line, $fence) === 1) {
                $start = $at + 1;
                $code = '';
                while (rtrim($lines[++$at] ?? throw new RuntimeException("$this->path:$start: the code block has no end")) !== $fence[1] . $fence[2]) {
                    $code .= (string) preg_replace("/^$fence[1]/", '', $lines[$at]) . "\n";
                }
                $snippets[] = new Snippet("$this->path:$start", trim($fence[3]), $code, self::remark($text));
                continue;
            }
            if (preg_match('/^(#{1,6}) +(.*?)[ #]*$/', $line, $heading) === 1) {
                $headings[] = [strlen($heading[1]), $heading[2]];
            }
            $text[] = $line;
        }
        $this->headings = $headings;
        $this->snippets = $snippets;
        $this->withoutBlocks = implode("\n", $text);
        $this->prose = (string) preg_replace('/(`+)[^`].*?\1/s', '``', $this->withoutBlocks);
    }

    /**
     * The HTML comment on the line before a block, which readers do not see.
     *
     * @param list<string> $before
     */
    private static function remark(array $before): string
    {
        return preg_match('/^<!-- (.*) -->$/', (string) end($before), $comment) === 1 ? $comment[1] : '';
    }
}
