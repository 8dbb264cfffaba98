<?php

/** A new cURL handle for each call, as in the original SDK. */

declare(strict_types=1);

require __DIR__ . '/request.php';

return static fn (int $rows): int => count(page(handle($rows))['data']);
