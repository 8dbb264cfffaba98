<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** The namespaces and imports of a file. */
final class Names
{
    public const SDK = 'North_PHP_SDK\\';
    /** The Composer fork has the same classes here. */
    public const FORK = 'iotyun\huaweiiot\\';

    /** @var array<int, string> index of a token => the namespace from there on */
    private array $namespaces = [0 => ''];

    /** @var array<int, array<string, string>> the same index => name in lower case => class */
    private array $imports = [0 => []];

    public function __construct(private readonly Source $source)
    {
        $namespace = 0;
        for ($at = 0; isset($source->tokens[$at]); $at++) {
            if ($source->is($at, T_NAMESPACE)) {
                $namespace = $at;
                $this->namespaces[$at] = $source->isName($at + 1) ? $source->text($at + 1) : '';
                $this->imports[$at] = [];
            } elseif ($source->is($at, T_USE) && $this->isImport($at)) {
                $this->imports[$namespace] += $this->imported($at + 1);
            }
        }
    }

    public function usesSdk(): bool
    {
        foreach ($this->source->tokens as $index => $token) {
            if ($this->source->isName($index) && self::isSdk(ltrim($token->text, '\\'))) {
                return true;
            }
        }
        return false;
    }

    /** Returns true if a name is in the fork's namespace. */
    public static function isFork(string $name): bool
    {
        return stripos(ltrim($name, '\\'), self::FORK) === 0;
    }

    public function resolve(int $index): string
    {
        $name = $this->source->text($index);
        if ($this->source->is($index, T_NAME_FULLY_QUALIFIED)) {
            return self::original(substr($name, 1));
        }
        $from = $this->namespaceOf($index);
        $namespace = $this->namespaces[$from] === '' ? '' : $this->namespaces[$from] . '\\';
        if ($this->source->is($index, T_NAME_RELATIVE)) {
            return self::original($namespace . substr($name, strlen('namespace\\')));
        }
        $parts = explode('\\', $name, 2);
        $import = $this->imports[$from][strtolower($parts[0])] ?? null;
        $full = $import === null ? $namespace . $name : $import . (isset($parts[1]) ? "\\$parts[1]" : '');
        return self::original($full);
    }

    private static function isSdk(string $name): bool
    {
        return stripos("$name\\", self::SDK) === 0 || stripos("$name\\", self::FORK) === 0;
    }

    /** Returns the original's name of a class of the fork, and other names unchanged. */
    private static function original(string $name): string
    {
        return self::isFork($name) ? self::SDK . substr($name, strlen(self::FORK)) : $name;
    }

    private function namespaceOf(int $index): int
    {
        $found = 0;
        foreach (array_keys($this->namespaces) as $from) {
            if ($from <= $index) {
                $found = $from;
            }
        }
        return $found;
    }

    /** Returns false for the variables of a closure and the traits of a class. */
    private function isImport(int $at): bool
    {
        if ($this->source->is($at + 1, '(') || $this->source->is($at + 1, [T_FUNCTION, T_CONST])) {
            return false;
        }
        foreach ($this->source->classes as $class) {
            if ($class->open < $at && $at < $class->close) {
                return false;
            }
        }
        return true;
    }

    /** @return array<string, string> */
    private function imported(int $at): array
    {
        $imports = [];
        $prefix = '';
        $name = '';
        for (; isset($this->source->tokens[$at]) && !$this->source->is($at, ';'); $at++) {
            if ($this->source->is($at, T_AS)) {
                $imports[strtolower($this->source->text(++$at))] = $prefix . $name;
                $name = '';
            } elseif ($this->source->isName($at)) {
                $name = ltrim($this->source->text($at), '\\');
            } elseif ($this->source->is($at, T_NS_SEPARATOR)) {
                $prefix = "$name\\";
                $name = '';
            } elseif ($name !== '') {
                $imports += self::last($prefix, $name);
                $name = '';
            }
        }
        return $imports + self::last($prefix, $name);
    }

    /** @return array<string, string> */
    private static function last(string $prefix, string $name): array
    {
        $parts = explode('\\', $name);
        return $name === '' ? [] : [strtolower(end($parts)) => $prefix . $name];
    }
}
