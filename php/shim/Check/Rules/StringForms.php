<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\LedgerRow;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;
use Northbound\Shim\Check\Type;

/** Exceptions that become text: `echo $e`, `(string) $e`, `"$e"`. */
final class StringForms extends Rule
{
    private const BEFORE = ['.', T_CONCAT_EQUAL, T_ECHO, T_PRINT, T_STRING_CAST];

    /** Within a text in quotes or a heredoc. */
    private const IN_TEXT = ['"', T_ENCAPSED_AND_WHITESPACE, T_CURLY_OPEN, T_START_HEREDOC];

    /** Functions whose arguments become text. */
    private const FUNCTIONS = ['error_log', 'file_put_contents', 'fputs', 'fwrite', 'printf', 'sprintf', 'strval'];

    public function visit(Place $place): void
    {
        $source = $place->source;
        if (in_array($source->calledFunction($place->at), self::FUNCTIONS, true)) {
            foreach ($source->arguments($place->at + 1) as [$start, $end]) {
                if ($end === $start + 1) {
                    $this->report($place, $start);
                }
            }
        } elseif ($source->is($place->at, T_ECHO)) {
            // Its other arguments.
            for ($at = $place->at + 1; $at < $place->end && !$source->is($at, ';'); $at = $source->next($at)) {
                if ($source->is($at - 1, ',') && $source->is($at + 1, [',', ';'])) {
                    $this->report($place, $at);
                }
            }
        } elseif ($source->is($place->at, T_VARIABLE)) {
            $isWhole = !$source->is($place->at + 1, [T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, '[', '=']);
            $isText = $source->is($place->at - 1, [...self::BEFORE, ...self::IN_TEXT]) || $source->is($place->at + 1, '.');
            if ($isWhole && $isText) {
                $this->report($place, $place->at);
            }
        }
    }

    private function report(Place $place, int $at): void
    {
        if ($place->source->is($at, T_VARIABLE) && $place->scope->get($place->source->text($at))?->kind === Type::EXCEPTION) {
            $place->report(LedgerRow::StringForm, 'the string form of a NorthApiException is one line in the original; here more'
                . ' lines follow, with the stack trace', $at);
        }
    }
}
