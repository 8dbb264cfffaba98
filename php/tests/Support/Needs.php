<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** The groups of tests that `.ci/phpunit` may leave out, and what the machine lacks for each. */
final class Needs
{
    public const GROUPS = ['fpm', 'pcntl'];

    /** @return array<string, list<string>> by group, in words */
    public static function missing(): array
    {
        return array_filter([
            'fpm' => Fpm::missing(),
            'pcntl' => Extension::options('pcntl') === null ? ['the extension pcntl for PHP ' . PHP_VERSION] : [],
        ]);
    }
}
