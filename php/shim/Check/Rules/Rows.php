<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\FunctionDeclaration;
use Northbound\Shim\Check\LedgerRow;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;
use Northbound\Shim\Check\Type;

/** List items, and DTOs within responses, in places that accept arrays only. */
final class Rows extends Rule
{
    /** PHP's functions that accept arrays only, with the positions of their arrays. */
    private const ARRAYS = [
        'array_change_key_case' => [0], 'array_combine' => [0, 1], 'array_diff' => [0, 1], 'array_diff_key' => [0, 1],
        'array_fill_keys' => [0], 'array_filter' => [0], 'array_flip' => [0], 'array_intersect_key' => [0, 1],
        'array_is_list' => [0], 'array_key_exists' => [1], 'array_key_first' => [0], 'array_key_last' => [0],
        'array_keys' => [0], 'array_map' => [1], 'array_merge' => [0, 1, 2], 'array_replace' => [0, 1], 'array_search' => [1],
        'array_slice' => [0], 'array_sum' => [0], 'array_unique' => [0], 'array_values' => [0], 'extract' => [0],
        'implode' => [1], 'in_array' => [1], 'ksort' => [0], 'vsprintf' => [1],
    ];

    /** PHP's functions that pass the items of an array to a callback: positions of the array and the callback. */
    private const CALLBACKS = [
        'array_filter' => [0, 1], 'array_map' => [1, 0], 'array_reduce' => [0, 1], 'array_walk' => [0, 1],
        'uasort' => [0, 1], 'usort' => [0, 1],
    ];

    private const ADVICE = 'is an object here, and an array in the original; set northbound.rows = array';

    public function visit(Place $place): void
    {
        if ($place->application->plainRows || !$place->source->is($place->at + 1, '(') || !$place->source->isName($place->at)) {
            return;
        }
        $function = $place->source->calledFunction($place->at);
        if ($function !== null) {
            $this->builtIn($place, $function);
            $this->callback($place, $function);
        }
        $method = $place->source->is($place->at - 1, [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON]);
        if ($method || $function !== null) {
            $this->parameters($place, $method);
        }
    }

    private function builtIn(Place $place, string $function): void
    {
        $positions = $function === 'is_array' ? [0] : self::ARRAYS[$function] ?? [];
        foreach ($place->source->arguments($place->at + 1) as $position => [$start, $end]) {
            $chain = $place->chain($start);
            if (!in_array($position, $positions, true) || $chain->end !== $end || $chain->type?->kind !== Type::ROW) {
                continue;
            }
            $place->report(LedgerRow::RowsAreObjects, $function === 'is_array'
                ? "is_array() is false: {$chain->type->class} " . self::ADVICE
                : "$function() takes arrays only: {$chain->type->class} " . self::ADVICE);
        }
    }

    private function callback(Place $place, string $function): void
    {
        [$array, $callback] = self::CALLBACKS[$function] ?? [0, 0];
        $arguments = $place->source->arguments($place->at + 1);
        if ($array === $callback || !isset($arguments[$array], $arguments[$callback])) {
            return;
        }
        $type = $place->chain($arguments[$array][0])->type;
        $declared = $this->functionAt($place, $arguments[$callback][0]);
        if ($type?->kind !== Type::ROWS || $declared === null) {
            return;
        }
        $items = $function === 'array_reduce' ? array_slice($declared->parameters, 1) : $declared->parameters;
        foreach ($items as $parameter) {
            if ($parameter->isArray) {
                $place->report(LedgerRow::RowsAreObjects, "the parameter $parameter->name takes arrays only: $type->class "
                    . self::ADVICE, $arguments[$callback][0]);
            }
        }
    }

    private function functionAt(Place $place, int $at): ?FunctionDeclaration
    {
        $at += $place->source->is($at, T_STATIC) ? 1 : 0;
        foreach ($place->source->functions as $function) {
            if ($function->at === $at) {
                return $function;
            }
        }
        return null;
    }

    private function parameters(Place $place, bool $method): void
    {
        $name = $place->source->text($place->at);
        foreach ($place->source->arguments($place->at + 1) as $position => [$start, $end]) {
            $chain = $place->chain($start);
            $row = $chain->end === $end && $chain->type?->kind === Type::ROW;
            if ($row && $place->application->takesArray($name, $method, $position)) {
                $place->report(LedgerRow::RowsAreObjects, 'argument ' . ($position + 1) . " of $name() must be an array: "
                    . "{$chain->type->class} " . self::ADVICE);
            }
        }
    }
}
