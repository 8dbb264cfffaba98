<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A program that receives notifications, in a process of PHP's built-in web server. */
final class Receiver
{
    private const EXAMPLE = __DIR__ . '/../../examples/notifications.php';

    public readonly string $url;
    private string $log;

    /** @var resource */
    private $process;

    public function __construct(string $script = self::EXAMPLE)
    {
        $this->log = (string) tempnam(sys_get_temp_dir(), 'northbound-receiver-');
        $command = Php::command([...Php::flags(), '-S', '127.0.0.1:0', $script]);
        $process = proc_open($command, [['pipe', 'r'], ['file', $this->log, 'a'], ['file', $this->log, 'a']], $pipes);
        if ($process === false) {
            throw new RuntimeException('The receiver could not be started.');
        }
        $this->process = $process;
        // Ends with the test.
        register_shutdown_function($this->stop(...));
        for ($tries = 0; $tries < 1000; ++$tries) {
            if (preg_match('#\((http://127\.0\.0\.1:\d+)\) started#', $this->output(), $found) === 1) {
                $this->url = $found[1] . '/';
                return;
            }
            usleep(10_000);
        }
        throw new RuntimeException('The receiver did not become ready: ' . $this->output());
    }

    public function stop(): void
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process);
            proc_close($this->process);
            unlink($this->log);
        }
    }

    /** @return list<string> the log lines of the script, without the server's lines and without times */
    public function lines(): array
    {
        $lines = (string) preg_replace('/^\[[^]]*\] /m', '', $this->output());
        return array_values(array_filter(
            explode("\n", $lines),
            static fn (string $line): bool => $line !== ''
                && preg_match('/^(PHP \S+ Development Server|127\.0\.0\.1:\d+ )/', $line) !== 1,
        ));
    }

    /** @return array{int, string} status and body of the response to a push */
    public function post(string $body): array
    {
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => 'Content-Type: application/json;charset=utf-8',
            'content' => $body,
            'ignore_errors' => true,
        ]]);
        $stream = fopen($this->url, 'r', false, $context);
        if ($stream === false) {
            throw new RuntimeException('The receiver does not answer.');
        }
        $status = (int) explode(' ', stream_get_meta_data($stream)['wrapper_data'][0])[1];
        return [$status, (string) stream_get_contents($stream)];
    }

    private function output(): string
    {
        return (string) file_get_contents($this->log);
    }
}
