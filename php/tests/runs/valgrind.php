<?php

/*
 * Calls of all kinds, for valgrind: every operation with good, bad and broken responses, refused arguments, and all
 * operations on a DTO.
 *
 * usage: valgrind.php CALLS
 */

declare(strict_types=1);

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotificationReceiver;
use North_PHP_SDK\client\UpgradeProgress;
use North_PHP_SDK\utils\JsonUtil;
use Northbound\Tests\Support\Catalogue;
use Northbound\Tests\Support\Operations;
use Northbound\Tests\Support\Sample;

require __DIR__ . '/start.php';

const FAULTS = [
    ['kind' => 'reset'], ['kind' => 'close'], ['kind' => 'badJson'], ['kind' => 'garbage'], ['kind' => 'closeIdle'],
    ['kind' => 'emptyBody', 'status' => 503], ['kind' => 'truncate', 'bytes' => 10], ['kind' => 'emptyBody', 'status' => 204],
    ['kind' => 'error', 'status' => 403, 'code' => '1010005', 'desc' => 'no'],
    ['kind' => 'status', 'status' => 502, 'contentType' => 'text/html', 'body' => '<html></html>'],
    ['kind' => 'status', 'status' => 200, 'contentType' => 'application/json', 'body' => '[[[{"a":"\u00fc"}]]]'],
];

$calls = (int) ($argv[1] ?? 1_000);
// Undeclared properties of a DTO are set on purpose.
error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('northbound.max_attempts', '2');
ini_set('northbound.timeout_ms', '300000');
ini_set('northbound.connect_timeout_ms', '300000');
$platform = platform();
$token = token();
$operations = Operations::all($token);
$names = Catalogue::names();
$push = ['notifyType' => 'deviceDatasChanged'] + Sample::values('NotifyDeviceDatasChangedDTO');
$push = json_encode($push, JSON_THROW_ON_ERROR);
$thrown = 0;

/** Everything that PHP does with an object. */
$handle = static function (object $dto): void {
    $copy = clone $dto;
    $class = $copy::class;
    assert(unserialize(serialize($copy)) == $copy && str_contains(var_export($copy, true), substr($class, 0, 5)));
    foreach ($copy as $member => $value) {
        assert(isset($copy[$member]) && $copy->$member === $value && count($copy) > 0);
    }
    $added = new class () extends \North_PHP_SDK\client\dto\QueryUpgradePackageOutDTO {
    };
    $added->mine = [1, ['two']];
    unset($added['mine'], $copy['deviceId'], $copy->deviceId);
    (string) $copy;
    json_encode($copy);
    print_r($copy, true);
    array_map(null, (array) $copy);
};

/** Waits with all possible ends. */
$running = $platform->task(30, 200);
$wait = static function (string $token, int $kind) use ($running): void {
    (new DeviceUpgrade())->waitUntilUpgradeTaskEnds($running, $token, static function (UpgradeProgress $progress) use ($kind): ?bool {
        assert(unserialize(serialize(clone $progress)) == $progress && json_decode(json_encode($progress))->text === "$progress");
        return match (true) {
            $progress->polls < 3 || $kind === 0 => null,
            $kind === 1 => false,
            $kind === 2 => throw new NorthApiException('enough'),
        };
    }, ['minDelay' => 0.001, 'maxDelay' => 0.001, 'timeout' => $kind === 0 ? 0.05 : null] + ($kind === 3 ? ['other' => 1] : []));
};

/** All pages, to the end or not, and many concurrent calls. */
$list = static function (int $call, string $task, string $token) use (&$thrown): void {
    $upgrade = new DeviceUpgrade();
    $rows = $upgrade->getSubTaskPaginator(['pageSize' => 20], $task, $token);
    for ($round = 0; $round < 2; ++$round) {
        try {
            foreach ($rows as $key => $row) {
                if ($key === 70 && $call % 2 === 0) {
                    break;
                }
            }
        } catch (NorthApiException) {
            ++$thrown;
        }
    }
    print_r($rows, true);
    $results = $upgrade->queryUpgradeSubTasks(['a' => $task, 'b' => 'nowhere', [null, $task], 'c' => null, [[], []]], $token);
    assert(count($results) === 5 && array_keys($results)[1] === 'b');
};
$task = $platform->task(130);

for ($call = 0; $call < $calls; ++$call) {
    [$class, $method, $arguments, $answer] = $operations[$call % count($operations)];
    $round = intdiv($call, count($operations));
    ini_set('northbound.rows', $call % 3 === 0 ? 'array' : 'object');
    if ($class === 'North_PHP_SDK\client\invokeapi\Authentication' && $round % 3 === 2) {
        $operations = Operations::all($token = token());
        continue;
    }
    match ($round % 3) {
        0 => $platform->answerWith(Operations::answer($answer)),
        1 => $platform->fault(FAULTS[$call % count(FAULTS)], 1 + $call % 2),
        // Refusals by the platform and by the client.
        2 => $arguments = $call % 2 ? $arguments : array_fill(0, count($arguments), [null, 1.5, '', [], STDIN][$call % 5]),
    };
    try {
        $out = (new $class())->$method(...$arguments);
        foreach (is_array($out) ? $out : [$out] as $object) {
            is_object($object) ? $handle($object) : null;
        }
        unset($out, $object);
    } catch (NorthApiException $error) {
        ++$thrown;
        $error->getTraceAsString();
        (string) $error;
        unset($error);
    }
    if ($call % 10 === 5) {
        $list($call, $task, $token);
    }
    $platform->clearFaults();
    if ($call % 10 === 0) {
        try {
            $wait($token, intdiv($call, 10) % 4);
        } catch (NorthApiException $error) {
            ++$thrown;
            (string) $error;
            unset($error);
        }
    }
    $name = $names[$call % count($names)];
    $handle(Sample::dto($name));
    $json = json_encode(Sample::values($name), JSON_THROW_ON_ERROR);
    try {
        $handle(JsonUtil::jsonString2SimpleObj($call % 4 ? $json : substr($json, 0, -1), Catalogue::className($name)));
        $handle(NotificationReceiver::receive($call % 4 === 1 ? $json : $push));
    } catch (NorthApiException $error) {
        ++$thrown;
        unset($error);
    }
}
$platform->stop();
fwrite(STDERR, "$calls calls, $thrown exceptions\n");
