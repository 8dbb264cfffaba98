<?php

namespace Northbound\Stubs;

if (!function_exists('Northbound\Stubs\missing')) {
    /** Every method of the stubs calls this: the classes are known, but only the extension can do anything. */
    function missing(): never
    {
        throw new \LogicException('The PHP extension northbound is missing: this is only its stub. See '
            . 'https://github.com/northbound/northbound/blob/main/docs/install.md');
    }
}
