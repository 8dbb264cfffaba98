<?php

declare(strict_types=1);

namespace Northbound\Tests;

use ArrayAccess;
use Countable;
use IteratorAggregate;
use JsonSerializable;
use North_PHP_SDK\client\dto\AbstractDTO;
use Northbound\Tests\Support\Catalogue;
use Northbound\Tests\Support\Sample;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;
use ReflectionClass;
use ReflectionMethod;
use Stringable;

/** Tests that every DTO behaves like a class in PHP, with public properties that start as null. */
final class DtoTest extends TestCase
{
    /** @return iterable<string, array{string}> */
    public static function names(): iterable
    {
        foreach (Catalogue::names() as $name) {
            yield $name => [$name];
        }
    }

    /** @return iterable<string, array{string, string}> every property of every DTO */
    public static function members(): iterable
    {
        foreach (Catalogue::names() as $name) {
            foreach (Catalogue::members($name) as $member) {
                yield "$name::\$$member" => [$name, $member];
            }
        }
    }

    public function testEveryStructureOfTheExtensionIsInTheCatalogue(): void
    {
        $classes = array_filter(
            (new \ReflectionExtension('northbound'))->getClassNames(),
            static fn (string $class): bool => str_contains($class, '\\dto\\') && $class !== AbstractDTO::class,
        );
        self::assertEqualsCanonicalizing(
            array_map(Catalogue::className(...), Catalogue::names()),
            array_values(array_unique($classes)),
        );
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testToArrayHasAllFieldsInOrder(string $name): void
    {
        $class = Catalogue::className($name);
        $object = new $class();
        self::assertSame(Catalogue::members($name), $class::fields());
        self::assertSame($class::fields(), array_keys($object->toArray()));
    }

    public function testToArrayOfDtosInDtosAndOfSecrets(): void
    {
        $inner = new \North_PHP_SDK\client\dto\OperateDevices();
        $inner->deviceType = 'meter';
        $outer = new \North_PHP_SDK\client\dto\CreateUpgradeTaskInDTO();
        $outer->fileId = 'f';
        $outer->targets = $inner;
        $array = $outer->toArray();
        self::assertSame(['fileId' => 'f', 'targets' => $inner->toArray()], array_filter($array, static fn ($value) => $value !== null));
        self::assertSame('meter', $array['targets']['deviceType']);
        $ssl = new \North_PHP_SDK\client\dto\SSLConfig();
        $ssl->selfCertPwd = 'sesame';
        self::assertSame('***', $ssl->toArray()['selfCertPwd']);
        // A cycle has an end.
        $outer->policy = $outer;
        self::assertSame('f', $outer->toArray()['policy']['fileId']);
    }

    public function testThereIsNoStructureWithoutADocument(): void
    {
        $this->expectException(\Error::class);
        $this->expectExceptionMessage('Cannot instantiate abstract class North_PHP_SDK\client\dto\AbstractDTO');
        new AbstractDTO();
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testAStructureIsOneOfAFamily(string $name): void
    {
        $class = new ReflectionClass(Catalogue::className($name));
        self::assertSame(AbstractDTO::class, $class->getParentClass()->getName());
        self::assertTrue($class->isInstantiable());
        self::assertFalse($class->isFinal());
        $object = $class->newInstance();
        self::assertInstanceOf(AbstractDTO::class, $object);
        self::assertFalse((new ReflectionMethod($object, 'offsetExists'))->invoke($object, 'none'));
        self::assertNull((new ReflectionMethod($class->getName(), 'offsetGet'))->getClosure($object)('none'));
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testClass(string $name): void
    {
        $class = new ReflectionClass(Catalogue::className($name));
        self::assertSame(Catalogue::className($name), $class->getName());
        self::assertTrue($class->isInstantiable());
        self::assertFalse($class->isFinal());
        self::assertNull($class->getConstructor());
        $interfaces = [JsonSerializable::class, ArrayAccess::class, IteratorAggregate::class, Countable::class];
        foreach ([...$interfaces, Stringable::class] as $interface) {
            self::assertTrue($class->implementsInterface($interface), $interface);
        }
        $declared = [];
        foreach ($class->getProperties() as $property) {
            $declared[] = $property->getName();
            self::assertTrue($property->isPublic() && !$property->isStatic() && !$property->hasType());
        }
        self::assertSame(Catalogue::members($name), $declared);
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testANewObjectHoldsItsDefaultsAndNothingElse(string $name): void
    {
        $class = Catalogue::className($name);
        self::assertSame(Catalogue::defaults($name), iterator_to_array(new $class()));
    }

    /** @dataProvider members */
    #[DataProvider('members')]
    public function testMemberStartsAsNull(string $name, string $member): void
    {
        $dto = self::create($name);
        if (isset(Catalogue::defaults($name)[$member])) {
            self::assertSame(Catalogue::defaults($name)[$member], $dto->$member);
            $dto->$member = null;
        }
        self::assertNull($dto->$member);
        self::assertNull($dto[$member]);
        self::assertFalse(isset($dto->$member));
        self::assertFalse(isset($dto[$member]));
        self::assertTrue(empty($dto->$member));
        self::assertTrue(empty($dto[$member]));
        self::assertSame('d', $dto->$member ?? 'd');
        self::assertSame('d', $dto[$member] ?? 'd');
    }

    /** @dataProvider members */
    #[DataProvider('members')]
    public function testMemberIsTheSameAsPropertyAndAsKey(string $name, string $member): void
    {
        foreach (['text', 0, '', false, 1.5, ['a' => 1]] as $value) {
            $dto = self::create($name);
            $dto->$member = $value;
            self::assertSame($value, $dto[$member]);
            self::assertTrue(isset($dto[$member]));
            self::assertTrue(isset($dto->$member));
            self::assertSame(empty($value), empty($dto->$member));
            self::assertSame(empty($value), empty($dto[$member]));

            $other = self::create($name);
            $other[$member] = $value;
            self::assertSame($value, $other->$member);
            self::assertEquals($dto, $other);
        }
    }

    /** @dataProvider members */
    #[DataProvider('members')]
    public function testUnsetMemberIsNullAndCanBeSetAgain(string $name, string $member): void
    {
        $others = Catalogue::defaults($name);
        unset($others[$member]);
        $dto = self::create($name);
        $dto->$member = 1;
        unset($dto->$member);
        self::assertNull($dto->$member);
        self::assertFalse(isset($dto->$member));
        self::assertSame($others, iterator_to_array($dto));
        $dto->$member = 2;
        self::assertSame(2, $dto->$member);
        unset($dto[$member]);
        self::assertNull($dto[$member]);
        $dto[$member] = 3;
        self::assertEquals([$member => 3] + $others, iterator_to_array($dto));
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testCountAndIterationCoverWhatIsNotNullInDeclaredOrder(string $name): void
    {
        [$dto, $values] = self::filled($name);
        self::assertSame(count($values), count($dto));
        self::assertSame($values, iterator_to_array($dto));
        $seen = [];
        foreach ($dto as $member => $value) {
            $seen[$member] = $value;
        }
        self::assertSame($values, $seen);

        $first = array_key_first($values);
        $dto->$first = null;
        unset($values[$first]);
        self::assertSame($values, iterator_to_array($dto));
        self::assertSame(count($values), count($dto));
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testJson(string $name): void
    {
        self::assertSame(json_encode((object) Catalogue::defaults($name)), json_encode(self::create($name)));
        [$dto, $values] = self::filled($name);
        $masked = Catalogue::masked($name, $values);
        self::assertSame(json_encode($masked), json_encode($dto));
        self::assertSame($masked, $dto->jsonSerialize());
        self::assertSame($values, get_object_vars($dto), 'the values themselves are still there');
        $first = array_key_first($values);
        $dto->$first = null;
        unset($masked[$first]);
        self::assertSame(json_encode((object) $masked), json_encode($dto));
    }

    public function testJsonKeepsEmptyTextZeroAndFalse(): void
    {
        $dto = new \QueryUpgradeSubTaskInDTO();
        $dto->subOperationStatus = '';
        $dto->pageNo = 0;
        $dto->pageSize = false;
        self::assertSame('{"subOperationStatus":"","pageNo":0,"pageSize":false}', json_encode($dto));
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testClone(string $name): void
    {
        [$dto, $values] = self::filled($name);
        $clone = clone $dto;
        self::assertEquals($dto, $clone);
        $last = array_key_last($values);
        $clone->$last = 'changed';
        self::assertSame($values[$last], $dto->$last);
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testSerialize(string $name): void
    {
        [$dto, $values] = self::filled($name);
        $copy = unserialize(serialize($dto));
        self::assertSame(Catalogue::className($name), $copy::class);
        self::assertSame($values, iterator_to_array($copy));
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testAsArrayAndExported(string $name): void
    {
        [$dto, $values] = self::filled($name);
        self::assertSame($values, (array) $dto);
        self::assertSame($values, get_object_vars($dto));
        self::assertSame(
            '\\' . Catalogue::className($name) . '::__set_state(' . self::exportedMembers($values) . ')',
            var_export($dto, true),
        );
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testDumps(string $name): void
    {
        [$dto, $values] = self::filled($name);
        $values = Catalogue::masked($name, $values);
        $class = Catalogue::className($name);
        self::assertSame("$class Object" . substr(print_r($values, true), strlen('Array')), print_r($dto, true));
        ob_start();
        var_dump($dto);
        $dumped = (string) ob_get_clean();
        ob_start();
        var_dump((object) $values);
        $expected = (string) ob_get_clean();
        $headless = static fn (string $dump): string => (string) preg_replace('/^object\(.*\n/', '', $dump);
        self::assertStringStartsWith("object($class)#", $dumped);
        self::assertSame($headless($expected), $headless($dumped));
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testStringForm(string $name): void
    {
        self::assertSame(Catalogue::stringForm($name, Catalogue::defaults($name)), (string) self::create($name));
        [$dto, $values] = self::filled($name);
        $expected = Catalogue::stringForm($name, $values);
        self::assertSame($expected, (string) $dto);
        self::assertSame("$expected\r\n", "$dto\r\n");
    }

    public function testStringFormOfScalarsIsPhpsOwn(): void
    {
        $dto = new \QueryUpgradeSubTaskInDTO();
        $dto->subOperationStatus = true;
        $dto->pageNo = false;
        $dto->pageSize = 1.5;
        self::assertSame('QueryUpgradeSubTaskInDTO [subOperationStatus=1, pageNo=, pageSize=1.5]', (string) $dto);
    }

    public function testStringFormOfAStructureInAScalarMemberIsJson(): void
    {
        $dto = new \SubOperationInfo();
        $dto->detailInfo = ['code' => 7];
        $dto->extendInfo = ['v' => 'ü'];
        self::assertStringEndsWith('detailInfo={"code":7}, extendInfo={"v":"\u00fc"}]', (string) $dto);
    }

    public function testNestedStructuresAreWrittenThroughTheirOwnJson(): void
    {
        $row = new \SubOperationInfo();
        $row->deviceId = 'd1';
        $page = new \QueryUpgradeSubTaskOutDTO();
        $page->data = [$row, new \SubOperationInfo()];
        self::assertSame('{"data":[{"deviceId":"d1"},{}]}', json_encode($page));
        self::assertSame(
            'QueryUpgradeSubTaskOutDTO [pageNo=, pageSize=, totalCount=, data=[{"deviceId":"d1"},{}]]',
            (string) $page,
        );
    }

    public function testArrayFunctionsOverRows(): void
    {
        $rows = [];
        foreach (['a' => 'fail', 'b' => 'success'] as $id => $status) {
            $rows[] = $row = new \SubOperationInfo();
            $row->deviceId = $id;
            $row->status = $status;
        }
        self::assertSame(['fail', 'success'], array_column($rows, 'status'));
        self::assertSame(['a' => 'fail', 'b' => 'success'], array_column($rows, 'status', 'deviceId'));
        self::assertSame(['a', 'b'], array_map(static fn (\SubOperationInfo $row): string => $row['deviceId'], $rows));
    }

    public function testAMemberCanBeUsedByReference(): void
    {
        $dto = new \QueryUpgradeSubTaskInDTO();
        $dto->pageNo = 1;
        $page = &$dto->pageNo;
        $page = 5;
        self::assertSame(5, $dto['pageNo']);
        self::assertSame('{"pageNo":5}', json_encode($dto));
        ++$dto->pageNo;
        self::assertSame(6, $page);
    }

    /** @dataProvider names */
    #[DataProvider('names')]
    public function testAnUnknownMemberReadsAsNullInSilence(string $name): void
    {
        $dto = self::create($name);
        $read = static fn (): array => [
            $dto->unknown, $dto['unknown'], $dto['a.b'], $dto[7], isset($dto->unknown), isset($dto['unknown']),
        ];
        self::assertSame([], Watch::errors($read));
        self::assertSame([null, null, null, null, false, false], $read());
    }

    /** @return iterable<string, array{string}> */
    public static function onlySent(): iterable
    {
        foreach (self::names() as $name => $row) {
            if (!isset(Sample::received()[$name])) {
                yield $name => $row;
            }
        }
    }

    /** @return iterable<string, array{string}> */
    public static function received(): iterable
    {
        foreach (array_keys(Sample::received()) as $name) {
            yield $name => [$name];
        }
    }

    public function testEachDtoIsOneOfTheTwoKinds(): void
    {
        $kinds = [array_keys([...self::onlySent()]), array_keys([...self::received()])];
        self::assertEqualsCanonicalizing(Catalogue::names(), array_merge(...$kinds));
        foreach (['QueryUpgradeSubTaskInDTO', 'ClientInfo', 'GeoInfoDTO', 'QueryUpgradeSubTaskOutDTO', 'OperatePolicy'] as $at => $name) {
            self::assertContains($name, $kinds[$at < 3 ? 0 : 1], $name);
        }
    }

    /**
     * In a request, it is a misspelt name.
     *
     * @dataProvider onlySent
     */
    #[DataProvider('onlySent')]
    public function testAnUnknownMemberIsNotTakenAndTheDeprecationNamesIt(string $name): void
    {
        $dto = self::create($name);
        $text = 'E_DEPRECATED: ' . Catalogue::className($name) . ' has no property "%s"; it is ignored';
        self::assertSame([sprintf($text, 'pageno')], Watch::errors(static fn () => $dto->pageno = 1));
        self::assertSame([sprintf($text, 'other')], Watch::errors(static fn () => $dto['other'] = 1));
        self::assertSame([sprintf($text, '7')], Watch::errors(static fn () => $dto[7] = 1));
        self::assertSame(Catalogue::defaults($name), iterator_to_array($dto));
    }

    /**
     * In a response, the application adds it, as it does to the original's arrays.
     *
     * @dataProvider received
     */
    #[DataProvider('received')]
    public function testAnUnknownPropertyOfAResponseIsKeptInSilence(string $name): void
    {
        $dto = self::create($name);
        self::assertSame([], Watch::errors(static function () use ($dto): void {
            $dto->statusText = 'waiting';
            $dto['a.b'] = ['own'];
            $dto[7] = null;
            $dto->statusText .= '!';
        }));
        self::assertSame(['waiting!', ['own'], null], [$dto['statusText'], $dto->{'a.b'}, $dto->{'7'}]);
        self::assertSame([true, true, false], [isset($dto->statusText), isset($dto['a.b']), isset($dto[7])]);
        $members = Catalogue::defaults($name) + ['statusText' => 'waiting!', 'a.b' => ['own']];
        self::assertSame($members, iterator_to_array($dto));
        self::assertCount(count($members), $dto);
        self::assertSame(json_encode($members), json_encode($dto));
        unset($dto['statusText'], $dto->{'a.b'});
        self::assertSame(Catalogue::defaults($name), iterator_to_array($dto));
    }

    public function testAnErrorHandlerMayThrowOnAnUnknownMember(): void
    {
        $dto = new \QueryUpgradeSubTaskInDTO();
        $thrown = Watch::thrownByHandler(static fn () => $dto->typo = 1);
        self::assertStringContainsString('"typo"', $thrown->getMessage());
        self::assertCount(0, $dto);
    }

    public function testAppendingIsAnError(): void
    {
        $dto = new \QueryUpgradeSubTaskInDTO();
        $error = Watch::thrown(static fn () => $dto[] = 1, \Error::class);
        self::assertStringContainsString('its properties have names', $error->getMessage());
    }

    /** The three classes from the documentation of the function; no other class is global. */
    public function testBareAliases(): void
    {
        foreach (['QueryUpgradeSubTaskInDTO', 'QueryUpgradeSubTaskOutDTO', 'SubOperationInfo'] as $name) {
            self::assertSame(Catalogue::className($name), (new ReflectionClass($name))->getName());
            self::assertSame(Catalogue::className($name), (new $name())::class);
        }
        $bare = array_filter(
            (new \ReflectionExtension('northbound'))->getClassNames(),
            static fn (string $class): bool => !str_starts_with($class, 'North_PHP_SDK\\'),
        );
        self::assertEqualsCanonicalizing(
            ['queryupgradesubtaskindto', 'queryupgradesubtaskoutdto', 'suboperationinfo'],
            array_map('strtolower', array_values($bare)),
        );
    }

    private static function create(string $name): object
    {
        return Catalogue::create($name);
    }

    /** @return array{object, array<string, string>} a DTO with every property set, and the values */
    private static function filled(string $name): array
    {
        $dto = self::create($name);
        $values = [];
        foreach (Catalogue::members($name) as $member) {
            $dto->$member = $values[$member] = "$member/ü";
        }
        return [$dto, $values];
    }

    /** @param array<string, string> $values */
    private static function exportedMembers(array $values): string
    {
        $lines = '';
        foreach ($values as $member => $value) {
            $lines .= "   '$member' => '$value',\n";
        }
        return "array(\n$lines)";
    }
}
