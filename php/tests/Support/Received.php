<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** A request as the platform received it. */
final class Received
{
    public readonly string $method;
    /** Path and query as they were sent. */
    public readonly string $target;
    public readonly string $body;
    public readonly ?string $clientCertificate;
    public readonly int $connection;
    /** Number of requests in flight when it arrived, including itself. */
    public readonly int $atOnce;

    /** @var array<string, list<string>> */
    private array $headers = [];

    /** @param array<string, mixed> $row */
    public function __construct(array $row)
    {
        $this->method = $row['method'];
        $this->target = $row['target'];
        $this->body = $row['body'] ?? base64_decode($row['bodyBase64'] ?? '', true);
        $this->clientCertificate = $row['clientCertificate'];
        $this->connection = $row['connection'];
        $this->atOnce = $row['atOnce'];
        foreach ($row['headers'] as [$name, $value]) {
            $this->headers[$name][] = $value;
        }
    }

    /** The value of a header, null if it was not sent. A header that was sent twice is an error. */
    public function header(string $name): ?string
    {
        $values = $this->headers[$name] ?? [];
        if (count($values) > 1) {
            throw new \LogicException("The header $name was sent more than once.");
        }
        return $values[0] ?? null;
    }

    /** @return list<string> */
    public function headerNames(): array
    {
        return array_keys($this->headers);
    }
}
