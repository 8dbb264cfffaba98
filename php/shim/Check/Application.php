<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** All files of an application, and the findings in them. */
final class Application
{
    /** @var list<Finding> */
    public array $findings = [];

    /** Calls on objects of unknown type. */
    public int $unknownCalls = 0;

    /** True if list items are plain arrays, as in the original. */
    public readonly bool $plainRows;

    /** True if any of the files names a class of the SDK. */
    public readonly bool $usesSdk;

    /** @var array<string, list<FunctionDeclaration>> */
    private array $functions = [];

    /** @param list<Source> $sources */
    public function __construct(public readonly array $sources)
    {
        $setting = get_cfg_var('northbound.rows');
        $plain = $setting === 'array';
        $usesSdk = false;
        foreach ($sources as $source) {
            $plain = $plain || self::hasPlainRows($source, $setting !== false);
            $usesSdk = $usesSdk || $source->usesSdk;
            foreach ($source->functions as $function) {
                $this->functions[strtolower($function->name)][] = $function;
            }
        }
        $this->plainRows = $plain;
        $this->usesSdk = $usesSdk;
    }

    public function report(Source $source, int $index, LedgerRow $row, string $text): void
    {
        $finding = new Finding($source->path, $source->line($index), $row, $text);
        if (!in_array($finding, $this->findings, false)) {
            $this->findings[] = $finding;
        }
    }

    /**
     * Returns true if each function or method of this name takes an array at this position.
     *
     * @param bool $method a method, or a function
     */
    public function takesArray(string $name, bool $method, int $position): bool
    {
        $functions = array_filter(
            $this->functions[strtolower($name)] ?? [],
            static fn (FunctionDeclaration $function): bool => ($function->class !== null) === $method,
        );
        foreach ($functions as $function) {
            if (!($function->parameters[$position] ?? null)?->isArray) {
                return false;
            }
        }
        return $functions !== [];
    }

    public function declaresClass(string $name): bool
    {
        foreach ($this->sources as $source) {
            foreach ($source->classes as $class) {
                if (strcasecmp($class->name, $name) === 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns true if a literal string is in any of the files. */
    public function has(string $literal): bool
    {
        foreach ($this->sources as $source) {
            foreach (array_keys($source->tokens) as $index) {
                if ($source->literal($index) === $literal) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Returns true if the file sets `northbound.rows = array`. Unless php.ini has a value, this is also the default of
     * the files of php/shim.php and of the fork.
     */
    private static function hasPlainRows(Source $source, bool $isSet): bool
    {
        $path = false;
        foreach ($source->tokens as $index => $token) {
            $literal = $source->literal($index) ?? '';
            $path = $path || str_contains($literal, '/North_PHP_SDK');
            $loads = $path && str_contains($literal, 'client') && str_ends_with($literal, '.php');
            $sets = $literal === 'northbound.rows' && $source->literal($index + 2) === 'array';
            $isFork = $source->isName($index) && Names::isFork($token->text);
            if ($sets || (!$isSet && ($loads || $isFork))) {
                return true;
            }
        }
        return false;
    }
}
