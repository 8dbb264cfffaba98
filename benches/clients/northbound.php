<?php

/** The extension: objects of the documented class. */

declare(strict_types=1);

return static function (int $rows): int {
    $query = new QueryUpgradeSubTaskInDTO();
    $query->pageNo = 0;
    $query->pageSize = $rows;
    return count(queryUpgradeSubTask($query, 'operation1', '0123456789abcdef0123456789abcdef')->data);
};
