<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A listener that never accepts, with a full queue: it ignores further connections. */
final class FullListener
{
    public readonly int $port;

    /** @var list<resource> */
    private array $sockets = [];

    public function __construct()
    {
        $context = stream_context_create(['socket' => ['backlog' => 1]]);
        $flags = STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
        $listener = stream_socket_server('tcp://127.0.0.1:0', $errno, $error, $flags, $context);
        if ($listener === false) {
            throw new RuntimeException($error);
        }
        $this->sockets[] = $listener;
        $name = (string) stream_socket_get_name($listener, false);
        $this->port = self::portOf($name);
        // Until a connection takes longer than the ones before.
        do {
            $socket = @stream_socket_client("tcp://$name", $errno, $error, 0.2);
            if ($socket !== false) {
                $this->sockets[] = $socket;
            }
        } while ($socket !== false && count($this->sockets) < 100);
    }

    /** A port without a listener. */
    public static function freePort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $port = self::portOf((string) stream_socket_get_name($socket, false));
        fclose($socket);
        return $port;
    }

    private static function portOf(string $name): int
    {
        return (int) substr((string) strrchr($name, ':'), 1);
    }
}
