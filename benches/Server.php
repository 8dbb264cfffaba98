<?php

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

/**
 * nginx with TLS 1.3 and static responses, so that the benchmark does not measure a server.
 *
 * The responses and the certificates are from the local platform.
 */
final class Server
{
    public readonly string $folder;
    /** Port that requires a client certificate. */
    public readonly int $port;
    /** Port without a client certificate, for tools that have none. */
    public readonly int $openPort;
    /** @var resource */
    private $nginx;
    private int $linesRead = 0;

    /**
     * @param list<string> $under a program to run nginx under, with its options
     * @param int $responses the number of responses after which it closes a connection
     * @param bool $resumes true if it resumes TLS sessions
     */
    public function __construct(
        string $platform,
        array $under,
        private readonly int $responses = 100_000_000,
        private readonly bool $resumes = true,
    ) {
        $this->folder = sys_get_temp_dir() . '/northbound-bench-' . bin2hex(random_bytes(4));
        mkdir($this->folder, 0755);
        $this->fetchResponses($platform);
        [$this->port, $this->openPort] = self::freePorts();
        file_put_contents("$this->folder/nginx.conf", $this->configuration());
        $this->nginx = proc_open(
            [
                ...$under,
                self::nginxProgram(),
                '-p',
                $this->folder,
                '-c',
                "$this->folder/nginx.conf",
            ],
            [['file', '/dev/null', 'r'], ['file', "$this->folder/out.log", 'w'], ['file', "$this->folder/error.log", 'w']],
            $pipes,
        );
        for ($try = 0; @fsockopen('127.0.0.1', $this->port) === false; $try++) {
            if ($try === 100) {
                throw new RuntimeException('nginx did not start: ' . file_get_contents("$this->folder/error.log"));
            }
            usleep(20_000);
        }
    }

    public function stop(): void
    {
        proc_terminate($this->nginx);
        proc_close($this->nginx);
        self::remove($this->folder);
    }

    public static function nginxProgram(): string
    {
        return is_executable('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx';
    }

    /** Removes a folder of files, and of folders with files. */
    public static function remove(string $folder): void
    {
        foreach (glob("$folder/{,*/}*", GLOB_BRACE) ?: [] as $path) {
            is_dir($path) || unlink($path);
        }
        array_map(rmdir(...), glob("$folder/*", GLOB_ONLYDIR) ?: []);
        rmdir($folder);
    }

    /** The share of the connections since the last time that resumed a TLS session. Only for a server that closes them. */
    public function resumed(): float
    {
        $log = "$this->folder/connections.log";
        $lines = array_slice(file($log, FILE_IGNORE_NEW_LINES) ?: [], $this->linesRead);
        $this->linesRead += count($lines);
        return count(array_keys($lines, 'r', true)) / max(1, count($lines));
    }

    /** @return array<string, string> environment of the clients */
    public function environment(int $rows): array
    {
        return ['BENCH_PORT' => "$this->port", 'BENCH_CERTS' => "$this->folder/certs", 'BENCH_ROWS' => "$rows"];
    }

    public function bytes(int $rows): int
    {
        return (int) filesize("$this->folder/$rows.json");
    }

    /** Runs an upgrade on the local platform, and stores its responses after the end. */
    private function fetchResponses(string $platform): void
    {
        $process = proc_open(
            [$platform, '--listen', '127.0.0.1:0', '--certs', "$this->folder/certs", '--until-stdin-closes', '--speed', '36000', '--expires-in', '1000000'],
            [['pipe', 'r'], ['pipe', 'w']],
            $pipes,
        );
        if (preg_match('#platform=(\S+)#', (string) fgets($pipes[1]), $found) !== 1) {
            throw new RuntimeException('The local platform did not start.');
        }
        $login = $this->ask("$found[1]/iocm/app/sec/v1.1.0/login", [], 'appId=northbound-demo&secret=demo-secret');
        $headers = ['app_key: northbound-demo', 'Authorization: Bearer ' . json_decode($login)->accessToken];
        $upgrade = "$found[1]/iodm/northbound/v1.5.0";
        $package = json_decode($this->ask("$upgrade/category?fileType=firmwarePackage", $headers))->data[0];
        $task = $this->ask("$upgrade/operations/firmwareUpgrade", [...$headers, 'Content-Type: application/json'], json_encode([
            'fileId' => $package->fileId,
            'targets' => [
                'deviceGroups' => ['all'],
                'deviceType' => $package->deviceType,
                'model' => $package->model,
                'manufacturerName' => $package->manufacturerName,
            ],
            'policy' => ['executeType' => 'now'],
        ], JSON_THROW_ON_ERROR));
        sleep(1);
        foreach ([10, 100] as $rows) {
            $subtasks = "$upgrade/operations/" . json_decode($task)->operationId . "/subOperations?pageNo=0&pageSize=$rows";
            $response = $this->ask($subtasks, $headers);
            if (count(json_decode($response)->data) !== $rows) {
                throw new RuntimeException("The local platform did not return $rows rows: $response");
            }
            file_put_contents("$this->folder/$rows.json", $response);
        }
        fclose($pipes[0]);
        proc_close($process);
    }

    private function ask(string $url, array $headers, ?string $body = null): string
    {
        $handle = curl_init($url);
        curl_setopt_array($handle, [
            CURLOPT_CAINFO => "$this->folder/certs/ca.pem",
            CURLOPT_HTTPHEADER => $headers,
            CURLOPT_RETURNTRANSFER => true,
        ]);
        if ($body !== null) {
            curl_setopt($handle, CURLOPT_POSTFIELDS, $body);
        }
        $response = curl_exec($handle);
        $status = curl_getinfo($handle, CURLINFO_RESPONSE_CODE);
        if ($response === false || $status >= 300) {
            throw new RuntimeException("$url: $status " . curl_error($handle) . " $response");
        }
        return $response;
    }

    /** @return array{int, int} */
    private static function freePorts(): array
    {
        $sockets = [stream_socket_server('tcp://127.0.0.1:0'), stream_socket_server('tcp://127.0.0.1:0')];
        return array_map(
            static fn ($socket): int => (int) substr((string) strrchr(stream_socket_get_name($socket, false), ':'), 1),
            $sockets,
        );
    }

    private function configuration(): string
    {
        $server = static fn (int $port, string $verify): string => <<<NGINX
            server {
                listen 127.0.0.1:$port ssl;
                ssl_verify_client $verify;
                location ~ /subOperations$ {
                    default_type application/json;
                    root .;
                    try_files /\$arg_pageSize.json =404;
                }
            }
            NGINX;
        $tickets = $this->resumes ? 'on' : 'off';
        $log = $this->responses === 1 ? "$this->folder/connections.log connection" : 'off';
        return <<<NGINX
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            error_log stderr warn;
            events { worker_connections 64; }
            http {
                log_format connection \$ssl_session_reused;
                access_log $log;
                sendfile on;
                tcp_nodelay on;
                keepalive_requests $this->responses;
                keepalive_timeout 3600s;
                open_file_cache max=10;
                open_file_cache_valid 3600s;
                ssl_protocols TLSv1.3;
                ssl_session_tickets $tickets;
                ssl_certificate certs/server.pem;
                ssl_certificate_key certs/server.key;
                ssl_client_certificate certs/ca.pem;
                client_body_temp_path temp;
                proxy_temp_path temp;
                fastcgi_temp_path temp;
                scgi_temp_path temp;
                uwsgi_temp_path temp;
            {$server($this->port, 'on')}
            {$server($this->openPort, 'off')}
            }
            NGINX;
    }
}
