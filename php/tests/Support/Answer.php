<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/** A response to an HTTP request. */
final class Answer
{
    public function __construct(public readonly int $status, public readonly string $body)
    {
    }

    public function json(): mixed
    {
        return json_decode($this->body, true, 512, JSON_THROW_ON_ERROR);
    }
}
