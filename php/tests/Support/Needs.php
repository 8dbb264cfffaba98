<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** The groups of tests that `.ci/phpunit` may leave out, and what the machine lacks for each. */
final class Needs
{
    public const GROUPS = ['embed', 'fpm', 'pcntl', 'threads'];

    /** @return array<string, list<string>> by group, in words */
    public static function missing(): array
    {
        $php = 'PHP ' . PHP_VERSION;
        $embed = Host::library() === null ? ["libphp for $php (the embed SAPI), and a php-config of that version"] : [];
        return array_filter([
            'embed' => $embed,
            'fpm' => Fpm::missing(),
            'pcntl' => Extension::options('pcntl') === null ? ["the extension pcntl for $php"] : [],
            'threads' => PHP_ZTS === 0 ? ["threads in $php, which is NTS"] : $embed,
        ]);
    }
}
