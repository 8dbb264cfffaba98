<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\DefaultNorthApiClient;
use Northbound\Tests\Support\Fuzz;
use Northbound\Tests\Support\PlatformTestCase;

/** A short, deterministic run of `make fuzz`: random documents and arguments. */
final class FuzzTest extends PlatformTestCase
{
    private const SEED = 20_260_502;
    private const CASES = 1_000;

    public function testWhatHoldsForAnyDocumentAndAnyArgument(): void
    {
        foreach (self::$platform->ini() + ['northbound.max_attempts' => '1'] as $name => $value) {
            ini_set($name, (string) $value);
        }
        // A new client, with these settings.
        DefaultNorthApiClient::setDefaultApiClient(null);
        $fuzz = new Fuzz(self::$platform);
        for ($case = 0; $case < self::CASES; ++$case) {
            $fuzz->run(self::SEED, $case);
        }
        // Some cases of each kind did not end in an error.
        foreach (['answer', 'push', 'object', 'call'] as $kind) {
            self::assertGreaterThan(self::CASES / 50, $fuzz->seen[$kind], $kind);
        }
    }
}
