<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\DeleteBatchSubInDTO;
use North_PHP_SDK\client\dto\DeviceConfigDTO;
use North_PHP_SDK\client\dto\ModifyDeviceInforInDTO;
use North_PHP_SDK\client\dto\QueryBatchSubInDTO;
use North_PHP_SDK\client\dto\QueryRulesInDTO;
use North_PHP_SDK\client\dto\RuleDTO;
use North_PHP_SDK\client\dto\SubDeviceDataInDTO;
use North_PHP_SDK\client\dto\SubDeviceManagementDataInDTO;
use North_PHP_SDK\client\dto\SubscriptionDTO;
use North_PHP_SDK\client\dto\TimeRange;
use North_PHP_SDK\client\dto\UpdateRuleStatusInDTO;
use North_PHP_SDK\client\invokeapi\DeviceGroupManagement;
use North_PHP_SDK\client\invokeapi\DeviceManagement;
use North_PHP_SDK\client\invokeapi\RuleEngine;
use North_PHP_SDK\client\invokeapi\SubscriptionManagement;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use ReflectionMethod;

/** Tests of special cases of single operations, and of data that the original loses in requests. */
final class OperationDetailsTest extends PlatformTestCase
{
    private const SUBSCRIPTIONS = '/iocm/app/sub/v1.2.0/subscriptions';
    private const RULES = '/iocm/app/rule/v1.2.0/rules';

    /** @dataProvider nested */
    #[DataProvider('nested')]
    public function testWhatStandsForAStructureIsSentAsOne(array|object $in, string $body): void
    {
        self::$platform->answerWith('{}');
        $errors = Watch::errors(
            static fn () => (new DeviceManagement(self::client()))->modifyDeviceInfo($in, 'd', null, self::token()),
        );
        self::assertSame($body, self::received()->body);
        self::assertStringContainsString('has no property "typo"; it is ignored', $errors[0] ?? '');
    }

    /** @return iterable<string, array{array|object, string}> */
    public static function nested(): iterable
    {
        $tag = ['tagName' => 'a', 'tagValue' => null, 'typo' => 1];
        $config = ['dataAgingTime' => null, 'typo' => 3];
        yield 'arrays in a list' => [['tags' => [$tag, []]], '{"tags":[{"tagName":"a"},{}]}'];
        yield 'an array in an array' => [
            ['deviceConfig' => ['dataConfig' => $config]], '{"deviceConfig":{"dataConfig":{}}}',
        ];
        $dto = new DeviceConfigDTO();
        $dto->dataConfig = $config;
        yield 'an array in a structure' => [['deviceConfig' => $dto], '{"deviceConfig":{"dataConfig":{}}}'];
        $in = new ModifyDeviceInforInDTO();
        $in->tags = ['x' => $tag];
        yield 'a list with keys' => [$in, '{"tags":{"x":{"tagName":"a"}}}'];
    }

    /** @dataProvider lost */
    #[DataProvider('lost')]
    public function testQueryParametersOfEveryVerbAreSent(callable $call, string $verb, string $target): void
    {
        self::$platform->answerWith('{}');
        $call(self::client(), self::token());
        self::assertSame([$verb, $target], [self::received()->method, self::received()->target]);
    }

    /** @return iterable<string, array{callable, string, string}> */
    public static function lost(): iterable
    {
        $devices = '/iocm/app/dm/v1.4.0/devices/d';
        $groups = '/iocm/app/devgroup/v1.3.0/devGroups/g';
        $members = '/iocm/app/dm/v1.1.0/devices';
        $dm = static fn ($client): DeviceManagement => new DeviceManagement($client);
        $dgm = static fn ($client): DeviceGroupManagement => new DeviceGroupManagement($client);
        $sm = static fn ($client): SubscriptionManagement => new SubscriptionManagement($client);
        yield 'appId of a POST' => [
            static fn ($c, $t) => $dm($c)->regDirectDevice(['nodeId' => 'n'], 'app', $t),
            'POST', '/iocm/app/reg/v1.1.0/deviceCredentials?appId=app',
        ];
        yield 'appId of a PUT' => [
            static fn ($c, $t) => $dm($c)->modifyDeviceInfo(['name' => 'n'], 'd', 'app', $t), 'PUT', "$devices?appId=app",
        ];
        yield 'appId of a GET' => [
            static fn ($c, $t) => $dm($c)->queryDeviceShadow('d', 'app', $t),
            'GET', '/iocm/app/shadow/v1.5.0/devices/d?appId=app',
        ];
        yield 'cascade and appId of a DELETE' => [
            static fn ($c, $t) => $dm($c)->deleteDirectDevice('d', 'true', 'app', $t),
            'DELETE', "$devices?cascade=true&appId=app",
        ];
        yield 'cascade as a boolean' => [
            static fn ($c, $t) => $dm($c)->deleteDirectDevice('d', false, null, $t), 'DELETE', "$devices?cascade=false",
        ];
        yield 'accessAppId of a DELETE' => [
            static fn ($c, $t) => $dgm($c)->deleteDeviceGroup('g', 'app', $t), 'DELETE', "$groups?accessAppId=app",
        ];
        yield 'accessAppId of a PUT' => [
            static fn ($c, $t) => $dgm($c)->modifyDeviceGroup(['name' => 'n'], 'g', 'app', $t),
            'PUT', "$groups?accessAppId=app",
        ];
        yield 'accessAppId of a POST' => [
            static fn ($c, $t) => $dgm($c)->addDevicesToGroup(['devGroupId' => 'g'], 'app', $t),
            'POST', "$members/addDevGroupTagToDevices?accessAppId=app",
        ];
        yield 'accessAppId of a POST that answers nothing' => [
            static fn ($c, $t) => $dgm($c)->deleteDevicesFromGroup(['devGroupId' => 'g'], 'app', $t),
            'POST', "$members/deleteDevGroupTagFromDevices?accessAppId=app",
        ];
        yield 'ownerFlag' => [
            static fn ($c, $t) => $sm($c)->subDeviceData(['notifyType' => 'n'], 'true', $t),
            'POST', self::SUBSCRIPTIONS . '?ownerFlag=true',
        ];
        yield 'filters of a DELETE' => [
            static function ($c, $t) use ($sm): void {
                $in = new DeleteBatchSubInDTO();
                $in->callbackUrl = 'https://na:443/?a=b&c';
                $in->notifyType = 'deviceAdded';
                $sm($c)->deleteBatchSubscriptions($in, $t);
            },
            'DELETE', self::SUBSCRIPTIONS . '?notifyType=deviceAdded&callbackUrl=https%3A%2F%2Fna%3A443%2F%3Fa%3Db%26c',
        ];
    }

    public function testTheFiltersOfQueryBatchSubscriptions(): void
    {
        self::$platform->answerWith('{"totalCount":0,"subscriptions":[]}');
        $in = new QueryBatchSubInDTO();
        $in->pageSize = 10;
        $in->pageNo = 0;
        $in->notifyType = 'bindDevice';
        $out = self::subscriptions()->queryBatchSubscriptions($in, self::token());
        self::assertSame(
            self::SUBSCRIPTIONS . '?notifyType=bindDevice&pageNo=0&pageSize=10',
            self::received()->target,
        );
        self::assertSame([0, []], [$out->totalCount, $out->subscriptions]);
    }

    public function testSubDeviceDataByTheNumberOfItsArguments(): void
    {
        $method = new ReflectionMethod(SubscriptionManagement::class, 'subDeviceData');
        self::assertSame(['sddInDTO', 'ownerFlag', 'accessToken'], array_column($method->getParameters(), 'name'));
        self::assertSame(2, $method->getNumberOfRequiredParameters());

        $data = new SubDeviceDataInDTO();
        $data->notifyType = 'deviceAdded';
        $data->callbackUrl = 'https://na:443/';
        self::$platform->answerWith('{"subscriptionId":"s","clientIds":null}', 201);
        $out = self::subscriptions()->subDeviceData($data, null, self::token());
        self::assertSame([SubscriptionDTO::class, 's'], [$out::class, $out->subscriptionId]);
        $request = self::received();
        self::assertSame(['POST', self::SUBSCRIPTIONS], [$request->method, $request->target]);
        self::assertSame('{"notifyType":"deviceAdded","callbackUrl":"https://na:443/"}', $request->body);

        self::$platform->clearRequests();
        $management = new SubDeviceManagementDataInDTO();
        $management->notifyType = 'fwUpgradeResultNotify';
        $management->callbackurl = 'https://na:443/';
        self::$platform->answerWith('');
        self::assertNull(self::subscriptions()->subDeviceData($management, self::token()));
        $request = self::received();
        self::assertSame(['POST', '/iodm/app/sub/v1.1.0/subscribe'], [$request->method, $request->target]);
        self::assertSame('{"notifyType":"fwUpgradeResultNotify","callbackurl":"https://na:443/"}', $request->body);
    }

    public function testSubDeviceDataWithTheWrongArguments(): void
    {
        $service = self::subscriptions();
        $token = self::token();
        Watch::thrown(static fn () => $service->subDeviceData(new SubDeviceDataInDTO()), \ArgumentCountError::class);
        $swapped = [
            [new SubDeviceManagementDataInDTO(), null, $token],
            [new SubDeviceDataInDTO(), $token],
            [null, $token],
            [null, null, $token],
        ];
        foreach ($swapped as $arguments) {
            self::assertSame('1007', Watch::thrown(static fn () => $service->subDeviceData(...$arguments))->error_code);
        }
        $in = ['notifyType' => 'deviceAdded'];
        self::assertSame('1009', Watch::thrown(static fn () => $service->subDeviceData($in, null, null))->error_code);
        self::assertSame('1009', Watch::thrown(static fn () => $service->subDeviceData($in, ''))->error_code);
        self::assertNothingReceived();
    }

    /** @dataProvider activated */
    #[DataProvider('activated')]
    public function testActivatedIsText(string $json, mixed $expected): void
    {
        foreach (['object', 'array'] as $rows) {
            ini_set('northbound.rows', $rows);
            self::$platform->answerWith('{"deviceId":"d","activated":' . $json . ',"name":null}');
            $out = (new DeviceManagement(self::client()))->queryDeviceStatus('d', null, self::token());
            self::assertSame([$expected, $expected], [$out->activated, $out['activated']]);
        }
    }

    /** @return iterable<string, array{string, mixed}> */
    public static function activated(): iterable
    {
        yield 'true' => ['true', 'true'];
        yield 'false' => ['false', 'false'];
        yield 'text' => ['"true"', 'true'];
        yield 'null' => ['null', null];
        yield 'number' => ['1', 1];
    }

    /** @dataProvider counts */
    #[DataProvider('counts')]
    public function testTheCountOfTheTaskListGoesByBothNames(string $json, mixed $expected): void
    {
        self::$platform->answerWith($json);
        $out = self::upgrade()->queryUpgradeTaskList(null, self::token());
        self::assertSame([$expected, $expected], [$out->totalSize, $out->totalCount]);
        self::assertSame([$expected, $expected], [$out['totalSize'], $out['totalCount']]);
    }

    /** @return iterable<string, array{string, mixed}> */
    public static function counts(): iterable
    {
        yield 'totalCount' => ['{"data":[],"totalCount":7}', 7];
        yield 'totalSize' => ['{"data":[],"totalSize":7}', 7];
        yield 'zero' => ['{"totalCount":0,"pageNo":0}', 0];
        yield 'both' => ['{"totalCount":3,"totalSize":3}', 3];
        yield 'neither' => ['{"data":[]}', null];
    }

    public function testQueryRulesGivesAListOfRules(): void
    {
        $in = new QueryRulesInDTO();
        $in->author = 'me';
        foreach (['object', 'array'] as $rows) {
            ini_set('northbound.rows', $rows);
            self::$platform->answerWith('[{"ruleId":"r1","timeRange":{"startTime":"08:00"}},{"ruleId":"r2"}]');
            $rules = (new RuleEngine(self::client()))->queryRules($in, self::token());
            self::assertIsArray($rules);
            self::assertSame(['r1', 'r2'], array_column($rules, 'ruleId'));
            self::assertContainsOnlyInstancesOf(RuleDTO::class, $rules);
            $range = $rules[0]->timeRange;
            self::assertSame('08:00', $range['startTime']);
            self::assertSame($rows === 'object' ? TimeRange::class : 'array', get_debug_type($range));
            self::assertSame('{"ruleId":"r2"}', json_encode($rules[1]));
        }
        self::$platform->answerWith('[]');
        self::assertSame([], (new RuleEngine(self::client()))->queryRules($in, self::token()));
    }

    /** @dataProvider noLists */
    #[DataProvider('noLists')]
    public function testAnAnswerThatIsNoListOfRules(string $body, string $code): void
    {
        self::$platform->answerWith($body);
        $thrown = Watch::thrown(static fn () => (new RuleEngine(self::client()))->queryRules(null, self::token()));
        self::assertSame($code, $thrown->error_code);
    }

    /** @return iterable<string, array{string, string}> */
    public static function noLists(): iterable
    {
        yield 'an object' => ['{"ruleId":"r1"}', '1005'];
        yield 'an error at status 200' => ['{"error_code":"101401","error_desc":"bad input"}', '101401'];
        yield 'text' => ['rules', '1011'];
        yield 'half' => ['[{"ruleId":"r1"}', '1011'];
    }

    public function testUpdateRuleStatusFillsThePath(): void
    {
        $in = new UpdateRuleStatusInDTO();
        $in->ruleId = 'r/1';
        $in->status = 'inactive';
        self::$platform->answerWith('');
        self::assertNull((new RuleEngine(self::client()))->updateRuleStatus($in, null, self::token()));
        $request = self::received();
        self::assertSame(['PUT', self::RULES . '/r%2F1/status/inactive'], [$request->method, $request->target]);
        self::assertSame(['{}', 'application/json'], [$request->body, $request->header('content-type')]);
        self::$platform->clearRequests();

        $service = new RuleEngine(self::client());
        $token = self::token();
        foreach ([null, [], ['ruleId' => 'r'], ['status' => 'active'], ['ruleId' => 'r', 'status' => ['x']]] as $in) {
            self::assertSame('1007', Watch::thrown(static fn () => $service->updateRuleStatus($in, null, $token))->error_code);
        }
        self::assertNothingReceived();
    }

    private static function subscriptions(): SubscriptionManagement
    {
        return new SubscriptionManagement(self::client());
    }
}
