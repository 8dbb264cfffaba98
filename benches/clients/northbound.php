<?php

/** The extension: objects of the documented class. */

declare(strict_types=1);

require __DIR__ . '/serve.php';

$query = new QueryUpgradeSubTaskInDTO();
$query->pageNo = 0;
$query->pageSize = (int) getenv('BENCH_ROWS');

serve(static function () use ($query): int {
    $page = queryUpgradeSubTask($query, 'operation1', '0123456789abcdef0123456789abcdef');
    return count($page->data);
});
