<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto as Dto;
use North_PHP_SDK\client\invokeapi as Api;
use North_PHP_SDK\client\NotFoundException;
use North_PHP_SDK\client\RefusedRequestException;
use Northbound\Tests\Support\Catalogue;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;

/** Tests of sequences of calls, service by service, with a platform that stores its data. */
final class StatefulTest extends PlatformTestCase
{
    private const CALLBACK = 'https://127.0.0.1:9/callback';

    protected function setUp(): void
    {
        parent::setUp();
        // The test before may have taken longer than the lifetime of a token.
        self::logIn();
    }

    public function testTheLifeOfADevice(): void
    {
        $management = new Api\DeviceManagement(self::client());
        $collection = new Api\DataCollection(self::client());
        $token = self::token();

        $in = Catalogue::create('RegDirectDeviceInDTO', ['nodeId' => 'life-1', 'verifyCode' => 'v-1', 'timeout' => 0]);
        $in->deviceInfo = Catalogue::create('DeviceInfo', ['deviceType' => 'WaterMeter', 'model' => 'WM100-NB']);
        $registered = $management->regDirectDevice($in, null, $token);
        self::assertSame(Dto\RegDirectDeviceOutDTO::class, $registered::class);
        self::assertSame(['v-1', 0], [$registered->verifyCode, $registered->timeout]);
        $id = $registered->deviceId;
        self::assertRefused('100426', 400, static fn () => $management->regDirectDevice($in, null, $token));

        self::assertSame('false', $management->queryDeviceStatus($id, null, $token)->activated);
        self::$platform->advance(60);
        self::assertSame('true', $management->queryDeviceStatus($id, null, $token)->activated);

        $change = Catalogue::create('ModifyDeviceInforInDTO', ['name' => 'Cellar', 'mute' => 'FALSE']);
        $change->tags = [Catalogue::create('Tag2', ['tagName' => 'floor', 'tagValue' => '-1'])];
        self::assertNull($management->modifyDeviceInfo($change, $id, null, $token));
        $device = $collection->querySingleDeviceInfo($id, null, null, $token);
        self::assertSame([$id, Dto\DeviceInfo::class], [$device->deviceId, $device->deviceInfo::class]);
        // The DTO has no name, but the platform sends it, so it is kept.
        self::assertSame(['Cellar', 'Cellar'], [$device->deviceInfo->name, $device['deviceInfo']['name']]);
        self::assertSame('WM100-NB', $device->deviceInfo->model);
        self::assertContainsOnlyInstancesOf(Dto\DeviceService::class, $device->services);
        self::assertIsArray($device->services[0]->data);

        $many = $collection->queryBatchDevicesInfo(['pageNo' => 0, 'pageSize' => 100], $token);
        self::assertContains($id, array_column($many->devices, 'deviceId'));
        self::assertSame($many->totalCount, count($many->devices));

        $key = $management->refreshDeviceKey(['verifyCode' => 'v-2', 'timeout' => 600], $id, null, $token);
        self::assertSame(['v-2', 600], [$key->verifyCode, $key->timeout]);
        $place = $management->queryDeviceRealtimeLocation(['deviceId' => $id, 'horAcc' => 100], null, $token);
        self::assertSame([$id, Dto\PdIoMDTO::class, '100'], [$place->deviceId, $place->pd::class, $place->pd->radius]);

        self::assertNull($management->deleteDirectDevice($id, 'true', null, $token));
        $gone = [
            static fn () => $management->queryDeviceStatus($id, null, $token),
            static fn () => $management->deleteDirectDevice($id, null, null, $token),
            static fn () => $management->modifyDeviceInfo($change, $id, null, $token),
            static fn () => $collection->querySingleDeviceInfo($id, null, null, $token),
        ];
        foreach ($gone as $call) {
            self::assertInstanceOf(NotFoundException::class, self::assertRefused('100403', 404, $call));
        }
    }

    public function testTheShadowOfADevice(): void
    {
        $management = new Api\DeviceManagement(self::client());
        $collection = new Api\DataCollection(self::client());
        $id = self::register('shadow-1');
        $in = new Dto\ModifyDeviceShadowInDTO();
        $in->serviceDesireds = [Catalogue::create('ServiceDesiredDTO', ['serviceId' => 'Valve', 'desired' => ['open' => 1]])];
        self::assertNull($management->modifyDeviceShadow($in, $id, null, self::token()));
        self::$platform->advance(60);
        $shadow = $management->queryDeviceShadow($id, null, self::token());
        $services = array_column($shadow->services, null, 'serviceId');
        self::assertSame([['open' => 1], ['open' => 1]], [$services['Valve']['desiredProps'], $services['Valve']['reportedProps']]);

        $query = new Dto\QueryDeviceDesiredHistoryInDTO();
        $query->deviceId = $query->gatewayId = $id;
        $wishes = $collection->queryDeviceDesiredHistory($query, self::token());
        self::assertSame([1, ['open' => 1]], [$wishes->totalCount, $wishes->deviceDesiredHistory[0]['data']]);

        self::$platform->advance(1800);
        $reports = $collection->queryDeviceDataHistory(['deviceId' => $id, 'gatewayId' => $id], self::token());
        self::assertGreaterThan(0, $reports->totalCount);
        $report = $reports->deviceDataHistoryDTOs[0];
        self::assertSame([Dto\DeviceDataHistoryDTO::class, $id], [$report::class, $report->deviceId]);

        $can = $collection->queryDeviceCapabilities(['deviceId' => $id], self::token())->deviceCapabilities;
        self::assertContainsOnlyInstancesOf(Dto\DeviceCapabilityDTO::class, $can);
        $commands = array_merge(...array_map(
            static fn (Dto\ServiceCapabilityDTO $service): array => $service->commands ?? [],
            $can[0]->serviceCapabilities,
        ));
        self::assertContainsOnlyInstancesOf(Dto\ServiceCommand::class, $commands);
        self::assertNotSame([], $commands);
    }

    public function testTheLifeOfACommand(): void
    {
        $delivery = new Api\SignalDelivery(self::client());
        $token = self::token();
        $id = self::register('command-1');
        self::$platform->advance(60);
        $in = Catalogue::create('PostDeviceCommandInDTO', ['deviceId' => $id, 'expireTime' => 3600, 'maxRetransmit' => 1]);
        $in->command = Catalogue::create('CommandDTOV4', ['serviceId' => 'WaterMeter', 'method' => 'SET_VALVE']);
        $in->command->paras = ['value' => 1];
        $posted = $delivery->postDeviceCommand($in, null, $token);
        self::assertSame([Dto\CommandDTOV4::class, ['value' => 1]], [$posted->command::class, $posted->command->paras]);
        self::assertSame([$id, 'PENDING', 3600], [$posted->deviceId, $posted->status, $posted->expireTime]);

        $cancelled = $delivery->updateDeviceCommand(['status' => 'CANCELED'], $posted->commandId, null, $token);
        self::assertSame([Dto\UpdateDeviceCommandOutDTO::class, 'CANCELED'], [$cancelled::class, $cancelled->status]);
        // The platform refuses with status 200.
        $again = static fn () => $delivery->updateDeviceCommand(['status' => 'CANCELED'], $posted->commandId, null, $token);
        self::assertRefused('100435', 200, $again);
        self::assertRefused('100434', 200, static fn () => $delivery->updateDeviceCommand(['status' => 'CANCELED'], 'x', null, $token));

        $sent = $delivery->postDeviceCommand(clone $in, null, $token);
        self::$platform->advance(1000);
        $list = $delivery->queryDeviceCommand(['deviceId' => $id, 'pageNo' => 0, 'pageSize' => 10], $token);
        self::assertSame([Dto\Pagination::class, 2], [$list->pagination::class, $list->pagination->totalSize]);
        self::assertContainsOnlyInstancesOf(Dto\DeviceCommandRespV4::class, $list->data);
        $states = array_column($list->data, 'status', 'commandId');
        self::assertSame('CANCELED', $states[$posted->commandId]);
        self::assertContains($states[$sent->commandId], ['SUCCESSFUL', 'FAILED', 'TIMEOUT']);

        $delivery->postDeviceCommand($in, null, $token);
        $task = $delivery->createDeviceCmdCancelTask(['deviceId' => $id], null, $token);
        self::assertSame([1, 'CANCELED'], [$task->totalCount, $task->deviceCommands[0]->status]);
        self::$platform->advance(10);
        $tasks = $delivery->queryDeviceCmdCancelTask(['taskId' => $task->taskId], $token);
        self::assertSame([1, $task->taskId], [$tasks->pagination->totalSize, $tasks->data[0]->taskId]);
        self::assertSame(Dto\CreateDeviceCmdCancelTaskOutDTO::class, $tasks->data[0]::class);

        $in->deviceId = 'none';
        self::assertRefused('100403', 404, static fn () => $delivery->postDeviceCommand($in, null, $token));
    }

    public function testAServiceIsInvoked(): void
    {
        $id = self::register('service-1');
        self::$platform->advance(60);
        $in = new Dto\CommandDTO();
        $in->header = Catalogue::create('CommandNA2CloudHeader', ['mode' => 'ACK', 'method' => 'PUT', 'requestId' => 'r-1']);
        $in->body = ['on' => true];
        $service = new Api\DeviceServiceInvocation(self::client());
        $out = $service->invokeDeviceService($id, 'Switch', $in, null, self::token());
        self::assertSame([Dto\InvokeDeviceServiceOutDTO::class, 'r-1'], [$out::class, $out->requestId]);
        $token = self::token();
        self::assertRefused('100403', 404, static fn () => $service->invokeDeviceService('x', 'Switch', $in, null, $token));
    }

    public function testAGroupWithMembers(): void
    {
        $groups = new Api\DeviceGroupManagement(self::client());
        $token = self::token();
        [$a, $b, $c] = [self::register('group-1'), self::register('group-2'), self::register('group-3')];
        $in = Catalogue::create('CreateDeviceGroupInDTO', ['name' => 'meters', 'maxDevNum' => 2, 'deviceIds' => [$a]]);
        $group = $groups->createDeviceGroup($in, $token);
        self::assertSame([Dto\CreateDeviceGroupOutDTO::class, 1, [$a]], [$group::class, $group->curDevNum, $group->deviceIds]);
        self::assertRefused('100602', 400, static fn () => $groups->createDeviceGroup($in, $token));

        $more = Catalogue::create('DeviceGroupWithDeviceListDTO', ['devGroupId' => $group->id, 'deviceIds' => [$b]]);
        self::assertEquals($more, $groups->addDevicesToGroup($more, null, $token));
        $more->deviceIds = [$c];
        self::assertRefused('100601', 400, static fn () => $groups->addDevicesToGroup($more, null, $token));
        $members = $groups->queryDeviceGroupMembers(['devGroupId' => $group->id], $token);
        self::assertSame(2, $members->totalCount);
        self::assertEqualsCanonicalizing([$a, $b], $members->deviceIds);

        $more->deviceIds = [$a];
        self::assertNull($groups->deleteDevicesFromGroup($more, null, $token));
        self::assertSame([$b], $groups->queryDeviceGroupMembers(['devGroupId' => $group->id], $token)->deviceIds);

        $change = Catalogue::create('ModifyDeviceGroupInDTO', ['name' => 'flats', 'maxDevNum' => 5]);
        self::assertSame('flats', $groups->modifyDeviceGroup($change, $group->id, null, $token)->name);
        $shown = $groups->querySingleDeviceGroup($group->id, null, $token);
        self::assertSame([5, 1], [$shown->maxDevNum, $shown->curDevNum]);
        $list = $groups->queryDeviceGroups(['name' => 'flats'], $token)->list;
        self::assertSame([Dto\QuerySingleDeviceGroupOutDTO::class, $group->id], [$list[0]::class, $list[0]['id']]);

        self::assertNull($groups->deleteDeviceGroup($group->id, null, $token));
        self::assertRefused('100603', 404, static fn () => $groups->querySingleDeviceGroup($group->id, null, $token));
    }

    public function testTheLifeOfARule(): void
    {
        $engine = new Api\RuleEngine(self::client());
        $token = self::token();
        $rule = Catalogue::create('RuleDTO', ['name' => 'frost', 'author' => 'me', 'logic' => 'or']);
        $condition = Catalogue::create('ConditionDeviceData', ['type' => 'DEVICE_DATA', 'operator' => '<', 'value' => '3']);
        $condition->deviceInfo = Catalogue::create('ConditionDeviceInfo', ['deviceId' => 'd', 'path' => 'T/temperature']);
        $condition->strategy = Catalogue::create('Strategy', ['trigger' => 'pulse', 'eValidTime' => 60]);
        $rule->conditions = [$condition];
        $rule->actions = [Catalogue::create('ActionSMS', ['type' => 'SMS', 'msisdn' => '100', 'content' => 'cold'])];
        $rule->tags = [Catalogue::create('TagDTO2', ['tagName' => 't', 'tagValue' => 'v'])];
        $id = $engine->createRule($rule, null, $token)->ruleId;
        self::assertInstanceOf(
            RefusedRequestException::class,
            self::assertRefused('101402', 400, static fn () => $engine->createRule($rule, null, $token)),
        );

        $rules = $engine->queryRules(['author' => 'me', 'select' => 'tag'], $token);
        self::assertSame([$id, 'active'], [$rules[0]->ruleId, $rules[0]->status]);
        self::assertSame('T/temperature', $rules[0]->conditions[0]['deviceInfo']['path']);
        self::assertSame([Dto\TagDTO2::class, 'v'], [$rules[0]->tags[0]::class, $rules[0]->tags[0]->tagValue]);
        self::assertSame(60, json_decode(json_encode($rules))[0]->conditions[0]->strategy->eValidTime);

        $rule->ruleId = $id;
        $rule->name = 'ice';
        self::assertSame($id, $engine->updateRule($rule, null, $token)->ruleId);
        self::assertSame([], $engine->queryRules(['name' => 'frost'], $token));

        $off = Catalogue::create('UpdateRuleStatusInDTO', ['ruleId' => $id, 'status' => 'inactive']);
        self::assertNull($engine->updateRuleStatus($off, null, $token));
        self::assertSame('inactive', $engine->queryRules(['name' => 'ice'], $token)[0]->status);

        $batch = new Dto\UpdateBatchRuleStatusInDTO();
        $batch->requests = [
            Catalogue::create('UpdateRuleStatusInDTO', ['ruleId' => $id, 'status' => 'active']),
            ['ruleId' => 'none', 'status' => 'active'],
        ];
        $out = $engine->updateBatchRuleStatus($batch, null, $token);
        self::assertSame([Dto\RuleResultBodyDTO::class, '101403'], [$out->result::class, $out->result->result_code]);
        self::assertContainsOnlyInstancesOf(Dto\RuleResponseBodyDTO::class, $out->responses);
        self::assertSame(['0', '101403'], array_map(
            static fn (Dto\RuleResponseBodyDTO $row): string => $row->response['result_code'],
            $out->responses,
        ));

        self::assertNull($engine->deleteRule($id, null, $token));
        self::assertRefused('101403', 404, static fn () => $engine->deleteRule($id, null, $token));
        $off->status = 'asleep';
        self::assertRefused('101401', 400, static fn () => $engine->updateRuleStatus($off, null, $token));
    }

    public function testABatchTask(): void
    {
        $batch = new Api\BatchProcess(self::client());
        $token = self::token();
        $devices = [self::register('batch-1'), 'none'];
        self::$platform->advance(60);
        $in = Catalogue::create('BatchTaskCreateInDTO', ['taskName' => 'valves', 'taskType' => 'DeviceCmd', 'timeout' => 60]);
        $in->param = Catalogue::create('DeviceCmd', ['type' => 'DeviceList', 'deviceList' => $devices]);
        $in->param->command = Catalogue::create('CommandDTOV4', ['serviceId' => 'WaterMeter', 'method' => 'SET_VALVE', 'paras' => ['value' => 0]]);
        $task = $batch->createBatchTask($in, $token);
        self::assertRefused('105002', 400, static fn () => $batch->createBatchTask($in, $token));
        self::$platform->advance(1000);

        $shown = $batch->queryOneTask($task->taskID, null, null, $token);
        self::assertSame(Dto\QueryOneTaskOutDTO::class, $shown::class);
        self::assertSame(['valves', 2, 2, 100], [$shown->taskName, $shown->totalCnt, $shown->completeCnt, $shown->progress]);
        $details = $batch->queryTaskDetails(['taskId' => $task->taskID, 'pageNo' => 0, 'pageSize' => 10], $token);
        self::assertSame([2, 2], [$details->totalCount, count($details->taskDetails)]);
        foreach ($details->taskDetails as $at => $row) {
            self::assertSame([Dto\QueryTaskDetailDTOCloud2NA::class, Dto\ObjectNode1::class], [$row::class, $row->param::class]);
            self::assertSame($devices[$at], $row->param->deviceId);
        }
        self::assertRefused('105005', 404, static fn () => $batch->queryOneTask('none', null, null, $token));
    }

    public function testSubscriptionsAndTheErrorsThatTheOriginalSwallows(): void
    {
        $service = new Api\SubscriptionManagement(self::client());
        $token = self::token();
        $in = Catalogue::create('SubDeviceDataInDTO', ['notifyType' => 'deviceAdded', 'callbackUrl' => self::CALLBACK]);
        $made = $service->subDeviceData($in, null, $token);
        self::assertSame([Dto\SubscriptionDTO::class, self::CALLBACK], [$made::class, $made->callbackUrl]);
        self::assertEquals($made, $service->querySingleSubscription($made->subscriptionId, null, $token));
        self::assertRefused('200002', 409, static fn () => $service->subDeviceData($in, 'false', $token));
        self::assertRefused('100405', 400, static fn () => $service->subDeviceData($in, 'maybe', $token));

        $in->notifyType = 'deviceDeleted';
        $service->subDeviceData($in, null, $token);
        $page = $service->queryBatchSubscriptions(['notifyType' => 'deviceDeleted', 'pageNo' => 0, 'pageSize' => 10], $token);
        self::assertSame([1, Dto\SubscriptionDTO::class], [$page->totalCount, $page->subscriptions[0]::class]);
        self::assertNull($service->deleteBatchSubscriptions(['notifyType' => 'deviceDeleted'], $token));
        self::assertSame(1, $service->queryBatchSubscriptions(null, $token)->totalCount);

        $management = Catalogue::create('SubDeviceManagementDataInDTO', ['notifyType' => 'deviceAdded', 'callbackurl' => self::CALLBACK]);
        self::assertRefused('120015', 400, static fn () => $service->subDeviceData($management, $token));

        self::assertNull($service->deleteSingleSubscription($made->subscriptionId, null, $token));
        $gone = [
            static fn () => $service->deleteSingleSubscription($made->subscriptionId, null, $token),
            static fn () => $service->querySingleSubscription($made->subscriptionId, null, $token),
        ];
        foreach ($gone as $call) {
            $thrown = self::assertRefused('200001', 404, $call);
            self::assertTrue($thrown->error_code == '200001' && $thrown instanceof NotFoundException);
        }
        self::assertRefused('1010005', 403, static fn () => $service->queryBatchSubscriptions(null, 'none'));
        $this->expectOutputString('');
    }

    /** Registers a water meter and returns its id. */
    private static function register(string $node): string
    {
        $in = ['nodeId' => $node, 'timeout' => 0, 'deviceInfo' => ['deviceType' => 'WaterMeter']];
        return (new Api\DeviceManagement(self::client()))->regDirectDevice($in, null, self::token())->deviceId;
    }

    private static function assertRefused(string $code, int $status, callable $call): \Throwable
    {
        $thrown = Watch::thrown($call);
        self::assertSame([$code, $status], [$thrown->error_code, $thrown->httpStatusCode], (string) $thrown);
        return $thrown;
    }
}
