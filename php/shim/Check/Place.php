<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** One token, with the types of the variables at this point. */
final class Place
{
    public function __construct(
        public readonly Application $application,
        public readonly Source $source,
        public readonly Expressions $expressions,
        public readonly Sdk $sdk,
        public readonly Scope $scope,
        public readonly int $at,
        public readonly int $end,
    ) {
    }

    /** The expression at a token, by default at this one. */
    public function chain(?int $at = null): Chain
    {
        return $this->expressions->chain($at ?? $this->at, $this->scope);
    }

    /** Returns true if an expression begins here that is not part of another one. */
    public function beginsExpression(): bool
    {
        $inside = [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, '$', T_NEW];
        if ($this->source->is($this->at, T_VARIABLE)) {
            return !$this->source->is($this->at - 1, $inside);
        }
        if ($this->source->is($this->at + 1, T_DOUBLE_COLON) && $this->source->is($this->at + 2, T_VARIABLE)) {
            return !$this->source->is($this->at - 1, T_NEW);
        }
        // Brackets around an expression, and not those of a call.
        return $this->source->is($this->at, '(')
            && !$this->source->is($this->at - 1, [')', ']', '}', T_VARIABLE, T_ISSET, T_EMPTY, T_LIST, T_ARRAY])
            && !$this->source->isName($this->at - 1);
    }

    public function report(LedgerRow $row, string $text, ?int $at = null): void
    {
        $this->application->report($this->source, $at ?? $this->at, $row, $text);
    }
}
