<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO;
use North_PHP_SDK\client\dto\CreateUpgradeTaskOutDTO;
use North_PHP_SDK\client\dto\OperateDevices;
use North_PHP_SDK\client\dto\OperatePolicy;
use North_PHP_SDK\client\dto\OperationStaResult;
use North_PHP_SDK\client\dto\QueryUpgradePackageListInDTO;
use North_PHP_SDK\client\dto\QueryUpgradePackageListOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradePackageOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradeTaskListInDTO;
use North_PHP_SDK\client\dto\QueryUpgradeTaskListOutDTO;
use North_PHP_SDK\client\dto\QueryUpgradeTaskOutDTO;
use North_PHP_SDK\client\NotFoundException;
use North_PHP_SDK\client\RefusedRequestException;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;

/** Tests of the eight operations, called as in the vendor's demo program. */
final class DeviceUpgradeTest extends PlatformTestCase
{
    private const BASE = '/iodm/northbound/v1.5.0';
    private const FIRMWARE = '5f3a1c7e9b2d4806a1c3e501';
    private const SOFTWARE = '5f3a1c7e9b2d4806a1c3e502';

    public function testQueryUpgradePackageList(): void
    {
        $in = new QueryUpgradePackageListInDTO();
        $in->pageSize = 2;
        $in->pageNo = 0;
        $in->model = 'WM100-NB';
        $in->fileType = 'firmwarePackage';
        $out = self::upgrade()->queryUpgradePackageList($in, self::token());
        self::assertWire('GET', '/category?fileType=firmwarePackage&model=WM100-NB&pageNo=0&pageSize=2');
        self::assertSame(QueryUpgradePackageListOutDTO::class, $out::class);
        self::assertSame([0, 2, 2], [$out->pageNo, $out->pageSize, $out->totalCount]);
        $packageList = $out->data;
        self::assertCount(2, $packageList);
        $package1 = $packageList[0];
        self::assertSame(QueryUpgradePackageOutDTO::class, $package1::class);
        self::assertSame(self::FIRMWARE, $package1->fileId);
        self::assertSame(self::FIRMWARE, $package1['fileId']);
    }

    public function testQueryUpgradePackage(): void
    {
        $out = self::upgrade()->queryUpgradePackage(self::FIRMWARE, self::token());
        self::assertWire('GET', '/category/' . self::FIRMWARE);
        self::assertSame(QueryUpgradePackageOutDTO::class, $out::class);
        self::assertSame(['V1.1.10', 'firmwarePackage', 'Brookline'], [$out->version, $out->fileType, $out->manufacturerName]);
    }

    public function testDeleteUpgradePackage(): void
    {
        $platform = new Platform();
        try {
            $upgrade = new \North_PHP_SDK\client\invokeapi\DeviceUpgrade($client = self::client($platform));
            $token = (new \North_PHP_SDK\client\invokeapi\Authentication($client))->getAuthToken()->accessToken;
            self::assertNull($upgrade->deleteUpgradePackage(self::FIRMWARE, $token));
            $request = $platform->requests()[1];
            self::assertSame(
                ['DELETE', self::BASE . '/category/' . self::FIRMWARE, ''],
                [$request->method, $request->target, $request->body],
            );
            $error = Watch::thrown(static fn () => $upgrade->queryUpgradePackage(self::FIRMWARE, $token));
            self::assertInstanceOf(NotFoundException::class, $error);
            self::assertSame(['123002', 404], [$error->error_code, $error->httpStatusCode]);
        } finally {
            $platform->stop();
        }
    }

    /** @dataProvider creations */
    #[DataProvider('creations')]
    public function testCreateUpgradeTask(string $method, string $path, string $fileId, string $type): void
    {
        $out = self::upgrade()->$method(self::taskFor($fileId), self::token());
        self::assertWire('POST', '/operations/' . $path);
        $request = self::received();
        self::assertSame('application/json', $request->header('content-type'));
        self::assertSame(
            '{"fileId":"' . $fileId . '","targets":{"deviceType":"WaterMeter","model":"WM100-NB",'
            . '"manufacturerName":"Brookline","deviceGroups":["all"]},"policy":{"executeType":"now"}}',
            $request->body,
        );
        self::assertSame(CreateUpgradeTaskOutDTO::class, $out::class);
        $task = self::upgrade()->queryUpgradeTask($out->operationId, self::token());
        self::assertSame([$out->operationId, $type], [$task->operationId, $task->operateType]);
    }

    /** @return iterable<string, array{string, string, string, string}> */
    public static function creations(): iterable
    {
        yield 'firmware' => ['createFirmwareUpgradeTask', 'firmwareUpgrade', self::FIRMWARE, 'firmware_upgrade'];
        yield 'software' => ['createSoftwareUpgradeTask', 'softwareUpgrade', self::SOFTWARE, 'software_upgrade'];
    }

    /** @dataProvider bodies */
    #[DataProvider('bodies')]
    public function testTheBody(mixed $in, string $json): void
    {
        self::$platform->answerWith('{"operationId":"x"}');
        self::upgrade()->createFirmwareUpgradeTask($in, self::token());
        self::assertSame($json, self::received()->body);
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function bodies(): iterable
    {
        $targets = new OperateDevices();
        $targets->devices = ['a', 'b'];
        $dto = new CreateUpgradeTaskInDTO();
        $dto->targets = $targets;
        yield 'DTO in a DTO' => [$dto, '{"targets":{"devices":["a","b"]}}'];
        yield 'arrays' => [
            ['targets' => ['devices' => ['a'], 'model' => null], 'fileId' => 'f'],
            '{"fileId":"f","targets":{"devices":["a"]}}',
        ];
        yield 'array in a DTO' => [
            (static function (): CreateUpgradeTaskInDTO {
                $dto = new CreateUpgradeTaskInDTO();
                $dto->policy = ['retryTimes' => 3, 'retryType' => true, 'executeType' => 'now'];
                return $dto;
            })(),
            '{"policy":{"executeType":"now","retryType":true,"retryTimes":3}}',
        ];
        yield 'stdClass' => [['targets' => (object) ['devices' => []]], '{"targets":{"devices":[]}}'];
        yield 'JsonSerializable' => [['fileId' => new class () implements \JsonSerializable {
            public function jsonSerialize(): string
            {
                return 'own';
            }
        }], '{"fileId":"own"}'];
        yield 'types stay' => [
            ['policy' => ['retryTimes' => '3', 'retryType' => 0, 'startTime' => 1.0, 'endTime' => '']],
            '{"policy":{"startTime":1,"endTime":"","retryType":0,"retryTimes":"3"}}',
        ];
        yield 'text is not escaped more than needed' => [['fileId' => "ü/😀\"\n"], '{"fileId":"ü/😀\"\n"}'];
        yield 'nothing set' => [new CreateUpgradeTaskInDTO(), '{}'];
        yield 'empty array' => [[], '{}'];
        yield 'empty DTO in a DTO' => [['targets' => new OperateDevices()], '{"targets":{}}'];
        yield 'empty array for a DTO' => [['targets' => []], '{"targets":{}}'];
    }

    public function testAnUnknownMemberOfANestedArrayIsNamed(): void
    {
        self::$platform->answerWith('{}');
        $in = ['targets' => ['device' => ['a'], 'devices' => ['b']]];
        $errors = Watch::errors(static fn () => self::upgrade()->createFirmwareUpgradeTask($in, self::token()));
        self::assertSame(['E_DEPRECATED: OperateDevices has no property "device"; it is ignored'], $errors);
        self::assertSame('{"targets":{"devices":["b"]}}', self::received()->body);
    }

    /** @dataProvider unsendable */
    #[DataProvider('unsendable')]
    public function testABodyThatCannotBeSentIs1007(mixed $in, string $text): void
    {
        $token = self::token();
        foreach (['createFirmwareUpgradeTask', 'createSoftwareUpgradeTask'] as $method) {
            $error = Watch::thrown(static fn () => self::upgrade()->$method($in, $token));
            self::assertSame('1007', $error->error_code);
            self::assertStringContainsString($text, $error->error_desc);
            self::assertStringStartsWith("$method: 1007", $error->getMessage());
            self::assertNull($error->getPrevious());
        }
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function unsendable(): iterable
    {
        yield 'null' => [null, 'cutInDTO must not be null'];
        yield 'text' => ['{}', 'cutInDTO must be a CreateUpgradeTaskInDTO, an array or null, string given'];
        yield 'another DTO' => [new OperateDevices(), 'OperateDevices given'];
        yield 'not UTF-8' => [['fileId' => "\xff"], 'cutInDTO cannot be written as JSON: Malformed UTF-8'];
        yield 'infinite' => [['fileId' => INF], 'cannot be written as JSON'];
        $ring = new \stdClass();
        $ring->ring = $ring;
        yield 'recursive' => [['fileId' => $ring], 'cannot be written as JSON'];
    }

    public function testAnExceptionOfJsonSerializeComesThroughAsItIs(): void
    {
        $value = new class () implements \JsonSerializable {
            public function jsonSerialize(): never
            {
                throw new \DomainException('mine');
            }
        };
        $token = self::token();
        $thrown = Watch::thrown(
            static fn () => self::upgrade()->createFirmwareUpgradeTask(['fileId' => $value], $token),
            \DomainException::class,
        );
        self::assertSame('mine', $thrown->getMessage());
        self::assertNothingReceived();
    }

    public function testThePlatformsRefusalOfATask(): void
    {
        $in = self::taskFor(self::SOFTWARE);
        $error = Watch::thrown(static fn () => self::upgrade()->createSoftwareUpgradeTask($in, self::token() . 'x'));
        self::assertSame('1010005', $error->error_code);
        $in->targets->devices = ['also-a-device'];
        $error = Watch::thrown(static fn () => self::upgrade()->createSoftwareUpgradeTask($in, self::token()));
        self::assertSame(['123023', 400], [$error->error_code, $error->httpStatusCode]);
        self::assertInstanceOf(RefusedRequestException::class, $error);
    }

    public function testQueryUpgradeTask(): void
    {
        $id = self::$platform->task(20, 7200);
        $out = self::upgrade()->queryUpgradeTask($id, self::token());
        self::assertWire('GET', '/operations/' . $id);
        self::assertSame(QueryUpgradeTaskOutDTO::class, $out::class);
        self::assertContains($out->status, ['success', 'failed']);
        self::assertSame(OperationStaResult::class, $out->staResult::class);
        self::assertSame(20, $out->staResult->total);
        self::assertSame(20, $out->staResult['success'] + $out->staResult['fail']);
        self::assertSame(0, $out->staResult->wait);
        self::assertInstanceOf(OperateDevices::class, $out->targets);
        self::assertInstanceOf(OperatePolicy::class, $out->policy);
        self::assertSame('V1.1.10', $out->extendPara['fileVersion']);
    }

    public function testNestedStructuresAsArrays(): void
    {
        ini_set('northbound.rows', 'array');
        $out = self::upgrade()->queryUpgradeTask(self::$platform->task(2), self::token());
        self::assertSame(2, $out->staResult['total']);
        self::assertIsArray($out->staResult);
        self::assertIsArray($out->targets);
    }

    public function testQueryUpgradeTaskList(): void
    {
        $id = self::$platform->task(1);
        $in = new QueryUpgradeTaskListInDTO();
        $in->operationType = 'firmware_upgrade';
        $in->operationStatus = 'wait';
        $in->pageSize = 1;
        $out = self::upgrade()->queryUpgradeTaskList($in, self::token());
        self::assertWire('GET', '/operations?operationType=firmware_upgrade&operationStatus=wait&pageSize=1');
        self::assertSame(QueryUpgradeTaskListOutDTO::class, $out::class);
        self::assertSame(QueryUpgradeTaskOutDTO::class, $out->data[0]::class);
        self::assertSame($id, $out->data[0]->operationId);
        // The REST pages name the count totalCount, the SDK's pages totalSize: totalCount is kept.
        self::assertGreaterThan(0, $out->totalCount);
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testEveryOperationWantsAToken(string $method, array $arguments): void
    {
        foreach ([null, ''] as $token) {
            $error = Watch::thrown(static fn () => self::upgrade()->$method(...[...$arguments, $token]));
            self::assertSame('1009', $error->error_code);
            self::assertStringStartsWith("$method: 1009", $error->getMessage());
        }
        self::assertNothingReceived();
    }

    /** @return iterable<string, array{string, list<mixed>}> */
    public static function operations(): iterable
    {
        yield 'package list' => ['queryUpgradePackageList', [null]];
        yield 'package' => ['queryUpgradePackage', ['f']];
        yield 'deletion' => ['deleteUpgradePackage', ['f']];
        yield 'software' => ['createSoftwareUpgradeTask', [['fileId' => 'f']]];
        yield 'firmware' => ['createFirmwareUpgradeTask', [['fileId' => 'f']]];
        yield 'task' => ['queryUpgradeTask', ['a']];
        yield 'subtasks' => ['queryUpgradeSubTask', [null, 'a']];
        yield 'task list' => ['queryUpgradeTaskList', [null]];
    }

    /** Another server sends a body in response to a call without a response body. */
    public function testAPageInTheAnswerToADeletion(): void
    {
        self::$platform->answerWith('<html>Welcome</html>', 200, 'text/html');
        $error = Watch::thrown(static fn () => self::upgrade()->deleteUpgradePackage('f', self::token()));
        self::assertSame('1011', $error->error_code);
        self::$platform->answerWith('{}');
        self::assertNull(self::upgrade()->deleteUpgradePackage('f', self::token()));
    }

    /** One object for many calls with one changed property, as in the vendor's demo. */
    public function testAnInDtoCanBeUsedAgain(): void
    {
        $in = new QueryUpgradePackageListInDTO();
        foreach (['firmwarePackage', 'softwarePackage'] as $in->fileType) {
            $out = self::upgrade()->queryUpgradePackageList($in, self::token());
            self::assertSame([$in->fileType], array_values(array_unique(array_column($out->data, 'fileType'))));
        }
        self::assertCount(2, self::$platform->requests());
    }

    private static function taskFor(string $fileId): CreateUpgradeTaskInDTO
    {
        $in = new CreateUpgradeTaskInDTO();
        $in->fileId = $fileId;
        $in->policy = new OperatePolicy();
        $in->policy->executeType = 'now';
        $in->targets = new OperateDevices();
        $in->targets->deviceGroups = ['all'];
        $in->targets->deviceType = 'WaterMeter';
        $in->targets->model = 'WM100-NB';
        $in->targets->manufacturerName = 'Brookline';
        return $in;
    }

    private static function assertWire(string $method, string $target): void
    {
        $request = self::received();
        self::assertSame([$method, self::BASE . $target], [$request->method, $request->target]);
        self::assertSame(Platform::APP, $request->header('app_key'));
        self::assertSame('Bearer ' . self::token(), $request->header('authorization'));
    }
}
