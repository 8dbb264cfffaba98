<?php

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

/** A client process: one of the programs in clients/, which makes calls on request. */
final class Client
{
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];

    /** @param list<string> $command */
    private function __construct(private readonly string $name, array $command, array $environment)
    {
        $this->process = proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $this->pipes, null, $environment + getenv());
    }

    /**
     * @param list<string> $under a program to run PHP under, with its options
     */
    public static function start(string $name, Server $server, int $rows, array $under = []): self
    {
        return new self($name, [...$under, ...self::command($name, $server)], $server->environment($rows));
    }

    /** @return list<string> */
    public static function command(string $name, Server $server): array
    {
        $flags = ['-d', 'extension=' . ($name === 'northbound' ? getenv('NORTHBOUND_EXTENSION') : 'curl')];
        if ($name === 'northbound') {
            $settings = [
                'platform_ip' => '127.0.0.1',
                'platform_port' => $server->port,
                'app_id' => 'northbound-demo',
                'secret' => 'demo-secret',
                'ca_file' => "$server->folder/certs/ca.pem",
                'client_cert' => "$server->folder/certs/client.pem",
                'client_key' => "$server->folder/certs/client.key",
            ];
            foreach ($settings as $setting => $value) {
                array_push($flags, '-d', "northbound.$setting=$value");
            }
        }
        // Without php.ini, so that each client loads only the extensions that it needs.
        return [PHP_BINARY, '-n', '-d', 'include_path=.:/usr/share/php', ...$flags, __DIR__ . "/clients/$name.php"];
    }

    /** @return array{ms: float, cpuMs: float, peakKb: int} per call */
    public function calls(int $count): array
    {
        fwrite($this->pipes[0], "$count\n");
        $line = fgets($this->pipes[1]);
        if ($line === false) {
            throw new RuntimeException("The client $this->name closed its output.");
        }
        return json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    }

    public function end(): void
    {
        fclose($this->pipes[0]);
        fclose($this->pipes[1]);
        if (proc_close($this->process) !== 0) {
            throw new RuntimeException("The client $this->name failed.");
        }
    }
}
