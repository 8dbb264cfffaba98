<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** The groups of tests that `.ci/phpunit` may exclude, and the missing requirements of each. */
final class Needs
{
    public const GROUPS = ['embed', 'fpm', 'laravel', 'minute', 'native', 'pcntl', 'revolt', 'symfony', 'threads'];

    /** @return array<string, list<string>> by group, in words */
    public static function missing(): array
    {
        $php = 'PHP ' . PHP_VERSION;
        $emulated = getenv('NORTHBOUND_EMULATED') ? ['a processor that is not emulated'] : [];
        $embed = Host::library() === null ? ["libphp for $php (the embed SAPI), and a php-config of that version"] : [];
        return array_filter([
            'embed' => $embed,
            'fpm' => Fpm::missing(),
            'laravel' => Program::missingPackages('Illuminate'),
            // Many processes at full speed.
            'minute' => $emulated,
            // An emulator has additional threads and memory in the process.
            'native' => $emulated,
            'pcntl' => Extension::options('pcntl') === null ? ["the extension pcntl for $php"] : [],
            'revolt' => is_file(Program::PACKAGES . '/Revolt/EventLoop/autoload.php') ? [] : ['Debian\'s php-revolt-event-loop'],
            'symfony' => Program::missingPackages('Symfony'),
            // An integer up to 8.3, a boolean from 8.4 on.
            'threads' => !PHP_ZTS ? ["threads in $php, which is NTS"] : $embed,
        ]);
    }
}
