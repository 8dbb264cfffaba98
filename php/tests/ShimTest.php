<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Application;
use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use ReflectionExtension;

/** Tests of `php/shim.php`: the original's file layout, for applications that load its files by path. */
final class ShimTest extends PlatformTestCase
{
    private const SHIM = __DIR__ . '/../shim.php';
    private const FORK = 'iotyun\huaweiiot';

    private Folder $folder;

    protected function setUp(): void
    {
        parent::setUp();
        $this->folder = new Folder();
    }

    public function testTheLayoutHasAFileForEachClass(): void
    {
        $php = $this->shim($this->folder->path);
        self::assertSame(['', 0], [$php->errors, $php->status]);

        $classes = [];
        foreach ((new ReflectionExtension('northbound'))->getClasses() as $class) {
            $classes[] = str_replace('\\', '/', $class->getName()) . '.php';
        }
        $expected = array_unique([...$classes, 'North_PHP_SDK/client/ClientService.php']);
        sort($expected);
        $files = $this->folder->files();
        $written = array_values(array_filter($files, static fn (string $file): bool => !str_contains($file, '\\')));
        self::assertSame($expected, $written);
        self::assertSame("{$this->folder->path}/North_PHP_SDK: " . count($files) . " files\n", $php->output);
    }

    public function testTheFilesTheApplicationsLoadAreThere(): void
    {
        $this->shim($this->folder->path);
        foreach ([
            'client/NorthApiClient', 'client/DefaultNorthApiClient', 'client/NorthApiException', 'client/ClientService',
            'client/invokeapi/Authentication', 'client/invokeapi/DeviceUpgrade',
            'client/dto/ClientInfo', 'client/dto/SSLConfig', 'client/dto/SubOperationInfo', 'client/dto/OperateDevices',
            'constant/Constant', 'constant/ExceptionEnum', 'utils/JsonUtil', 'utils/PropertyUtil',
        ] as $file) {
            self::assertFileExists("{$this->folder->path}/North_PHP_SDK/$file.php");
        }
    }

    /** @dataProvider spellings */
    #[DataProvider('spellings')]
    public function testAFileIsFoundHoweverItsPathIsSpelt(string $path): void
    {
        $this->shim($this->folder->path);
        $php = Php::run(
            '$file = ' . var_export("{$this->folder->path}/$path", true) . ';'
            . 'require_once $file; require_once $file; require $file;'
            . 'echo json_encode(class_exists("North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO", false));',
        );
        self::assertTrue($php->json());
    }

    /** @return iterable<string, array{string}> */
    public static function spellings(): iterable
    {
        yield 'slashes' => ['North_PHP_SDK/client/dto/QueryUpgradeSubTaskInDTO.php'];
        yield 'from client/' => ['North_PHP_SDK/client\dto\QueryUpgradeSubTaskInDTO.php'];
        yield 'from invokeapi/, up' => ['North_PHP_SDK/client/invokeapi/../dto/QueryUpgradeSubTaskInDTO.php'];
        yield 'from the root' => ['North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO.php'];
        yield 'from North_PHP_SDK/' => ['North_PHP_SDK/client/dto\QueryUpgradeSubTaskInDTO.php'];
        yield 'constant' => ['North_PHP_SDK\constant\ExceptionEnum.php'];
        yield 'utils' => ['North_PHP_SDK/utils\JsonUtil.php'];
        yield 'without a class' => ['North_PHP_SDK/client\ClientService.php'];
    }

    public function testAFileMayBeLoadedBesideAllOthers(): void
    {
        $this->shim($this->folder->path);
        $php = Php::run(
            'foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(getenv("DIR"), FilesystemIterator::SKIP_DOTS)) as $file) {'
            . '    require_once $file->getPathname();'
            . '}'
            . 'echo json_encode(count(get_included_files()) > 100);',
            [],
            ['DIR' => $this->folder->path],
        );
        self::assertTrue($php->json());
    }

    public function testWithoutTheExtensionAFileSaysWhatToDo(): void
    {
        $this->shim($this->folder->path);
        foreach (['client/invokeapi/DeviceUpgrade', 'client/ClientService'] as $file) {
            $php = Php::start(['-d', 'display_errors=stderr', "{$this->folder->path}/North_PHP_SDK/$file.php"]);
            self::assertSame(['', 255], [$php->output, $php->status]);
            $class = 'North_PHP_SDK\\' . str_replace('/', '\\', $file);
            self::assertStringContainsString(
                "RuntimeException: $class needs the PHP extension northbound; php.ini: extension=northbound",
                $php->errors,
            );
        }
    }

    public function testWritingAgainIsNoError(): void
    {
        $first = $this->shim($this->folder->path);
        $files = $this->folder->files();
        $again = $this->shim($this->folder->path);
        self::assertSame([$first->output, 0], [$again->output, $again->status]);
        self::assertSame($files, $this->folder->files());
    }

    public function testAFolderIsMade(): void
    {
        $directory = "{$this->folder->path}/app/extend";
        self::assertSame(0, $this->shim($directory)->status);
        self::assertFileExists("$directory/North_PHP_SDK/client/NorthApiClient.php");
    }

    /** From 8.3 on, PHP can give a class of an extension a second name. */
    public function testANamespace(): void
    {
        $php = $this->shim('--namespace=' . self::FORK, $this->folder->path);
        self::assertSame(['', 0], [$php->errors, $php->status]);
        $code = 'require ' . var_export("{$this->folder->path}/North_PHP_SDK/client/NorthApiClient.php", true) . ';'
            . 'echo json_encode(new iotyun\huaweiiot\client\NorthApiClient() instanceof North_PHP_SDK\client\NorthApiClient);';

        $loaded = Php::run($code);
        if (PHP_VERSION_ID < 80300) {
            self::assertSame(255, $loaded->status);
            self::assertStringContainsString('set northbound.alias_namespace = "' . self::FORK . '" in php.ini', $loaded->errors);
        } else {
            self::assertTrue($loaded->json());
        }
        self::assertTrue(Php::run($code, ['northbound.alias_namespace' => self::FORK])->json());
    }

    public function testANamespaceIsForAllFilesWithAClass(): void
    {
        $this->shim('--namespace=\Acme\\', $this->folder->path);
        foreach ($this->folder->files() as $file) {
            $has = str_contains((string) file_get_contents("{$this->folder->path}/$file"), "'Acme\\");
            self::assertSame(!str_ends_with($file, 'ClientService.php'), $has, $file);
        }
    }

    /**
     * @param list<string> $arguments
     * @dataProvider wrongUses
     */
    #[DataProvider('wrongUses')]
    public function testWrongUse(array $arguments, string $message): void
    {
        $php = Php::start([...Php::flags(), self::SHIM, ...$arguments], [], $this->folder->path);
        self::assertSame(['', "shim.php: $message\n", 1], [$php->output, $php->errors, $php->status]);
        self::assertSame([], $this->folder->files());
    }

    /** @return iterable<string, array{list<string>, string}> */
    public static function wrongUses(): iterable
    {
        $usage = 'usage: php shim.php [--namespace=NAMESPACE] DIR';
        yield 'no folder' => [[], $usage];
        yield 'a namespace, no folder' => [['--namespace=A'], $usage];
        yield 'two folders' => [['a', 'b'], $usage];
        yield 'unknown option' => [['--force', 'a'], "there is no option --force; $usage"];
        yield 'namespace without a value' => [['--namespace', 'a'], "there is no option --namespace; $usage"];
        foreach (['', '\\', '1a', 'a b', 'a\\\\b', "a';b", 'a-b'] as $namespace) {
            yield "namespace \"$namespace\"" => [["--namespace=$namespace", 'a'], '"' . trim($namespace, '\\') . '" is not a namespace'];
        }
        yield 'a folder that cannot be' => [['/dev/null/a'], 'cannot make the folder /dev/null/a'];
    }

    public function testAFileInTheWayIsNamed(): void
    {
        $path = $this->folder->file('taken', '');
        $php = $this->shim($path);
        self::assertSame(["shim.php: cannot make the folder $path\n", 1], [$php->errors, $php->status]);
        $this->folder->folder('half/North_PHP_SDK/client/NorthApiClient.php');
        $php = $this->shim("{$this->folder->path}/half");
        self::assertStringContainsString('NorthApiClient.php', $php->errors);
        self::assertStringStartsWith('shim.php: cannot write ', $php->errors);
        self::assertSame(1, $php->status);
    }

    public function testWithoutTheExtensionItSaysSo(): void
    {
        $php = Php::start([self::SHIM, $this->folder->path]);
        self::assertSame(['', 1], [$php->output, $php->status]);
        self::assertStringStartsWith('shim.php: the extension northbound is not loaded', $php->errors);
        self::assertSame([], $this->folder->files());
    }

    /** An application in the style of the vendor's demo, without code for the extension. */
    public function testAnApplicationOfTheOriginalRunsUnchanged(): void
    {
        $php = $this->runLegacyApp();
        self::assertSame(['', 0], [$php->errors, $php->status], $php->output);
        foreach ([
            '/^SDK V1\.5\.1\r$/m',
            '/^AuthOutDTO \[accessToken=\*\*\*, tokenType=bearer, refreshToken=\*\*\*, expiresIn=\d+, scope=default\]\r$/m',
            '/^AuthRefreshOutDTO \[.*\]\r$/m',
            '/^QueryUpgradePackageListOutDTO \[pageNo=0, pageSize=1, totalCount=[1-9]\d*, data=\[\{"fileId":.*\}\]\]\r$/m',
            '/^package \w+ \S+.*\r$/m',
            '/^[1-9]\d* packages, the first is \w+\r$/m',
            '/^QueryUpgradePackageOutDTO \[fileId=\w+, .*\]\r$/m',
            '/^CreateUpgradeTaskOutDTO \[operationId=\w+\]\r$/m',
            '/^QueryUpgradeTaskOutDTO \[operationId=\w+, .*\]\r$/m',
            '/^QueryUpgradeSubTaskOutDTO \[.*totalCount=[1-9]\d*.*\]\r$/m',
            '/^device \S+ is in (wait|processing)\r$/m',
            '/^\{"pageNo":0,"pageSize":3,"totalCount":[1-9]\d*,"data":\[\{.*\}\]\}\r$/m',
            '/^no such task: NorthApiException \[error_code=123009, .*\]\r$/m',
            '/^no token: 1009\r$/m',
        ] as $line) {
            self::assertMatchesRegularExpression($line, $php->output);
        }
        self::assertSame(3, preg_match_all('/^device /m', $php->output));
        self::assertStringNotContainsString(Platform::SECRET, $php->output);
    }

    public function testWhatTheApplicationSent(): void
    {
        $this->runLegacyApp();
        $sent = array_map(
            static fn ($request): string => $request->method . ' ' . preg_replace('/(?<=operations\/|category\/)(?!firmware|none)\w+/', 'ID', $request->target),
            self::$platform->requests(),
        );
        $base = '/iodm/northbound/v1.5.0';
        self::assertSame([
            'POST /iocm/app/sec/v1.1.0/login',
            'POST /iocm/app/sec/v1.1.0/refreshToken',
            "GET $base/category?fileType=firmwarePackage&pageNo=0&pageSize=1",
            "GET $base/category?fileType=firmwarePackage&pageNo=0&pageSize=10",
            "GET $base/category/ID",
            "POST $base/operations/firmwareUpgrade",
            "GET $base/operations/ID",
            "GET $base/operations/ID/subOperations?pageNo=0&pageSize=3",
            "GET $base/operations/none/subOperations?pageNo=0&pageSize=3",
        ], $sent);
    }

    /** Writes the layout to the folder of the SDK, and runs a program of the application in its folder. */
    private function runLegacyApp(): Php
    {
        $app = new Application('legacy-app', self::$platform);
        $app->layOut('extend');
        return $app->run('demo/upgrade.php');
    }

    private function shim(string ...$arguments): Php
    {
        return Php::start([...Php::flags(), self::SHIM, ...$arguments]);
    }
}
