<?php

declare(strict_types=1);

namespace Northbound\Bench;

use RuntimeException;

/** A client process: one of the clients in clients/, which makes calls in a loop on request. */
final class Client
{
    public const NAMES = [
        'empty' => 'no call',
        'northbound' => 'northbound: objects',
        'curl' => 'reused cURL handle, json_decode: arrays',
        'curl-objects' => 'the same, to objects of a class',
        'curl-new' => 'new cURL handle: arrays',
        'curl-share' => 'persistent cURL share handle: arrays',
        'guzzle' => 'Guzzle, json_decode: arrays',
        'guzzle-opcache' => 'Guzzle with opcache\'s file cache',
        'wrk' => 'wrk, one connection: nothing decoded',
    ];

    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];

    /** @param list<string> $under a program to run PHP under, with its options */
    public function __construct(private readonly string $name, Server $server, int $rows, array $under = [])
    {
        $command = [...$under, ...self::php([$name], $server), __DIR__ . '/clients/loop.php'];
        $environment = $server->environment($rows) + ['BENCH_CLIENT' => $name];
        $this->process = proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $this->pipes, null, $environment + getenv());
    }

    /** True if this PHP has a persistent cURL share handle. */
    public static function canShare(): bool
    {
        return function_exists('curl_share_init_persistent');
    }

    /**
     * PHP without php.ini, with only the extensions that these clients need.
     *
     * @param list<string> $names
     * @return list<string>
     */
    public static function php(array $names, Server $server): array
    {
        return [PHP_BINARY, ...self::flags($names, $server)];
    }

    /**
     * @param list<string> $names
     * @return list<string>
     */
    public static function flags(array $names, Server $server): array
    {
        $flags = ['-n', '-d', 'display_errors=stderr', '-d', 'include_path=.:/usr/share/php', ...self::extensions($names)];
        if (in_array('northbound', $names, true)) {
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
        return $flags;
    }

    /**
     * The options that load the extensions of these clients.
     *
     * @param list<string> $names
     * @return list<string>
     */
    public static function extensions(array $names): array
    {
        $needsCurl = array_diff($names, ['northbound', 'empty']) !== [];
        $needsCtype = array_intersect($names, ['guzzle', 'guzzle-opcache']) !== [];
        $extensions = [
            ...($needsCurl ? ['curl'] : []),
            // Newer versions of Guzzle need it, and Debian builds it as a shared library.
            ...($needsCtype && !extension_loaded('ctype') ? ['ctype'] : []),
            ...(in_array('northbound', $names, true) ? [(string) getenv('NORTHBOUND_EXTENSION')] : []),
        ];
        return array_merge(...array_map(static fn (string $name): array => ['-d', "extension=$name"], $extensions));
    }

    /** @return array{ms: float, cpuMs: float, peakKb: int, rssKb: int} per call */
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
