<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Catalogue;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Received;
use Northbound\Tests\Support\Sample;
use Northbound\Tests\Support\Structure;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use ReflectionMethod;

/** Tests of all 52 operations against the documents: method, request, response. */
final class OperationsTest extends PlatformTestCase
{
    /** The JSON of requests. */
    private const SENT = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
    /** The JSON of responses, whose numbers keep their types. */
    private const RESPONDED = self::SENT | JSON_PRESERVE_ZERO_FRACTION;

    private const HOSTILE = [
        'a/b', '../x', '..%2f', 'a?b=c&d#e', "\u{fc} \u{1f600}", "a\r\nX-Evil: 1", '"\'<>\\;&=+,@:!$()*[]{}^`|', '...',
        "nul\0", '%00', ' ', '-._~', '{deviceId}', '0',
    ];

    /** @return iterable<string, array{string, string, string, string, array<string, string>, ?string}> */
    public static function operations(): iterable
    {
        foreach (require __DIR__ . '/data/operations.php' as $class => $methods) {
            foreach ($methods as $method => $row) {
                yield "$class::$method" => [$class, $method, ...$row];
            }
        }
    }

    public function testThereAre52Operations(): void
    {
        $methods = array_keys([...self::operations()]);
        self::assertCount(52, $methods);
        foreach (require __DIR__ . '/data/operations.php' as $class => $rows) {
            $public = (new \ReflectionClass(self::serviceClass($class)))->getMethods(ReflectionMethod::IS_PUBLIC);
            $callable = array_filter(
                array_column($public, 'name'),
                static fn (string $name): bool => !str_starts_with($name, '__') && $name !== 'subDeviceData',
            );
            self::assertSame([], array_diff(array_keys($rows), $callable), $class);
        }
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testMethod(string $class, string $method, string $verb, string $path, array $params, ?string $answer): void
    {
        $reflected = new ReflectionMethod(self::serviceClass($class), $method);
        self::assertSame($method, $reflected->getName());
        self::assertTrue($reflected->isPublic() && !$reflected->isStatic() && !$reflected->isFinal());
        self::assertFalse($reflected->hasReturnType() || $reflected->hasTentativeReturnType());
        self::assertSame(array_keys($params), array_column($reflected->getParameters(), 'name'));
        foreach ($reflected->getParameters() as $parameter) {
            self::assertFalse($parameter->hasType(), $parameter->getName());
            self::assertFalse($parameter->isOptional(), $parameter->getName());
            self::assertFalse($parameter->isPassedByReference(), $parameter->getName());
        }
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testRequest(string $class, string $method, string $verb, string $path, array $params, ?string $answer): void
    {
        $arguments = self::arguments($params);
        $asArrays = array_map(
            static fn (mixed $argument): mixed => is_object($argument) ? self::plain($argument) : $argument,
            $arguments,
        );
        $calls = [array_values($arguments), array_values($asArrays), array_reverse($arguments)];
        foreach ($calls as $call) {
            self::$platform->clearRequests();
            self::answer($answer);
            self::service($class)->$method(...$call);
            $request = self::received();

            [$rawPath, $query, $body] = self::expected($path, $params);
            self::assertSame($verb, $request->method);
            self::assertSame($rawPath, explode('?', $request->target)[0]);
            self::assertSame($query, self::query($request));
            self::assertSame($body, $request->body);
            $type = $body === '' ? null : 'application/json';
            if ($method === 'getAuthToken') {
                $type = 'application/x-www-form-urlencoded';
            }
            self::assertSame($type, $request->header('content-type'));
            $hasToken = $class !== 'Authentication';
            self::assertSame($hasToken ? Platform::APP : null, $request->header('app_key'));
            self::assertSame($hasToken ? 'Bearer ' . self::token() : null, $request->header('authorization'));
        }
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testNulls(string $class, string $method, string $verb, string $path, array $params, ?string $answer): void
    {
        $arguments = self::arguments($params);
        foreach ($params as $name => $place) {
            $call = [$name => null] + $arguments;
            [$kind, $structure] = explode(' ', "$place ");
            if ($kind !== 'query') {
                $thrown = Watch::thrown(static fn () => self::service($class)->$method(...$call));
                self::assertSame($kind === 'token' ? '1009' : '1007', $thrown->error_code, $name);
                self::assertStringStartsWith("$method: ", $thrown->getMessage());
                self::assertNothingReceived();
                continue;
            }
            self::answer($answer);
            self::service($class)->$method(...$call);
            $lost = $structure === '' ? [$name] : Catalogue::members($structure);
            $expected = self::expected($path, $params);
            $left = array_filter($expected[1], static fn (array $pair): bool => !in_array($pair[0], $lost, true));
            $request = self::received();
            self::assertSame(array_values($left), self::query($request), $name);
            self::assertSame([$expected[0], $expected[2]], [explode('?', $request->target)[0], $request->body]);
            self::$platform->clearRequests();
        }
        self::assertNothingReceived();
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testAStructureWithoutMembers(string $class, string $method, string $verb, string $path, array $params, ?string $answer): void
    {
        $arguments = self::arguments($params);
        foreach ($params as $name => $place) {
            [$kind, $structure] = explode(' ', "$place ");
            if ($structure === '') {
                continue;
            }
            $call = [$name => Catalogue::create($structure)] + $arguments;
            if ($kind === 'path') {
                self::assertSame('1007', Watch::thrown(static fn () => self::service($class)->$method(...$call))->error_code);
                continue;
            }
            self::answer($answer);
            self::service($class)->$method(...$call);
            $defaults = Catalogue::defaults($structure);
            self::assertSame($kind === 'body' ? json_encode((object) $defaults) : '', self::received()->body);
            foreach (self::query(self::received()) as [$member]) {
                self::assertArrayHasKey($member, $params);
            }
        }
        self::assertLessThan(2, count(self::$platform->requests()));
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testHostileIdsAreOneSegmentOfThePath(string $class, string $method, string $verb, string $path, array $params, ?string $answer): void
    {
        $arguments = self::arguments($params);
        preg_match_all('/{(\w+)}/', $path, $found);
        foreach ($found[1] as $id) {
            $structure = isset($params[$id]) ? null : (string) array_key_first($params);
            $with = static fn (string $value): array => $structure === null
                ? [$id => $value] + $arguments
                : [$structure => [$id => $value] + self::plain($arguments[$structure])] + $arguments;
            foreach (self::HOSTILE as $value) {
                self::$platform->clearRequests();
                self::answer($answer);
                self::service($class)->$method(...$with($value));
                $expected = strtr(self::expected($path, $params)[0], [
                    rawurlencode(self::argument($id)) => rawurlencode($value),
                ]);
                $request = self::received();
                self::assertSame($expected, explode('?', $request->target)[0]);
                self::assertNull($request->header('x-evil'));
            }
            self::$platform->clearRequests();
            foreach (['', '.', '..'] as $value) {
                $thrown = Watch::thrown(static fn () => self::service($class)->$method(...$with($value)));
                self::assertSame('1007', $thrown->error_code);
                self::assertStringContainsString($id, $thrown->error_desc);
            }
        }
        self::assertNothingReceived();
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testQueryValuesAreEncoded(string $class, string $method, string $verb, string $path, array $params, ?string $answer): void
    {
        $text = implode(self::HOSTILE);
        $arguments = self::arguments($params);
        $expected = [];
        foreach ($params as $name => $place) {
            [$kind, $structure] = explode(' ', "$place ");
            if ($kind === 'query' && $structure === '') {
                $arguments[$name] = $text;
                $expected[] = [$name, $text];
            } elseif ($kind === 'query') {
                $arguments[$name] = Catalogue::create($structure, array_fill_keys(Catalogue::members($structure), $text));
                foreach (Catalogue::members($structure) as $member) {
                    $expected[] = [$member, $text];
                }
            }
        }
        self::answer($answer);
        self::service($class)->$method(...$arguments);
        $request = self::received();
        self::assertSame($expected, self::query($request));
        self::assertMatchesRegularExpression('#^[\w/.%~?&=+*-]+$#', $request->target);
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testAnswer(string $class, string $method, string $verb, string $path, array $params, ?string $answer): void
    {
        $call = static fn (): mixed => self::service($class)->$method(...self::arguments($params));
        if ($answer === null) {
            foreach ([[200, ''], [204, ''], [200, '{}']] as [$status, $body]) {
                self::$platform->answerWith($body, $status);
                self::assertNull($call());
            }
            return;
        }
        $name = trim($answer, '[]');
        $values = Sample::values($name);
        foreach ([$values, array_reverse($values)] as $sent) {
            self::$platform->answerWith(json_encode($answer === $name ? $sent : [$sent, $sent], self::RESPONDED));
            $out = $call();
            foreach ($answer === $name ? [$out] : $out as $object) {
                Structure::assert($name, $values, $object);
            }
            self::assertCount($answer === $name ? count($object) : 2, $out);
        }
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testWhatHasNoClassStaysAnArray(string $class, string $method, string $verb, string $path, array $params, ?string $answer): void
    {
        if ($answer === null) {
            // The content of an undocumented body is ignored.
            self::$platform->answerWith('{"deviceId":{"x":1}}');
            self::assertNull(self::service($class)->$method(...self::arguments($params)));
            return;
        }
        $name = trim($answer, '[]');
        foreach ([['x' => 1], [['x' => 1], []]] as $leaf) {
            $values = Sample::values($name, '', $leaf);
            self::$platform->answerWith(json_encode($answer === $name ? $values : [$values]));
            $out = self::service($class)->$method(...self::arguments($params));
            Structure::assert($name, $values, $answer === $name ? $out : $out[0]);
        }
    }

    /** @dataProvider operations */
    #[DataProvider('operations')]
    public function testAnswerWithRowsAsArrays(string $class, string $method, string $verb, string $path, array $params, ?string $answer): void
    {
        ini_set('northbound.rows', 'array');
        self::answer($answer);
        $out = self::service($class)->$method(...self::arguments($params));
        if ($answer === null) {
            self::assertNull($out);
            return;
        }
        $name = trim($answer, '[]');
        // In the original, the list is also a list of objects.
        $object = $answer === $name ? $out : $out[0];
        self::assertSame(Catalogue::className($name), $object::class);
        foreach (Sample::values($name) as $member => $value) {
            self::assertSame($member === 'activated' ? 'true' : $value, $object->$member, $member);
        }
    }

    /** Sets the next response, with every field of its class. */
    private static function answer(?string $answer): void
    {
        if ($answer === null) {
            self::$platform->answerWith('', 204);
            return;
        }
        $values = Sample::values(trim($answer, '[]'));
        self::$platform->answerWith(json_encode(str_starts_with($answer, '[') ? [$values] : $values, self::RESPONDED));
    }

    /** @return class-string */
    private static function serviceClass(string $class): string
    {
        return 'North_PHP_SDK\\client\\invokeapi\\' . $class;
    }

    private static function service(string $class): object
    {
        $class = self::serviceClass($class);
        return new $class(self::client());
    }

    /**
     * @param array<string, string> $params
     * @return array<string, mixed> typical arguments by name
     */
    private static function arguments(array $params): array
    {
        $arguments = [];
        foreach ($params as $name => $place) {
            [$kind, $structure] = explode(' ', "$place ");
            $arguments[$name] = match (true) {
                $kind === 'token' => self::token(),
                $structure !== '' => Sample::dto($structure),
                default => self::argument($name),
            };
        }
        return $arguments;
    }

    private static function argument(string $name): string
    {
        return ['cascade' => 'true', 'ownerFlag' => 'false', 'status' => Sample::values('UpdateRuleStatusInDTO')['status'],
            'ruleId' => Sample::values('UpdateRuleStatusInDTO')['ruleId']][$name] ?? "$name-1 ü";
    }

    /**
     * @param array<string, string> $params
     * @return array{string, list<array{string, string}>, string} path, query and body of the typical call
     */
    private static function expected(string $path, array $params): array
    {
        $query = [];
        $body = $params === [] ? 'appId=' . Platform::APP . '&secret=' . Platform::SECRET : '';
        foreach ($params as $name => $place) {
            [$kind, $structure] = explode(' ', "$place ");
            $values = $structure === '' ? [$name => self::argument($name)] : Sample::values($structure);
            if ($kind === 'body') {
                $body = json_encode($values, self::SENT);
                continue;
            }
            if ($kind === 'path' && $structure !== '') {
                $body = '{}';
            }
            foreach ($kind === 'token' ? [] : $values as $member => $value) {
                if ($kind === 'path') {
                    $path = str_replace("{{$member}}", rawurlencode((string) $value), $path);
                } else {
                    $query[] = [$member, (string) $value];
                }
            }
        }
        return [$path, $query, $body];
    }

    /** @return list<array{string, string}> names and values in order, decoded */
    private static function query(Received $request): array
    {
        $query = explode('?', $request->target, 2)[1] ?? null;
        return $query === null ? [] : array_map(
            static fn (string $pair): array => array_map(urldecode(...), explode('=', $pair, 2)),
            explode('&', $query),
        );
    }

    /** The properties of a DTO as plain arrays, at every depth. Not by JSON, which masks secrets. */
    private static function plain(mixed $value): mixed
    {
        $value = is_object($value) ? get_object_vars($value) : $value;
        return is_array($value) ? array_map(self::plain(...), $value) : $value;
    }
}
