<?php

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

/** The local platform, for subjects that need more than one response again and again. */
final class Platform
{
    private readonly string $folder;
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];
    private readonly string $port;
    private readonly string $control;
    private readonly string $token;

    /** @param float $speed simulated seconds per second */
    public function __construct(string $platform, float $speed)
    {
        $this->folder = sys_get_temp_dir() . '/northbound-bench-platform-' . bin2hex(random_bytes(4));
        $this->process = proc_open(
            [$platform, '--listen', '127.0.0.1:0', '--certs', $this->folder, '--until-stdin-closes', '--quota', '0', '--record', '0', '--speed', "$speed", '--expires-in', '100000000'],
            [['pipe', 'r'], ['pipe', 'w']],
            $this->pipes,
        );
        if (preg_match('#platform=https://127\.0\.0\.1:(\d+) control=(\S+)#', (string) fgets($this->pipes[1]), $found) !== 1) {
            throw new RuntimeException('The local platform did not start.');
        }
        [, $this->port, $this->control] = $found;
        $this->token = $this->logIn();
    }

    /** Logs in once for all programs: a new login ends the token of the one before. */
    private function logIn(): string
    {
        $handle = curl_init("https://127.0.0.1:$this->port/iocm/app/sec/v1.1.0/login");
        curl_setopt_array($handle, [
            CURLOPT_CAINFO => "$this->folder/ca.pem",
            CURLOPT_POSTFIELDS => 'appId=northbound-demo&secret=demo-secret',
            CURLOPT_RETURNTRANSFER => true,
        ]);
        return json_decode((string) curl_exec($handle), true, 512, JSON_THROW_ON_ERROR)['accessToken'];
    }

    public function stop(): void
    {
        fclose($this->pipes[0]);
        proc_close($this->process);
        Server::remove($this->folder);
    }

    /** Starts the upgrade of this many devices, and returns its id. */
    public function upgrade(int $devices): string
    {
        return $this->control('POST', 'tasks', ['devices' => $devices])['operationId'];
    }

    /** Delays each response to a query, as the distance to a platform does. */
    public function respondAfter(int $ms): void
    {
        $this->control('DELETE', 'faults', []);
        $this->control('POST', 'faults', ['fault' => ['kind' => 'latency', 'ms' => $ms], 'times' => 0, 'match' => ['method' => 'GET']]);
    }

    /**
     * Runs one of the programs in clients/ and returns its result.
     *
     * @param string $client the client whose extensions it needs
     * @param array<string, string> $environment
     * @return array<string, float|int>
     */
    public function run(string $program, string $client, array $environment): array
    {
        return self::result($this->start($program, $client, $environment));
    }

    /**
     * @param array<string, string> $environment
     * @return array{resource, resource} a process, and its output
     */
    public function start(string $program, string $client, array $environment): array
    {
        $flags = $client === 'northbound' ? ['northbound.platform_ip' => '127.0.0.1',
            'northbound.platform_port' => $this->port, 'northbound.app_id' => 'northbound-demo', 'northbound.secret' => 'demo-secret',
            'northbound.ca_file' => "$this->folder/ca.pem", 'northbound.concurrency' => $environment['BENCH_CONCURRENCY'] ?? '4'] : [];
        $command = [PHP_BINARY, '-n', '-d', 'display_errors=stderr', '-d', 'include_path=.:/usr/share/php', '-d', 'memory_limit=-1', ...Client::extensions([$client])];
        foreach ($flags as $name => $value) {
            array_push($command, '-d', "$name=$value");
        }
        $environment += ['BENCH_TOKEN' => $this->token, 'BENCH_PORT' => $this->port, 'BENCH_CA' => "$this->folder/ca.pem"] + getenv();
        $process = proc_open([...$command, __DIR__ . "/clients/$program.php"], [['file', '/dev/null', 'r'], ['pipe', 'w']], $pipes, null, $environment);
        return [$process, $pipes[1]];
    }

    /**
     * @param array{resource, resource} $running of start()
     * @return array<string, float|int>
     */
    public static function result(array $running): array
    {
        [$process, $pipe] = $running;
        $output = (string) stream_get_contents($pipe);
        if (proc_close($process) !== 0) {
            throw new RuntimeException("A client failed: $output");
        }
        return json_decode($output, true, 512, JSON_THROW_ON_ERROR);
    }

    private function control(string $method, string $path, array $body): array
    {
        $context = stream_context_create(['http' => ['method' => $method, 'header' => 'Content-Type: application/json', 'content' => json_encode($body, JSON_THROW_ON_ERROR)]]);
        return (array) json_decode((string) file_get_contents("$this->control/$path", false, $context), true, 512, JSON_THROW_ON_ERROR);
    }
}
