<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** Reads expressions, and finds their types from those of variables. */
final class Expressions
{
    /** Functions that return one item of an array. */
    private const ITEM = ['array_pop', 'array_shift', 'current', 'end', 'next', 'prev', 'reset'];
    /** Functions that return an array of the same items. */
    private const SAME = ['array_filter', 'array_merge', 'array_reverse', 'array_slice', 'array_values'];

    private const ARROW = [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR];

    public function __construct(private readonly Source $source, private readonly Sdk $sdk)
    {
    }

    /** Reads the expression at a token, up to the next operator. */
    public function chain(int $at, Scope $scope): Chain
    {
        [$end, $type, $steps] = $this->first($at, $scope);
        while ($end > $at) {
            if ($this->source->is($end, self::ARROW)) {
                $step = $this->member($end, $type);
            } elseif ($this->source->is($end, '[') && isset($this->source->closing[$end])) {
                $name = $this->source->literal($end + 1) ?? '';
                $step = [$this->source->next($end), Chain::INDEX, $name, $this->item($type, $name)];
            } elseif ($this->source->is($end, '(') && $steps === [] && isset($this->source->closing[$end])) {
                $step = [$this->source->next($end), Chain::METHOD, '', null];
            } else {
                break;
            }
            $steps[] = [$step[1], $step[2], $type];
            $type = $step[3];
            if ($step[1] !== Chain::METHOD) {
                $type = $scope->get($this->key($at, $step[0])) ?? $type;
            }
            $end = $step[0];
        }
        return new Chain($end, $type, $steps);
    }

    /** Returns the name under which Scope keeps this variable or property; null for other expressions. */
    public function key(int $at, int $end): ?string
    {
        $texts = [];
        for ($index = $at; $index < $end; $index++) {
            $texts[] = $this->source->text($index);
        }
        $key = str_replace('static::', 'self::', implode('', $texts));
        return preg_match('/^(\$\w+|\$this->\w+|self::\$\w+)$/', $key) === 1 ? $key : null;
    }

    /** @return array{int, ?Type, list<array{string, string, ?Type}>} end, type and parts of what an expression begins with */
    private function first(int $at, Scope $scope): array
    {
        if ($this->source->is($at, T_VARIABLE)) {
            return [$at + 1, $scope->get($this->source->text($at)), []];
        }
        if ($this->source->is($at, T_NEW)) {
            return [...$this->created($at + 1), []];
        }
        if ($this->source->is($at, [T_CLONE, '@'])) {
            $chain = $this->chain($at + 1, $scope);
            return [$chain->end, $chain->type, $chain->steps];
        }
        if ($this->source->is($at, '(') && isset($this->source->closing[$at])) {
            $chain = $this->chain($at + 1, $scope);
            $whole = $chain->end === $this->source->closing[$at];
            return [$this->source->next($at), $whole ? $chain->type : null, $whole ? $chain->steps : []];
        }
        if ($this->source->calledFunction($at) !== null) {
            return [$this->source->next($at + 1), $this->called($at, $scope), []];
        }
        if (($this->source->isName($at) || $this->source->is($at, T_STATIC)) && $this->source->is($at + 1, T_DOUBLE_COLON)) {
            return $this->ofClass($at, $scope);
        }
        return [$at, null, []];
    }

    /** @return array{int, ?Type} */
    private function created(int $at): array
    {
        $type = $this->source->isName($at) ? $this->sdk->object($this->source->className($at), true) : null;
        if ($this->source->is($at, T_CLASS)) {
            return [$at, null];
        }
        return [$this->source->is($at + 1, '(') ? $this->source->next($at + 1) : $at + 1, $type];
    }

    private function called(int $at, Scope $scope): ?Type
    {
        $function = $this->source->calledFunction($at);
        $arguments = $this->source->arguments($at + 1);
        if ($arguments === [] || !in_array($function, [...self::ITEM, ...self::SAME], true)) {
            return null;
        }
        $type = $this->chain($arguments[0][0], $scope)->type;
        return in_array($function, self::ITEM, true) ? $this->item($type, '') : $type;
    }

    /** @return array{int, ?Type, list<array{string, string, ?Type}>} */
    private function ofClass(int $at, Scope $scope): array
    {
        if ($this->source->is($at + 2, T_VARIABLE)) {
            return [$at + 3, $scope->get($this->key($at, $at + 3)), []];
        }
        $end = $at + 3;
        $call = $this->source->is($end, '(');
        return [$call ? $this->source->next($end) : $end, null, [[$call ? Chain::METHOD : Chain::INDEX, '', null]]];
    }

    /** @return array{int, string, string, ?Type} end, kind, name and type of a property or a method */
    private function member(int $at, ?Type $of): array
    {
        $name = $this->source->is($at + 1, T_STRING) ? $this->source->text($at + 1) : '';
        // A name in curly brackets is not known.
        $end = $this->source->next($at + 1);
        if ($this->source->is($end, '(') && isset($this->source->closing[$end])) {
            $isCall = $of === null || $of->kind === Type::SERVICE;
            return [$this->source->next($end), Chain::METHOD, $name, $isCall ? $this->result($at, $name) : null];
        }
        return [$end, Chain::PROPERTY, $name, $of === null ? null : $this->sdk->field($of, $name)];
    }

    /** Returns the type of a method's result, unless the method may be the application's own. */
    private function result(int $at, string $method): ?Type
    {
        $own = $this->source->is($at - 1, T_VARIABLE) && $this->source->text($at - 1) === '$this';
        return $this->source->usesSdk && !$own ? $this->sdk->result($method) : null;
    }

    private function item(?Type $of, string $name): ?Type
    {
        return match ($of?->kind) {
            Type::ROWS => new Type(Type::ROW, $of->class),
            Type::OBJECTS => new Type(Type::REQUEST, $of->class),
            Type::RESPONSE, Type::ROW => $this->sdk->field($of, $name),
            default => null,
        };
    }
}
