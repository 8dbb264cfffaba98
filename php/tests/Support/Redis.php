<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A separate Redis server for a test, on a loopback port, without persistence. */
final class Redis
{
    public readonly int $port;
    public readonly ?int $tlsPort;
    private Folder $folder;

    /** @var ?resource */
    private $process = null;

    /**
     * @param list<string> $options
     * @param ?Platform $certificates the platform whose certificate it uses on a TLS port; null for no TLS
     */
    public function __construct(private readonly array $options = [], private readonly ?Platform $certificates = null)
    {
        $this->folder = new Folder();
        $this->port = self::freePort();
        $this->tlsPort = $certificates === null ? null : self::freePort();
        $this->start();
    }

    public function __destruct()
    {
        $this->stop();
    }

    public function start(): void
    {
        $command = [
            'redis-server', '--port', (string) $this->port, '--bind', Platform::HOST,
            '--dir', $this->folder->path, '--save', '', '--appendonly', 'no', ...$this->options,
        ];
        if ($this->certificates !== null) {
            array_push(
                $command,
                '--tls-port', (string) $this->tlsPort, '--tls-auth-clients', 'no',
                '--tls-cert-file', $this->certificates->cert('server.pem'),
                '--tls-key-file', $this->certificates->cert('server.key'),
                '--tls-ca-cert-file', $this->certificates->cert('ca.pem'),
            );
        }
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes);
        if ($process === false) {
            throw new RuntimeException('Redis could not be started.');
        }
        $this->process = $process;
        $said = '';
        while (!str_contains($said, 'Ready to accept connections')) {
            $line = fgets($pipes[1]);
            if ($line === false) {
                throw new RuntimeException("Redis did not become ready: $said");
            }
            $said .= $line;
        }
    }

    public function stop(): void
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process);
            proc_close($this->process);
        }
        $this->process = null;
    }

    public function url(string $password = ''): string
    {
        return 'redis://' . ($password === '' ? '' : ":$password@") . Platform::HOST . ":$this->port";
    }

    /** The result of a command, as redis-cli prints it. */
    public function ask(string ...$command): string
    {
        $line = implode(' ', array_map('escapeshellarg', $command));
        return trim((string) shell_exec("redis-cli -h " . Platform::HOST . " -p $this->port $line"));
    }

    private static function freePort(): int
    {
        $socket = stream_socket_server('tcp://' . Platform::HOST . ':0');
        $name = (string) stream_socket_get_name($socket, false);
        return (int) substr($name, (int) strrpos($name, ':') + 1);
    }
}
