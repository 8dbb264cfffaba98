<?php

/** One cURL handle for all calls, and json_decode() to arrays. */

declare(strict_types=1);

require __DIR__ . '/request.php';

return static function (int $rows): int {
    static $handle;
    $handle ??= handle($rows);
    return count(page($handle)['data']);
};
