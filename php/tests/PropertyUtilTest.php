<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\utils\PropertyUtil;
use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Watch;
use Northbound\Tests\Support\WebServer;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** Tests of the application's ini file. */
final class PropertyUtilTest extends TestCase
{
    /** Prints the value of "where". */
    private const FIND = 'North_PHP_SDK\utils\PropertyUtil::init(%s);'
        . 'echo json_encode(North_PHP_SDK\utils\PropertyUtil::getProperty("where"));';

    private Folder $folder;

    protected function setUp(): void
    {
        $this->folder = new Folder();
    }

    /** The original's demo runs in a folder next to config. */
    public function testTheFileBesideTheWorkingDirectoryIsFound(): void
    {
        $this->folder->file('config/application.ini', 'where=beside');
        self::assertSame('beside', $this->foundFrom($this->folder->folder('test')));
    }

    public function testTheFileInTheWorkingDirectoryIsFoundToo(): void
    {
        $this->folder->file('app/config/application.ini', 'where=in');
        self::assertSame('in', $this->foundFrom($this->folder->folder('app')));
    }

    public function testTheFileBesideComesFirst(): void
    {
        $this->folder->file('config/application.ini', 'where=beside');
        $this->folder->file('app/config/application.ini', 'where=in');
        self::assertSame('beside', $this->foundFrom($this->folder->folder('app')));
    }

    public function testAFolderOfThatNameIsPassedOver(): void
    {
        $this->folder->folder('config/application.ini');
        $this->folder->file('app/config/application.ini', 'where=in');
        self::assertSame('in', $this->foundFrom($this->folder->folder('app')));
    }

    public function testNullLooksForTheFileToo(): void
    {
        $this->folder->file('app/config/application.ini', 'where=in');
        self::assertSame('in', $this->foundFrom($this->folder->folder('app'), 'null'));
    }

    public function testWithoutAFileItSaysWhereItLooked(): void
    {
        $directory = $this->folder->folder('app');
        $error = self::runIn(
            $directory,
            'try { North_PHP_SDK\utils\PropertyUtil::init(); }'
            . 'catch (North_PHP_SDK\client\NorthApiException $e) { echo json_encode([$e->error_code, $e->error_desc]); }',
        );
        self::assertSame([
            '1007',
            "config/application.ini not found in $directory or its parent directory; pass the path of the file: PropertyUtil::init(\$path)",
        ], $error);
    }

    public function testAFileThatIsNamed(): void
    {
        PropertyUtil::init($this->folder->file('my.ini', 'platformIp = 10.0.0.1'));
        self::assertSame('10.0.0.1', PropertyUtil::getProperty('platformIp'));
        PropertyUtil::init($this->folder->file('other.ini', 'appId = a'));
        self::assertNull(PropertyUtil::getProperty('platformIp'), 'of the file before');
        self::assertSame('a', PropertyUtil::getProperty('appId'));
    }

    public function testTheMembersOfAnIniFile(): void
    {
        PropertyUtil::init($this->folder->file('my.ini', <<<'INI'
            ; what the original's demo has
            platformIp=10.0.0.1
            platformPort = 8743
            appId = "an app; and more"
            server.address = 0.0.0.0
            server.port=8099
            7 = seven
            empty =
            isOn = on
            list[] = a
            list[] = b
            [section]
            inside = 1
            INI));
        foreach ([
            'platformIp' => '10.0.0.1',
            'platformPort' => '8743',
            'appId' => 'an app; and more',
            'server.address' => '0.0.0.0',
            'server.port' => '8099',
            '7' => 'seven',
            'empty' => '',
            'isOn' => '1',
            'list' => ['a', 'b'],
            'inside' => '1',
            'server' => null,
            'section' => null,
            'PLATFORMIP' => null,
            '' => null,
        ] as $name => $value) {
            self::assertSame($value, PropertyUtil::getProperty($name), (string) $name);
        }
        self::assertNull(PropertyUtil::getProperty(null));
    }

    public function testAnEmptyFileIsAFile(): void
    {
        PropertyUtil::init($this->folder->file('empty.ini', ''));
        self::assertNull(PropertyUtil::getProperty('appId'));
    }

    /** @dataProvider unusable */
    #[DataProvider('unusable')]
    public function testWhatCannotBeReadIs1007AndNamed(callable $make): void
    {
        $path = $make($this->folder);
        PropertyUtil::init($this->folder->file('before.ini', 'appId = before'));
        $error = null;
        Watch::errors(static function () use ($path, &$error): void {
            $error = Watch::thrown(static fn () => PropertyUtil::init($path));
        });
        self::assertInstanceOf(NorthApiException::class, $error);
        self::assertSame('1007', $error->error_code);
        self::assertStringContainsString($path, $error->error_desc);
        self::assertSame('before', PropertyUtil::getProperty('appId'), 'what was read before stays');
    }

    /** @return iterable<string, array{callable(Folder): string}> */
    public static function unusable(): iterable
    {
        yield 'missing' => [static fn (Folder $folder) => "$folder->path/missing.ini"];
        yield 'in a folder that is missing' => [static fn (Folder $folder) => "$folder->path/none/my.ini"];
        yield 'a folder' => [static fn (Folder $folder) => $folder->folder('folder.ini')];
        yield 'unreadable, a link to itself' => [static function (Folder $folder): string {
            symlink("$folder->path/loop.ini", "$folder->path/loop.ini");
            return "$folder->path/loop.ini";
        }];
        yield 'not an ini file' => [static fn (Folder $folder) => $folder->file('bad.ini', "a = (\n]]\n{")];
    }

    /** @dataProvider notPaths */
    #[DataProvider('notPaths')]
    public function testAPathIsText(mixed $path, string $given): void
    {
        $error = Watch::thrown(static fn () => PropertyUtil::init($path));
        self::assertSame(['1007', "path must be a string, $given given"], [$error->error_code, $error->error_desc]);
    }

    /** @return iterable<string, array{mixed, string}> */
    public static function notPaths(): iterable
    {
        yield 'array' => [['a.ini'], 'array'];
        yield 'int' => [1, 'int'];
        yield 'bool' => [false, 'bool'];
        yield 'object' => [new \stdClass(), 'stdClass'];
    }

    public function testBeforeInitThereIsNothing(): void
    {
        self::assertNull(Php::run('echo json_encode(North_PHP_SDK\utils\PropertyUtil::getProperty("appId"));')->json());
    }

    /** One process serves both requests; the second must not see the values of the first. */
    public function testItForgetsAtTheEndOfTheRequest(): void
    {
        $ini = $this->folder->file('my.ini', 'appId = mine');
        $server = new WebServer($this->folder->file('index.php', <<<'PHP'
            <?php
            use North_PHP_SDK\utils\PropertyUtil;
            if (isset($_GET['path'])) {
                PropertyUtil::init($_GET['path']);
            }
            echo json_encode([getmypid(), PropertyUtil::getProperty('appId')]);
            PHP));
        [$first, $read] = json_decode($server->get('/?path=' . urlencode($ini)));
        [$second, $left] = json_decode($server->get('/'));
        self::assertSame(['mine', null], [$read, $left]);
        self::assertSame($first, $second, 'the process');
    }

    public function testTheWorkingDirectoryIsThatOfTheCall(): void
    {
        $this->folder->file('config/application.ini', 'where=beside');
        $there = $this->folder->folder('test');
        $code = 'chdir(' . var_export($there, true) . ');' . self::FIND;
        self::assertSame('beside', self::runIn('/', sprintf($code, '')));
    }

    /** Returns the value of "where" in a PHP process with this working directory. */
    private function foundFrom(string $directory, string $argument = ''): ?string
    {
        return self::runIn($directory, sprintf(self::FIND, $argument));
    }

    private static function runIn(string $directory, string $code): mixed
    {
        return Php::start([...Php::flags(), '-r', $code], [], $directory)->json();
    }
}
