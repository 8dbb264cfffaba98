<?php

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

/** PHP-FPM with a fixed number of workers behind nginx, which serve clients/page.php. */
final class Fpm
{
    private readonly string $folder;
    public readonly string $address;
    /** @var list<resource> */
    private array $processes = [];
    private readonly int $master;

    /** @param list<string> $clients the clients whose extensions it loads */
    public function __construct(Server $platform, private readonly int $workers, array $clients)
    {
        $this->folder = sys_get_temp_dir() . '/northbound-bench-fpm-' . bin2hex(random_bytes(4));
        mkdir($this->folder, 0755);
        $pool = [
            'listen' => "$this->folder/fpm.sock",
            'listen.backlog' => 511,
            'pm' => 'static',
            'pm.max_children' => $workers,
            // The pages read where the platform is from the environment.
            'clear_env' => 'no',
        ];
        if (self::isRoot()) {
            $pool += ['user' => 'root', 'group' => 'root'];
        }
        $lines = ["[global]", "error_log = $this->folder/fpm.log", '[pages]'];
        foreach ($pool as $name => $value) {
            $lines[] = "$name = $value";
        }
        file_put_contents("$this->folder/fpm.conf", implode("\n", $lines) . "\n");
        $flags = [...Client::flags($clients, $platform), ...self::opcache(), '-d', 'log_errors=1', '-d', 'display_errors=0'];
        $this->start([self::program(), ...$flags, ...(self::isRoot() ? ['-R'] : []), '-F', '-y', "$this->folder/fpm.conf"], $platform->environment(0));
        $this->master = proc_get_status($this->processes[0])['pid'];
        $this->address = self::freeAddress();
        file_put_contents("$this->folder/nginx.conf", $this->nginx());
        $this->start([Server::nginxProgram(), '-p', $this->folder, '-c', "$this->folder/nginx.conf"], []);
        $this->await();
        // A page that fails would only be a fast page to the load generator.
        array_map($this->check(...), $clients);
    }

    public function url(string $client, int $rows): string
    {
        return "http://$this->address/?client=$client&rows=$rows";
    }

    /** @return list<int> the processes that serve pages */
    public function workers(): array
    {
        $children = explode(' ', trim((string) file_get_contents("/proc/$this->master/task/$this->master/children")));
        if (count($children) !== $this->workers) {
            throw new RuntimeException('A worker of PHP-FPM has ended: ' . file_get_contents("$this->folder/fpm.log"));
        }
        return array_map(intval(...), $children);
    }

    /** The time that the workers have run so far, in ms. */
    public function cpuMs(): float
    {
        $nanoseconds = static fn (int $pid): int => (int) file_get_contents("/proc/$pid/schedstat");
        return array_sum(array_map($nanoseconds, $this->workers())) / 1e6;
    }

    public function stop(): void
    {
        foreach ($this->processes as $process) {
            proc_terminate($process);
            proc_close($process);
        }
        $this->processes = [];
        Server::remove($this->folder);
    }

    /** @return list<string> opcache, as every server for production has it; PHP 8.5 contains it */
    public static function opcache(): array
    {
        return [...(PHP_VERSION_ID < 80500 ? ['-d', 'zend_extension=opcache'] : []), '-d', 'opcache.enable=1'];
    }

    /**
     * @param list<string> $command
     * @param array<string, string> $environment
     */
    private function start(array $command, array $environment): void
    {
        $log = ['file', "$this->folder/output.log", 'a'];
        $this->processes[] = proc_open($command, [['file', '/dev/null', 'r'], $log, $log], $pipes, null, $environment + getenv());
    }

    private function await(): void
    {
        $url = $this->url('empty', 1);
        for ($try = 0; (string) @file_get_contents($url) !== "1\n"; $try++) {
            if ($try === 200) {
                throw new RuntimeException('No page: ' . file_get_contents("$this->folder/output.log") . @file_get_contents("$this->folder/fpm.log"));
            }
            usleep(20_000);
        }
    }

    private function check(string $client): void
    {
        $page = (string) file_get_contents($this->url($client, Loop::ROWS[0]), context: stream_context_create(['http' => ['ignore_errors' => true]]));
        if ($page !== Loop::ROWS[0] . "\n") {
            throw new RuntimeException("The page of $client failed: $page" . file_get_contents("$this->folder/fpm.log") . file_get_contents("$this->folder/output.log"));
        }
    }

    private static function program(): string
    {
        return self::find() ?? throw new RuntimeException('There is no php-fpm of PHP ' . PHP_VERSION . '.');
    }

    private static function isRoot(): bool
    {
        return fileowner('/proc/self') === 0;
    }

    /** The FPM of this PHP: no other can load the extension. */
    private static function find(): ?string
    {
        $names = ['php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION, 'php-fpm'];
        $folders = [dirname(PHP_BINARY, 2) . '/sbin', ...explode(':', (string) getenv('PATH')), '/usr/sbin', '/usr/local/sbin'];
        foreach ($names as $name) {
            foreach ($folders as $folder) {
                $path = "$folder/$name";
                if (is_executable($path) && str_starts_with((string) shell_exec(escapeshellarg($path) . ' -n -v'), 'PHP ' . PHP_VERSION . ' ')) {
                    return $path;
                }
            }
        }
        return null;
    }

    private static function freeAddress(): string
    {
        return (string) stream_socket_get_name(stream_socket_server('tcp://127.0.0.1:0'), false);
    }

    private function nginx(): string
    {
        $user = self::isRoot() ? 'user root;' : '';
        $page = __DIR__ . '/clients/page.php';
        return <<<NGINX
            $user
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            error_log stderr warn;
            events { worker_connections 256; }
            http {
                access_log off;
                keepalive_requests 100000000;
                client_body_temp_path temp;
                proxy_temp_path temp;
                fastcgi_temp_path temp;
                scgi_temp_path temp;
                uwsgi_temp_path temp;
                server {
                    listen $this->address;
                    location = / {
                        fastcgi_pass unix:$this->folder/fpm.sock;
                        fastcgi_param SCRIPT_FILENAME $page;
                        fastcgi_param REQUEST_METHOD GET;
                        fastcgi_param QUERY_STRING \$query_string;
                    }
                }
            }
            NGINX;
    }
}
