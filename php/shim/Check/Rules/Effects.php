<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\LedgerRow;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;

/** Calls that do something else than in the original. */
final class Effects extends Rule
{
    /** In lower case. Only the SDK has methods of these names. */
    private const SWALLOW_ERRORS = ['subdevicedata', 'querysinglesubscription', 'deletesinglesubscription', 'querybatchsubscriptions'];
    private const SEND_PARAMETERS = ['deletedirectdevice', 'deletebatchsubscriptions'];

    public function visit(Place $place): void
    {
        $source = $place->source;
        $method = $source->text($place->at + 1);
        if (!$source->usesSdk) {
            return;
        }
        if ($source->isCall($place->at, self::SWALLOW_ERRORS)) {
            $place->report(LedgerRow::SwallowedErrors, "$method() prints an exception and returns null in the original if it fails; here"
                . ' it throws the exception', $place->at);
        }
        if ($source->isCall($place->at, self::SEND_PARAMETERS)) {
            $place->report(LedgerRow::UnsentParameters, "$method() never sends its query parameters in the original, and here it does: it"
                . ' may delete more or less than before', $place->at);
        }
    }
}
