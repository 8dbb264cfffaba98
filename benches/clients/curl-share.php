<?php

/** A new cURL handle with a persistent share handle, which keeps connections after the page: from PHP 8.5 on. */

declare(strict_types=1);

require __DIR__ . '/request.php';

return static function (int $rows): int {
    $handle = handle($rows);
    $shared = [CURL_LOCK_DATA_DNS, CURL_LOCK_DATA_CONNECT, CURL_LOCK_DATA_SSL_SESSION];
    curl_setopt($handle, CURLOPT_SHARE, curl_share_init_persistent($shared));
    return count(page($handle)['data']);
};
