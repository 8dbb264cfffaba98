<?php

namespace Northbound\Stubs;

if (!function_exists('Northbound\Stubs\missing')) {
    /** Each method calls this that only the extension can do. */
    function missing(): never
    {
        throw new \LogicException('The PHP extension northbound is missing: this is only its stub. See '
            . 'https://github.com/northbound/northbound/blob/main/docs/install.md');
    }
}
