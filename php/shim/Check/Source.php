<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

use PhpToken;

/**
 * The tokens of one PHP file, without spaces and comments, with what PHP's
 * tokenizer leaves open: which brackets belong together, which class a name
 * means, and where functions and classes are.
 */
final class Source
{
    private const OPENING = ['(' => ')', '[' => ']', '{' => '}', '#[' => ']', '${' => '}'];

    /** @var list<PhpToken> */
    public readonly array $tokens;

    /** @var array<int, int> index of an opening bracket => index of its closing one */
    public readonly array $closing;

    /** @var list<ClassDeclaration> */
    public readonly array $classes;

    /** @var list<FunctionDeclaration> in the order of the file */
    public readonly array $functions;

    /** True if the file names a class of the SDK. */
    public readonly bool $usesSdk;

    private readonly Names $names;

    public function __construct(public readonly string $path, string $code)
    {
        $this->tokens = self::significant($code);
        $this->closing = self::pairs($this->tokens);
        $declarations = new Declarations($this);
        $this->classes = $declarations->classes();
        $this->names = new Names($this);
        $this->functions = $declarations->functions();
        $this->usesSdk = $this->names->usesSdk();
    }

    public function is(int $index, int|string|array $kind): bool
    {
        return isset($this->tokens[$index]) && $this->tokens[$index]->is($kind);
    }

    public function text(int $index): string
    {
        return isset($this->tokens[$index]) ? $this->tokens[$index]->text : '';
    }

    public function line(int $index): int
    {
        return $this->tokens[$index]->line;
    }

    public function isName(int $index): bool
    {
        return $this->is($index, [T_STRING, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED, T_NAME_RELATIVE]);
    }

    /** The full name of the class that a token means, with the SDK's namespace for the fork's. */
    public function className(int $index): string
    {
        return $this->names->resolve($index);
    }

    /** The name of the function that is called at a token, in lower case; null if there is no call. */
    public function calledFunction(int $index): ?string
    {
        $before = [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_NEW];
        if (!$this->isName($index) || !$this->is($index + 1, '(') || $this->is($index - 1, $before)) {
            return null;
        }
        $reference = $this->is($index - 1, '&') && $this->is($index - 2, T_FUNCTION);
        return $reference ? null : strtolower(ltrim($this->text($index), '\\'));
    }

    /**
     * Returns true if a method of one of these names is called at an arrow or a double colon.
     *
     * @param list<string> $methods in lower case
     */
    public function isCall(int $index, array $methods): bool
    {
        return $this->is($index, [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON]) && $this->is($index + 2, '(')
            && in_array(strtolower($this->text($index + 1)), $methods, true);
    }

    /**
     * The arguments between a pair of brackets.
     *
     * @return list<array{int, int}> the first token of each, and the one after its last
     */
    public function arguments(int $open): array
    {
        $arguments = [];
        $start = $open + 1;
        $close = $this->closing[$open] ?? $open;
        for ($at = $start; $at <= $close; $at = $this->next($at)) {
            if ($at === $close || $this->is($at, ',')) {
                if ($at > $start) {
                    $arguments[] = [$start, $at];
                }
                $start = $at + 1;
            }
        }
        return $arguments;
    }

    /** The index after a token, or after the bracket that it opens. */
    public function next(int $index): int
    {
        return ($this->closing[$index] ?? $index) + 1;
    }

    /** The content of a literal string; null for other tokens. */
    public function literal(int $index): ?string
    {
        if (!$this->is($index, T_CONSTANT_ENCAPSED_STRING)) {
            return null;
        }
        return strtr(substr($this->text($index), 1, -1), ['\\\\' => '\\', "\\'" => "'", '\\"' => '"']);
    }

    /** @return list<PhpToken> */
    private static function significant(string $code): array
    {
        $tokens = [];
        foreach (PhpToken::tokenize($code) as $token) {
            if ($token->is(T_CLOSE_TAG)) {
                // It ends a statement.
                $tokens[] = new PhpToken(ord(';'), ';', $token->line, $token->pos);
            } elseif (!$token->isIgnorable() && !$token->is(T_INLINE_HTML)) {
                $tokens[] = $token;
            }
        }
        return $tokens;
    }

    /**
     * @param list<PhpToken> $tokens
     * @return array<int, int>
     */
    private static function pairs(array $tokens): array
    {
        $closing = [];
        $open = [];
        foreach ($tokens as $index => $token) {
            $text = $token->text;
            if ($token->is([T_CONSTANT_ENCAPSED_STRING, T_ENCAPSED_AND_WHITESPACE])) {
                continue;
            }
            if (isset(self::OPENING[$text])) {
                $open[] = $index;
            } elseif ($open !== [] && $text === self::OPENING[$tokens[end($open)]->text]) {
                $closing[array_pop($open)] = $index;
            }
        }
        return $closing;
    }
}
