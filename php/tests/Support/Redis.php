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
     * @param ?self $watched the master that it watches as a sentinel; null for a server that stores
     */
    public function __construct(
        private readonly array $options = [],
        private readonly ?Platform $certificates = null,
        private readonly ?self $watched = null,
    ) {
        $this->folder = new Folder();
        $this->port = self::freePort();
        $this->tlsPort = $certificates === null ? null : self::freePort();
        $this->start();
    }

    public function __destruct()
    {
        $this->stop();
    }

    /** Three sentinels that agree by two, within a second, that a master is away. @return list<self> */
    public static function sentinels(self $master): array
    {
        $sentinels = [];
        while (count($sentinels) < 3) {
            $sentinels[] = new self([], null, $master);
        }
        foreach ($sentinels as $sentinel) {
            $sentinel->wait("num-slaves\n1\n", 'SENTINEL', 'MASTER', 'main');
            $sentinel->wait("num-other-sentinels\n2\n", 'SENTINEL', 'MASTER', 'main');
        }
        return $sentinels;
    }

    /** A cluster of three masters. @return list<self> */
    public static function cluster(): array
    {
        $nodes = [];
        while (count($nodes) < 3) {
            $nodes[] = new self(['--cluster-enabled', 'yes']);
        }
        $addresses = array_map(static fn (self $node): string => $node->address(), $nodes);
        $nodes[0]->ask('--cluster', 'create', ...$addresses, ...['--cluster-yes']);
        foreach ($nodes as $node) {
            $node->wait('cluster_state:ok', 'CLUSTER', 'INFO');
        }
        return $nodes;
    }

    public function start(): void
    {
        $command = [
            'redis-server', '--port', (string) $this->port, '--bind', Platform::HOST,
            '--dir', $this->folder->path, '--save', '', '--appendonly', 'no', ...$this->options,
        ];
        $ready = 'Ready to accept connections';
        if ($this->watched !== null) {
            $master = Platform::HOST . ' ' . $this->watched->port;
            $file = $this->folder->file('sentinel.conf', implode("\n", [
                "port $this->port", 'bind ' . Platform::HOST, "dir {$this->folder->path}", "sentinel monitor main $master 2",
                'sentinel down-after-milliseconds main 1000', 'sentinel failover-timeout main 5000', '',
            ]));
            $command = ['redis-server', $file, '--sentinel'];
            $ready = '+monitor';
        }
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
        while (!str_contains($said, $ready)) {
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

    /** Ends it at once, by a signal that it cannot catch. */
    public function kill(): void
    {
        proc_terminate($this->process, 9);
        $this->stop();
    }

    /** Sends it a signal, if it runs. */
    public function signal(int $signal): void
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process, $signal);
        }
    }

    public function address(): string
    {
        return Platform::HOST . ":$this->port";
    }

    /** Waits until a command answers with this. */
    public function wait(string $answer, string ...$command): void
    {
        for ($end = hrtime(true) + 30_000_000_000; !str_contains($this->ask(...$command) . "\n", $answer); usleep(20_000)) {
            if (hrtime(true) > $end) {
                throw new RuntimeException("Redis does not answer with $answer: " . $this->ask(...$command));
            }
        }
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

    /** A port whose bus of a cluster, 10000 higher, has a number too. */
    private static function freePort(): int
    {
        do {
            $socket = stream_socket_server('tcp://' . Platform::HOST . ':0');
            $name = (string) stream_socket_get_name($socket, false);
            $port = (int) substr($name, (int) strrpos($name, ':') + 1);
        } while ($port > 55_000);
        return $port;
    }
}
