<?php

declare(strict_types=1);

namespace Northbound\Shim\Check\Rules;

use Northbound\Shim\Check\Application;
use Northbound\Shim\Check\Chain;
use Northbound\Shim\Check\Place;
use Northbound\Shim\Check\Rule;

/** Counts the calls on objects of unknown type, in files that use the SDK. Methods that only the SDK has are known by name. */
final class Unknown extends Rule
{
    private int $calls = 0;

    public function visit(Place $place): void
    {
        if (!$place->source->usesSdk || !$place->beginsExpression()) {
            return;
        }
        $own = $place->source->text($place->at) === '$this';
        foreach ($place->chain()->steps as $index => [$kind, $name, $before]) {
            $isOwn = $own && $index === 0;
            if ($kind === Chain::METHOD && $name !== '' && $before === null && !$isOwn && !$place->sdk->isMethod($name)) {
                ++$this->calls;
            }
        }
    }

    public function finish(Application $application): void
    {
        $application->unknownCalls = $this->calls;
    }
}
