<?php

declare(strict_types=1);

namespace Northbound\Bench;

/** The programs under test, and the servers that the subjects share. */
final class Setup
{
    /** @var array<string, Server> */
    private array $servers = [];

    public function __construct(public readonly string $platform, public readonly string $extension)
    {
    }

    /** A server with a processor of its own, as if it were another machine. */
    public function distantServer(): Server
    {
        return $this->servers['distant'] ??= new Server($this->platform, Processors::ofServer());
    }

    /** A server that the scheduler places. */
    public function scheduledServer(): Server
    {
        return $this->servers['scheduled'] ??= new Server($this->platform, []);
    }

    /** A server that closes each connection after one response, and resumes TLS sessions or does not. */
    public function closingServer(bool $resumes): Server
    {
        return $this->servers["closing $resumes"] ??= new Server($this->platform, Processors::ofServer(), 1, $resumes);
    }

    public function stop(): void
    {
        array_map(static fn (Server $server) => $server->stop(), $this->servers);
        $this->servers = [];
    }

    public static function progress(string $text): void
    {
        fprintf(STDERR, stream_isatty(STDERR) ? "\r\e[K%s" : "%s\n", $text);
    }
}
