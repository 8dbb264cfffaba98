<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\LedgerRow;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;

/** Calls without a token, which php.ini lets succeed. */
final class Tokens extends Rule
{
    /** This operation takes no token. */
    private const WITHOUT = 'refreshauthtoken';

    private readonly bool $isManaged;

    public function __construct()
    {
        $this->isManaged = filter_var(get_cfg_var('northbound.managed_token'), FILTER_VALIDATE_BOOL);
    }

    public function visit(Place $place): void
    {
        $source = $place->source;
        $name = strtolower($source->text($place->at + 1));
        if (!$this->isManaged || !$source->isCall($place->at, [$name]) || !$place->sdk->isOperation($name) || $name === self::WITHOUT) {
            return;
        }
        $arguments = $source->arguments($place->at + 2);
        [$start, $end] = $arguments === [] ? [0, 0] : $arguments[count($arguments) - 1];
        if ($end === $start + 1 && strtolower($source->text($start)) === 'null') {
            $place->report(LedgerRow::ManagedToken, 'the token null is an error 1009 in the original; here it stands for the managed'
                . ' token, since php.ini sets northbound.managed_token', $start);
        }
    }
}
