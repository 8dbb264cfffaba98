<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** PHP's built-in web server with the extension: one process that serves all requests. */
final class WebServer
{
    private string $address;

    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];

    /**
     * @param array<string, string|int> $ini
     * @param ?string $directory the working directory; this process's if null
     */
    public function __construct(string $script, array $ini = [], ?string $directory = null)
    {
        $command = Php::command([...Php::flags($ini), '-S', '127.0.0.1:0', $script]);
        // The log of requests is not read; it is small.
        $process = proc_open($command, [['pipe', 'r'], ['file', '/dev/null', 'w'], ['pipe', 'w']], $this->pipes, $directory);
        if ($process === false) {
            throw new RuntimeException('The web server could not be started.');
        }
        $this->process = $process;
        $line = (string) fgets($this->pipes[2]);
        if (preg_match('#\((http://127\.0\.0\.1:\d+)\) started#', $line, $found) !== 1) {
            throw new RuntimeException("The web server did not become ready: \"$line\"");
        }
        $this->address = $found[1];
    }

    public function __destruct()
    {
        // A fatal error in a signal handler leaves all other signals blocked.
        proc_terminate($this->process, 9);
        proc_close($this->process);
    }

    /** Sends the server a signal. */
    public function signal(int $signal): void
    {
        proc_terminate($this->process, $signal);
    }

    /**
     * Sends a request, and does not wait for the response.
     *
     * @return resource the stream of the response, including headers
     */
    public function begin(string $path)
    {
        $socket = stream_socket_client(str_replace('http:', 'tcp:', $this->address));
        if ($socket === false) {
            throw new RuntimeException('The web server does not listen.');
        }
        fwrite($socket, "GET $path HTTP/1.0\r\n\r\n");
        return $socket;
    }

    /**
     * Returns the body of the response.
     *
     * @param list<string> $headers
     */
    public function get(string $path, array $headers = []): string
    {
        $context = stream_context_create(['http' => ['ignore_errors' => true, 'header' => $headers]]);
        return (string) file_get_contents($this->address . $path, false, $context);
    }
}
