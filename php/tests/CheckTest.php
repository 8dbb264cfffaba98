<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Shim\Check\LedgerRow;
use Northbound\Tests\Support\Extension;
use Northbound\Tests\Support\Folder;
use Northbound\Tests\Support\Php;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\TestCase;

/** `php/shim.php check`: what would behave differently in an application of the original. */
final class CheckTest extends TestCase
{
    private const SHIM = __DIR__ . '/../shim.php';
    private const FIXTURES = __DIR__ . '/fixtures';
    /** Without it, each application lacks its certificates. */
    private const CERTIFICATES = ['-d', 'northbound.ca_file=/ca.pem'];

    private const DTO = 'use North_PHP_SDK\client\dto\{AuthOutDTO, ClientInfo, QueryUpgradeSubTaskOutDTO};';
    private const CALL = self::DTO . '$page = (new North_PHP_SDK\client\invokeapi\DeviceUpgrade())->queryUpgradeSubTask($q, "a", $t); ';
    private const LIST = self::CALL . 'foreach ($page->data as $row) ';
    private const CATCH = 'use North_PHP_SDK\client\{NorthApiClient, NorthApiException}; try { f(); } catch (NorthApiException $e) ';

    private Folder $folder;

    protected function setUp(): void
    {
        $this->folder = new Folder();
    }

    public function testAReport(): void
    {
        $php = self::check(self::FIXTURES . '/check-app');
        $object = 'SubOperationInfo is an object here, and an array in the original; set northbound.rows = array [row 24]';
        self::assertSame(<<<TEXT
            src/Report.php
                21  initSSLConfig() takes its certificates from php.ini, and the original has a test certificate, which has expired; set northbound.client_cert, and northbound.ca_file if the platform's CA is not one of the system [row 15]
                29  QueryUpgradeSubTaskInDTO has no field pagesize; the original ignores the assignment without a word, and here there is an E_DEPRECATED [row 23]
                33  getMessage() is empty in the original; here it has the operation, the code, the text and the HTTP status. Compare error_code [row 4]
                33  the texts of the errors 1001 to 1011 differ from the original; compare error_code [row 97]
                33  the texts of ExceptionEnum differ from the original; compare the codes, which are its keys [row 97]
                37  isset() on a field of a DTO is always false in the original; here it is true if the field is not null [row 22]
                40  the parameter \$row takes arrays only: $object
                49  is_array() is false: $object
                50  array_keys() takes arrays only: $object
                50  argument 1 of line() must be an array: $object
                53  ?? after a field of a DTO always takes its right side in the original; here it does so only if the field is null [row 22]
                53  the class Logger comes from log4php, which the original loads; load log4php yourself, or the file client/NorthApiClient.php of php/shim.php [row 93]

            12 differences; 3 files read; the rows are those of docs/differences.md

            TEXT, $php->output);
        self::assertSame(['', 1], [$php->errors, $php->status]);
    }

    /** The check does not need the extension, and finds the same with it. */
    public function testTheExtensionChangesNothing(): void
    {
        $without = self::check(self::FIXTURES . '/check-app');
        $with = Php::start([...Php::flags(), ...self::tokenizer(), self::SHIM, 'check', self::FIXTURES . '/check-app']);
        self::assertSame([$without->output, '', 1], [$with->output, $with->errors, $with->status]);
    }

    /**
     * @param list<string> $expected
     * @dataProvider applications
     */
    #[DataProvider('applications')]
    public function testTheApplicationsOfTheseTests(string $name, int $files, array $expected): void
    {
        $php = self::check(self::FIXTURES . "/$name", self::CERTIFICATES);
        preg_match_all('/^ *(\d+)  .* \[row (\d+)\]$/m', $php->output, $found, PREG_SET_ORDER);
        self::assertSame($expected, array_map(static fn (array $line): string => "$line[1] row $line[2]", $found), $php->output);
        self::assertStringContainsString($files === 1 ? ' 1 file' : " $files files", $php->output);
        self::assertSame(['', $expected === [] ? 0 : 1], [$php->errors, $php->status]);
    }

    /** @return iterable<string, array{string, int, list<string>}> */
    public static function applications(): iterable
    {
        // empty($out->data[PAGE])
        yield 'batch-app' => ['batch-app', 1, ['146 row 22']];
        // echo $nae
        yield 'building-app' => ['building-app', 6, ['29 row 106', '80 row 73', '82 row 106']];
        yield 'fork-app' => ['fork-app', 3, []];
        yield 'fpm-app' => ['fpm-app', 1, []];
        yield 'legacy-app' => ['legacy-app', 6, ['22 row 106', '54 row 106', '101 row 106', '72 row 106', '146 row 106', '157 row 73',
            '162 row 73', '165 row 73', '167 row 73', '58 row 106', '103 row 106', '125 row 106']];
        yield 'receiver-app' => ['receiver-app', 1, ['106 row 73', '111 row 73']];
    }

    /**
     * @param list<int> $rows of the ledger
     * @dataProvider differences
     * @dataProvider noDifferences
     */
    #[DataProvider('differences')]
    #[DataProvider('noDifferences')]
    public function testADifference(string $code, array $rows): void
    {
        $this->folder->file('app.php', "<?php $code");
        $php = self::check($this->folder->path, self::CERTIFICATES);
        preg_match_all('/ \[row (\d+)\]$/m', $php->output, $found);
        self::assertSame($rows, array_map('intval', $found[1]), $php->output);
        self::assertSame(['', $rows === [] ? 0 : 1], [$php->errors, $php->status]);
    }

    /** @return iterable<string, array{string, list<int>}> */
    public static function differences(): iterable
    {
        yield 'isset' => [self::CALL . 'isset($page->data);', [22]];
        yield 'isset of two' => [self::CALL . 'isset($a->b, $page->data[0]["x"]);', [22]];
        yield 'empty' => [self::CALL . 'if (!empty($page->data)) { }', [22]];
        yield '??' => [self::CALL . 'echo $page->pageNo ?? 0;', [22]];
        yield '?? after a call' => [self::DTO . '$rows = (new North_PHP_SDK\client\invokeapi\RuleEngine)->createRule($r, 1, 2)->ruleId ?? 0;', [22]];
        yield 'isset on a DTO of its own' => [self::DTO . '$info = new ClientInfo; isset($info->appId);', [22]];
        yield 'isset on a clone' => [self::DTO . '$a = new ClientInfo(); $b = clone $a; isset($b->appId);', [22]];
        yield 'isset on a parameter' => [self::DTO . 'function f(?ClientInfo $info) { return isset($info->appId); }', [22]];
        yield 'isset on a property' => [
            self::DTO . 'class A { function a() { $this->info = new ClientInfo(); } function b() { isset($this->info->appId); } }',
            [22],
        ];
        yield 'isset on a property that a later method sets' => [
            self::DTO . 'class A { function b() { isset($this->info->appId); }'
            . ' function a() { $this->info = null; $this->info = new ClientInfo(); } }',
            [22],
        ];
        yield 'isset on a static property' => [self::DTO . 'class A { function a() { self::$i = new ClientInfo(); echo self::$i->appId ?? 1; } }', [22]];
        yield 'isset in a closure' => [self::CALL . '$f = function () use ($page) { return isset($page->data); };', [22]];
        yield 'isset in an arrow function' => [self::CALL . '$f = fn () => isset($page->data);', [22]];
        yield 'the fork' => ['$info = new \iotyun\huaweiiot\client\dto\ClientInfo(); isset($info->appId);', [22]];
        yield 'an alias' => ['use North_PHP_SDK\client\dto\ClientInfo as Info; $i = new Info(); isset($i->appId);', [22]];
        yield 'a namespace' => ['use North_PHP_SDK\client\dto; $i = new dto\ClientInfo(); isset($i->appId);', [22]];

        yield 'unknown field' => [self::DTO . '$info = new ClientInfo(); $info->appID = 1;', [23]];

        yield 'is_array on an item' => [self::LIST . '{ is_array($row); }', [24]];
        yield 'is_array by index' => [self::CALL . 'is_array($page->data[0]);', [24]];
        yield 'is_array of the first' => [self::CALL . '$row = reset($page->data); is_array($row);', [24]];
        yield 'is_array within a response' => [
            '$task = (new North_PHP_SDK\client\invokeapi\DeviceUpgrade())->queryUpgradeTask("a", "b"); is_array($task->staResult);',
            [24],
        ];
        yield 'is_array within an item' => [
            'use North_PHP_SDK\client\invokeapi\DataCollection; $all = (new DataCollection)->queryBatchDevicesInfo($q, $t);'
            . 'foreach ($all->devices as $device) { is_array($device["deviceInfo"]); }',
            [24],
        ];
        yield 'array_merge' => [self::LIST . '{ array_merge(array("a" => 1), $row); }', [24]];
        yield 'array_key_exists' => [self::LIST . '{ \array_key_exists("a", $row); }', [24]];
        yield 'array parameter' => [self::LIST . '{ f($row); } function f(array $row) { }', [24]];
        yield 'array parameter of a method' => [self::LIST . '{ A::f(1, $row); } class A { static function f($a, ?array $row = null) { } }', [24]];
        yield 'array parameter of a closure' => [self::CALL . 'usort($page->data, function (array $a, $b) { });', [24]];
        yield 'array parameter of an arrow function' => [self::CALL . 'array_filter($page->data, static fn (array $row) => true);', [24]];
        yield 'a default for the list' => [self::CALL . '$rows = $page->data ?: []; foreach ($rows as $row) { is_array($row); }', [24]];

        yield 'var_export of an item' => [self::LIST . 'var_export($row);', [24]];
        yield 'var_export of a DTO' => [self::DTO . 'function f(AuthOutDTO $out) { return var_export($out, true); }', [35]];

        yield 'getMessage' => [self::CATCH . '{ if ("x" === $e->getMessage()) { } }', [4]];
        yield 'getMessage searched' => [self::CATCH . '{ strpos($e->getMessage(), "x"); }', [4]];
        yield 'getMessage in switch' => [self::CATCH . '{ switch ($e->getMessage()) { } }', [4]];
        yield 'error_desc' => [self::CATCH . '{ $e->error_desc != "x"; }', [97]];
        yield 'a text of ExceptionEnum' => ['use North_PHP_SDK\constant\ExceptionEnum; echo ExceptionEnum::PORT_ERROR[1011];', [97]];
        yield 'the texts of ExceptionEnum' => ['echo array_values(\North_PHP_SDK\constant\ExceptionEnum::PORT_ERROR)[0];', [97]];

        yield 'a loop that goes on' => [
            'use North_PHP_SDK\client\NorthApiException; while (true) { try { $u->queryUpgradeTask($a, $b); }'
            . ' catch (NorthApiException $e) { echo $e; } sleep(1); }',
            [1, 106],
        ];
        yield 'for (;;)' => [
            'use North_PHP_SDK\client\DefaultNorthApiClient; for (;;) { try { $u->queryUpgradeTask($a, $b); } catch (Exception $e) { continue; } }',
            [1],
        ];
        yield 'a response that is not there' => [
            'use North_PHP_SDK\client\NorthApiException; function f($u) { try { $out = $u->queryUpgradeTask("a", "b"); }'
            . ' catch (NorthApiException $e) { echo $e; } return $out->status; }',
            [1, 106],
        ];

        foreach (['echo $e;', 'echo "a", $e;', 'print $e;', '$s = (string) $e;', '$s = "no: " . $e;', '$s = $e . PHP_EOL;', '$s .= $e;',
            'echo "no: $e";', 'echo "no: {$e}.";', 'error_log($e);', 'fwrite(STDERR, $e);'] as $code) {
            yield "text: $code" => [self::CATCH . "{ $code }", [106]];
        }
        yield 'text of a subclass' => ['try { f(); } catch (A | North_PHP_SDK\client\ThrottledException $e) { echo $e; }', [106]];

        yield 'Logger' => ['use North_PHP_SDK\client\NorthApiClient; $log = Logger::getLogger("a"); $log = Logger::getLogger("b");', [93]];
        yield 'LOG4PHP_DIR' => ['use North_PHP_SDK\client\NorthApiClient; require LOG4PHP_DIR . "/Logger.php";', [93]];
        yield 'a path of Windows' => ['require_once $root . \'\extend\North_PHP_SDK\client\NorthApiClient.php\';', [69]];

        yield 'getAPIResponse' => ['use North_PHP_SDK\client\NorthApiClient; $client->getAPIResponse("u", "GET");', [98]];
        yield 'getAPIResponse of an object of unknown type' => [
            'use North_PHP_SDK\client\NorthApiException; class A { function f() { self::$client->getAPIResponse("u"); $this->c->d->getAPIResponse(); } }',
            [98],
        ];
        yield 'getAPIResponse overridden' => ['class C extends North_PHP_SDK\client\NorthApiClient { function getAPIResponse() { } }', [98]];
        yield 'a private field' => [self::DTO . 'class Mine extends ClientInfo { private $appId; protected $secret, $mine; }', [104, 104]];
        yield 'a field with a type' => [self::DTO . 'class Mine extends ClientInfo { public ?string $appId = null; }', [104]];
        yield 'a private field of the exception' => ['class E extends North_PHP_SDK\client\NorthApiException { private $error_code; }', [104]];
        yield 'new Paginator' => ['use North_PHP_SDK\client\Paginator; new Paginator();', [90]];
        yield 'extends Paginator' => ['class P extends \North_PHP_SDK\client\Paginator { }', [90]];
    }

    /** @return iterable<string, array{string, list<int>}> */
    public static function noDifferences(): iterable
    {
        yield 'isset on the response' => [self::CALL . 'isset($page); empty($page); $page ?? null;', []];
        yield 'isset on a key' => [self::LIST . '{ isset($row["startTime"]); $row["a"] ?? 1; }', []];
        yield 'isset on another object' => [self::CALL . '$page = new stdClass(); isset($page->data);', []];
        yield 'isset in another function' => [self::CALL . 'function f($page) { return isset($page->data); }', []];
        yield 'isset in a text' => [self::CALL . 'echo "isset({$page->pageNo})"; // isset($page->data)', []];
        yield 'isset(...) of a class of the same name' => ['use app\dto\ClientInfo; $i = new ClientInfo(); isset($i->appId);', []];
        yield 'is_array on the list' => [self::CALL . 'is_array($page->data);', []];
        yield 'is_array on a field' => [self::LIST . '{ is_array($row["extendInfo"]); }', []];
        yield 'array functions on the list' => [self::CALL . 'array_merge($page->data, $page->data); array_column($page->data, "a");', []];
        yield 'array functions on a field' => [self::LIST . '{ implode(",", array($row["a"])); f($row["a"]); } function f(array $a) { }', []];
        yield 'another parameter' => [self::LIST . '{ f($row, []); g($row); } function f($row, array $a) { } function g(array|ArrayAccess $r) { }', []];
        yield 'two methods of one name' => [self::LIST . '{ $a->f($row); } class A { function f(array $a) { } } class B { function f($a) { } }', []];
        yield 'plain rows by ini_set' => [self::LIST . '{ is_array($row); } ini_set("northbound.rows", "array");', []];
        yield 'plain rows by path' => [self::LIST . '{ is_array($row); } require __DIR__ . "/extend/North_PHP_SDK/client/NorthApiClient.php";', []];
        yield 'plain rows by path in parts' => [
            self::LIST . '{ is_array($row); } $sdk = __DIR__ . "/North_PHP_SDK"; require $sdk . "/client/NorthApiClient.php";',
            [],
        ];
        yield 'plain rows of the fork' => [
            '$page = (new iotyun\huaweiiot\client\invokeapi\DeviceUpgrade())->queryUpgradeSubTask($q, "a", $t);'
            . ' foreach ($page->data as $row) { is_array($row); var_export($row); array_map(function (array $r) { }, $page->data); }',
            [],
        ];
        yield 'rules are objects in the original' => [
            '$rules = (new North_PHP_SDK\client\invokeapi\RuleEngine())->queryRules($q, $t); foreach ($rules as $rule) { is_array($rule); }',
            [],
        ];
        yield 'known fields' => [self::DTO . '$i = new ClientInfo(); $i->appId = $i->secret = "x"; $i->$name = 1; $page->other = 1;', []];
        yield 'a property of two types' => [
            self::DTO . 'class A { function b() { isset($this->i->appId); } function a() { $this->i = new ClientInfo(); $this->i = f(); } }',
            [],
        ];
        yield 'fields of an exception as text' => [
            self::CATCH . '{ echo $e->error_code, "$e->error_code {$e->error_desc}" . $e->getMessage(); f($e); throw $e; }',
            [],
        ];
        yield 'another exception as text' => ['use North_PHP_SDK\client\NorthApiClient; try { f(); } catch (PDOException $e) { echo $e; }', []];
        yield 'getAPIResponse without the SDK' => ['$client->getAPIResponse();', []];
        yield 'getMessage of another exception' => [self::CATCH . '{ } catch (PDOException $e) { $e->getMessage() == "x"; }', []];
        yield 'getMessage printed' => [self::CATCH . '{ echo $e->getMessage() . $e->error_desc; $e->error_code == "1"; }', []];
        yield 'codes of ExceptionEnum' => [
            'use North_PHP_SDK\constant\ExceptionEnum; key(ExceptionEnum::PORT_ERROR); array_keys(ExceptionEnum::PORT_ERROR)[0];'
            . ' new ExceptionEnum(ExceptionEnum::PORT_ERROR);',
            [],
        ];
        yield 'a loop that ends' => [
            'use North_PHP_SDK\client\NorthApiException; while (true) { try { $u->queryUpgradeTask($a, $b); }'
            . ' catch (NorthApiException $e) { break; } }',
            [],
        ];
        yield 'a loop with a limit' => [
            'use North_PHP_SDK\client\NorthApiException; while ($i < 3) { try { $u->queryUpgradeTask($a, $b); }'
            . ' catch (NorthApiException $e) { echo $e->error_code; } }',
            [],
        ];
        foreach ([
            'a default' => '$out = null; try { $out = $u->queryUpgradeTask("a", "b"); } catch (NorthApiException $e) { echo $e->error_code; } return $out->a;',
            'a return' => 'try { $out = $u->queryUpgradeTask("a", "b"); } catch (NorthApiException $e) { return $e; } return $out->a;',
            'a call that may end' => 'try { $out = $u->queryUpgradeTask("a", "b"); } catch (NorthApiException $e) { abort(404); } return $out->a;',
            'a method that may end' => 'try { $out = $u->queryUpgradeTask("a", "b"); } catch (NorthApiException $e) { $this->stop(); } return $out->a;',
            'a value in catch' => 'try { $out = $u->queryUpgradeTask("a", "b"); } catch (NorthApiException $e) { $out = $e; } return $out->a;',
            'a test' => 'try { $out = $u->queryUpgradeTask("a", "b"); } catch (NorthApiException $e) { echo $e->error_code; } return empty($out) ? 1 : $out->a;',
        ] as $name => $body) {
            yield "a response with $name" => ["use North_PHP_SDK\client\NorthApiException; function f(\$u) { $body }", []];
        }
        yield 'a Logger of the application' => ['use North_PHP_SDK\client\NorthApiClient; Logger::getLogger("a"); class Logger { }', []];
        yield 'a Logger without the SDK' => ['Logger::getLogger("a"); echo LOG4PHP_DIR;', []];
        yield 'an imported Logger' => ['use North_PHP_SDK\client\NorthApiClient; use Monolog\Logger; Logger::DEBUG;', []];
        yield 'a Logger of a namespace' => ['namespace app; use North_PHP_SDK\client\NorthApiClient; Logger::info("a");', []];
        yield 'a path of Linux' => ['require_once $root . \'/extend/North_PHP_SDK\client\NorthApiClient.php\';', []];
        yield 'own properties' => [self::DTO . 'class Mine extends ClientInfo { public $appId, $b; private static $client = array(1); var $secret; }', []];
        yield 'methods of a subclass' => [self::DTO . 'class Mine extends ClientInfo { private function a($appId) { $secret = 1; } }', []];
        yield 'another Paginator' => ['use North_PHP_SDK\client\NorthApiClient; use app\Paginator; new Paginator();', []];
        yield 'no PHP' => ['?> isset($page->data) <?php ', []];
        yield 'half a file' => [self::CALL . 'if (isset($page', []];
        yield 'nonsense' => ['} ) ] class function fn ( use { new ::', []];
        yield 'nothing' => ['', []];
    }

    /**
     * @param list<string> $settings
     * @dataProvider certificates
     */
    #[DataProvider('certificates')]
    public function testCertificates(string $code, array $settings, ?int $row): void
    {
        $this->folder->file('client.php', "<?php use North_PHP_SDK\client\NorthApiClient; use North_PHP_SDK\client\dto\SSLConfig; $code");
        $php = self::check($this->folder->path, $settings);
        if ($row === null) {
            self::assertSame("no differences found in 1 file\n", $php->output);
        } else {
            self::assertMatchesRegularExpression("/^client\.php\n     1  .* \[row $row\]\n\n1 difference; 1 file read; /", $php->output);
        }
        self::assertSame(['', $row === null ? 0 : 1], [$php->errors, $php->status]);
    }

    /** @return iterable<string, array{string, list<string>, ?int}> */
    public static function certificates(): iterable
    {
        yield 'a client of unknown type' => ['$a->initSSLConfig();', [], 15];
        yield 'a static property' => ['class A { function f() { self::$client->initSSLConfig(); } }', [], 15];
        yield 'the parent' => ['class A extends NorthApiClient { function initSSLConfig() { parent::initSSLConfig(); } }', [], 15];
        yield 'one client with an SSLConfig, another without' => [
            '$a = new NorthApiClient(); $a->initSSLConfig1(new SSLConfig()); self::$b->initSSLConfig();', [], 15,
        ];
        yield 'not initialised' => ['$a = new NorthApiClient();', [], 9];
        yield 'no certificate' => ['$a = new NorthApiClient(); $a->initSSLConfig();', [], 15];
        yield 'no certificate, twice' => ['$a = new NorthApiClient(); $a->initSSLConfig0(); $a->initSSLConfig();', [], 15];
        yield 'an SSLConfig' => ['$a = new NorthApiClient(); $a->initSSLConfig(new SSLConfig());', [], null];
        foreach (['ca_file', 'client_cert', 'tls_verify'] as $name) {
            yield "php.ini: $name" => ['$a = new NorthApiClient(); $a->initSSLConfig();', ['-d', "northbound.$name=x"], null];
            yield "ini_set: $name" => ["ini_set('northbound.$name', 'x'); (new NorthApiClient())->initSSLConfig();", [], null];
        }
    }

    public function testCallsWithAnotherEffect(): void
    {
        $use = 'use North_PHP_SDK\client\invokeapi\SubscriptionManagement; ';
        $this->folder->file('app.php', "<?php $use \n\$s->querySingleSubscription('a', 'b', \$t);\n\$m->deleteDirectDevice('x', true, 'a', \$t);");
        $php = self::check($this->folder->path);
        self::assertStringContainsString('     2  querySingleSubscription() prints an exception and returns null in the original', $php->output);
        self::assertStringContainsString('     3  deleteDirectDevice() never sends its query parameters in the original', $php->output);
        self::assertStringContainsString('2 differences; ', $php->output);
    }

    /** With the managed token, a call without a token no longer fails. */
    public function testTheManagedTokenInPhpIni(): void
    {
        $call = str_replace('$t)', 'NULL)', self::CALL);
        $this->folder->file('app.php', "<?php $call (new North_PHP_SDK\\client\\invokeapi\\Authentication())->refreshAuthToken(null);");
        self::assertSame(0, self::check($this->folder->path)->status);
        self::assertSame(0, self::check($this->folder->path, ['-d', 'northbound.managed_token=0'])->status);
        $php = self::check($this->folder->path, ['-d', 'northbound.managed_token=1']);
        self::assertStringContainsString('     1  the token null is an error 1009 in the original', $php->output);
        self::assertStringContainsString("[row 86]\n\n1 difference; ", $php->output);
    }

    public function testPlainRowsInPhpIni(): void
    {
        $this->folder->file('app.php', '<?php ' . self::LIST . '{ is_array($row); }');
        $php = self::check($this->folder->path, ['-d', 'northbound.rows=array']);
        self::assertSame(["no differences found in 1 file\n", 0], [$php->output, $php->status]);
    }

    /** The files that an application of the original loads make plain arrays, unless php.ini says otherwise. */
    public function testPhpIniWinsOverTheFilesOfTheShim(): void
    {
        $load = "<?php require '/North_PHP_SDK/client/NorthApiClient.php'; ";
        $this->folder->file('app.php', $load . self::LIST . '{ is_array($row); }');
        self::assertSame(0, self::check($this->folder->path)->status);
        $php = self::check($this->folder->path, ['-d', 'northbound.rows=object']);
        self::assertStringContainsString('is_array() is false: SubOperationInfo is an object here', $php->output);
    }

    /** The code of others is not the application's to change. */
    public function testFoldersThatAreSkipped(): void
    {
        $code = '<?php ' . self::CALL . 'isset($page->data);';
        foreach (['vendor/a.php', 'lib/log4php/a.php', 'extend/North_PHP_SDK/a.php', 'node_modules/a.php', '.git/a.php', 'a.txt', 'a.php.bak'] as $file) {
            $this->folder->file($file, $code);
        }
        self::assertSame("no differences found in 0 files\n", self::check($this->folder->path)->output);
        $this->folder->file('app/b.PHP', $code);
        $this->folder->file('app/a.inc', $code);
        $lines = preg_grep('/^\S+\.\w+$/', explode("\n", self::check("{$this->folder->path}/")->output));
        self::assertSame(['app/a.inc', 'app/b.PHP'], array_values($lines ?: []));
    }

    /** The files of `php/shim.php` are not the application's, wherever they are. */
    public function testTheFilesOfTheShimAreSkipped(): void
    {
        $php = Php::start([...Php::flags(), self::SHIM, $this->folder->path]);
        self::assertSame(0, $php->status, $php->errors);
        rename("{$this->folder->path}/North_PHP_SDK", "{$this->folder->path}/sdk");
        rename("{$this->folder->path}/log4php", "{$this->folder->path}/log");
        self::assertSame("no differences found in 0 files\n", self::check($this->folder->path)->output);
        $this->folder->file('sdk/own.php', '<?php echo 1;');
        self::assertSame("no differences found in 1 file\n", self::check($this->folder->path)->output);
    }

    /** @dataProvider unknownCalls */
    #[DataProvider('unknownCalls')]
    public function testCallsThatWereNotChecked(string $code, string $line): void
    {
        $this->folder->file('app.php', "<?php use North_PHP_SDK\client\NorthApiClient; $code");
        $php = self::check($this->folder->path, self::CERTIFICATES);
        self::assertSame(["no differences found in 1 file\n$line", '', 0], [$php->output, $php->errors, $php->status]);
    }

    /** @return iterable<string, array{string, string}> */
    public static function unknownCalls(): iterable
    {
        $are = 'calls are on objects of unknown type, and were not checked';
        yield 'one' => ['$a->getMessage();', "1 call is on an object of unknown type, and was not checked\n"];
        yield 'some' => ['$a->b()->c($d->e()); self::$f->g();', "4 $are\n"];
        yield 'known' => ['$a = new NorthApiClient(); $a->f(); $this->g(); self::h(); i(); (new Other())->j();', ''];
        yield 'methods of the SDK' => ['$a->queryUpgradeTask(1, 2); self::$a->setLogger(null); $this->a->initSSLConfig();', ''];
    }

    /** A function in another file takes the row. */
    public function testDeclarationsOfAllFilesCount(): void
    {
        $this->folder->file('a.php', '<?php ' . self::LIST . '{ show($row); }');
        self::assertSame(0, self::check($this->folder->path)->status);
        $this->folder->file('b.php', '<?php function show(array $row) { }');
        self::assertStringStartsWith("a.php\n", self::check($this->folder->path)->output);
    }

    /**
     * @param list<string> $arguments
     * @dataProvider wrongUses
     */
    #[DataProvider('wrongUses')]
    public function testWrongUse(array $arguments, string $message): void
    {
        $php = Php::start([...self::tokenizer(), self::SHIM, 'check', ...$arguments], [], $this->folder->path);
        self::assertSame(['', "shim.php: $message\n", 2], [$php->output, $php->errors, $php->status]);
    }

    /** @return iterable<string, array{list<string>, string}> */
    public static function wrongUses(): iterable
    {
        $usage = 'usage: php shim.php check DIR';
        yield 'no folder' => [[], $usage];
        yield 'two folders' => [['a', 'b'], $usage];
        yield 'an option' => [['--all'], $usage];
        yield 'a folder that is not there' => [['none'], 'none is not a folder'];
        yield 'a file' => [[__FILE__], __FILE__ . ' is not a folder'];
    }

    public function testWithoutTheTokenizerItSaysSo(): void
    {
        if (Extension::options('tokenizer') === []) {
            self::assertTrue(extension_loaded('tokenizer'), 'it is part of this PHP');
            return;
        }
        $php = Php::start([self::SHIM, 'check', $this->folder->path]);
        self::assertSame(
            ['', "shim.php: PHP's extension tokenizer is not loaded; php.ini: extension=tokenizer\n", 2],
            [$php->output, $php->errors, $php->status],
        );
    }

    public function testAFileThatCannotBeReadIsNamed(): void
    {
        symlink('none', "{$this->folder->path}/app.php");
        $php = self::check($this->folder->path);
        self::assertSame(['', "shim.php: cannot read {$this->folder->path}/app.php\n", 2], [$php->output, $php->errors, $php->status]);
    }

    /** @dataProvider ledger */
    #[DataProvider('ledger')]
    public function testARowOfTheLedgerIsTheOneThatIsMeant(LedgerRow $row, string $words): void
    {
        $rows = iterator_to_array(DifferencesTest::rows());
        self::assertStringContainsString($words, $rows["#$row->value"][1] . $rows["#$row->value"][2]);
    }

    /** @return iterable<string, array{LedgerRow, string}> */
    public static function ledger(): iterable
    {
        require_once __DIR__ . '/../shim/Check/LedgerRow.php';
        foreach (LedgerRow::cases() as $row) {
            yield $row->name => [$row, match ($row) {
                LedgerRow::ConnectionFailure => 'ends the PHP process',
                LedgerRow::ExceptionMessage => '`getMessage()` is empty',
                LedgerRow::CertificatesOfPhpIni => 'A call before `initSSLConfig()`',
                LedgerRow::TestCertificate => 'built-in test certificate',
                LedgerRow::IssetOnField => '`isset()` on a property',
                LedgerRow::UnknownField => 'E_DEPRECATED',
                LedgerRow::RowsAreObjects => '`is_array()` is false',
                LedgerRow::Secrets => 'show secrets and tokens',
                LedgerRow::Spellings => 'contain backslashes',
                LedgerRow::UnsentParameters => 'never sends them',
                LedgerRow::SwallowedErrors => 'print an exception and return null',
                LedgerRow::ManagedToken => 'null as the token always throws 1009',
                LedgerRow::Paginator => '`DeviceUpgrade::getSubTaskPaginator()`',
                LedgerRow::Log4php => 'log4php',
                LedgerRow::ErrorTexts => 'ExceptionEnum',
                LedgerRow::GetApiResponse => 'getAPIResponse',
                LedgerRow::RedeclaredField => 'declare a field',
                LedgerRow::StringForm => '`(string)` of an exception',
            }];
        }
    }

    /** @param list<string> $options */
    private static function check(string $folder, array $options = []): Php
    {
        $flags = ['-d', 'display_errors=stderr', '-d', 'error_reporting=-1', ...self::tokenizer(), ...$options];
        return Php::start([...$flags, self::SHIM, 'check', $folder]);
    }

    /** @return list<string> */
    private static function tokenizer(): array
    {
        return Extension::options('tokenizer') ?? self::fail('PHP has no extension tokenizer');
    }
}
