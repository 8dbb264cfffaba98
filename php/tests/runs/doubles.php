<?php

/** Prints what tests with doubles see of DTOs, exceptions and services. It prints the same with the extension and with the stubs package. */

use North_PHP_SDK\client\dto\AbstractDTO;
use North_PHP_SDK\client\dto\AuthOutDTO;
use North_PHP_SDK\client\dto\ClientInfo;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskOutDTO;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\Paginator;
use North_PHP_SDK\client\RefusedRequestException;
use North_PHP_SDK\client\StillRunningException;
use North_PHP_SDK\client\ThrottledException;
use North_PHP_SDK\client\UpgradeProgress;
use North_PHP_SDK\constant\ExceptionEnum;

// The numbers of objects differ.
ob_start(static fn (string $text): string => (string) preg_replace('/\)#\d+ \(/', ') (', $text));
$level = static fn (int $level): string => ($level & (E_DEPRECATED | E_USER_DEPRECATED)) !== 0 ? 'deprecated' : "error $level";
set_error_handler(static function (int $number, string $text) use ($level): bool {
    echo $level($number), ": $text\n";
    return true;
});

function show(string $title, mixed ...$values): void
{
    echo "$title: ";
    foreach ($values as $value) {
        echo json_encode($value, JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION), ' ';
    }
    echo "\n";
}

function thrown(string $title, callable $call): void
{
    try {
        $call();
        echo "$title: nothing is thrown\n";
    } catch (Throwable $e) {
        echo "$title: ", get_class($e), ': ', $e->getMessage(), "\n";
    }
}

/** A double of a service. */
final class DoubledUpgrade extends DeviceUpgrade
{
    public function queryUpgradeTask($operationId, $accessToken)
    {
        return $operationId;
    }
}

/** A DTO of an application. */
final class Mine extends AuthOutDTO
{
    public $mine = 'mine';
    protected $hidden = 'hidden';
    private $closed = 'closed';
}

$classes = array_slice($argv, 1);
foreach ($classes as $class) {
    show($class, $class::fields());
    $dto = new $class();
    foreach ([null, 'text', false, true, 7, 0.5, 1.0, 1e25, ['a' => [1, null]], new QueryUpgradeSubTaskInDTO()] as $value) {
        foreach ($class::fields() as $name) {
            $dto->$name = $value;
        }
        show('array', $dto->toArray(), count($dto), iterator_to_array($dto));
        show('json', $dto, $dto->jsonSerialize());
        echo "text: $dto\n";
        var_dump($dto);
        print_r($dto);
    }
    foreach ([static fn () => $dto->added = 1, static fn () => $dto['addedToo'] = 2, static fn () => $dto[] = 3] as $write) {
        thrown('write', $write);
    }
    $dto->added = 4;
    show('added', $dto, $dto->added, $dto['addedToo'], isset($dto['added']), isset($dto['none']), $dto['none'], $dto->none);
    foreach (['added', 'addedToo', 'none', $class::fields()[0] ?? 'none'] as $name) {
        unset($dto[$name]);
    }
    show('unset', $dto, count($dto));
}

$mine = new Mine();
$mine->accessToken = 'secret';
$mine['hidden'] = 'from outside';
$mine->closed = 'from outside';
$mine['mine'] = ['a'];
unset($mine['hidden'], $mine['mine']);
show('a subclass', $mine, Mine::fields(), $mine->toArray(), $mine['hidden'], isset($mine['closed']), $mine['mine'], count($mine));
echo $mine, "\n";
var_dump($mine);
show('the parent', AbstractDTO::fields());

$page = new QueryUpgradeSubTaskOutDTO();
$row = new SubOperationInfo();
[$row->deviceId, $row->status] = ['meter-0007', 'fail'];
$token = new AuthOutDTO();
$token->accessToken = 'secret';
$page->data = [$row, [$token], 'text'];
show('nested', $page->toArray(), $page, array_column($page->data, 'deviceId'), $page->data[0]['status']);
echo $page, "\n", serialize($row), "\n", var_export(unserialize(serialize($row)) == $row, true), "\n";
$cycle = new QueryUpgradeSubTaskOutDTO();
$cycle->data = [$cycle];
for ($depth = 0, $at = $cycle->toArray(); is_array($at); ++$depth) {
    $at = $at['data'][0];
}
show('a cycle', $depth, $at === $cycle);
$copy = clone $row;
$copy->deviceId = 'other';
foreach ($row as $name => $value) {
    show('each', $name, $value);
}

$before = new LogicException('before');
$enum = new ExceptionEnum(ExceptionEnum::CLIENT_INFO_ERROR);
echo $enum, ' ', new ExceptionEnum([]), ' ', new ExceptionEnum(['a' => 'b']), ' ', new ExceptionEnum([7 => ['x']]), "\n";
foreach ([NorthApiException::class, ThrottledException::class, StillRunningException::class] as $class) {
    foreach ([[], ['text'], ['text', 7], ['text', 7, $before], [null, 3], [''], [$enum], [$enum, ['body' => 1]], [$enum, null], [1.5]] as $arguments) {
        $e = new $class(...$arguments);
        show(get_class($e), $e->getMessage(), $e->getCode(), $e->getPrevious() === null, basename($e->getFile()), $e->getLine());
        show('fields', $e->error_code, $e->error_desc, $e->httpStatusCode, $e->httpReasonPhase, $e->httpMessage);
        show('getters', $e->getAttempts(), $e->getRetryAfter(), $e instanceof StillRunningException ? $e->getProgress() : '-');
        echo preg_replace('#/\S+/#', '', (string) $e), "\n";
    }
    thrown('no text', static fn () => new $class([]));
    thrown('no exception before', static fn () => new $class('text', 1, 'text'));
}
$e = new ThrottledException('own');
[$e->error_code, $e->httpStatusCode, $e->httpMessage] = ['1010009', 429, ['a' => 1]];
echo strtok((string) $e, "\n"), "\n";
try {
    throw $e;
} catch (NorthApiException $caught) {
    show('caught', $caught === $e, $caught->error_code);
}

thrown('new Paginator', static fn () => new Paginator());
$rows = Paginator::fromArray(['k' => $row, 3 => null]);
show('rows', count($rows), iterator_to_array($rows), $rows->isConsistent(), $rows->getPageNo(), $rows->valid(), $rows->key());
thrown('progress', static fn () => UpgradeProgress::fromArray(['nothing' => 1]));
thrown('progress', static fn () => UpgradeProgress::fromArray(['total' => '1']));
try {
    UpgradeProgress::fromArray([1]);
} catch (RefusedRequestException $e) {
    show('refused', $e->error_code, $e->error_desc, $e->getCode(), $e->httpStatusCode, $e->httpMessage, $e->getAttempts());
}
$progress = UpgradeProgress::fromArray(['total' => 3, 'success' => 1, 'fail' => 1, 'elapsed' => 2, 'text' => 'half', 'changed' => [$row]]);
show('progress', $progress, $progress->isEnded(), (string) $progress);
var_dump($progress);
thrown('read-only', static function () use ($progress): void {
    $progress->total = 1;
});

$service = new DoubledUpgrade();
show('service', $service->queryUpgradeTask('id', null), $service->none);
$service->none = 1;
thrown('no client', static fn () => new DeviceUpgrade(7));
thrown('no client', static fn () => $service->northApiClient = 'text');
$client = (new ReflectionClass(NorthApiClient::class))->newInstanceWithoutConstructor();
$service->northApiClient = $client;
show('client', $service->northApiClient === $client, (new DeviceUpgrade($client))->northApiClient === $client);
$info = new ClientInfo();
$info->secret = 'secret';
echo $info, ' ', json_encode($info), "\n";
