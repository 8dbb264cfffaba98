<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\Redis;
use PHPUnit\Framework\TestCase;

/** Base class of tests of shared state, each with a separate platform, directories and Redis. */
abstract class SharingTestCase extends TestCase
{
    /** @var list<Folder> */
    private array $folders = [];

    protected function tearDown(): void
    {
        $this->folders = [];
    }

    protected function folder(): Folder
    {
        return $this->folders[] = new Folder();
    }

    /** @return array<string, string|int> the account at a platform */
    protected static function account(Platform $platform): array
    {
        return [
            'northbound.platform_ip' => Platform::HOST,
            'northbound.platform_port' => $platform->port,
            'northbound.app_id' => Platform::APP,
            'northbound.secret' => Platform::SECRET,
            'northbound.ca_file' => $platform->cert('ca.pem'),
        ];
    }

    /**
     * Settings for each process of a crowd: one directory for all, or one Redis for all and separate directories.
     *
     * @param array<string, string|int> $more
     * @return callable(int): array<string, string|int>
     */
    protected function shared(Platform $platform, ?Redis $redis, array $more = []): callable
    {
        $more += self::account($platform);
        $folder = $this->folder()->path;
        return fn (int $member): array => $more + ($redis === null
            ? ['northbound.state_dir' => "$folder/state"]
            : ['northbound.state' => $redis->url(), 'northbound.state_dir' => $this->folder()->path . '/state']);
    }

    /** @return iterable<string, array{bool}> */
    public static function stores(): iterable
    {
        yield 'files' => [false];
        yield 'Redis' => [true];
    }
}
