<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/**
 * The local IoT platform as a child process, and its control interface.
 *
 * It ends when its standard input closes, and so with any end of this process.
 */
final class Platform
{
    public const APP = 'northbound-demo';
    public const SECRET = 'demo-secret';
    /** Opens client-encrypted.key. */
    public const KEY_PASSWORD = 'northbound';
    public const HOST = '127.0.0.1';

    public readonly int $port;
    private string $control;
    private string $certs;

    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];

    /** @param list<string> $options */
    public function __construct(array $options = [])
    {
        $this->certs = sys_get_temp_dir() . '/northbound-' . bin2hex(random_bytes(8));
        $command = [
            (string) getenv('NORTHBOUND_PLATFORM'),
            '--listen', '127.0.0.1:0',
            '--control', '127.0.0.1:0',
            '--until-stdin-closes',
            '--certs', $this->certs,
            // By default, only the tests move the clock, and calls are not counted.
            ...(in_array('--quota', $options, true) ? [] : ['--quota', '0']),
            ...(in_array('--speed', $options, true) ? [] : ['--speed', '0']),
            ...$options,
        ];
        $process = proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $this->pipes);
        if ($process === false) {
            throw new RuntimeException('The platform could not be started.');
        }
        $this->process = $process;
        register_shutdown_function($this->stop(...));
        $line = (string) fgets($this->pipes[1]);
        if (preg_match('#^ready platform=https://127\.0\.0\.1:(\d+) control=(http://\S+)#', $line, $found) !== 1) {
            throw new RuntimeException("The platform did not become ready: \"$line\"");
        }
        $this->port = (int) $found[1];
        $this->control = $found[2];
    }

    public function __destruct()
    {
        $this->stop();
    }

    public function stop(): void
    {
        if (!is_resource($this->process)) {
            return;
        }
        fclose($this->pipes[0]);
        proc_close($this->process);
        foreach (glob($this->certs . '/*') ?: [] as $file) {
            unlink($file);
        }
        if (is_dir($this->certs)) {
            rmdir($this->certs);
        }
    }

    /** A port of this platform with HTTP without TLS. */
    public function plainPort(): int
    {
        return (int) parse_url($this->control, PHP_URL_PORT);
    }

    /** The path of a PEM file of the platform. */
    public function cert(string $name): string
    {
        return $this->certs . '/' . $name;
    }

    /**
     * The settings of a process that calls the platform.
     *
     * @return array<string, string|int>
     */
    public function ini(): array
    {
        return [
            'northbound.platform_ip' => self::HOST,
            'northbound.platform_port' => $this->port,
            'northbound.app_id' => self::APP,
            'northbound.secret' => self::SECRET,
            'northbound.ca_file' => $this->cert('ca.pem'),
        ];
    }

    /** Waits until this many requests have arrived, with or without a response. */
    public function await(int $requests): void
    {
        for ($tries = 0; $tries < 12_000; ++$tries) {
            if ($this->stats()['requests'] >= $requests) {
                return;
            }
            usleep(10_000);
        }
        throw new RuntimeException("There are no $requests requests: " . json_encode($this->stats()));
    }

    /** Writes a PEM file to the folder of the platform's files; it is removed with them. */
    public function writeCert(string $name, string $content): string
    {
        file_put_contents($this->cert($name), $content);
        return $this->cert($name);
    }

    /** Creates a PKCS#12 archive in the same folder, with KEY_PASSWORD; the options name files. */
    public function archive(string $name, string $options, string $password = self::KEY_PASSWORD): void
    {
        $command = "openssl pkcs12 -export $options -out $name -passout pass:$password";
        exec('cd ' . escapeshellarg($this->certs) . " && $command 2>&1", $output, $status);
        if ($status !== 0) {
            throw new RuntimeException(implode("\n", $output));
        }
    }

    /** @return list<Received> the received requests, oldest first */
    public function requests(): array
    {
        return array_map(static fn (array $row): Received => new Received($row), $this->ask('GET', '/requests'));
    }

    public function clearRequests(): void
    {
        $this->ask('DELETE', '/requests');
    }

    /** @param array<string, mixed> $fault its kind and details */
    public function fault(array $fault, int $times = 1, string $path = '', int $skip = 0): void
    {
        $this->ask('POST', '/faults', [
            'match' => (object) ($path === '' ? [] : ['path' => $path]),
            'skip' => $skip,
            'times' => $times,
            'fault' => $fault,
        ]);
    }

    /** Sets these bytes as the next response. */
    public function answerWith(string $body, int $status = 200, string $type = 'application/json'): void
    {
        $this->fault(['kind' => 'status', 'status' => $status, 'contentType' => $type, 'body' => $body]);
    }

    public function clearFaults(): void
    {
        $this->ask('DELETE', '/faults');
    }

    public function advance(int $seconds): void
    {
        $this->ask('POST', '/clock', ['advance' => $seconds]);
    }

    /** Creates an upgrade task for simulated devices, and returns its id. */
    public function task(int $devices, int $age = 0, int $retryTimes = 0): string
    {
        $task = ['devices' => $devices, 'age' => $age, 'retryTimes' => $retryTimes];
        return $this->ask('POST', '/tasks', $task)['operationId'];
    }

    /**
     * Pushes a generated notification, or this body.
     *
     * @param array<string, mixed> $push
     */
    public function push(array $push): void
    {
        $this->ask('POST', '/push', $push);
    }

    /**
     * Returns the pushes and their outcomes, after all of them are done.
     *
     * @return list<array<string, mixed>>
     */
    public function pushes(): array
    {
        for ($tries = 0; $tries < 1000; ++$tries) {
            $pushes = $this->ask('GET', '/pushes');
            if (!in_array(false, array_column($pushes, 'done'), true)) {
                return $pushes;
            }
            usleep(10_000);
        }
        throw new RuntimeException('The platform is still pushing.');
    }

    /**
     * Waits until each of these kinds was pushed: due notifications are sent a moment after `advance()`.
     *
     * @param list<string> $kinds
     */
    public function awaitPushes(array $kinds): void
    {
        for ($tries = 0; $tries < 3000; ++$tries) {
            if (array_diff($kinds, array_column($this->pushes(), 'notifyType')) === []) {
                return;
            }
            usleep(10_000);
        }
        throw new RuntimeException('Not all of these are pushed: ' . implode(', ', $kinds));
    }

    public function clearPushes(): void
    {
        $this->ask('DELETE', '/pushes');
    }

    /** @return array<string, int> */
    public function stats(): array
    {
        return $this->ask('GET', '/stats');
    }

    /** @param array<string, int|float> $change */
    public function settings(array $change): void
    {
        $this->ask('PUT', '/settings', $change);
    }

    /** Closes every connection, and waits until all are closed, unless there are always new ones. */
    public function closeConnections(bool $wait = true): void
    {
        $this->ask('POST', '/connections/close');
        while ($wait && $this->stats()['openConnections'] > 0) {
            usleep(100);
        }
    }

    public function dropTokens(): void
    {
        $this->ask('POST', '/tokens/drop');
    }

    /** @return array<array-key, mixed> */
    private function ask(string $method, string $path, ?array $body = null): array
    {
        $context = stream_context_create(['http' => [
            'method' => $method,
            'header' => 'Content-Type: application/json',
            'content' => $body === null ? '' : json_encode($body, JSON_THROW_ON_ERROR),
            'ignore_errors' => true,
        ]]);
        $answer = (string) file_get_contents($this->control . $path, false, $context);
        $decoded = json_decode($answer, true, 512, JSON_THROW_ON_ERROR);
        if (isset($decoded['error'])) {
            throw new RuntimeException("$method $path: {$decoded['error']}");
        }
        return $decoded;
    }
}
