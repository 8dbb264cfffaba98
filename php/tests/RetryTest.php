<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\ServerFaultException;
use North_PHP_SDK\client\ThrottledException;
use North_PHP_SDK\client\TransportException;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;

/** Tests of retries, and of their trace in an exception. */
final class RetryTest extends PlatformTestCase
{
    private const UNWELL = ['kind' => 'emptyBody', 'status' => 503];

    public function testAQueryIsTriedAgain(): void
    {
        $id = self::$platform->task(1);
        self::$platform->fault(self::UNWELL, 2);
        self::assertSame(1, self::upgrade()->queryUpgradeSubTask(null, $id, self::token())->totalCount);
        self::assertCount(3, self::$platform->requests());
    }

    public function testTheLastErrorIsThrown(): void
    {
        self::$platform->fault(self::UNWELL, 0);
        $error = self::failure();
        self::assertInstanceOf(ServerFaultException::class, $error);
        self::assertSame(3, $error->getAttempts());
        self::assertStringEndsWith(' (after 3 attempts)', $error->getMessage());
        self::assertCount(3, self::$platform->requests());
    }

    public function testHowOftenIsASetting(): void
    {
        self::$platform->fault(self::UNWELL, 0);
        foreach ([1, 2, 4] as $attempts) {
            self::$platform->clearRequests();
            ini_set('northbound.max_attempts', (string) $attempts);
            self::assertSame($attempts, self::failure()->getAttempts());
            self::assertCount($attempts, self::$platform->requests());
        }
    }

    /** The platform may have processed the call, and may not notice a duplicate. */
    public function testWhatChangesSomethingIsNotRepeated(): void
    {
        foreach ([self::UNWELL, ['kind' => 'reset', 'when' => 'after'], ['kind' => 'close']] as $fault) {
            self::$platform->clearRequests();
            self::$platform->fault($fault);
            $upgrade = self::upgrade();
            $error = Watch::thrown(static fn () => $upgrade->createFirmwareUpgradeTask(self::task(), self::token()));
            self::assertSame(1, $error->getAttempts());
            self::received();
        }
    }

    public function testAThrottledCallWasNotCarriedOutAndIsRepeated(): void
    {
        self::$platform->fault(['kind' => 'error', 'status' => 403, 'code' => '1010009', 'desc' => '']);
        $task = self::upgrade()->createFirmwareUpgradeTask(self::task(), self::token());
        self::assertNotSame('', $task->operationId);
        self::assertCount(2, self::$platform->requests());
    }

    public function testThePlatformMayAskForMoreTimeThanThereIs(): void
    {
        self::$platform->fault(
            ['kind' => 'status', 'status' => 429, 'headers' => ['Retry-After' => '120'], 'body' => ''],
        );
        $error = self::failure();
        self::assertInstanceOf(ThrottledException::class, $error);
        self::assertSame(120, $error->getRetryAfter());
        self::assertSame(1, $error->getAttempts());
        self::received();
    }

    public function testNobodyIsThere(): void
    {
        $client = self::client();
        $socket = stream_socket_server('tcp://' . Platform::HOST . ':0');
        $client->clientInfo->platformPort = (int) substr((string) strrchr(stream_socket_get_name($socket, false), ':'), 1);
        fclose($socket);
        $error = Watch::thrown(static fn () => (new DeviceUpgrade($client))->queryUpgradeTask('a', self::token()));
        self::assertInstanceOf(TransportException::class, $error);
        self::assertSame(['1003', 3], [$error->error_code, $error->getAttempts()]);
    }

    /** Only the properties of the original are visible. */
    public function testTheOriginalsMembersAreAsTheyWere(): void
    {
        $error = new NorthApiException('mine');
        self::assertSame([1, null], [$error->getAttempts(), $error->getRetryAfter()]);
        $members = ['error_code', 'error_desc', 'httpStatusCode', 'httpReasonPhase', 'httpMessage'];
        self::assertSame($members, array_keys(get_object_vars($error)));
        self::$platform->fault(self::UNWELL, 0);
        self::assertSame($members, array_keys(get_object_vars(self::failure())));
        self::assertStringNotContainsString('ttempts', (string) $error);
    }

    public function testTheSizeOfAnAnswerIsLimited(): void
    {
        $upgrade = self::upgrade();
        $ask = static fn () => $upgrade->queryUpgradeSubTask(null, 'a', self::token());
        foreach (['2048' => '2 KiB', '1k' => '1 KiB', '1M' => '1 MiB', '1000' => '1000 bytes'] as $limit => $words) {
            ini_set('northbound.max_response_size', (string) $limit);
            self::$platform->answerWith('{"data":[' . str_repeat(' ', 1 << 20) . ']}');
            $error = Watch::thrown($ask);
            self::assertSame('1004', $error->error_code);
            self::assertStringContainsString("larger than $words (northbound.max_response_size)", $error->getMessage());
        }
        ini_set('northbound.max_response_size', '2M');
        self::$platform->answerWith('{"data":[' . str_repeat(' ', 1 << 20) . ']}');
        self::assertSame([], $ask()->data);
    }

    /** @return array<string, mixed> */
    private static function task(): array
    {
        return ['fileId' => '5f3a1c7e9b2d4806a1c3e501', 'targets' => [
            'deviceGroups' => ['all'], 'deviceType' => 'WaterMeter', 'model' => 'WM100-NB', 'manufacturerName' => 'Brookline',
        ]];
    }

    private static function failure(): NorthApiException
    {
        $upgrade = self::upgrade();
        return Watch::thrown(static fn () => $upgrade->queryUpgradeSubTask(null, 'a', self::token()));
    }
}
