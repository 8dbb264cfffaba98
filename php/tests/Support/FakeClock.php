<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A wall clock of child processes that a test can set. Their monotonic clocks stay right. */
final class FakeClock
{
    private string $file;
    private string $library;

    public function __construct(Folder $folder, string $name)
    {
        $this->file = "$folder->path/$name";
        $this->library = "$folder->path/clock.so";
        $command = ['cc', '-shared', '-fPIC', '-O', '-o', $this->library, dirname(__DIR__) . '/runs/clock.c'];
        exec(implode(' ', array_map(escapeshellarg(...), $command)) . ' 2>&1', $output, $status);
        if ($status !== 0) {
            throw new RuntimeException(implode("\n", $output));
        }
        $this->set(0);
    }

    /** Sets the clock to this many seconds after the true time. */
    public function set(int $offset): void
    {
        // Without truncating it: processes have mapped the file.
        $file = fopen($this->file, 'c');
        fwrite($file, pack('q', $offset));
        fclose($file);
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
        putenv("LD_PRELOAD=$this->library");
        putenv("FAKE_CLOCK=$this->file");
        try {
            return $start();
        } finally {
            putenv('LD_PRELOAD');
            putenv('FAKE_CLOCK');
        }
    }
}
