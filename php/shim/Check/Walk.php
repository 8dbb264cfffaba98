<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** Goes through the code of a file in the order of its lines, and keeps the types of variables. */
final class Walk
{
    private readonly Expressions $expressions;

    /** @var \ArrayObject<string, ?Type> */
    private readonly \ArrayObject $properties;

    /** @var array<string, list<?Type>> all that the file assigns to each property, except null */
    private array $assigned = [];

    /** @var list<Rule> the rules that look at the code now */
    private array $active = [];

    /** @var array<int, FunctionDeclaration> index of `function` or `fn` => function */
    private array $functions = [];

    /** @var array<int, int> index of the bracket before the body of a class => index of the one after it */
    private array $classes = [];

    /** @param list<Rule> $rules */
    public function __construct(
        private readonly Application $application,
        private readonly Source $source,
        private readonly Sdk $sdk,
        private readonly array $rules,
    ) {
        $this->expressions = new Expressions($source, $sdk);
        $this->properties = new \ArrayObject();
        foreach ($source->functions as $function) {
            $this->functions[$function->at] = $function;
        }
        foreach ($source->classes as $class) {
            $this->classes[$class->open] = $class->close;
        }
    }

    public function run(): void
    {
        foreach ($this->rules as $rule) {
            $rule->visitFile($this->application, $this->source, $this->sdk);
        }
        // A method may use a property that a later one sets. A property of several types has none until it is set.
        $this->file([]);
        $known = array_map(
            static fn (array $types): ?Type => count(array_unique($types, SORT_REGULAR)) === 1 ? $types[0] : null,
            $this->assigned,
        );
        $this->properties->exchangeArray($known);
        $this->file($this->rules);
    }

    /** @param list<Rule> $rules */
    private function file(array $rules): void
    {
        $this->active = $rules;
        $this->code(0, count($this->source->tokens), new Scope($this->properties));
        foreach ($this->functions as $function) {
            if (!$function->isClosure() && $function->open !== null) {
                $scope = new Scope($this->properties);
                $this->parameters($function, $scope);
                $this->code($function->open + 1, $function->close, $scope);
            }
        }
    }

    private function code(int $start, int $end, Scope $scope): void
    {
        $assignments = [];
        for ($at = $start; $at < $end; $at++) {
            foreach ($assignments[$at] ?? [] as [$key, $type]) {
                $scope->set($key, $type);
            }
            if (isset($this->classes[$at])) {
                $at = $this->classes[$at];
                continue;
            }
            $place = new Place($this->application, $this->source, $this->expressions, $this->sdk, $scope, $at, $end);
            foreach ($this->active as $rule) {
                $rule->visit($place);
            }
            if (isset($this->functions[$at])) {
                $at = $this->function($this->functions[$at], $scope);
            } elseif ($this->source->is($at, T_FOREACH)) {
                $this->loop($at, $scope);
            } elseif ($this->source->is($at, T_CATCH)) {
                $this->caught($at, $scope);
            } elseif ($place->beginsExpression() || $this->source->is($at + 1, T_DOUBLE_COLON)) {
                $assignment = $this->assignment($place);
                if ($assignment !== null) {
                    [$when, $key, $type] = $assignment;
                    $assignments[$when][] = [$key, $type];
                }
            }
        }
    }

    /** Returns the index of the last token that the caller need not look at. */
    private function function(FunctionDeclaration $function, Scope $scope): int
    {
        if ($function->open === null) {
            if ($function->isClosure()) {
                // The body of an arrow function uses the variables around it.
                $this->parameters($function, $scope);
            }
            return $function->close - 1;
        }
        if ($function->isClosure()) {
            $inner = $scope->inner(...$function->uses);
            $this->parameters($function, $inner);
            $this->code($function->open + 1, $function->close, $inner);
        }
        return $function->close;
    }

    private function parameters(FunctionDeclaration $function, Scope $scope): void
    {
        foreach ($function->parameters as $parameter) {
            $class = $parameter->class;
            $scope->set($parameter->name, $class === null ? null : $this->sdk->object($this->source->className($class), false));
        }
    }

    private function loop(int $at, Scope $scope): void
    {
        $open = $at + 1;
        $close = $this->source->closing[$open] ?? $open;
        $type = $this->expressions->chain($open + 1, $scope)->type;
        $item = match ($type?->kind) {
            Type::ROWS => new Type(Type::ROW, $type->class),
            Type::OBJECTS => new Type(Type::REQUEST, $type->class),
            default => null,
        };
        if ($this->source->is($close - 1, T_VARIABLE)) {
            $scope->set($this->source->text($close - 1), $item);
        }
    }

    private function caught(int $at, Scope $scope): void
    {
        $close = $this->source->closing[$at + 1] ?? $at;
        $type = null;
        for ($index = $at + 2; $index < $close; $index++) {
            if ($this->source->isName($index)) {
                $object = $this->sdk->object($this->source->className($index), false);
                $type = $type?->kind === Type::EXCEPTION ? $type : $object;
            }
        }
        if ($this->source->is($close - 1, T_VARIABLE)) {
            $scope->set($this->source->text($close - 1), $type);
        }
    }

    /** @return ?array{int, string, ?Type} from which token on, which variable, and its type */
    private function assignment(Place $place): ?array
    {
        $left = $place->chain();
        $key = $this->expressions->key($place->at, $left->end);
        if ($key === null || !$this->source->is($left->end, '=')) {
            return null;
        }
        $right = $place->chain($left->end + 1);
        // Another operator makes something else of it, unless that is a default.
        $known = $this->source->is($right->end, [';', ',', ')', ']', T_COALESCE])
            || ($this->source->is($right->end, '?') && $this->source->is($right->end + 1, ':'));
        $type = $known ? $right->type : null;
        if (str_contains($key, ':') || str_contains($key, '->')) {
            $isNull = strtolower($this->source->text($left->end + 1)) === 'null';
            $this->assigned[$key] = [...$this->assigned[$key] ?? [], ...($isNull ? [] : [$type])];
        }
        return [max($right->end, $left->end + 1), $key, $type];
    }
}
