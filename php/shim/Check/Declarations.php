<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** Finds the classes and functions of a file. */
final class Declarations
{
    private const MODIFIERS = [T_PUBLIC, T_PROTECTED, T_PRIVATE, T_STATIC, T_VAR, T_READONLY, T_FINAL, T_ABSTRACT];

    /** @var list<ClassDeclaration> */
    private array $classes = [];

    public function __construct(private readonly Source $source)
    {
    }

    /** @return list<ClassDeclaration> */
    public function classes(): array
    {
        for ($at = 0; isset($this->source->tokens[$at]); $at++) {
            if ($this->source->is($at, [T_CLASS, T_TRAIT, T_INTERFACE, T_ENUM]) && !$this->source->is($at - 1, T_DOUBLE_COLON)) {
                $class = $this->classAt($at);
                if ($class !== null) {
                    $this->classes[] = $class;
                }
            }
        }
        return $this->classes;
    }

    /** @return list<FunctionDeclaration> */
    public function functions(): array
    {
        $functions = [];
        for ($at = 0; isset($this->source->tokens[$at]); $at++) {
            if ($this->source->is($at, [T_FUNCTION, T_FN]) && !$this->source->is($at - 1, T_USE)) {
                $function = $this->functionAt($at);
                if ($function !== null) {
                    $functions[] = $function;
                }
            }
        }
        return $functions;
    }

    private function classAt(int $at): ?ClassDeclaration
    {
        $parent = null;
        $open = $at + 1;
        while (!$this->source->is($open, '{')) {
            if (!isset($this->source->tokens[$open]) || $this->source->is($open, ';')) {
                return null;
            }
            if ($this->source->is($open, T_EXTENDS)) {
                $parent = $open + 1;
            }
            $open = $this->source->next($open);
        }
        $close = $this->source->closing[$open] ?? count($this->source->tokens);
        $name = $this->source->is($at + 1, T_STRING) ? $this->source->text($at + 1) : '';
        return new ClassDeclaration($name, $parent, $open, $close, $this->properties($open, $close));
    }

    /** @return list<array{int, bool}> */
    private function properties(int $open, int $close): array
    {
        $properties = [];
        $plain = true;
        for ($at = $open + 1; $at < $close; $at = $this->source->next($at)) {
            if ($this->source->is($at, [T_FUNCTION, T_CONST, T_USE, T_CASE])) {
                $at = $this->endOf($at, [';', '{']);
                $plain = true;
            } elseif ($this->source->is($at, '=')) {
                $at = $this->endOf($at, [';', ',']);
                $plain = $plain || $this->source->is($at, ';');
            } elseif ($this->source->is($at, T_VARIABLE)) {
                $properties[] = [$at, $plain];
            } elseif ($this->source->is($at, [';', '{', '#[', T_ATTRIBUTE])) {
                $plain = true;
            } elseif (!$this->source->is($at, [',', T_PUBLIC, T_VAR, T_STATIC])) {
                // A visibility other than public, or a type.
                $plain = false;
            }
        }
        return $properties;
    }

    /** @param list<string> $ends */
    private function endOf(int $at, array $ends): int
    {
        while (isset($this->source->tokens[$at]) && !$this->source->is($at, $ends)) {
            $at = $this->source->next($at);
        }
        return $at;
    }

    private function functionAt(int $at): ?FunctionDeclaration
    {
        $name = $at + ($this->source->is($at + 1, ['&', T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG]) ? 2 : 1);
        $named = !$this->source->is($name, '(');
        $brackets = $named ? $name + 1 : $name;
        if (!$this->source->is($brackets, '(') || !isset($this->source->closing[$brackets])) {
            return null;
        }
        $parameters = array_map($this->parameter(...), $this->source->arguments($brackets));
        $after = $this->source->next($brackets);
        $uses = [];
        if ($this->source->is($after, T_USE)) {
            foreach ($this->source->arguments($after + 1) as [, $end]) {
                $uses[] = $this->source->text($end - 1);
            }
            $after = $this->source->next($after + 1);
        }
        $body = $this->endOf($after, [';', '{']);
        $open = !$this->source->is($at, T_FN) && $this->source->is($body, '{') ? $body : null;
        $close = $open === null ? $after : $this->source->closing[$open] ?? count($this->source->tokens);
        $class = $named ? $this->classOf($at) : null;
        return new FunctionDeclaration($at, $named ? $this->source->text($name) : '', $class, $parameters, $uses, $open, $close);
    }

    /** @param array{int, int} $range */
    private function parameter(array $range): Parameter
    {
        [$at, $end] = $range;
        $type = [];
        while ($at < $end && !$this->source->is($at, T_VARIABLE)) {
            $skipped = $this->source->is($at, ['#[', '&', '...', T_ATTRIBUTE, T_ELLIPSIS, ...self::MODIFIERS,
                T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG]);
            if (!$skipped) {
                $type[] = $at;
            }
            $at = $this->source->next($at);
        }
        $texts = array_map(fn (int $index): string => strtolower($this->source->text($index)), $type);
        $texts = array_values(array_diff($texts, ['?', '|', 'null']));
        $names = array_values(array_filter(
            $type,
            fn (int $index): bool => $this->source->isName($index) && strtolower($this->source->text($index)) !== 'null',
        ));
        return new Parameter($this->source->text($at), $texts === ['array'], count($texts) === 1 ? $names[0] ?? null : null);
    }

    private function classOf(int $at): ?ClassDeclaration
    {
        $found = null;
        foreach ($this->classes as $class) {
            if ($class->open < $at && $at < $class->close) {
                // The innermost one comes last.
                $found = $class;
            }
        }
        return $found;
    }
}
