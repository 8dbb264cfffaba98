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

    /** The same, or the code of the error. */
    private const FIND_OR_CODE = 'try { North_PHP_SDK\utils\PropertyUtil::init();'
        . 'echo json_encode(North_PHP_SDK\utils\PropertyUtil::getProperty("where")); }'
        . 'catch (North_PHP_SDK\client\NorthApiException $e) { echo json_encode($e->error_code); }';

    private const FORK = ['northbound.alias_namespace' => 'iotyun\huaweiiot'];

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

    /**
     * The original looks four folders above its own file: above the shim's, whatever the working directory.
     *
     * @dataProvider levels
     */
    #[DataProvider('levels')]
    public function testTheFileAboveTheShimIsFound(int $levels, bool $found): void
    {
        $shim = $this->folder->folder('1/2/3/4/5/6');
        $this->folder->file(self::above('1/2/3/4/5/6', $levels) . 'config/application.ini', 'where=above the shim');
        $ini = ['northbound.shim_dir' => $shim];
        self::assertSame($found ? 'above the shim' : '1007', self::runIn('/', self::FIND_OR_CODE, $ini));
        // As a cron job runs it, and as the shim's file sets it.
        $code = 'ini_set("northbound.shim_dir", ' . var_export($shim, true) . ');' . self::FIND_OR_CODE;
        self::assertSame($found ? 'above the shim' : '1007', self::runIn('/', $code));
        self::assertSame('1007', self::runIn('/', self::FIND_OR_CODE), 'nothing else finds it');
    }

    /**
     * The Composer fork's settings are a PHP file of the project.
     *
     * @dataProvider levels
     */
    #[DataProvider('levels')]
    public function testTheFileOfTheForkIsFoundUpwards(int $levels, bool $found): void
    {
        $directory = $this->folder->folder('1/2/3/4/5/6');
        $this->folder->file(
            self::above('1/2/3/4/5/6', $levels) . 'config/huaweiiot.php',
            '<?php return ["where" => "above", "platformPort" => 8743, "list" => ["a" => null]];',
        );
        self::assertSame($found ? 'above' : '1007', self::runIn($directory, self::FIND_OR_CODE, self::FORK));
        self::assertSame('1007', self::runIn($directory, self::FIND_OR_CODE), 'only under the namespace of the fork');
    }

    /** @return iterable<string, array{int, bool}> */
    public static function levels(): iterable
    {
        foreach (range(0, 6) as $levels) {
            yield "$levels above" => [$levels, $levels <= 4];
        }
    }

    public function testTheFileBesideTheWorkingDirectoryComesBeforeAllOthers(): void
    {
        $this->folder->file('app/config/huaweiiot.php', '<?php return ["where" => "fork"];');
        $this->folder->file('shim/config/application.ini', 'where=shim');
        $this->folder->file('app/test/config/application.ini', 'where=in');
        $this->folder->file('app/config/application.ini', 'where=beside');
        $ini = self::FORK + ['northbound.shim_dir' => "{$this->folder->path}/shim/a/b"];
        $directory = "{$this->folder->path}/app/test";
        foreach (['beside' => 'app/config/application.ini', 'in' => 'app/test/config/application.ini', 'shim' => 'shim/config/application.ini', 'fork' => 'app/config/huaweiiot.php'] as $where => $file) {
            self::assertSame($where, self::runIn($directory, self::FIND_OR_CODE, $ini));
            unlink("{$this->folder->path}/$file");
        }
        self::assertSame('1007', self::runIn($directory, self::FIND_OR_CODE, $ini));
    }

    public function testItSaysInWhichOtherPlacesItLooked(): void
    {
        $code = 'try { North_PHP_SDK\utils\PropertyUtil::init(); }'
            . 'catch (North_PHP_SDK\client\NorthApiException $e) { echo json_encode($e->error_desc); }';
        $directory = $this->folder->folder('app');
        $shim = $this->folder->folder('shim');
        self::assertStringContainsString($shim, self::runIn($directory, $code, ['northbound.shim_dir' => $shim]));
        self::assertStringContainsString('config/huaweiiot.php', self::runIn($directory, $code, self::FORK));
    }

    public function testAPhpFileReturnsAnArray(): void
    {
        PropertyUtil::init($this->folder->file('my.php', '<?php $local = "a"; return ["appId" => $local . "b", "port" => 8743, 7 => [1]];'));
        self::assertSame(['ab', 8743, [1]], array_map(PropertyUtil::getProperty(...), ['appId', 'port', '7']));
        foreach (['<?php return "text";', '<?php return;', '<?php $a = [1];'] as $code) {
            $path = $this->folder->file('other.php', $code);
            $error = Watch::thrown(static fn () => PropertyUtil::init($path));
            self::assertSame(['1007', "$path does not return an array"], [$error->error_code, $error->error_desc]);
        }
        $path = $this->folder->file('throws.php', '<?php throw new DomainException("mine");');
        self::assertSame('mine', Watch::thrown(static fn () => PropertyUtil::init($path), \DomainException::class)->getMessage());
        self::assertSame('ab', PropertyUtil::getProperty('appId'), 'what was read before stays');
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

    /** @param array<string, string> $ini */
    private static function runIn(string $directory, string $code, array $ini = []): mixed
    {
        return Php::start([...Php::flags($ini), '-r', $code], [], $directory)->json();
    }

    /** The folder so many levels above another, with a slash at its end; empty for the topmost. */
    private static function above(string $folder, int $levels): string
    {
        $parts = array_slice(explode('/', $folder), 0, -$levels ?: null);
        return $parts === [] ? '' : implode('/', $parts) . '/';
    }
}
