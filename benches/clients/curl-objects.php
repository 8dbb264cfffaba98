<?php

/** One cURL handle for all calls, and json_decode() to objects of a class, as the extension returns. */

declare(strict_types=1);

require __DIR__ . '/request.php';

final class Subtask
{
    public $subOperationId;
    public $createTime;
    public $startTime;
    public $stopTime;
    public $operateType;
    public $deviceId;
    public $status;
    public $detailInfo;
    public $extendInfo;

    public static function of(array $row): self
    {
        $subtask = new self();
        $subtask->subOperationId = $row['subOperationId'] ?? null;
        $subtask->createTime = $row['createTime'] ?? null;
        $subtask->startTime = $row['startTime'] ?? null;
        $subtask->stopTime = $row['stopTime'] ?? null;
        $subtask->operateType = $row['operateType'] ?? null;
        $subtask->deviceId = $row['deviceId'] ?? null;
        $subtask->status = $row['status'] ?? null;
        $subtask->detailInfo = $row['detailInfo'] ?? null;
        $subtask->extendInfo = $row['extendInfo'] ?? null;
        return $subtask;
    }
}

return static function (int $rows): int {
    static $handle;
    $handle ??= handle($rows);
    return count(array_map(Subtask::of(...), page($handle)['data']));
};
