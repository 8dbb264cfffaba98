<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotificationReceiver;
use North_PHP_SDK\utils\JsonUtil;
use Northbound\Tests\Support\Catalogue;
use Northbound\Tests\Support\Sample;
use Northbound\Tests\Support\Structure;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use ReflectionMethod;
use stdClass;

/** Tests of the conversion of the raw body of a push to its DTO. */
final class NotificationReceiverTest extends TestCase
{
    protected function tearDown(): void
    {
        ini_restore('northbound.rows');
    }

    public function testTheMethod(): void
    {
        $method = new ReflectionMethod(NotificationReceiver::class, 'receive');
        self::assertTrue($method->isStatic() && $method->isPublic());
        self::assertSame(['body'], array_column($method->getParameters(), 'name'));
        self::assertSame(1, $method->getNumberOfRequiredParameters());
    }

    public function testThereAre18KindsAndTheCallbackOfACommand(): void
    {
        $structures = array_column([...self::kinds()], 1);
        self::assertCount(19, $structures);
        $ours = array_filter(Catalogue::names(), static fn (string $name): bool => str_starts_with($name, 'Notify'));
        self::assertEqualsCanonicalizing(array_values($ours), $structures);
    }

    /** @return iterable<string, array{string, string}> */
    public static function kinds(): iterable
    {
        foreach (require __DIR__ . '/data/notifications.php' as $kind => $name) {
            yield $kind === '' ? 'callback of a command' : $kind => [$kind, $name];
        }
    }

    /** @dataProvider kinds */
    #[DataProvider('kinds')]
    public function testEachKind(string $kind, string $name): void
    {
        $values = self::values($kind, $name);
        $spaced = str_replace('":', "\" \t:\r\n ", (string) json_encode($values, JSON_PRETTY_PRINT));
        $bodies = [
            (string) json_encode($values),
            (string) json_encode(array_reverse($values)),
            (string) json_encode($values, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES),
            " \r\n$spaced\n\t",
            str_replace('"notifyType"', '"notify\u0054ype"', (string) json_encode($values)),
        ];
        foreach ($bodies as $body) {
            $notification = NotificationReceiver::receive($body);
            // PHP writes floats without a fraction as integers.
            $plain = json_decode((string) json_encode($values), true);
            Structure::assert($name, $plain, $notification);
            self::assertSame(Catalogue::stringForm($name, $plain), (string) $notification);
        }
    }

    /** @dataProvider kinds */
    #[DataProvider('kinds')]
    public function testUnknownMembersAreKept(string $kind, string $name): void
    {
        $values = self::values($kind, $name);
        $extra = ['newer' => ['a' => [1, null]], 'x-y' => 'text', '7' => 7];
        foreach ([$extra + $values, $values + $extra] as $members) {
            $notification = NotificationReceiver::receive((string) json_encode($members));
            self::assertSame(['a' => [1, null]], $notification->newer);
            self::assertSame(['text', 7], [$notification->{'x-y'}, $notification['7']]);
            self::assertCount(count($members), $notification);
            foreach ($values as $member => $value) {
                $nested = Sample::rowClass($name, $member);
                if ($nested !== null && !Sample::isList($name, $member)) {
                    $members[$member]['newer'] = true;
                }
            }
            $notification = NotificationReceiver::receive((string) json_encode($members));
            self::assertEquals($members, json_decode((string) json_encode($notification), true));
        }
    }

    /** @dataProvider kinds */
    #[DataProvider('kinds')]
    public function testNestedStructuresAsArrays(string $kind, string $name): void
    {
        ini_set('northbound.rows', 'array');
        $values = json_decode((string) json_encode(self::values($kind, $name)), true);
        $notification = NotificationReceiver::receive((string) json_encode($values));
        self::assertSame(Catalogue::className($name), $notification::class);
        self::assertSame($values, iterator_to_array($notification));
    }

    /** @dataProvider kinds */
    #[DataProvider('kinds')]
    public function testAlmostNothingIsEnough(string $kind, string $name): void
    {
        $values = $kind === '' ? ['commandId' => 'c', 'result' => ['resultCode' => 'SENT']] : ['notifyType' => $kind];
        $notification = NotificationReceiver::receive((string) json_encode($values));
        self::assertSame(Catalogue::className($name), $notification::class);
        self::assertSame(json_encode($values), json_encode($notification));
    }

    public function testTheWireIsBelievedOverTheDocuments(): void
    {
        $notification = NotificationReceiver::receive('{"notifyType":"deviceAdded","deviceInfo":"none","deviceId":7}');
        self::assertSame(['none', 7], [$notification->deviceInfo, $notification->deviceId]);
        $notification = NotificationReceiver::receive('{"notifyType":"deviceDatasChanged","services":[null,{"serviceId":"s"}]}');
        self::assertNull($notification->services[0]);
        self::assertSame('s', $notification->services[1]->serviceId);
        $notification = NotificationReceiver::receive('{"notifyType":null,"commandId":"c","result":{}}');
        self::assertSame(Catalogue::className('NotifyNBCommandStatusChangedDTO'), $notification::class);
    }

    /** The platform has them, and the SDK has no class for them. `JsonUtil` takes any class. */
    public function testTypesWithoutAClassAre1007(): void
    {
        foreach (['deviceCapabilitiesChanged', 'deviceCapabilitiesAdded', 'deviceCapabilitiesDeleted'] as $kind) {
            $body = '{"notifyType":"' . $kind . '","deviceType":"WaterMeter"}';
            $thrown = Watch::thrown(static fn () => NotificationReceiver::receive($body));
            self::assertSame(['1007', "unknown notifyType \"$kind\""], [$thrown->error_code, strstr($thrown->error_desc, 'unknown')]);
            $added = JsonUtil::jsonString2SimpleObj($body, Catalogue::className('NotifyDeviceModelAddedDTO'));
            self::assertSame([$kind, 'WaterMeter'], [$added->notifyType, $added->deviceType]);
        }
    }

    /** As in responses here, and as in the original there. */
    public function testDataWithoutAClassIsAnArrayHereAndAnObjectInJsonUtil(): void
    {
        $body = '{"notifyType":"deviceDataChanged","service":{"serviceId":"s","data":{"level":{"now":87}}}}';
        $here = NotificationReceiver::receive($body)->service;
        self::assertSame([Catalogue::className('DeviceService'), ['level' => ['now' => 87]]], [$here::class, $here->data]);
        $there = JsonUtil::jsonString2SimpleObj($body, Catalogue::className('NotifyDeviceDataChangedDTO'))->service;
        self::assertSame([stdClass::class, stdClass::class, 87], [$there::class, $there->data::class, $there->data->level->now]);
    }

    /** @dataProvider noNotifications */
    #[DataProvider('noNotifications')]
    public function testWhatIsNoNotification(mixed $body, string $why): void
    {
        $thrown = Watch::thrown(static fn () => NotificationReceiver::receive($body));
        self::assertSame(['1007', -1], [$thrown->error_code, $thrown->httpStatusCode]);
        self::assertStringContainsString($why, $thrown->getMessage());
        self::assertInstanceOf(NorthApiException::class, $thrown);
        self::assertNull($thrown->getPrevious());
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function noNotifications(): iterable
    {
        yield 'nothing' => ['', 'not a JSON object'];
        yield 'space' => [" \n", 'not a JSON object'];
        yield 'text' => ['deviceAdded', 'not a JSON object'];
        yield 'JSON text' => ['"deviceAdded"', 'not a JSON object: a JSON string was received'];
        yield 'JSON null' => ['null', 'not a JSON object'];
        yield 'number' => ['1', 'not a JSON object'];
        yield 'form' => ['notifyType=deviceAdded', 'not a JSON object'];
        yield 'half' => ['{"notifyType":"deviceAdded","deviceId":', 'not a JSON object'];
        yield 'more after it' => ['{"notifyType":"deviceAdded"}{}', 'not a JSON object'];
        yield 'not UTF-8' => ["{\"notifyType\":\"deviceAdded\",\"deviceId\":\"\xff\"}", 'not a notification'];
        yield 'empty list' => ['[]', 'a JSON array was received'];
        yield 'list' => ['["deviceAdded","c",{}]', 'a JSON array was received'];
        yield 'list of notifications' => ['[{"notifyType":"deviceAdded"}]', 'a JSON array was received'];
        yield 'empty object' => ['{}', 'neither notifyType nor'];
        yield 'no kind' => ['{"deviceId":"d"}', 'neither notifyType nor'];
        yield 'kind is null' => ['{"notifyType":null}', 'neither notifyType nor'];
        yield 'half of a callback' => ['{"commandId":"c"}', 'commandId and result'];
        yield 'unknown kind' => ['{"notifyType":"deviceExploded"}', 'unknown notifyType "deviceExploded"'];
        yield 'empty kind' => ['{"notifyType":"","commandId":"c","result":{}}', 'unknown notifyType ""'];
        yield 'other case' => ['{"notifyType":"DeviceAdded"}', 'unknown notifyType "DeviceAdded"'];
        yield 'kind is a number' => ['{"notifyType":1}', 'not a notification'];
        yield 'kind is an object' => ['{"notifyType":{}}', 'not a notification'];
        yield 'two kinds' => ['{"notifyType":"deviceAdded","notifyType":"bindDevice"}', 'not a notification'];
        yield 'deep' => ['{"notifyType":"deviceAdded","x":' . str_repeat('[', 100_000), 'not a notification'];
        yield 'null' => [null, 'a string; null given'];
        yield 'array' => [['notifyType' => 'deviceAdded'], 'a string; array given'];
        yield 'object' => [new stdClass(), 'a string; stdClass given'];
    }

    /** @return array<string, mixed> */
    private static function values(string $kind, string $name): array
    {
        return ($kind === '' ? [] : ['notifyType' => $kind]) + Sample::values($name);
    }
}
