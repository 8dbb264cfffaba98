<?php

declare(strict_types=1);

namespace Northbound\Tests;

use Northbound\Tests\Support\Application;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\PlatformTestCase;
use ReflectionExtension;

/** The Composer fork's package, installed next to the extension: its facades work, and nothing else of it is loaded. */
final class ForkPackageTest extends PlatformTestCase
{
    private const FORK = 'iotyun\huaweiiot';
    private const SOURCE = 'vendor/iotyun/iot-huawei-php/src';

    private Application $app;

    protected function setUp(): void
    {
        parent::setUp();
        $this->app = new Application('fork-package', self::$platform);
        // The classes that the package has, too. None may be loaded.
        foreach ((new ReflectionExtension('northbound'))->getClasses() as $class) {
            $path = strtr(substr($class->getName(), strlen('North_PHP_SDK')), '\\', '/') . '.php';
            $folder = $this->app->folder(self::SOURCE . dirname($path));
            file_put_contents("$folder/" . basename($path), '<?php throw new LogicException(__FILE__);');
        }
    }

    public function testExactlyTheFacadesAreLoaded(): void
    {
        $php = $this->app->run('app.php', [], ['northbound.alias_namespace' => self::FORK]);
        self::assertSame(['', 0], [$php->errors, $php->status], $php->output);
        self::assertSame([
            'V1.1.1',
            'AuthOutDTO [accessToken=***, tokenType=bearer, refreshToken=***, expiresIn=3600, scope=default]',
            'AuthRefreshOutDTO [accessToken=***, tokenType=bearer, expiresIn=3600, scope=default, refreshToken=***]',
            'activated: false',
            'package-1',
            'error 100403',
            'Huaweiiot.php Auth.php Device.php Data.php',
        ], explode("\n", rtrim($php->output)));
    }

    /** The test above is not true for any other reason. */
    public function testWithoutTheSettingThePackageIsLoaded(): void
    {
        $php = $this->app->run('app.php');
        self::assertSame(255, $php->status);
        self::assertStringContainsString('LogicException: ', $php->errors);
    }

    /** All facades catch and return exceptions, except for the login. */
    public function testErrorsOfTheFacades(): void
    {
        $code = 'require getenv("APP") . "/vendor/autoload.php"; use iotyun\huaweiiot\{Auth, Data, Device};'
            . '$arr = ["secret" => "wrong", "accessToken" => "none", "deviceId" => "a", "refreshToken" => "b"]'
            . '    + require getenv("APP") . "/config/huaweiiot.php";'
            . '$codes = [Auth::refreshToken($arr), Data::queryBatchDevicesInfo($arr), Device::queryDeviceStatus($arr)];'
            . 'try { Auth::login($arr); } catch (iotyun\huaweiiot\client\NorthApiException $e) { $codes["thrown"] = $e; }'
            . 'echo json_encode(array_map(fn ($e) => $e->error_code, $codes));';
        $ini = $this->app->ini(['northbound.alias_namespace' => self::FORK]);
        self::assertSame(
            ['100208', '1010005', '1010005', 'thrown' => '100208'],
            Php::run($code, $ini, ['APP' => $this->app->path])->json(),
        );
    }
}
