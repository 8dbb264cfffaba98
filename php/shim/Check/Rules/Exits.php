<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\Chain;
use Northbound\Shim\Check\LedgerRow;
use Northbound\Shim\Check\Names;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;
use Northbound\Shim\Check\Sdk;
use Northbound\Shim\Check\Source;

/** Code that goes on after a failed call, where the original ended the process if the connection failed. */
final class Exits extends Rule
{
    private const ENDS = [T_RETURN, T_THROW, T_EXIT, T_BREAK, T_GOTO];

    /** Functions that certainly return. Others may end the process. */
    private const HARMLESS = ['date', 'error_log', 'file_put_contents', 'json_encode', 'print_r', 'printf', 'sprintf', 'time',
        'var_dump', 'get_class'];

    public function __construct(private readonly Sdk $sdk)
    {
    }

    public function visit(Place $place): void
    {
        $source = $place->source;
        if ($source->is($place->at, T_TRY) && $source->is($place->at + 1, '{')) {
            $this->attempt($place);
        }
        $endless = ($source->is($place->at, T_WHILE) && in_array(strtolower($source->text($place->at + 2)), ['true', '1'], true)
            && $source->is($place->at + 3, ')'))
            || ($source->is($place->at, T_FOR) && $source->is($place->at + 2, ';') && $source->is($place->at + 3, ';'));
        $open = $endless ? $source->next($place->at + 1) : $place->at;
        if ($endless && $source->is($open, '{')) {
            $this->loop($place, $open);
        }
    }

    /** Reports a variable that gets the response in a try block and is used after the catch blocks. */
    private function attempt(Place $place): void
    {
        $source = $place->source;
        $after = $this->afterTry($source, $place->at);
        foreach ($this->catches($source, $place->at) as [$open, $close]) {
            if (!$this->comesBack($source, $open, $close)) {
                return;
            }
        }
        foreach ($this->responses($place) as $variable) {
            for ($at = $this->closing($source, $place->at + 1); $at < $after; $at++) {
                if ($source->text($at) === $variable) {
                    continue 2;
                }
            }
            $use = $after;
            while ($use < $place->end && $source->text($use) !== $variable) {
                $use++;
            }
            $tested = $source->is($use - 2, [T_ISSET, T_EMPTY]);
            if ($use < $place->end && $source->is($use + 1, T_OBJECT_OPERATOR) && !$tested && !$place->scope->has($variable)) {
                $place->report(LedgerRow::ConnectionFailure, "$variable is not set after a failed connection: the original"
                    . ' ended the process there, and here the catch block goes on', $use);
            }
        }
    }

    private function loop(Place $place, int $open): void
    {
        $source = $place->source;
        for ($at = $open; $at < $this->closing($source, $open); $at++) {
            if (!$source->is($at, T_TRY) || !$this->calls($source, $at + 1)) {
                continue;
            }
            foreach ($this->catches($source, $at) as [$start, $end]) {
                if (!$this->has($source, $start, $end, self::ENDS)) {
                    $place->report(LedgerRow::ConnectionFailure, 'the loop goes on after a failed connection, where the'
                        . ' original ended the process; wait before the next call', $at);
                }
            }
        }
    }

    /** @return list<string> variables that get the result of an operation in a try block */
    private function responses(Place $place): array
    {
        $variables = [];
        $end = $this->closing($place->source, $place->at + 1);
        for ($at = $place->at + 2; $at < $end; $at++) {
            if ($place->source->is($at, T_VARIABLE) && $place->source->is($at + 1, '=')) {
                $chain = $place->chain($at + 2);
                $last = $chain->steps === [] ? null : $chain->steps[count($chain->steps) - 1];
                if ($last !== null && $last[0] === Chain::METHOD && $chain->type !== null) {
                    $variables[] = $place->source->text($at);
                }
            }
        }
        return array_values(array_unique($variables));
    }

    /** @return list<array{int, int}> the brackets of the catch blocks that get an exception of the SDK */
    private function catches(Source $source, int $try): array
    {
        $catches = [];
        $at = $this->closing($source, $try + 1) + 1;
        while ($source->is($at, T_CATCH)) {
            $open = $source->next($at + 1);
            for ($name = $at + 2; $name < $open; $name++) {
                $class = $source->isName($name) ? $source->className($name) : '';
                if (stripos($class, Names::SDK) === 0 || in_array(strtolower($class), ['exception', 'throwable'], true)) {
                    $catches[] = [$open, $this->closing($source, $open)];
                    break;
                }
            }
            $at = $this->closing($source, $open) + 1;
        }
        return $catches;
    }

    private function afterTry(Source $source, int $try): int
    {
        $at = $this->closing($source, $try + 1) + 1;
        while ($source->is($at, [T_CATCH, T_FINALLY])) {
            $open = $source->is($at, T_CATCH) ? $source->next($at + 1) : $at + 1;
            $at = $this->closing($source, $open) + 1;
        }
        return $at;
    }

    /** Returns true if the code after a catch block certainly runs. */
    private function comesBack(Source $source, int $open, int $close): bool
    {
        if ($this->has($source, $open, $close, [...self::ENDS, T_CONTINUE])) {
            return false;
        }
        for ($at = $open; $at < $close; $at++) {
            $function = $source->calledFunction($at);
            $own = $source->is($at, T_DOUBLE_COLON) || $source->text($at) === '$this';
            if ($own || ($function !== null && !in_array($function, self::HARMLESS, true))) {
                return false;
            }
        }
        return true;
    }

    private function calls(Source $source, int $open): bool
    {
        for ($at = $open; $at < $this->closing($source, $open); $at++) {
            $method = $source->is($at, T_OBJECT_OPERATOR) && $source->is($at + 1, T_STRING) && $source->is($at + 2, '(');
            if ($method && $this->sdk->isOperation($source->text($at + 1))) {
                return $source->usesSdk;
            }
        }
        return false;
    }

    private function has(Source $source, int $start, int $end, array $kinds): bool
    {
        for ($at = $start; $at < $end; $at++) {
            if ($source->is($at, $kinds)) {
                return true;
            }
        }
        return false;
    }

    private function closing(Source $source, int $open): int
    {
        return $source->closing[$open] ?? $open;
    }
}
