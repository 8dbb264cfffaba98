<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A wall clock for child processes that a test can set, by libfaketime. Their monotonic clocks stay right. */
final class FakeClock
{
    private string $file;

    public function __construct(Folder $folder, string $name)
    {
        $this->file = "$folder->path/$name";
        $this->set(0);
    }

    /** Sets the clock to this many seconds after the true time, within a second. */
    public function set(int $offset): void
    {
        // Replaced as a whole, since processes read it at any time.
        file_put_contents("$this->file.new", sprintf("%+d\n", $offset));
        rename("$this->file.new", $this->file);
    }

    /**
     * Runs code that starts processes: they use this clock.
     *
     * @template T
     * @param callable(): T $start
     * @return T
     */
    public function run(callable $start): mixed
    {
        $environment = [
            'LD_PRELOAD' => self::library(), 'FAKETIME_TIMESTAMP_FILE' => $this->file,
            'FAKETIME_CACHE_DURATION' => '1', 'FAKETIME_DONT_FAKE_MONOTONIC' => '1', 'DONT_FAKE_MONOTONIC' => '1',
        ];
        foreach ($environment as $name => $value) {
            putenv("$name=$value");
        }
        try {
            return $start();
        } finally {
            array_map(static fn (string $name) => putenv($name), array_keys($environment));
        }
    }

    private static function library(): string
    {
        return glob('/usr/lib/*/faketime/libfaketimeMT.so.1')[0]
            ?? throw new RuntimeException('Missing: libfaketime (apt-get install libfaketime)');
    }
}
