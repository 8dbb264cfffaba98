<?php

/** One cURL handle for all calls, and json_decode() to arrays. */

declare(strict_types=1);

require __DIR__ . '/serve.php';

$handle = curl_init();
curl_setopt_array($handle, options());

serve(static function () use ($handle): int {
    $page = json_decode(body($handle), true, 512, JSON_THROW_ON_ERROR);
    return count($page['data']);
});
