<?php

declare(strict_types=1);

namespace Northbound\Shim\Check;

/** A place where the application would behave differently. */
final class Finding
{
    public function __construct(
        public readonly string $path,
        public readonly int $line,
        public readonly LedgerRow $row,
        public readonly string $text,
    ) {
    }
}
