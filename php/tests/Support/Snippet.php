<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** A code block of a document. */
final class Snippet
{
    /**
     * @param string $place file and line
     * @param string $remark the HTML comment before it: `needs PACKAGE, ...`, `file PATH` or `not run: REASON`
     */
    public function __construct(
        public readonly string $place,
        public readonly string $language,
        public readonly string $code,
        public readonly string $remark = '',
    ) {
    }

    /** Why the program is not run; null if it is. */
    public function notRun(): ?string
    {
        return preg_match('/^not run: (.+)$/', $this->remark, $found) === 1 ? $found[1] : null;
    }

    /** The path of the file that the block is for the programs of its document; null if it is none. */
    public function file(): ?string
    {
        return preg_match('/^file (\S+)$/', $this->remark, $found) === 1 ? $found[1] : null;
    }

    /** @return list<string> the folders of the PHP packages that the program loads, below /usr/share/php */
    public function packages(): array
    {
        return preg_match('/^needs (.+)$/', $this->remark, $found) === 1 ? explode(', ', $found[1]) : [];
    }

    /** The code without comments and blank lines, which differ between languages. */
    public function bare(): string
    {
        $comments = match ($this->language) {
            'php' => '~(?<=^|\s)//.*$|/\*.*?\*/~ms',
            'ini', 'neon' => '~(?<=^|\s)[;#].*$~m',
            'sh', 'dockerfile', 'yaml' => '~(?<=^|\s)#.*$~m',
            default => '~(?!)~',
        };
        $code = (string) preg_replace($comments, '', $this->code);
        return (string) preg_replace(['/[ \t]+$/m', '/\n{2,}/'], ['', "\n"], $code);
    }
}
