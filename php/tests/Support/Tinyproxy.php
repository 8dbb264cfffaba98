<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A tinyproxy of a test's own, on a loopback port. */
final class Tinyproxy
{
    public readonly int $port;
    private Folder $folder;

    /** @var resource */
    private $process;

    /** @param list<string> $settings lines for its configuration */
    public function __construct(array $settings = [])
    {
        $this->folder = new Folder();
        $this->port = FullListener::freePort();
        $configuration = "{$this->folder->path}/tinyproxy.conf";
        file_put_contents($configuration, implode("\n", [
            "Port $this->port", 'Listen ' . Platform::HOST, 'Timeout 60', "LogFile \"{$this->log()}\"", 'LogLevel Info',
            ...$settings, '',
        ]));
        $null = ['file', '/dev/null', 'w'];
        $process = proc_open([self::program(), '-d', '-c', $configuration], [['file', '/dev/null', 'r'], $null, $null], $pipes);
        if ($process === false) {
            throw new RuntimeException('tinyproxy could not be started.');
        }
        $this->process = $process;
        for ($wait = 0; $wait < 500; ++$wait) {
            $socket = @stream_socket_client("tcp://{$this->address()}");
            if ($socket !== false) {
                fclose($socket);
                return;
            }
            usleep(10_000);
        }
        throw new RuntimeException('tinyproxy did not become ready.');
    }

    public function __destruct()
    {
        proc_terminate($this->process);
        proc_close($this->process);
    }

    /** Host and port. */
    public function address(): string
    {
        return Platform::HOST . ":$this->port";
    }

    /** How many tunnels it was asked for so far, whatever it said. */
    public function requests(): int
    {
        return substr_count((string) @file_get_contents($this->log()), ' CONNECT ' . Platform::HOST);
    }

    private function log(): string
    {
        return "{$this->folder->path}/log";
    }

    /** It is in a folder that is not on every user's path. */
    private static function program(): string
    {
        foreach ([...explode(':', (string) getenv('PATH')), '/usr/sbin'] as $folder) {
            if (is_executable("$folder/tinyproxy")) {
                return "$folder/tinyproxy";
            }
        }
        throw new RuntimeException('tinyproxy is missing.');
    }
}
