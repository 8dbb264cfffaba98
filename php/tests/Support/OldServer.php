<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use RuntimeException;

/** A server with TLS 1.1 at most. It is OpenSSL's server, because rustls does not support TLS 1.1. */
final class OldServer
{
    public readonly int $port;

    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];

    /** @param Platform $platform the platform whose certificate it uses */
    public function __construct(Platform $platform)
    {
        $command = ['openssl', 's_server', '-accept', '127.0.0.1:0', '-HTTP', '-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0',
            '-cert', $platform->cert('server.pem'), '-key', $platform->cert('server.key')];
        $null = ['file', '/dev/null', 'r+'];
        $process = proc_open($command, [$null, ['pipe', 'w'], $null], $this->pipes);
        if ($process === false) {
            throw new RuntimeException('openssl s_server could not be started.');
        }
        $this->process = $process;
        do {
            $line = fgets($this->pipes[1]);
            if ($line === false) {
                throw new RuntimeException('openssl s_server does not serve.');
            }
        } while (!str_starts_with($line, 'ACCEPT 127.0.0.1:'));
        $this->port = (int) substr($line, strlen('ACCEPT 127.0.0.1:'));
    }

    public function __destruct()
    {
        $this->stop();
    }

    public function stop(): void
    {
        if (is_resource($this->process)) {
            proc_terminate($this->process);
            fclose($this->pipes[1]);
            proc_close($this->process);
        }
    }
}
