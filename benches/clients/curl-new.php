<?php

/** A new cURL handle for each call, as in the original SDK. */

declare(strict_types=1);

require __DIR__ . '/serve.php';

serve(static function (): int {
    $handle = curl_init();
    curl_setopt_array($handle, options());
    $page = json_decode(body($handle), true, 512, JSON_THROW_ON_ERROR);
    return count($page['data']);
});
