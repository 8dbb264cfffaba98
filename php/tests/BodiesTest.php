<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\dto\BatchTaskCreateInDTO;
use North_PHP_SDK\client\invokeapi\BatchProcess;
use North_PHP_SDK\client\invokeapi\DeviceManagement;
use North_PHP_SDK\client\invokeapi\RuleEngine;
use North_PHP_SDK\client\RefusedRequestException;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use stdClass;

/** Bodies of requests that differ from the original's, and bodies of responses that void operations do not expect. */
final class BodiesTest extends PlatformTestCase
{
    public function testAnObjectWithoutPropertiesIsAnObject(): void
    {
        foreach ([['a' => new stdClass()], [new stdClass(), []], (object) ['deep' => ['b' => new stdClass()]]] as $param) {
            self::assertSame('{"param":' . json_encode($param) . '}', self::sent($param));
        }
        self::assertSame('{"param":{}}', self::sent(new stdClass()));
    }

    /** The same JSON, and what a person can read. */
    public function testSlashesAndLettersAreNotEscaped(): void
    {
        $text = 'https://a/b?c=设备 ü 😀 "\\';
        self::assertSame('{"param":{"' . 'ü/' . '":"https://a/b?c=设备 ü 😀 \"\\\\"}}', self::sent(['ü/' => $text]));
        self::$platform->clearRequests();
        self::$platform->answerWith('{}');
        self::client()->invokeAPI(null, self::token(), 'PUT', '/x', null, [$text], 'array');
        self::assertSame('["https://a/b?c=设备 ü 😀 \"\\\\"]', self::received()->body);
    }

    /** @dataProvider notJson */
    #[DataProvider('notJson')]
    public function testWhatJsonCannotHoldIs1007(callable $make, string $why): void
    {
        $task = new BatchTaskCreateInDTO();
        $task->param = $make();
        $calls = [
            'createBatchTask: 1007 btcInDTO' => static fn () => (new BatchProcess(self::client()))->createBatchTask($task, self::token()),
            'invokeAPI: 1007 ' => static fn () => self::client()->invokeAPI(null, self::token(), 'POST', '/x', null, [$make()], 'array'),
        ];
        foreach ($calls as $start => $call) {
            $error = Watch::thrown($call);
            self::assertInstanceOf(RefusedRequestException::class, $error);
            self::assertSame('1007', $error->error_code);
            self::assertStringContainsString("cannot be written as JSON: $why", $error->error_desc);
            self::assertNothingReceived();
        }
    }

    /** @return iterable<string, array{callable(): mixed, string}> */
    public static function notJson(): iterable
    {
        foreach (['INF' => INF, '-INF' => -INF, 'NAN' => NAN] as $name => $number) {
            yield $name => [static fn (): array => ['n' => $number], 'Inf and NaN cannot be JSON encoded'];
        }
        yield 'not UTF-8' => [static fn (): string => "\xff", 'Malformed UTF-8 characters'];
        yield 'not UTF-8 in a key' => [static fn (): array => ["\xff" => 1], 'Malformed UTF-8 characters'];
        yield 'recursion' => [static function (): stdClass {
            $object = new stdClass();
            $object->self = $object;
            return $object;
        }, 'Recursion detected'];
        yield 'a resource' => [static fn (): mixed => STDERR, 'Type is not supported'];
        yield 'too deep' => [static function (): array {
            $deep = [];
            for ($level = 0; $level < 600; ++$level) {
                $deep = [$deep];
            }
            return $deep;
        }, 'Maximum stack depth exceeded'];
    }

    /** All of it is in the path. */
    public function testTheBodyOfARuleStatusIsAnEmptyObject(): void
    {
        self::$platform->answerWith('', 204);
        (new RuleEngine(self::client()))->updateRuleStatus(['ruleId' => 'r1', 'status' => 'inactive'], null, self::token());
        $request = self::received();
        self::assertSame(
            ['PUT', '/iocm/app/rule/v1.2.0/rules/r1/status/inactive', '{}', 'application/json'],
            [$request->method, $request->target, $request->body, $request->header('content-type')],
        );
    }

    /** The original makes 1005 of them. */
    public function testAVoidOperationReturnsNullWhateverTheResponseHolds(): void
    {
        foreach (['{"deviceId":"d1"}', '{}', '[]', '[{"a":1}]', '"done"', '1', 'null', '', ' '] as $body) {
            foreach ([200, 201] as $status) {
                self::$platform->answerWith($body, $status);
                self::assertNull((new DeviceManagement(self::client()))->deleteDirectDevice('d1', null, null, self::token()), $body);
            }
        }
        self::$platform->answerWith('{"error_code":"100403","error_desc":"no"}', 200);
        $call = static fn () => (new DeviceManagement(self::client()))->deleteDirectDevice('d1', null, null, self::token());
        self::assertSame('100403', Watch::thrown($call)->error_code, 'but for an error');
    }

    /** The body of a call with this parameter. */
    private static function sent(mixed $param): string
    {
        $task = new BatchTaskCreateInDTO();
        $task->param = $param;
        self::$platform->clearRequests();
        self::$platform->answerWith('{}');
        (new BatchProcess(self::client()))->createBatchTask($task, self::token());
        return self::received()->body;
    }
}
