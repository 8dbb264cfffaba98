<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** An HTTP request in progress. */
final class Request
{
    /** @var resource */
    private $socket;

    public function __construct(string $address, string $target)
    {
        $socket = stream_socket_client("tcp://$address");
        if ($socket === false) {
            throw new RuntimeException("Nothing listens at $address.");
        }
        $this->socket = $socket;
        fwrite($socket, "GET $target HTTP/1.0\r\nHost: test\r\n\r\n");
    }

    /** Waits for the response. */
    public function end(): Answer
    {
        stream_set_timeout($this->socket, 120);
        $answer = (string) stream_get_contents($this->socket);
        if (preg_match('#^HTTP/1\.\d (\d+).*?\r\n\r\n(.*)#s', $answer, $found) !== 1) {
            throw new RuntimeException("There was no answer: \"$answer\"");
        }
        return new Answer((int) $found[1], $found[2]);
    }

    /** Closes the connection without waiting for the response. */
    public function abort(): void
    {
        fclose($this->socket);
    }
}
