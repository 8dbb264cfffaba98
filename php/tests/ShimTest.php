<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Application;
use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Fpm;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Group;
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
        $others = ['North_PHP_SDK/client/ClientService.php', 'North_PHP_SDK/northbound.php', 'log4php/Logger.php'];
        $expected = array_unique([...$classes, ...$others]);
        sort($expected);
        $files = $this->folder->files();
        $written = array_values(array_filter($files, static fn (string $file): bool => !str_contains($file, '\\')));
        self::assertSame($expected, $written);
        $beside = count(preg_grep('#/#', $files, PREG_GREP_INVERT) ?: []);
        $folder = $this->folder->path;
        self::assertSame(
            "$folder/North_PHP_SDK: " . count($files) . " files\n$beside of them are in $folder itself, for paths with backslashes;"
            . " php shim.php remove $folder removes all\n",
            $php->output,
        );
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

    /**
     * @param array<string, string> $expected relative to the folder with the SDK
     * @dataProvider filesWithVariables
     */
    #[DataProvider('filesWithVariables')]
    public function testAFileSetsTheVariablesOfTheOriginal(string $file, array $expected): void
    {
        $this->shim($this->folder->path);
        $load = 'require_once ' . var_export("{$this->folder->path}/North_PHP_SDK", true) . ' . "%s";';
        $expected = array_map(fn (string $folder): string => "{$this->folder->path}/North_PHP_SDK$folder", $expected);
        foreach ([$file, str_replace('/', '\\', $file)] as $spelling) {
            $code = sprintf($load, addcslashes($spelling, '\\'));
            $print = 'unset($argv, $argc); echo json_encode(get_defined_vars());';
            $function = "function load() { $code $print } load();";
            self::assertSame($expected, Php::run($function)->json(), $spelling);
        }
    }

    /** @return iterable<string, array{string, array<string, string>}> */
    public static function filesWithVariables(): iterable
    {
        $client = ['dir' => '/client', 'parentDirName' => ''];
        yield 'ClientService' => ['/client/ClientService.php', $client];
        yield 'NorthApiClient' => ['/client/NorthApiClient.php', $client];
        yield 'NorthApiException' => ['/client/NorthApiException.php', $client];
        // It loads ClientService, which sets two of its variables anew.
        yield 'Authentication' => ['/client/invokeapi/Authentication.php', $client + ['grandParentDir' => '']];
        foreach (['client/DefaultNorthApiClient', 'client/invokeapi/DeviceUpgrade', 'client/dto/AuthOutDTO',
            'client/TransportException', 'constant/Constant', 'utils/PropertyUtil', 'utils/JsonUtil'] as $file) {
            yield $file => ["/$file.php", []];
        }
    }

    public function testAuthenticationKeepsItsVariablesIfClientServiceIsLoaded(): void
    {
        $this->shim($this->folder->path);
        $root = "{$this->folder->path}/North_PHP_SDK";
        self::assertSame(["$root/client/invokeapi", "$root/client", $root], Php::run(
            'require_once getenv("ROOT") . "/client/ClientService.php";'
            . 'require_once getenv("ROOT") . "/client/invokeapi/Authentication.php";'
            . 'echo json_encode([$dir, $parentDirName, $grandParentDir]);',
            [],
            ['ROOT' => $root],
        )->json());
    }

    /** The vendor's demos find the other files with the variables that the first ones leave. */
    public function testFilesAreFoundWithTheVariables(): void
    {
        $this->shim($this->folder->folder('app/extend'));
        $this->folder->file('app/demo/AuthUtil.php', <<<'PHP'
            <?php
            $dir = dirname(__FILE__);
            $parentDirName = dirname($dir);
            require_once($parentDirName . '/extend/North_PHP_SDK/client/DefaultNorthApiClient.php');
            require_once($parentDirName . '/extend/North_PHP_SDK/client/ClientService.php');
            require_once($parentDirName . '/client/dto/AuthOutDTO.php');
            require_once($parentDirName . '\client\dto\ClientInfo.php');
            require_once($dir . '\dto\SSLConfig.php');
            require_once($parentDirName . '/client/NorthApiClient.php');
            require_once($parentDirName . '/utils/PropertyUtil.php');
            PHP);
        $demo = $this->folder->file('app/demo/demo.php', <<<'PHP'
            <?php
            $dir = dirname(__FILE__);
            require_once($dir . '/AuthUtil.php');
            require_once($parentDirName . '/client/invokeapi/Authentication.php');
            require_once($parentDirName . '/dto/AuthRefreshInDTO.php');
            require_once($grandParentDir . '\constant\Constant.php');
            echo 'done';
            PHP);
        $php = Php::start([...Php::flags(), $demo]);
        self::assertSame(['done', '', 0], [$php->output, $php->errors, $php->status]);
    }

    public function testLoadingAllFilesChangesNothingElse(): void
    {
        $this->shim($this->folder->path);
        $php = Php::run(
            '$state = fn () => [date_default_timezone_get(), date("e"), getcwd(), ini_get_all(null, false), umask(), spl_autoload_functions(),'
            . '    error_reporting(), set_error_handler(null), get_defined_functions()["user"], ob_get_level()];'
            . '$classes = get_declared_classes(); $before = $state();'
            . '(function () { foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(getenv("DIR"),'
            . '    FilesystemIterator::SKIP_DOTS)) as $file) { require_once $file->getPathname(); } })();'
            . '$after = $state(); $new = array_diff(get_declared_classes(), $classes); sort($new);'
            . 'unset($before[3]["northbound.rows"], $after[3]["northbound.rows"]);'
            . 'unset($before[3]["northbound.shim_dir"], $after[3]["northbound.shim_dir"]);'
            . 'echo json_encode([$after === $before, $new,'
            . '    get_defined_constants(true)["user"], array_diff(array_keys($GLOBALS), ["classes", "before", "after", "new", "state"])'
            . '        === array_filter(array_keys($GLOBALS), fn ($name) => $name[0] === "_" || $name[0] === "a" && $name[1] === "r")]);',
            [],
            ['DIR' => $this->folder->path],
        );
        self::assertSame([
            true,
            ['Logger', 'North_PHP_SDK\client\ClientService'],
            ['LOG4PHP_DIR' => "{$this->folder->path}/log4php"],
            true,
        ], $php->json());
    }

    /**
     * @param array<string, string> $ini
     * @dataProvider rows
     */
    #[DataProvider('rows')]
    public function testAFileTurnsOnPlainArraysUnlessPhpIniSaysOtherwise(array $ini, string $expected): void
    {
        $this->shim($this->folder->path);
        foreach (['client/NorthApiClient', 'client/ClientService', 'client/dto/AuthOutDTO', 'client\\dto\\AuthOutDTO'] as $file) {
            $load = 'require ' . var_export("{$this->folder->path}/North_PHP_SDK/$file.php", true) . ';';
            self::assertSame($expected, Php::run("$load echo json_encode(ini_get('northbound.rows'));", $ini)->json(), $file);
        }
    }

    /** @return iterable<string, array{array<string, string>, string}> */
    public static function rows(): iterable
    {
        yield 'not set' => [[], 'array'];
        yield 'object' => [['northbound.rows' => 'object'], 'object'];
        yield 'array' => [['northbound.rows' => 'array'], 'array'];
        yield 'without ini_set' => [['disable_functions' => 'ini_set'], (string) ini_get('northbound.rows')];
    }

    public function testTheApplicationCanChangeTheRowsAfterTheFirstFile(): void
    {
        $this->shim($this->folder->path);
        self::assertSame('object', Php::run(
            'require getenv("SDK") . "/client/NorthApiClient.php"; ini_set("northbound.rows", "object");'
            . 'require getenv("SDK") . "/client/invokeapi/Authentication.php"; echo json_encode(ini_get("northbound.rows"));',
            [],
            ['SDK' => "{$this->folder->path}/North_PHP_SDK"],
        )->json());
    }

    /**
     * The setting holds for one request of a worker, and a pool can fix it.
     *
     * @group fpm
     */
    #[Group('fpm')]
    public function testTheRowsUnderPhpFpm(): void
    {
        $this->shim($this->folder->path);
        $script = $this->folder->file('index.php', '<?php $before = ini_get("northbound.rows"); require '
            . var_export("{$this->folder->path}/North_PHP_SDK/client/NorthApiClient.php", true)
            . '; echo json_encode([$before, ini_get("northbound.rows")]);');
        $fpm = new Fpm($script, [], ['pm.max_children' => 1]);
        $default = ini_get('northbound.rows');
        self::assertSame([$default, 'array'], $fpm->get('/')->json());
        self::assertSame([$default, 'array'], $fpm->get('/')->json());
        $fpm = new Fpm($script, [], ['pm.max_children' => 1, 'php_admin_value[northbound.rows]' => 'object']);
        self::assertSame(['object', 'object'], $fpm->get('/')->json());
    }

    /** In one public copy of the original, `PropertyUtil` looks four folders above its own file. */
    public function testTheSettingsFileIsFoundFromAnyWorkingDirectory(): void
    {
        if (ini_get('northbound.shim_dir') === false) {
            self::markTestSkipped('the extension has no setting northbound.shim_dir');
        }
        $this->shim($this->folder->folder('app/extend'));
        $this->folder->file('app/config/application.ini', 'where=above');
        $script = $this->folder->file('app/cron.php', '<?php require __DIR__ . "/extend/North_PHP_SDK/utils/PropertyUtil.php";'
            . 'North_PHP_SDK\utils\PropertyUtil::init(); echo json_encode(North_PHP_SDK\utils\PropertyUtil::getProperty("where"));');
        self::assertSame('above', Php::start([...Php::flags(), $script], [], '/')->json());
        self::assertSame("{$this->folder->path}/app/extend", Php::run(
            'require getenv("SDK") . "/utils/PropertyUtil.php"; echo json_encode(ini_get("northbound.shim_dir"));',
            [],
            ['SDK' => "{$this->folder->path}/app/extend/North_PHP_SDK"],
        )->json());
    }

    public function testClientServiceChecksArguments(): void
    {
        $this->shim($this->folder->path);
        $codes = Php::run(
            'require getenv("SDK") . "/client/ClientService.php";'
            . 'use North_PHP_SDK\client\{ClientService, NorthApiException};'
            . '$service = new ClientService();'
            . '$code = function (callable $check) { try { $check(); return null; } catch (NorthApiException $e) { return $e->error_code; } };'
            . '$info = function (...$values) { $info = new North_PHP_SDK\client\dto\ClientInfo();'
            . '    foreach (["platformIp", "platformPort", "appId", "secret"] as $at => $name) { $info->$name = $values[$at]; } return $info; };'
            . '$codes = [$code(fn () => $service->checkClientInfo(null))];'
            . 'foreach ([["a", "1", "b", "c"], [null, "1", "b", "c"], ["a", "", "b", "c"], ["a", 1, null, "c"], ["a", 1, "b", ""],'
            . '    ["a", 1, "b b", "c"], ["a", 1, "b", "c c"], ["", 1, "b b", "c"], ["a", 1, "b", null]] as $values) {'
            . '    $codes[] = $code(fn () => $service->checkClientInfo($info(...$values)));'
            . '}'
            . 'foreach ([null, "", "token"] as $token) { $codes[] = $code(fn () => $service->checkAccessToken($token)); }'
            . 'foreach ([null, "", [], new stdClass()] as $input) { $codes[] = $code(fn () => $service->checkInput($input)); }'
            . '$query = ["a" => 1]; $service->putInIfValueNotEmpty($query, "b", null); $service->putInIfValueNotEmpty($query, "c", "");'
            . 'echo json_encode([...$codes, $query]);',
            [],
            ['SDK' => "{$this->folder->path}/North_PHP_SDK"],
        )->json();
        self::assertSame([
            '1008', null, '1008', '1008', '1008', '1008', '1010', '1010', '1008', '1008',
            '1009', '1009', null, '1007', '1007', null, null, ['a' => 1, 'c' => ''],
        ], $codes);
    }

    /**
     * @param array<string, string> $ini
     * @dataProvider levels
     */
    #[DataProvider('levels')]
    public function testTheLoggerWritesOnlyIfItIsAskedFor(array $ini, string $expected): void
    {
        $this->shim($this->folder->path);
        $php = Php::run(
            'require getenv("SDK") . "/client/NorthApiClient.php"; $log = Logger::getLogger("app");'
            . 'foreach (["trace", "debug", "info", "warn", "error", "fatal"] as $level) { $log->$level($level); }'
            . '$log->error(["a" => 1], null);'
            . 'echo json_encode([$log === Logger::getLogger("app"), $log->getName(), $log->isInfoEnabled(), LOG4PHP_DIR,'
            . '    Logger::getRootLogger() instanceof Logger, Logger::configure("none.xml")]);',
            $ini + ['log_errors' => '1', 'error_log' => "{$this->folder->path}/log"],
            ['SDK' => "{$this->folder->path}/North_PHP_SDK"],
        );
        $info = in_array($ini['northbound.shim_log'] ?? '', ['trace', 'info'], true);
        self::assertSame([true, 'app', $info, "{$this->folder->path}/log4php", true, null], $php->json());
        $log = is_file("{$this->folder->path}/log") ? (string) file_get_contents("{$this->folder->path}/log") : '';
        self::assertSame($expected, preg_replace('/^\[[^\]]+\] /m', '', $log));
    }

    /** @return iterable<string, array{array<string, string>, string}> */
    public static function levels(): iterable
    {
        yield 'not set' => [[], ''];
        yield 'trace' => [
            ['northbound.shim_log' => 'trace'],
            "TRACE app: trace\nDEBUG app: debug\nINFO app: info\nWARN app: warn\nERROR app: error\nFATAL app: fatal\nERROR app: {\"a\":1}\n",
        ];
        yield 'error' => [['northbound.shim_log' => 'ERROR'], "ERROR app: error\nFATAL app: fatal\nERROR app: {\"a\":1}\n"];
        yield 'no level' => [['northbound.shim_log' => '1'], ''];
    }

    /** The file loads and configures it as the original does, and the shim does not overwrite it. */
    public function testLog4phpOfTheApplicationIsUsed(): void
    {
        $own = '<?php class Logger { static function configure($file) { echo $file; } }';
        $file = $this->folder->file('app/extend/log4php/Logger.php', $own);
        $this->shim("{$this->folder->path}/app/extend");
        self::assertSame($own, file_get_contents($file));
        $code = 'require getenv("SDK") . "/client/NorthApiClient.php"; echo json_encode(class_exists("Logger", false));';
        $environment = ['SDK' => "{$this->folder->path}/app/extend/North_PHP_SDK"];
        self::assertTrue(Php::run($code, [], $environment)->json());
        $configuration = $this->folder->file('app/config/log4php.xml', '');
        self::assertSame($configuration . 'true', Php::run($code, [], $environment)->output);
        self::assertSame('true', Php::run("class Logger { } $code", [], $environment)->output, 'a class of the application');
    }

    /** The original's test certificate has expired, and its log4php is the application's to keep. */
    public function testOnlyPhpFilesAreWritten(): void
    {
        $this->shim($this->folder->path);
        foreach ($this->folder->files() as $file) {
            self::assertStringEndsWith('.php', $file);
        }
        self::assertDirectoryDoesNotExist("{$this->folder->path}/North_PHP_SDK/cert");
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
            $isClass = !str_contains($file, '\\') && !in_array(basename($file), ['northbound.php', 'Logger.php'], true);
            self::assertSame($isClass, $has, $file);
        }
    }

    public function testTheClassThatTheLayoutDefinesHasTheSecondNameOnEveryPhp(): void
    {
        $this->shim('--namespace=' . self::FORK, $this->folder->path);
        $load = 'require ' . var_export("{$this->folder->path}/North_PHP_SDK/client/ClientService.php", true) . ';';
        self::assertTrue(Php::run("$load echo json_encode(class_exists('iotyun\huaweiiot\client\ClientService', false));")->json());
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
        $usage = 'usage: php shim.php [--namespace=NAMESPACE] DIR, php shim.php check DIR, or php shim.php remove [DIR]';
        yield 'no folder' => [[], $usage];
        yield 'a namespace, no folder' => [['--namespace=A'], $usage];
        yield 'two folders' => [['a', 'b'], $usage];
        yield 'unknown option' => [['--force', 'a'], "there is no option --force; $usage"];
        yield 'namespace without a value' => [['--namespace', 'a'], "there is no option --namespace; $usage"];
        foreach (['', '\\', '1a', 'a b', 'a\\\\b', "a';b", 'a-b'] as $namespace) {
            yield "namespace \"$namespace\"" => [["--namespace=$namespace", 'a'], '"' . trim($namespace, '\\') . '" is not a namespace'];
        }
        foreach ([['a', 'b'], ['--all']] as $arguments) {
            yield 'remove ' . implode(' ', $arguments) => [['remove', ...$arguments], 'usage: php shim.php remove [DIR]'];
        }
        yield 'remove from no folder' => [['remove'], 'extend is not a folder'];
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

    /** Only the layout needs the extension. */
    public function testHelpAndWrongUsesNeedNoExtension(): void
    {
        foreach (['--help', '-h'] as $option) {
            $php = Php::start([self::SHIM, $option]);
            self::assertSame(['', 0], [$php->errors, $php->status]);
            foreach (['[--namespace=NAMESPACE] DIR', 'check DIR', 'remove [DIR]'] as $form) {
                self::assertStringContainsString("php shim.php $form\n", $php->output);
            }
        }
        foreach ([[], ['a', 'b'], ['--force']] as $arguments) {
            $php = Php::start([self::SHIM, ...$arguments], [], $this->folder->path);
            self::assertStringContainsString('usage: php shim.php ', $php->errors);
            self::assertSame(['', 1, []], [$php->output, $php->status, $this->folder->files()]);
        }
    }

    public function testWhatWasWrittenIsRemoved(): void
    {
        $this->shim('--namespace=Acme', "{$this->folder->path}/app/extend");
        $count = count($this->folder->files());
        $php = Php::start([self::SHIM, 'remove'], [], "{$this->folder->path}/app");
        self::assertSame(["extend: $count files removed\n", '', 0], [$php->output, $php->errors, $php->status]);
        self::assertSame(['.', '..'], scandir("{$this->folder->path}/app/extend"));
        $php = Php::start([self::SHIM, 'remove', "{$this->folder->path}/app/extend"]);
        self::assertSame(["{$this->folder->path}/app/extend: 0 files removed\n", 0], [$php->output, $php->status]);
    }

    /** The application's files, the original SDK and the real log4php. */
    public function testOtherFilesAreNotRemoved(): void
    {
        $own = ['North_PHP_SDK/cert/client.pem', 'North_PHP_SDK/client/Own.php', 'North_PHP_SDK\\own.php', 'North_PHP_SDK\\own.txt',
            'app.php', 'log4php/Logger.php', 'other/North_PHP_SDK/client/NorthApiClient.php'];
        foreach ($own as $file) {
            $this->folder->file($file, '<?php // the application');
        }
        symlink('none', "{$this->folder->path}/North_PHP_SDK/client/link.php");
        $before = $this->folder->files();
        $this->shim($this->folder->path);
        self::assertGreaterThan(500, count($this->folder->files()));
        $php = Php::start([self::SHIM, 'remove', $this->folder->path]);
        self::assertSame(['', 0], [$php->errors, $php->status]);
        self::assertSame($before, $this->folder->files());
        self::assertDirectoryDoesNotExist("{$this->folder->path}/North_PHP_SDK/utils");
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
            '/^no such task: NorthApiException \[error_code=123009, .*\]\nNorth_PHP_SDK\\\\client\\\\NotFoundException: /m',
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
