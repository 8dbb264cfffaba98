<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\Chain;
use Northbound\Shim\Check\LedgerRow;
use Northbound\Shim\Check\Names;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;
use Northbound\Shim\Check\Type;

/** Comparisons of the texts of errors, where codes do not change. */
final class ErrorTexts extends Rule
{
    private const COMPARISONS = [T_IS_EQUAL, T_IS_IDENTICAL, T_IS_NOT_EQUAL, T_IS_NOT_IDENTICAL];

    private const SEARCHES = [
        'in_array', 'preg_match', 'str_contains', 'str_ends_with', 'str_starts_with', 'strcasecmp', 'strcmp', 'stripos', 'strpos',
        'stristr', 'strstr',
    ];

    /** Functions that take the text out of a constant of ExceptionEnum. Its key is the code. */
    private const TEXTS = ['array_pop', 'array_shift', 'array_values', 'current', 'end', 'implode', 'reset'];

    public function visit(Place $place): void
    {
        $function = $place->source->calledFunction($place->at);
        if (in_array($function, self::SEARCHES, true)) {
            foreach ($place->source->arguments($place->at + 1) as [$start]) {
                $this->report($place, $place->chain($start));
            }
        } elseif (in_array($function, self::TEXTS, true)) {
            foreach ($place->source->arguments($place->at + 1) as [$start]) {
                $this->constant($place, $start);
            }
        } elseif ($place->source->is($place->at, [T_SWITCH, T_MATCH])) {
            $this->report($place, $place->chain($place->at + 2));
        } elseif ($place->beginsExpression()) {
            $chain = $place->chain();
            $compared = $place->source->is($place->at - 1, self::COMPARISONS) || $place->source->is($chain->end, self::COMPARISONS);
            if ($compared) {
                $this->report($place, $chain);
            }
        } elseif ($place->source->is($place->at + 3, '[')) {
            $this->constant($place, $place->at);
        }
    }

    private function report(Place $place, Chain $chain): void
    {
        $before = $chain->steps === [] ? null : $chain->steps[count($chain->steps) - 1][2];
        if ($chain->endsWith(Chain::METHOD, 'getMessage') && $before?->kind === Type::EXCEPTION) {
            $place->report(LedgerRow::ExceptionMessage, 'getMessage() is empty in the original; here it has the operation,'
                . ' the code, the text and the HTTP status. Compare error_code');
        }
        if ($chain->endsWith(Chain::PROPERTY, 'error_desc') && $place->source->usesSdk) {
            $place->report(LedgerRow::ErrorTexts, 'the texts of the errors 1001 to 1011 differ from the original;'
                . ' compare error_code');
        }
    }

    private function constant(Place $place, int $at): void
    {
        $isConstant = $place->source->isName($at) && $place->source->is($at + 1, T_DOUBLE_COLON)
            && strcasecmp($place->source->className($at), Names::SDK . 'constant\ExceptionEnum') === 0;
        if ($isConstant) {
            $place->report(LedgerRow::ErrorTexts, 'the texts of ExceptionEnum differ from the original; compare the codes,'
                . ' which are its keys');
        }
    }
}
