<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/**
 * PHP-FPM with the extension behind nginx, both in a temporary folder, and with
 * the user who runs the tests.
 */
final class Fpm
{
    // The constant of this name belongs to pcntl.
    private const SIGUSR2 = 12;

    public readonly Folder $folder;
    public readonly string $address;

    /** @var resource */
    private $fpm;

    /** @var resource */
    private $nginx;

    /**
     * @param array<string, string|int> $ini of PHP
     * @param array<string, string|int> $pool settings of the pool
     */
    public function __construct(string $script, array $ini = [], array $pool = [])
    {
        if (self::missing() !== []) {
            throw new RuntimeException('Missing: ' . implode(', ', self::missing()));
        }
        $this->folder = new Folder();
        copy($script, "{$this->folder->path}/index.php");
        $this->startFpm($ini, $pool);
        $this->address = $this->startNginx();
    }

    public function __destruct()
    {
        foreach (['nginx', 'fpm'] as $name) {
            if (isset($this->$name) && is_resource($this->$name)) {
                proc_terminate($this->$name);
                proc_close($this->$name);
            }
        }
    }

    /** @return list<string> the programs that are needed and are not there */
    public static function missing(): array
    {
        $needed = [
            'php-fpm for PHP ' . self::ownBuild() => self::fpm(),
            'opcache for PHP ' . self::ownBuild() => Extension::opcache(),
            'nginx' => self::program('nginx'),
            'wrk' => self::program('wrk'),
        ];
        return array_keys($needed, null, true);
    }

    /** Restarts FPM gracefully: workers finish their requests. */
    public function reload(): void
    {
        proc_terminate($this->fpm, self::SIGUSR2);
    }

    /** Kills a worker. */
    public function kill(int $worker): void
    {
        exec("kill -KILL $worker");
    }

    /** @return list<int> the process ids of the workers, sorted */
    public function workers(): array
    {
        $master = $this->master();
        $children = trim((string) file_get_contents("/proc/$master/task/$master/children"));
        $workers = array_map(intval(...), $children === '' ? [] : explode(' ', $children));
        sort($workers);
        return $workers;
    }

    public function get(string $target): Answer
    {
        return $this->begin($target)->end();
    }

    /** Sends a request, and does not wait for the response. */
    public function begin(string $target): Request
    {
        return new Request($this->address, $target);
    }

    /**
     * Sends one request per target at the same time, and returns the responses.
     *
     * @param list<string> $targets
     * @return list<Answer>
     */
    public function all(array $targets): array
    {
        $requests = array_map($this->begin(...), $targets);
        return array_map(static fn (Request $request): Answer => $request->end(), $requests);
    }

    /** Starts load from this many connections; every response must be the same. */
    public function load(string $target, string $expected, int $connections): Load
    {
        return new Load((string) self::program('wrk'), "http://$this->address$target", $connections, $expected);
    }

    /** Waits until all workers are idle; a client that has closed its connection may have left a running request. */
    public function settle(): void
    {
        for ($tries = 0; $tries < 3000; ++$tries) {
            // The one active process is the worker that sends this status.
            if ($this->get('/status')->json()['active processes'] === 1) {
                return;
            }
            usleep(10_000);
        }
        throw new RuntimeException('The workers do not come to rest.');
    }

    /** The log of FPM and its workers. */
    public function log(): string
    {
        return (string) file_get_contents("{$this->folder->path}/fpm.log");
    }

    /** Waits until FPM has logged this pattern this many times. */
    public function await(string $pattern, int $times = 1): void
    {
        for ($tries = 0; $tries < 3000; ++$tries) {
            if (preg_match_all($pattern, $this->log()) >= $times) {
                return;
            }
            usleep(10_000);
        }
        throw new RuntimeException("FPM did not log $pattern: " . $this->log());
    }

    private function master(): int
    {
        return proc_get_status($this->fpm)['pid'];
    }

    /**
     * @param array<string, string|int> $ini
     * @param array<string, string|int> $pool
     */
    private function startFpm(array $ini, array $pool): void
    {
        $path = $this->folder->path;
        $this->folder->file('fpm.log', '');
        $pool += [
            'listen' => "$path/fpm.sock",
            'listen.backlog' => 511,
            'pm' => 'static',
            'pm.status_path' => '/status',
            'pm.max_children' => 8,
            'catch_workers_output' => 'yes',
            'decorate_workers_output' => 'no',
        ];
        $root = Folder::owner() === 0;
        if ($root) {
            $pool += ['user' => 'root', 'group' => 'root'];
        }
        $config = "[global]\nerror_log = $path/fpm.log\nprocess_control_timeout = 60s\n[app]\n";
        foreach ($pool as $name => $value) {
            $config .= "$name = $value\n";
        }
        $flags = Php::flags($ini + [
            'opcache.enable' => 1,
            // Otherwise new files, like those of a test, are not cached.
            'opcache.file_update_protection' => 0,
            'display_errors' => 0,
            'log_errors' => 1,
        ]);
        $command = [(string) self::fpm(), '-n', ...(Extension::opcache() ?? []), ...$flags, '-F', '-y', $this->folder->file('fpm.conf', $config)];
        $this->fpm = $this->start($root ? [...$command, '-R'] : $command);
        $this->await('/ready to handle connections/');
    }

    private function startNginx(): string
    {
        $path = $this->folder->path;
        foreach (range(1, 20) as $try) {
            $socket = stream_socket_server('tcp://127.0.0.1:0') ?: throw new RuntimeException('There is no port.');
            $address = (string) stream_socket_get_name($socket, false);
            fclose($socket);
            $config = $this->folder->file('nginx.conf', self::nginxConfig($path, $address));
            $this->nginx = $this->start([(string) self::program('nginx'), '-p', $path, '-e', "$path/nginx.log", '-c', $config]);
            while (proc_get_status($this->nginx)['running']) {
                if (is_file("$path/nginx.pid") && @stream_socket_client("tcp://$address") !== false) {
                    return $address;
                }
                usleep(10_000);
            }
            // Another process took the port in the meantime.
        }
        throw new RuntimeException('nginx did not start: ' . file_get_contents("$path/nginx.log"));
    }

    private static function nginxConfig(string $path, string $address): string
    {
        $user = Folder::owner() === 0 ? 'user root;' : '';
        $temporary = '';
        foreach (['client_body', 'fastcgi', 'proxy', 'scgi', 'uwsgi'] as $kind) {
            $temporary .= "{$kind}_temp_path $path/temp-$kind;\n";
        }
        return <<<NGINX
            $user
            daemon off;
            worker_processes 1;
            pid $path/nginx.pid;
            error_log $path/nginx.log;
            events { worker_connections 1024; }
            http {
                access_log off;
                $temporary
                server {
                    listen $address;
                    location = /status {
                        fastcgi_pass unix:$path/fpm.sock;
                        fastcgi_param SCRIPT_NAME /status;
                        fastcgi_param SCRIPT_FILENAME /status;
                        fastcgi_param REQUEST_METHOD GET;
                        fastcgi_param QUERY_STRING json;
                    }
                    location / {
                        fastcgi_pass unix:$path/fpm.sock;
                        fastcgi_param SCRIPT_FILENAME $path/index.php;
                        fastcgi_param REQUEST_METHOD \$request_method;
                        fastcgi_param REQUEST_URI \$request_uri;
                        fastcgi_param DOCUMENT_URI \$document_uri;
                        fastcgi_param QUERY_STRING \$query_string;
                    }
                }
            }
            NGINX;
    }

    /**
     * @param list<string> $command
     * @return resource
     */
    private function start(array $command)
    {
        $log = ['file', "{$this->folder->path}/output.log", 'a'];
        $process = proc_open($command, [['file', '/dev/null', 'r'], $log, $log], $pipes);
        return $process !== false ? $process : throw new RuntimeException("$command[0] could not be started.");
    }

    /** The FPM of the PHP that runs the tests: no other FPM can load the extension. */
    private static function fpm(): ?string
    {
        $minor = PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;
        foreach (["php-fpm$minor", 'php-fpm'] as $name) {
            // In the folders of an installation, and of a build without installation.
            $path = self::program($name, dirname(PHP_BINARY, 2) . '/sbin', dirname(PHP_BINARY, 2) . '/fpm');
            if ($path !== null && self::build((string) shell_exec(escapeshellarg($path) . ' -n -i')) === self::ownBuild()) {
                return $path;
            }
        }
        return null;
    }

    private static function ownBuild(): string
    {
        ob_start();
        phpinfo(INFO_GENERAL);
        return self::build((string) ob_get_clean());
    }

    /** The build that the extension must match, such as "8.2.36 API20220829,NTS", from phpinfo. */
    private static function build(string $info): string
    {
        preg_match('/^PHP Version => (\S+)$/m', $info, $version);
        preg_match('/^PHP Extension Build => (\S+)$/m', $info, $build);
        return implode(' ', [$version[1] ?? '', $build[1] ?? '']);
    }

    /** Finds a program; servers are often in folders that are only on root's PATH. */
    private static function program(string $name, string ...$folders): ?string
    {
        foreach ([...$folders, ...explode(':', (string) getenv('PATH')), '/usr/sbin', '/usr/local/sbin'] as $folder) {
            if (is_executable("$folder/$name")) {
                return "$folder/$name";
            }
        }
        return null;
    }
}
