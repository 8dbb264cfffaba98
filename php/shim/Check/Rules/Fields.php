<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\Chain;
use Northbound\Shim\Check\LedgerRow;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;
use Northbound\Shim\Check\Type;

/** Fields of DTOs: isset() and the like, unknown names, and var_export(). */
final class Fields extends Rule
{
    private const ASSIGNMENTS = ['=', T_CONCAT_EQUAL, T_PLUS_EQUAL, T_MINUS_EQUAL, T_COALESCE_EQUAL, T_INC, T_DEC];

    public function visit(Place $place): void
    {
        if ($place->source->is($place->at, [T_ISSET, T_EMPTY]) && $place->source->is($place->at + 1, '(')) {
            $this->test($place);
        } elseif ($place->source->calledFunction($place->at) === 'var_export') {
            $this->export($place);
        } elseif ($place->beginsExpression()) {
            $this->expression($place);
        }
    }

    private function test(Place $place): void
    {
        $isset = $place->source->is($place->at, T_ISSET);
        foreach ($place->source->arguments($place->at + 1) as [$start]) {
            if ($place->chain($start)->readsField()) {
                $place->report(LedgerRow::IssetOnField, $isset
                    ? 'isset() on a field of a DTO is always false in the original; here it is true if the field is not null'
                    : 'empty() on a field of a DTO is always true in the original; here it depends on the value');
            }
        }
    }

    private function export(Place $place): void
    {
        $argument = $place->source->arguments($place->at + 1)[0][0] ?? $place->at;
        $type = $place->chain($argument)->type;
        if (in_array($type?->kind, [Type::ROW, Type::ROWS], true) && !$place->application->plainRows) {
            $place->report(LedgerRow::RowsAreObjects, 'var_export() writes objects, and arrays in the original;'
                . ' set northbound.rows = array');
        } elseif ($type?->isDto()) {
            $place->report(LedgerRow::Secrets, 'var_export() of a DTO shows secrets and tokens, and its text cannot be'
                . ' read back; use json_encode()');
        }
    }

    private function expression(Place $place): void
    {
        $chain = $place->chain();
        if ($place->source->is($chain->end, [T_COALESCE, T_COALESCE_EQUAL]) && $chain->readsField()) {
            $place->report(LedgerRow::IssetOnField, '?? after a field of a DTO always takes its right side in the original;'
                . ' here it does so only if the field is null');
        }
        $last = $chain->steps === [] ? null : $chain->steps[count($chain->steps) - 1];
        if ($last === null || $last[0] !== Chain::PROPERTY || !$last[2]?->isDto() || $last[1] === '') {
            return;
        }
        $assigned = $place->source->is($chain->end, self::ASSIGNMENTS);
        if ($assigned && $last[2]->kind === Type::REQUEST && !$place->sdk->hasField($last[2]->class, $last[1])) {
            $place->report(LedgerRow::UnknownField, "{$last[2]->class} has no field $last[1]; the original ignores the"
                . ' assignment without a word, and here there is an E_DEPRECATED');
        }
    }
}
