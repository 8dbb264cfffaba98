<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Exception;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\NotFoundException;
use North_PHP_SDK\client\RefusedRequestException;
use North_PHP_SDK\client\TransportException;
use North_PHP_SDK\constant\Constant;
use North_PHP_SDK\constant\ExceptionEnum;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Watch;
use PHPUnit\Framework\Attributes\DataProvider;
use ReflectionClass;

/** Tests of the class NorthApiException and of its constants. */
final class ExceptionTest extends PlatformTestCase
{
    private const SUBCLASSES = [
        'ThrottledException', 'NotAuthenticatedException', 'WrongCredentialsException', 'NotFoundException',
        'RefusedRequestException', 'ServerFaultException', 'TransportException', 'StillRunningException',
        'TlsException',
    ];

    public function testItIsAnExceptionOfPhp(): void
    {
        $class = new ReflectionClass(NorthApiException::class);
        self::assertTrue($class->isSubclassOf(Exception::class));
        self::assertFalse($class->isFinal());
        foreach (self::SUBCLASSES as $name) {
            $subclass = new ReflectionClass('North_PHP_SDK\\client\\' . $name);
            $parent = $name === 'TlsException' ? TransportException::class : NorthApiException::class;
            self::assertSame($parent, $subclass->getParentClass()->getName());
        }
    }

    public function testANewOneIsEmpty(): void
    {
        $exception = new NorthApiException();
        self::assertNull($exception->error_code);
        self::assertNull($exception->error_desc);
        self::assertSame(-1, $exception->httpStatusCode);
        self::assertSame('', $exception->httpReasonPhase);
        self::assertSame('', $exception->httpMessage);
        self::assertSame('', $exception->getMessage());
        self::assertSame(0, $exception->getCode());
        self::assertNull($exception->getPrevious());
        self::assertSame([__FILE__, __LINE__ - 9], [$exception->getFile(), $exception->getLine()]);
    }

    public function testItCanBeMadeAsAnyException(): void
    {
        $previous = new Exception('first');
        $exception = new NorthApiException('text', 7, $previous);
        self::assertSame(['text', 7, $previous], [$exception->getMessage(), $exception->getCode(), $exception->getPrevious()]);
        self::assertSame('other', (new NotFoundException(message: 'other'))->getMessage());
        self::assertSame('', (new NorthApiException(null))->getMessage());
    }

    public function testItCanBeMadeFromAnExceptionEnum(): void
    {
        $exception = new NorthApiException(new ExceptionEnum(ExceptionEnum::CLIENT_INFO_ERROR), ['body' => 1]);
        self::assertSame('1008', $exception->error_code);
        self::assertSame(ExceptionEnum::CLIENT_INFO_ERROR[1008], $exception->error_desc);
        self::assertSame(['body' => 1], $exception->httpMessage);
    }

    public function testMembersCanBeAssigned(): void
    {
        $exception = new NorthApiException();
        $exception->error_code = '1';
        $exception->httpMessage = ['a' => 1];
        self::assertSame(
            'NorthApiException [error_code=1, error_desc=, httpStatusCode=-1, httpReasonPhase=, httpMessage={"a":1}]',
            self::firstLine($exception),
        );
    }

    public function testTheStringFormOfAnErrorOfThePlatform(): void
    {
        self::$platform->fault(['kind' => 'error', 'status' => 404, 'code' => '123009', 'desc' => 'No ü.']);
        $exception = self::thrownByACall();
        self::assertSame(
            'NorthApiException [error_code=123009, error_desc=No ü., httpStatusCode=404, httpReasonPhase=Not Found, '
            . 'httpMessage={"error_code":"123009","error_desc":"No \u00fc."}]',
            self::firstLine($exception),
        );
        $rest = substr((string) $exception, strlen(self::firstLine($exception)) + 1);
        self::assertStringStartsWith(
            NotFoundException::class . ': queryUpgradeSubTask: 123009 No ü. (HTTP 404 Not Found) in ' . __FILE__ . ':',
            $rest,
        );
        self::assertStringContainsString("\nStack trace:\n#0 " . __FILE__, $rest);
        self::assertStringEndsWith($exception->getTraceAsString(), $rest);
        self::assertSame("$exception", $exception->__toString());
    }

    public function testTheStringFormOfAnErrorOfTheClient(): void
    {
        $exception = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('', 'token'));
        self::assertMatchesRegularExpression(
            '/^NorthApiException \[error_code=1007, error_desc=operationId [^,]+, httpStatusCode=-1, '
            . 'httpReasonPhase=, httpMessage=""\]$/',
            self::firstLine($exception),
        );
        self::assertSame(1007, $exception->getCode());
        self::assertSame('queryUpgradeTask: 1007 ' . $exception->error_desc, $exception->getMessage());
        self::assertInstanceOf(RefusedRequestException::class, $exception);
    }

    public function testFileLineAndTraceAreThoseOfTheCall(): void
    {
        $exception = self::thrownByACall();
        self::assertSame(__FILE__, $exception->getFile());
        self::assertSame(self::lineOf('// the call'), $exception->getLine());
        $trace = $exception->getTrace();
        self::assertSame('queryUpgradeSubTask', $trace[0]['function']);
        self::assertSame(__FILE__, $trace[0]['file']);
        self::assertSame(self::lineOf('// the call'), $trace[0]['line']);
        self::assertSame('thrownByACall', $trace[1]['function']);
        self::assertContains(__FUNCTION__, array_column($trace, 'function'));
        self::assertNull($exception->getPrevious());
    }

    public function testThePublicMembers(): void
    {
        ini_set('northbound.max_attempts', '1');
        self::$platform->fault(['kind' => 'error', 'status' => 403, 'code' => '1010009', 'desc' => 'slow down']);
        $members = get_object_vars(self::thrownByACall());
        self::assertSame(
            ['error_code' => '1010009', 'error_desc' => 'slow down', 'httpStatusCode' => 403, 'httpReasonPhase' => 'Forbidden',
                'httpMessage' => ['error_code' => '1010009', 'error_desc' => 'slow down']],
            array_intersect_key($members, array_flip(
                ['error_code', 'error_desc', 'httpStatusCode', 'httpReasonPhase', 'httpMessage'],
            )),
        );
    }

    public function testErrorCodesAreStringsThatAlsoCompareAsNumbers(): void
    {
        $exception = Watch::thrown(static fn () => self::upgrade()->queryUpgradeTask('a', ''));
        self::assertSame('1009', $exception->error_code);
        self::assertTrue($exception->error_code == 1009);
        self::assertTrue('1009' == $exception->error_code);
    }

    public function testSubclassesWrittenForTheOriginal(): void
    {
        $php = Php::run(<<<'PHP'
            class Mine extends North_PHP_SDK\client\NorthApiException {
                private $own = 'own';
                function __construct($message) { $this->error_code = '42'; }
                function __toString() { return 'mine ' . $this->own . ' ' . parent::__toString(); }
            }
            try { throw new Mine('x'); } catch (Exception $e) { echo $e; }
            PHP);
        self::assertSame('', $php->errors);
        self::assertStringStartsWith(
            'mine own NorthApiException [error_code=42, error_desc=, httpStatusCode=-1, httpReasonPhase=, httpMessage=""]'
            . "\nMine in ",
            $php->output,
        );
    }

    public function testSerialize(): void
    {
        $php = Php::run(<<<'PHP'
            ini_set('zend.exception_ignore_args', '1');
            try { queryUpgradeSubTask(null, '', 't'); } catch (Exception $e) { }
            $copy = unserialize(serialize($e));
            echo json_encode([get_class($copy), $copy->error_code, $copy->getMessage() === $e->getMessage(),
                $copy->getCode(), $copy->getLine() === $e->getLine(), "$copy" === "$e"]);
            PHP);
        self::assertSame([RefusedRequestException::class, '1007', true, 1007, true, true], $php->json());
    }

    public function testUncaughtItEndsTheScriptLikeAnyException(): void
    {
        $php = Php::run("queryUpgradeSubTask(null, 'a', '');");
        self::assertSame(255, $php->status);
        self::assertStringContainsString('Uncaught NorthApiException [error_code=1009', $php->errors);
        self::assertStringContainsString("\nNorth_PHP_SDK\\client\\NotAuthenticatedException: queryUpgradeSubTask: 1009", $php->errors);
        self::assertStringContainsString("\nStack trace:\n#0 ", $php->errors);
        self::assertStringContainsString('thrown in Command line code on line 1', $php->errors);
    }

    /** @dataProvider reasons */
    #[DataProvider('reasons')]
    public function testExceptionEnum(string $name, int $code): void
    {
        $constant = constant(ExceptionEnum::class . '::' . $name);
        self::assertSame([$code], array_keys($constant));
        $reason = new ExceptionEnum($constant);
        self::assertSame((string) $code, $reason->errorCode);
        self::assertSame($constant[$code], $reason->errorDesc);
        self::assertSame("ExceptionEnum [errorCode=$code, errorDesc={$constant[$code]}]", (string) $reason);
    }

    /** @return iterable<string, array{string, int}> the original's names and codes */
    public static function reasons(): iterable
    {
        $names = [
            'CLIENT_INTERNAL_ERROR' => 1001, 'CLIENT_INVALID_METHOD' => 1002, 'CLIENT_BEFORE_INVOK_ERROR' => 1003,
            'CLIENT_AFTER_INVOK_ERROR' => 1004, 'CLIENT_ERROR_BUT_NO_ERRORCODE' => 1005, 'CLIENT_SSL_CONFIG_ERROR' => 1006,
            'CLIENT_INPUT_PARAMETER_INVALID' => 1007, 'CLIENT_INFO_ERROR' => 1008, 'CLIENT_INPUT_ACCESSTOKEN_INVALID' => 1009,
            'APPID_SECRET_INCLUDE_SPACE' => 1010, 'PORT_ERROR' => 1011, 'CLIENT_EXC_END' => 1000,
        ];
        foreach ($names as $name => $code) {
            yield $name => [$name, $code];
        }
    }

    public function testExceptionEnumHasNoOtherConstants(): void
    {
        $names = array_map(static fn (array $row): string => $row[0], [...self::reasons()]);
        self::assertSame(array_keys($names), array_keys((new ReflectionClass(ExceptionEnum::class))->getConstants()));
    }

    public function testConstant(): void
    {
        $base = '/iodm/northbound/v1.5.0';
        self::assertSame("$base/operations/%s/subOperations", Constant::$queryUpgradeSubTaskUri);
        self::assertSame("$base/operations/", Constant::$queryUpgradeTaskUri);
        self::assertSame("$base/operations", Constant::$queryUpgradeTaskListUri);
        self::assertSame("$base/category/", Constant::$deleteUpgradePackageUri);
        self::assertSame('/iocm/app/sec/v1.1.0/login', Constant::$getAuthTokenUri);
    }

    private static function firstLine(NorthApiException $exception): string
    {
        return strtok((string) $exception, "\n");
    }

    private static function thrownByACall(): NorthApiException
    {
        $upgrade = self::upgrade();
        try {
            $upgrade->queryUpgradeSubTask(null, 'nowhere', self::token()); // the call
        } catch (NorthApiException $exception) {
            return $exception;
        }
        self::fail('The call succeeded.');
    }

    private static function lineOf(string $mark): int
    {
        foreach (file(__FILE__) ?: [] as $index => $line) {
            if (str_ends_with(rtrim($line), '; ' . $mark)) {
                return $index + 1;
            }
        }
        return 0;
    }
}
