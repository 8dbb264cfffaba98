<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\SubDeviceDataInDTO;
use North_PHP_SDK\client\dto\SubDeviceManagementDataInDTO;
use North_PHP_SDK\client\invokeapi\DeviceManagement;
use North_PHP_SDK\client\invokeapi\DeviceServiceInvocation;
use North_PHP_SDK\client\invokeapi\RuleEngine;
use North_PHP_SDK\client\invokeapi\SignalDelivery;
use North_PHP_SDK\client\invokeapi\SubscriptionManagement;
use North_PHP_SDK\client\NotificationReceiver;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Receiver;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests that the platform pushes and the example receives: HTTP from end to end. */
final class NotificationTest extends PlatformTestCase
{
    private static Receiver $receiver;

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        self::$receiver = new Receiver();
    }

    public static function tearDownAfterClass(): void
    {
        self::$receiver->stop();
        parent::tearDownAfterClass();
    }

    protected function setUp(): void
    {
        parent::setUp();
        self::$platform->pushes();
        self::$platform->clearPushes();
    }

    /** @dataProvider kinds */
    #[DataProvider('kinds')]
    public function testAPushOfEachKind(string $kind, string $name): void
    {
        $before = self::$receiver->lines();
        self::$platform->push(array_filter(['notifyType' => $kind, 'url' => self::$receiver->url]));
        $pushes = self::$platform->pushes();
        self::assertCount(1, $pushes);
        self::assertAccepted($pushes[0]);
        $lines = array_slice(self::$receiver->lines(), count($before));
        self::assertSame([self::line($pushes[0]['body'])], $lines);
        $shown = match ($name) {
            'NotifyFwUpgradeResultDTO' => 'upgrade of ',
            'NotifyFwUpgradeStateChangedDTO' => 'upgrade of ',
            'NotifyNBCommandStatusChangedDTO' => 'NotifyNBCommandResultDTO [',
            default => "$name [",
        };
        self::assertStringStartsWith($shown, $lines[0]);
    }

    /** @return iterable<string, array{string, string}> */
    public static function kinds(): iterable
    {
        foreach (require __DIR__ . '/data/notifications.php' as $kind => $name) {
            yield $kind === '' ? 'callback of a command' : $kind => [$kind, $name];
        }
    }

    public function testWhatHappensToDevicesIsTold(): void
    {
        $token = self::token();
        self::subscribe([
            'deviceAdded', 'bindDevice', 'deviceInfoChanged', 'deviceDataChanged', 'deviceDatasChanged', 'deviceDeleted',
            'deviceDesiredPropertiesModifyStatusChanged', 'messageConfirm', 'commandRsp', 'ruleEvent',
        ]);
        $devices = new DeviceManagement(self::client());
        $in = ['nodeId' => 'told', 'timeout' => 0, 'deviceInfo' => ['deviceType' => 'WaterMeter']];
        $id = $devices->regDirectDevice($in, null, $token)->deviceId;
        self::$platform->advance(60);
        $devices->modifyDeviceInfo(['name' => 'Cellar'], $id, null, $token);
        $wish = ['serviceDesireds' => [['serviceId' => 'Valve', 'desired' => ['open' => 1]]]];
        $devices->modifyDeviceShadow($wish, $id, null, $token);
        $command = ['deviceId' => $id, 'callbackUrl' => self::$receiver->url];
        $command['command'] = ['serviceId' => 'WaterMeter', 'method' => 'SET_VALVE', 'paras' => ['value' => 1]];
        $commandId = (new SignalDelivery(self::client()))->postDeviceCommand($command, null, $token)->commandId;
        $message = ['header' => ['mode' => 'ACK', 'method' => 'PUT', 'requestId' => 'r-1'], 'body' => ['on' => true]];
        (new DeviceServiceInvocation(self::client()))->invokeDeviceService($id, 'Valve', $message, null, $token);
        (new RuleEngine(self::client()))->createRule([
            'name' => 'at once', 'author' => 'me', 'matchNow' => 'yes',
            'conditions' => [['type' => 'DEVICE_DATA', 'id' => 'c-1']], 'actions' => [['type' => 'SMS', 'id' => 'a-1']],
        ], null, $token);
        self::$platform->advance(1000);
        $expected = [
            'deviceAdded', 'bindDevice', 'deviceInfoChanged', 'deviceDataChanged', 'deviceDatasChanged', 'ruleEvent',
            'deviceDesiredPropertiesModifyStatusChanged', 'messageConfirm', 'commandRsp', '',
        ];
        // A deleted device sends no more notifications.
        self::$platform->awaitPushes($expected);
        $devices->deleteDirectDevice($id, null, null, $token);
        self::$platform->awaitPushes([$expected[] = 'deviceDeleted']);

        $told = self::told();
        self::assertEqualsCanonicalizing($expected, array_keys($told));
        self::assertSame($id, $told['deviceAdded'][0]->deviceId);
        self::assertSame('WaterMeter', $told['deviceAdded'][0]->deviceInfo->deviceType);
        self::assertContains('Cellar', array_map(static fn ($told) => $told->deviceInfo->name, $told['deviceInfoChanged']));
        self::assertIsArray($told['deviceDataChanged'][0]->service->data);
        self::assertSame(['open' => 1], $told['deviceDesiredPropertiesModifyStatusChanged'][0]->properties);
        self::assertSame('r-1', $told['messageConfirm'][0]->header->requestId);
        self::assertSame('r-1', $told['commandRsp'][0]->header['requestId']);
        self::assertSame('c-1', $told['ruleEvent'][0]->reasons[0]->id);
        self::assertSame([$commandId], array_values(array_unique(array_column($told[''], 'commandId'))));
        $codes = array_map(static fn ($told): string => $told->result->resultCode, $told['']);
        self::assertSame(['SENT', 'DELIVERED'], array_slice($codes, 0, 2));
        self::assertSame($id, $told['deviceDeleted'][0]->deviceId);
    }

    /** @dataProvider upgrades */
    #[DataProvider('upgrades')]
    public function testAnUpgradeIsTold(string $prefix, string $fileId, string $method): void
    {
        self::logIn();
        $token = self::token();
        foreach (['UpgradeStateChangeNotify', 'UpgradeResultNotify'] as $kind) {
            $in = new SubDeviceManagementDataInDTO();
            $in->notifyType = $prefix . $kind;
            $in->callbackurl = self::$receiver->url;
            self::assertNull((new SubscriptionManagement(self::client()))->subDeviceData($in, $token));
        }
        self::$platform->clearRequests();
        $targets = ['deviceGroups' => ['all'], 'deviceType' => 'WaterMeter', 'model' => 'WM100-NB', 'manufacturerName' => 'Brookline'];
        $task = ['fileId' => $fileId, 'targets' => $targets, 'policy' => ['executeType' => 'now']];
        $id = self::upgrade()->$method($task, $token)->operationId;
        for ($hour = 0; $hour < 60; ++$hour) {
            self::$platform->advance(60);
        }
        $told = self::told();
        self::assertEqualsCanonicalizing(
            [$prefix . 'UpgradeStateChangeNotify', $prefix . 'UpgradeResultNotify'],
            array_keys($told),
        );
        self::assertSame([$id], array_values(array_unique(array_column(array_merge(...array_values($told)), 'operationId'))));

        self::logIn();
        $ended = self::upgrade()->queryUpgradeTask($id, self::token())->staResult;
        $member = $prefix === 'fw' ? 'status' : 'swUpgradeResult';
        $results = array_count_values(array_column($told[$prefix . 'UpgradeResultNotify'], $member));
        self::assertSame([$ended->success, $ended->fail], [$results['SUCCESS'], $results['FAIL'] ?? 0]);
        self::assertGreaterThan(0, $ended->success);
    }

    /** @return iterable<string, array{string, string, string}> */
    public static function upgrades(): iterable
    {
        yield 'firmware' => ['fw', '5f3a1c7e9b2d4806a1c3e501', 'createFirmwareUpgradeTask'];
        yield 'software' => ['sw', '5f3a1c7e9b2d4806a1c3e502', 'createSoftwareUpgradeTask'];
    }

    public function testABodyOfOnesOwnByteForByte(): void
    {
        $before = count(self::$receiver->lines());
        $body = "\n{ \"deviceId\" : \"d-1\",\t\"newer\" : [ ], \"notifyType\" : \"deviceDeleted\" }\n";
        self::$platform->push(['url' => self::$receiver->url, 'body' => $body]);
        $pushes = self::$platform->pushes();
        self::assertSame($body, $pushes[0]['body']);
        self::assertAccepted($pushes[0]);
        self::assertSame(
            ['NotifyDeviceDeletedDTO [notifyType=deviceDeleted, deviceId=d-1, gatewayId=]'],
            array_slice(self::$receiver->lines(), $before),
        );
    }

    public function testTheAnswers(): void
    {
        $before = count(self::$receiver->lines());
        self::assertSame([200, 'ok'], self::$receiver->post('{"notifyType":"deviceDeleted","deviceId":"d-2"}'));
        self::assertCount($before + 1, self::$receiver->lines());
        foreach (['', 'x', '{}', '{"notifyType":"x"}'] as $body) {
            [$status, $text] = self::$receiver->post($body);
            self::assertSame(400, $status);
            self::assertStringContainsString('not a notification of the platform', $text);
        }
        // The platform tries again, and then stops.
        self::$platform->push(['url' => self::$receiver->url, 'body' => 'none']);
        $push = self::$platform->pushes()[0];
        self::assertSame([400, 3], [$push['status'], $push['attempts']]);
        self::assertCount($before + 1, self::$receiver->lines());
    }

    /** @param list<string> $kinds */
    private static function subscribe(array $kinds): void
    {
        foreach ($kinds as $kind) {
            $in = new SubDeviceDataInDTO();
            $in->notifyType = $kind;
            $in->callbackUrl = self::$receiver->url;
            (new SubscriptionManagement(self::client()))->subDeviceData($in, null, self::token());
        }
    }

    /**
     * Returns the pushes, after the receiver has responded to all and logged them.
     *
     * @return array<string, list<object>> by notifyType
     */
    private static function told(): array
    {
        $told = [];
        $lines = [];
        foreach (self::$platform->pushes() as $push) {
            self::assertAccepted($push);
            $lines[] = self::line($push['body']);
            $told[$push['notifyType']][] = NotificationReceiver::receive($push['body']);
        }
        self::assertNotSame([], $lines);
        self::assertSame($lines, array_slice(self::$receiver->lines(), -count($lines)));
        return $told;
    }

    /** @param array<string, mixed> $push */
    private static function assertAccepted(array $push): void
    {
        self::assertSame([200, 1, null], [$push['status'], $push['attempts'], $push['error']], $push['body']);
    }

    /** Returns the log line of the example for a push. */
    private static function line(string $body): string
    {
        $values = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
        return match ($values['notifyType'] ?? '') {
            'fwUpgradeResultNotify' => "upgrade of {$values['deviceId']} ended: {$values['status']}",
            'fwUpgradeStateChangeNotify' => "upgrade of {$values['deviceId']}: step {$values['step']}",
            default => (string) NotificationReceiver::receive($body),
        };
    }
}
