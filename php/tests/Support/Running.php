<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A PHP process that runs in parallel to the test, and ends with this object. */
final class Running
{
    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];
    private string $output = '';

    /**
     * @param list<string> $arguments like those of `Php::start()`
     * @param bool $listens whether it reads what `say()` writes
     */
    public function __construct(array $arguments, string $directory, bool $listens = false)
    {
        $pipes = [$listens ? ['pipe', 'r'] : ['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']];
        $process = proc_open(Php::command($arguments), $pipes, $this->pipes, $directory);
        if ($process === false) {
            throw new RuntimeException('PHP could not be started.');
        }
        $this->process = $process;
    }

    public function __destruct()
    {
        if (is_resource($this->process)) {
            // It may be stopped, and would not see another signal.
            $this->kill();
        }
    }

    /** Kills the process with a signal that it cannot catch. */
    public function kill(): void
    {
        proc_terminate($this->process, 9);
        proc_close($this->process);
    }

    /** Writes to its standard input. */
    public function say(string $text): void
    {
        fwrite($this->pipes[0], $text);
    }

    /** Returns the next line of its output. */
    public function line(): string
    {
        $line = (string) fgets($this->pipes[1]);
        $this->output .= $line;
        return rtrim($line, "\n");
    }

    /** Sends a signal to the process. */
    public function signal(int $signal): void
    {
        proc_terminate($this->process, $signal);
    }

    /** Returns the signal that ended it, 0 for a normal end. */
    public function endedBy(): int
    {
        do {
            usleep(1_000);
            $status = proc_get_status($this->process);
        } while ($status['running']);
        return $status['signaled'] ? $status['termsig'] : 0;
    }

    /** @return array{string, string, int} all it printed, standard error and status, once it has ended by itself */
    public function end(): array
    {
        $this->output .= stream_get_contents($this->pipes[1]);
        $errors = (string) stream_get_contents($this->pipes[2]);
        return [$this->output, $errors, proc_close($this->process)];
    }
}
