<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** Finds one kind of difference. */
abstract class Rule
{
    /** Looks at one token of a function or of the code outside of functions. */
    public function visit(Place $place): void
    {
    }

    /** Looks at the declarations of one file. */
    public function visitFile(Application $application, Source $source, Sdk $sdk): void
    {
    }

    /** Looks at what the whole application has and lacks. */
    public function finish(Application $application): void
    {
    }
}
