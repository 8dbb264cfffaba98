<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

use ArrayObject;
use Exception;
use Generator;
use LogicException;
use North_PHP_SDK\client\DefaultNorthApiClient;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskOutDTO;
use North_PHP_SDK\client\invokeapi\DeviceUpgrade;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotificationReceiver;
use North_PHP_SDK\utils\JsonUtil;
use Random\Engine\Mt19937;
use Random\Randomizer;
use stdClass;
use Throwable;
use TypeError;

/** Random cases from a seed and a number, and the properties that each case must have. */
final class Fuzz
{
    private const TOKEN = 'token';
    /** Message of the exception that argument objects throw; a call may throw it. */
    public const OWN = 'thrown by an argument';

    /** @var array<string, int> number of cases by outcome */
    public array $seen = [];

    private Randomizer $random;

    /** @var list<array{class-string, string, list<mixed>, ?string}> */
    private readonly array $operations;

    /** @param Platform $platform that the default client calls */
    public function __construct(private readonly Platform $platform)
    {
        $operations = Operations::all(self::TOKEN);
        // As often as all operations of a service: random paths, queries and forms.
        for ($times = 0; $times < 5; ++$times) {
            $operations[] = [DefaultNorthApiClient::class, 'invokeAPI7', [
                'a', self::TOKEN, 'POST', '/a/b?c=d', ['e' => 'f'], ['g' => ['h' => 1.5]], 'array',
            ], null];
        }
        $this->operations = $operations;
    }

    public function run(int $seed, int $case): void
    {
        $this->random = new Randomizer(new Mt19937(($seed * 1_000_003 + $case) & 0xffffffff));
        ini_set('northbound.rows', $this->one(['object', 'array']));
        match ($case % 8) {
            0 => $this->answer(),
            1, 2 => $this->push(),
            3, 4 => $this->object(),
            default => $this->arguments(),
        };
    }

    /** A response equals the result of `json_decode`, or is an error. */
    private function answer(): void
    {
        $json = $this->document(QueryUpgradeSubTaskOutDTO::class);
        $this->platform->fault(['kind' => 'wire', 'parts' => [['base64' => base64_encode(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: " . strlen($json) . "\r\n\r\n$json",
        )]]]);
        try {
            $out = (new DeviceUpgrade())->queryUpgradeSubTask(null, 'a', self::TOKEN);
        } catch (NorthApiException $error) {
            $this->count($error->httpStatusCode === 200 ? 'answer: error' : "answer: $error->error_code");
            $this->hold($error->httpStatusCode === 200, $error->getMessage(), $json);
            return;
        }
        $this->count('answer');
        if ($out === null) {
            $this->hold(trim($json) === '', 'null for a document', $json);
            return;
        }
        $decoded = json_decode($json, true, 512);
        $this->hold(is_array($decoded), 'an answer that is no JSON', $json);
        $members = self::plain($out);
        foreach (self::withoutNul($decoded) as $name => $value) {
            if ($name === 'data' && is_array($value) && array_is_list($value) && ini_get('northbound.rows') === 'object') {
                $value = array_map(self::withoutNul(...), $value);
            }
            $this->hold(self::same($members[$name] ?? null, $value), "member $name", $json);
        }
    }

    /** The fields that can be properties of an object: a name cannot begin with NUL. */
    private static function withoutNul(mixed $members): mixed
    {
        return !is_array($members) || array_is_list($members)
            ? $members
            : array_filter($members, static fn ($name): bool => !str_starts_with((string) $name, "\0"), ARRAY_FILTER_USE_KEY);
    }

    /** A push is one of the documented DTOs, or 1007. */
    private function push(): void
    {
        $body = $this->document('North_PHP_SDK\client\dto\NotifyDeviceDatasChangedDTO');
        try {
            $push = NotificationReceiver::receive($body);
            $this->count('push');
            $this->hold(is_array(json_decode($body, true)), 'a push that is no JSON', $body);
            $this->hold(str_starts_with($push::class, 'North_PHP_SDK\client\dto\Notify'), 'its class', $body);
        } catch (NorthApiException $error) {
            $this->count("push: $error->error_code");
            $this->hold($error->error_code === '1007', $error->error_code, $body);
        }
    }

    /** `JsonUtil` returns the properties that `json_decode` returns, or an empty object and a warning. */
    private function object(): void
    {
        $class = $this->one([stdClass::class, QueryUpgradeSubTaskOutDTO::class]);
        $json = $this->document(QueryUpgradeSubTaskOutDTO::class);
        $decoded = json_decode($json);
        $warning = null;
        set_error_handler(static function (int $level, string $text) use (&$warning): bool {
            $warning = $text;
            return $level === E_WARNING;
        });
        try {
            $object = JsonUtil::jsonString2SimpleObj($json, $class);
        } catch (\Error $error) {
            // PHP's error: a property name cannot begin with NUL.
            $this->count('object: Error');
            $this->hold(str_contains($error->getMessage(), '"\0"'), $error->getMessage(), $json);
            return;
        } finally {
            restore_error_handler();
        }
        if ($warning !== null) {
            $this->count('object: warning');
            $this->hold(!$decoded instanceof stdClass && $object == new $class(), $warning, $json);
            return;
        }
        $this->count('object');
        $this->hold($decoded instanceof stdClass, 'an object of no JSON', $json);
        foreach (get_object_vars($decoded) as $name => $value) {
            $this->hold($object->{$name} == $value, "member $name", $json);
        }
    }

    /** Any arguments of any operation: sent, or refused by our exception or by an exception that they throw. */
    private function arguments(): void
    {
        [$class, $method, $arguments, $answer] = $this->one($this->operations);
        foreach ($arguments as &$argument) {
            if ($this->chance(2)) {
                $argument = $this->chance(3) && is_object($argument) ? $this->filled($argument) : $this->value(3);
            }
        }
        unset($argument);
        if ($method === 'getAuthToken' || $method === 'refreshAuthToken') {
            return;
        }
        $this->platform->fault(['kind' => 'status', 'status' => 200, 'contentType' => 'application/json',
            'body' => Operations::answer($answer)]);
        set_error_handler(static fn (int $level): bool => ($level & (E_DEPRECATED | E_WARNING)) !== 0);
        try {
            $on = $class === DefaultNorthApiClient::class ? $class::getDefaultApiClient() : new $class();
            $on->$method(...$arguments);
            $this->count($method === 'invokeAPI7' ? $method : 'call');
        } catch (NorthApiException $error) {
            $this->count("call: $error->error_code");
            $codes = $method === 'invokeAPI7' ? ['1002', '1007', '1009'] : ['1007', '1009'];
            $this->hold(in_array($error->error_code, $codes, true), "$method: $error->error_desc", '');
        } catch (TypeError $error) {
            $this->count('call: TypeError');
        } catch (Throwable $error) {
            $this->count('call: ' . $error::class);
            $this->hold($error->getMessage() === self::OWN || self::isPhps($error), "$method: " . $error, '');
        } finally {
            restore_error_handler();
            $this->platform->clearFaults();
        }
    }

    /** Returns true for PHP's errors about arguments that cannot be converted. */
    private static function isPhps(Throwable $error): bool
    {
        return str_contains($error->getMessage(), 'could not be converted to string')
            || str_contains($error->getMessage(), 'Cannot access property starting with "\0"');
    }

    /** Fills a DTO with values of any kind. */
    private function filled(object $dto): object
    {
        $dto = clone $dto;
        foreach (array_keys(get_object_vars($dto)) as $member) {
            if ($this->chance(3)) {
                $dto->$member = $this->value(3);
            }
        }
        return $dto;
    }

    /** Returns a value of any type of PHP. */
    private function value(int $depth): mixed
    {
        return match ($this->random->getInt(0, $depth > 0 ? 21 : 9)) {
            0 => null,
            1 => $this->chance(2),
            2 => $this->one([0, -1, 7, PHP_INT_MAX, PHP_INT_MIN]),
            3 => $this->one([0.0, -0.0, 1.5, 1e300, NAN, INF, -INF]),
            4 => '',
            5 => $this->one(['.', '..', '../a', '/x/../y', '/x\\..\\y', '/%2E%2e?a', '//evil.example/', '/a?b=c&d', 'GET', 'PUT', 'array', 'a/b', "a\r\nX-Evil: 1", "nul\0", '%2e%2e', '{deviceId}', ' ']),
            6 => $this->random->getBytes($this->random->getInt(1, 40)),
            7 => str_repeat('long', $this->random->getInt(1, 5_000)),
            8 => STDIN,
            9 => new stdClass(),
            10, 11, 12 => $this->list($depth - 1),
            13 => $this->recursive(),
            14 => $this->referring($depth - 1),
            15 => new class () {
                public function __toString(): string
                {
                    return 'in words';
                }
            },
            16 => new class () implements \JsonSerializable {
                public function __toString(): string
                {
                    throw new LogicException(Fuzz::OWN);
                }

                public function jsonSerialize(): mixed
                {
                    throw new LogicException(Fuzz::OWN);
                }
            },
            17 => (static fn (): Generator => yield 1)(),
            18 => static fn (): int => 1,
            19 => new ArrayObject($this->list($depth - 1)),
            20 => Sample::dto($this->one(Catalogue::names())),
            21 => new class () extends \North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO {
                public function jsonSerialize(): mixed
                {
                    throw new LogicException(Fuzz::OWN);
                }
            },
        };
    }

    /** @return array<array-key, mixed> */
    private function list(int $depth): array
    {
        $list = [];
        for ($count = $this->random->getInt(0, 4); $count > 0; --$count) {
            $key = $this->one(['deviceId', 'pageNo', 'data', 0, 7, '', "\0a", "\xff", -5, 'appId']);
            $list[$key] = $this->value($depth);
        }
        return $list;
    }

    private function recursive(): array|object
    {
        if ($this->chance(2)) {
            $list = ['deviceId' => 'a'];
            $list['self'] = &$list;
            return $list;
        }
        $object = new stdClass();
        $object->self = $object;
        return $object;
    }

    private function referring(int $depth): mixed
    {
        $value = $this->value($depth);
        $list = ['deviceId' => &$value, 'pageNo' => &$value];
        return $list;
    }

    /** Returns a document that is JSON, nearly JSON, or not JSON. */
    private function document(string $class): string
    {
        $short = substr((string) strrchr($class, '\\'), 1);
        $values = Sample::values($short);
        if (str_starts_with($short, 'Notify')) {
            $values['notifyType'] = $this->one(['deviceDatasChanged', 'deviceAdded', 'ruleEvent', 'none', 7]);
        }
        for ($count = $this->random->getInt(0, 4); $count > 0; --$count) {
            $values[$this->one([...array_keys($values), 'added', '0', '', "a\0b", 'error_code'])] = $this->json(4);
        }
        $flags = $this->one([0, JSON_PRETTY_PRINT, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES, JSON_PRESERVE_ZERO_FRACTION]);
        $json = (string) json_encode($this->chance(8) ? $this->json(6) : $values, $flags | JSON_PARTIAL_OUTPUT_ON_ERROR);
        for ($count = $this->chance(2) ? $this->random->getInt(1, 6) : 0; $count > 0 && $json !== ''; --$count) {
            $at = $this->random->getInt(0, strlen($json) - 1);
            $length = $this->random->getInt(0, min(8, strlen($json) - $at));
            $piece = $this->one([
                '', '"', '{', '}', '[', ']', ',', ':', '\\', '\u0000', '\ud800', '\ud83d\ude00', "\xff", "\xc3\xbc", '1e999', '-0',
                '-', '.5', '00', '1E5', '18446744073709551616', 'null', 'true', "\0", ' ', "\xef\xbb\xbf", '{"":{}}',
                $this->random->getBytes(3), substr($json, $at, 20), str_repeat('[', 40),
            ]);
            $json = substr_replace($json, $piece, $at, $length);
        }
        return $json;
    }

    /** Returns a value of a JSON type. */
    private function json(int $depth): mixed
    {
        $value = match ($this->random->getInt(0, $depth > 0 ? 8 : 5)) {
            0 => null,
            1 => $this->chance(2),
            2 => $this->one([0, -1, PHP_INT_MAX, PHP_INT_MIN, 42]),
            3 => $this->one([0.1, 1e22, -1e-7, 1.0, 5e-324, 1.7976931348623157e308]),
            4 => $this->one(['', 'ü', "😀\0\u{2028}", '"\\/', '0', 'true']),
            5 => new stdClass(),
            6, 7 => array_map(fn (): mixed => $this->json($depth - 1), range(0, $this->random->getInt(0, 3))),
            8 => (object) ['a' => $this->json($depth - 1), '0' => $this->json($depth - 1), '' => 1],
        };
        return $value;
    }

    /** Converts objects to arrays, recursively. */
    private static function plain(mixed $value): mixed
    {
        if (is_object($value)) {
            $value = get_object_vars($value);
        }
        return is_array($value) ? array_map(self::plain(...), $value) : $value;
    }

    /** Compares two values; a null property equals a missing property. */
    private static function same(mixed $ours, mixed $phps): bool
    {
        if (!is_array($ours) || !is_array($phps)) {
            return $ours === $phps || (is_float($ours) && is_nan($ours) && is_nan((float) $phps));
        }
        foreach ($phps as $name => $value) {
            if (!self::same($ours[$name] ?? null, $value)) {
                return false;
            }
        }
        return array_diff_key(array_filter($ours, static fn (mixed $value): bool => $value !== null), $phps) === [];
    }

    private function chance(int $outOf): bool
    {
        return $this->random->getInt(1, $outOf) === 1;
    }

    /**
     * @template T
     * @param non-empty-array<T> $choices
     * @return T
     */
    private function one(array $choices): mixed
    {
        $choices = array_values($choices);
        return $choices[$this->random->getInt(0, count($choices) - 1)];
    }

    private function count(string $what): void
    {
        $this->seen[$what] = ($this->seen[$what] ?? 0) + 1;
    }

    private function hold(bool $holds, string $what, string $document): void
    {
        if (!$holds) {
            throw new Exception("$what does not hold for " . substr($document, 0, 2_000));
        }
    }
}
