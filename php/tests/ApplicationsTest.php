<?php

declare(strict_types=1);

namespace Northbound\Tests;

use North_PHP_SDK\client\invokeapi\DeviceManagement;
use Northbound\Tests\Support\Application;
use Northbound\Tests\Support\Php;
use Northbound\Tests\Support\Platform;
use Northbound\Tests\Support\PlatformTestCase;
use Northbound\Tests\Support\Received;
use Northbound\Tests\Support\WebServer;

/**
 * Tests with small applications in the styles of applications of the original, each in a separate PHP process
 * that shows every notice. They do not mention the extension. `ShimTest` runs another program of the first
 * one.
 */
final class ApplicationsTest extends PlatformTestCase
{
    private const FORK = 'iotyun\huaweiiot';
    private const LOGIN = 'POST /iocm/app/sec/v1.1.0/login appId=northbound-demo&secret=demo-secret';

    /** Files loaded by path, one client in a static property, `echo` of everything. */
    public function testTheMannerOfTheVendorsDemo(): void
    {
        $app = new Application('legacy-app', self::$platform);
        $app->layOut('extend');
        $php = $app->run('demo/devices.php');
        self::assertClean($php);
        $device = '"deviceInfo":{"manufacturerName":"Brookline","deviceType":"WaterMeter","model":"WM100-NB"';
        // In a response, in the order of the platform.
        $registered = str_replace('{', '{"nodeId":"demo-1",', $device);
        self::assertLines([
            'AuthOutDTO [accessToken=***, tokenType=bearer, refreshToken=***, expiresIn=3600, scope=default]',
            '--- device',
            'RegDirectDeviceInDTO [deviceInfo={"manufacturerName":"Brookline","deviceType":"WaterMeter","model":"WM100-NB"},'
                . ' endUserId=, imsi=, isSecure=, nodeId=demo-1, psk=, timeout=0, verifyCode=demo-1, productId=]',
            // The original's name for the response.
            'registered: RegDirectDeviceInDTO2 [deviceId=ID, verifyCode=demo-1, timeout=0, psk=ID]',
            'not active yet: QueryDeviceStatusOutDTO [deviceId=ID, activated=false, name=Kitchen]',
            '{"deviceId":"ID","gatewayId":"ID","nodeType":"GATEWAY","createTime":"TIME","lastModifiedTime":"TIME",' . $registered
                . ',"name":"Kitchen","status":"OFFLINE","statusDetail":"NOT_ACTIVE","mute":"FALSE"},"services":[]}',
            '--- group',
            'group ours has 1',
            '--- service',
            'the device is offline',
            '--- subscriptions',
            'SubDeviceDataOutDTO [subscriptionId=ID, notifyType=deviceAdded, callbackUrl=http://127.0.0.1:9/demo, clientIds=[]]',
            'the subscription is gone',
            '--- rules',
            'burst pipe is active',
            '[{"ruleId":"ID","appKey":"northbound-demo","name":"burst pipe","author":"demo","conditions":[{"type":"DEVICE_DATA",'
                . '"deviceInfo":{"deviceId":"ID","path":"WaterMeter\/flow"},"operator":">","value":"80"}],"actions":[{"type":'
                . '"DEVICE_CMD","deviceId":"ID","cmd":{"messageType":"SET_VALVE","messageBody":{"value":0},"serviceId":'
                . '"WaterMeter"}}],"status":"active"}]',
            '1 rule',
            '--- batch',
            'demo: 1 device',
        ], (string) strstr($php->output, 'North_PHP_SDK\client\NotFoundException Object', true));
        self::assertStringContainsString("[error_code] => 105005\n", $php->output);
        self::assertStringEndsWith(
            "--- package\r\nNorthApiException [error_code=123002, error_desc=Device or package file not found.,"
            . ' httpStatusCode=404, httpReasonPhase=Not Found, httpMessage={"error_code":"123002",'
            . '"error_desc":"Device or package file not found."}]',
            self::withoutTraces($php->output),
        );
        $rule = '{"name":"burst pipe","author":"demo","conditions":[{"type":"DEVICE_DATA","deviceInfo":{"deviceId":"ID",'
            . '"path":"WaterMeter/flow"},"operator":">","value":"80"}],"actions":[{"type":"DEVICE_CMD","deviceId":"ID",'
            . '"cmd":{"messageType":"SET_VALVE","messageBody":{"value":0},"serviceId":"WaterMeter"}}]}';
        $callback = 'http://127.0.0.1:9/demo';
        self::assertSame([
            self::LOGIN,
            'POST /iocm/app/reg/v1.1.0/deviceCredentials {' . $device . '},"nodeId":"demo-1","timeout":0,"verifyCode":"demo-1"}',
            'PUT /iocm/app/dm/v1.4.0/devices/ID {"name":"Kitchen","deviceType":"WaterMeter"}',
            'GET /iocm/app/reg/v1.1.0/deviceCredentials/ID',
            'GET /iocm/app/dm/v1.4.0/devices/ID',
            'POST /iocm/app/devgroup/v1.3.0/devGroups {"name":"demo","maxDevNum":10,"deviceIds":["ID"]}',
            'GET /iocm/app/devgroup/v1.3.0/devGroups?pageNo=0&pageSize=10',
            'DELETE /iocm/app/devgroup/v1.3.0/devGroups/ID',
            'POST /iocm/app/signaltrans/v1.1.0/devices/ID/services/Video/sendCommand'
                . ' {"header":{"mode":"NOACK","toType":"GATEWAY","method":"INVITE-OPEN"},"body":{"power":2}}',
            'POST /iocm/app/sub/v1.2.0/subscriptions {"notifyType":"deviceAdded","callbackUrl":"' . $callback . '"}',
            'POST /iodm/app/sub/v1.1.0/subscribe {"notifyType":"swUpgradeResultNotify","callbackurl":"' . $callback . '"}',
            'DELETE /iocm/app/sub/v1.2.0/subscriptions/ID',
            'GET /iocm/app/sub/v1.2.0/subscriptions/ID',
            "POST /iocm/app/rule/v1.2.0/rules $rule",
            'GET /iocm/app/rule/v1.2.0/rules?author=demo',
            'DELETE /iocm/app/rule/v1.2.0/rules/ID',
            'POST /iocm/app/batchtask/v1.1.0/tasks {"timeout":100,"taskName":"demo","taskType":"DeviceCmd","param":{"type":'
                . '"DeviceList","deviceList":["ID"],"command":{"serviceId":"WaterMeter","method":"SET_VALVE","paras":{"value":1}}}}',
            'GET /iocm/app/batchtask/v1.1.0/tasks/ID',
            'GET /iocm/app/batchtask/v1.1.0/tasks/none',
            'DELETE /iodm/northbound/v1.5.0/category/ID',
            'DELETE /iodm/northbound/v1.5.0/category/ID',
        ], self::sent());
    }

    /** Numbers that PHP computes, requests with fields of the application's own, and a client that records. */
    public function testCommandsWithComputedNumbers(): void
    {
        $app = new Application('legacy-app', self::$platform);
        $app->layOut('extend');
        $php = $app->run('demo/commands.php');
        self::assertClean($php);
        $status = ['pump-1: PENDING, 43 %, for 3600 s', 'pump-2: PENDING, 43 %, for 3600 s'];
        $rows = array_map(
            static fn (int $no): string => "$no: SET_VALVE waits (WAITS), 1 column less, row $no",
            [1, 2],
        );
        $record = 'certificates, POST deviceCredentials, POST deviceCredentials, POST deviceCommands, POST deviceCommands,'
            . ' GET deviceCommands';
        self::assertLines([...$status, ...$rows, '4 of 4 keys, no command lost', $record], $php->output);
        $command = static fn (int $traceNo): string => 'POST /iocm/app/cmd/v1.4.0/deviceCommands {"deviceId":"ID",'
            . '"command":{"serviceId":"WaterMeter","method":"SET_VALVE","paras":{"percent":43,"seconds":60,"degrees":21.4,'
            . '"share":0.30000000000000004}},"expireTime":3600,"maxRetransmit":3,"traceNo":' . $traceNo . ',"source":"demo"}';
        $register = 'POST /iocm/app/reg/v1.1.0/deviceCredentials {"nodeId":"NODE","timeout":0}';
        self::assertSame([
            self::LOGIN,
            str_replace('NODE', 'pump-1', $register),
            str_replace('NODE', 'pump-2', $register),
            $command(250),
            $command(500),
            'GET /iocm/app/cmd/v1.4.0/deviceCommands?pageNo=0&pageSize=2',
        ], self::sent());
        $devices = array_map(
            static fn (Received $request): string => json_decode($request->body)->deviceId,
            array_slice(self::$platform->requests(), 3, 2),
        );
        self::assertCount(2, array_unique($devices), 'the request that was used again is for another device');
    }

    /** Its settings are four folders above the file of PropertyUtil. */
    public function testACronJobRunsInAnyFolder(): void
    {
        $app = new Application('legacy-app', self::$platform);
        $app->layOut('extend');
        foreach (['/', sys_get_temp_dir()] as $directory) {
            $php = $app->run('cron/nightly.php', [], [], $directory);
            self::assertClean($php);
            self::assertSame("in $directory: packages at 127.0.0.1\n", $php->output);
        }
    }

    /** `parse_str` cuts the body at its first list. What that leaves, and what strangers send, ends no program. */
    public function testTheReceiverOfTheVendorsDemoSurvivesWhatTheNetworkSends(): void
    {
        $app = new Application('legacy-app', self::$platform);
        $app->layOut('extend');
        $bodies = [
            '{"notifyType":"deviceDeleted","deviceId":"d-1","gatewayId":"d-1"}',
            // Up to "services":, which is no JSON.
            '{"notifyType":"deviceDatasChanged","deviceId":"d-1","services":[{"serviceId":"s"}]}',
            '{"notifyType":"deviceDataChanged","deviceId":"d-1","service":',
            '{"notifyType":"deviceDeleted"}{}',
            '{"notifyType":"deviceDeleted","x":"' . "\xff" . '"}',
            '"notifyType":"deviceAdded"',
            'GET / HTTP/1.1',
            '',
            str_repeat('{"notifyType":"deviceDeleted","x":', 600),
            '{"notifyType":"deviceAdded","deviceId":"d-2","added":{"by":"the platform"}}',
        ];
        $receiver = $app->start('demo/receiver.php', [(string) count($bodies)]);
        $address = substr($receiver->line(), strlen('listening at http://'), -1);
        foreach ($bodies as $body) {
            $socket = stream_socket_client("tcp://$address", $code, $error, 10);
            self::assertIsResource($socket, (string) $error);
            fwrite($socket, "POST / HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: " . strlen($body) . "\r\n\r\n$body");
            self::assertStringEndsWith("\r\n\r\nok", (string) stream_get_contents($socket));
        }
        [$output, $errors, $status] = $receiver->end();
        self::assertSame(0, $status);
        $empty = 'NotifyDeviceDeletedDTO [notifyType=, deviceId=, gatewayId=]';
        self::assertSame([
            'deviceDeleted ==> NotifyDeviceDeletedDTO [notifyType=deviceDeleted, deviceId=d-1, gatewayId=d-1]',
            'deviceDatasChanged ==> NotifyDeviceDatasChangedDTO [notifyType=, requestId=, deviceId=, gatewayId=, services=null]',
            'deviceDataChanged ==> NotifyDeviceDataChangedDTO [notifyType=, requestId=, deviceId=, gatewayId=, service=null]',
            "deviceDeleted ==> $empty",
            "deviceDeleted ==> $empty",
            'deviceAdded ==>  for demo',
            "deviceDeleted ==> $empty",
            'deviceAdded ==> d-2 for demo',
            'done',
        ], array_slice(explode("\n", trim($output)), 1));
        preg_match_all('/^(?:PHP )?Warning: +JsonUtil::jsonString2SimpleObj\(\): the JSON (.*); the object stays empty in /m', $errors, $found);
        self::assertSame([
            'is not valid: Syntax error', 'is not valid: Syntax error', 'is not valid: Syntax error',
            'is not valid: Malformed UTF-8 characters, possibly incorrectly encoded', 'is not valid: Syntax error',
            'is not valid: Maximum stack depth exceeded',
        ], preg_replace('/ near location .*/', '', $found[1]), $errors);
        self::assertSame(6, preg_match_all('/(?:Warning|Notice|Deprecated|error):/i', $errors), $errors);
    }

    /** A token in the visitor's session, and one retry after any exception. */
    public function testAWebApplicationThatKeepsItsTokenInASession(): void
    {
        self::logIn();
        [$one, $two] = [self::register('building-1'), self::register('building-2')];
        $app = new Application('building-app', self::$platform);
        $app->folder('runtime');
        $ini = ['display_errors' => 1, 'html_errors' => 0, 'session.save_path' => $app->folder('sessions')];
        // The visitors send ids that PHP did not create; from 8.6 on, PHP accepts these only with this setting.
        $ini += ['session.use_strict_mode' => 0];
        $server = new WebServer("$app->path/web/index.php", $app->ini($ini), "$app->path/web");
        $visit = static function (string $target, string $visitor = 'first') use ($server): array {
            self::$platform->clearRequests();
            $body = $server->get($target, ["Cookie: PHPSESSID=$visitor"]);
            return [preg_replace(['/[0-9a-f]{32}/', '/[0-9a-f-]{36}/'], ['COMMAND', 'ID'], $body), self::sent()];
        };
        $turn = "/turn?device=$one&other=$two&value=1";
        $commands = [
            'POST /iocm/app/cmd/v1.4.0/deviceCommands {"deviceId":"ID","command":{"serviceId":"WaterMeter",'
                . '"method":"SET_VALVE","paras":{"value":1}},"maxRetransmit":0}',
        ];
        $commands[] = $commands[0];
        $done = '{"command":"COMMAND","status":"PENDING"}';

        // No token yet: 1009 is thrown before a request is sent.
        self::assertSame([$done, [self::LOGIN, ...$commands]], $visit($turn));
        $ids = array_map(
            static fn (Received $request): string => json_decode($request->body)->deviceId,
            array_slice(self::$platform->requests(), 1),
        );
        self::assertSame([$one, $two], $ids, 'the clone is for the other device');
        self::assertSame([$done, $commands], $visit($turn), 'the token is in the session');
        self::assertSame([$done, [self::LOGIN, ...$commands]], $visit($turn, 'second'), 'another visitor');

        // That login ended the first visitor's token.
        $read = 'GET /iocm/app/dm/v1.4.0/devices/ID';
        [$body, $sent] = $visit("/device?id=$one");
        self::assertSame([$read, self::LOGIN, $read], $sent);
        self::assertStringStartsWith('{"deviceId":"ID","gatewayId":"ID","nodeType":"GATEWAY","createTime":"', $body);
        [$first, , $again] = array_map(
            static fn (Received $request): ?string => $request->header('authorization'),
            self::$platform->requests(),
        );
        self::assertNotSame($first, $again);
        self::$platform->dropTokens();
        self::assertSame([$read, self::LOGIN, $read], $visit("/device?id=$two")[1]);

        // The second failure shows the error page, with the exception as its text.
        $none = str_replace('"ID"', '"none"', $commands[0]);
        self::assertSame([
            'NorthApiException [error_code=100403, error_desc=The device does not exist., httpStatusCode=404,'
                . ' httpReasonPhase=Not Found, httpMessage={"error_code":"100403","error_desc":"The device does not exist."}]',
            [$none, self::LOGIN, $none],
        ], (static function (array $page): array {
            $page[0] = self::withoutTraces($page[0]);
            return $page;
        })($visit("/turn?device=none&other=$two&value=1")));

        $subscribe = 'POST /iocm/app/sub/v1.2.0/subscriptions'
            . ' {"notifyType":"deviceInfoChanged","callbackUrl":"http://127.0.0.1:9/building"}';
        $answer = '{"subscriptionId":"ID","notifyType":"deviceInfoChanged",'
            . '"callbackUrl":"http:\/\/127.0.0.1:9\/building","clientIds":[]}';
        self::assertSame([$answer, [$subscribe]], $visit('/subscribe'));
        self::assertSame(['"subscribed already"', [$subscribe]], $visit('/subscribe'));

        $rows = [];
        foreach (explode("\n", trim($app->written('runtime/operations.log'))) as $line) {
            $rows[] = json_decode(json_decode($line, true)['message'], true);
        }
        self::assertCount(6, $rows);
        $command = ['serviceId' => 'WaterMeter', 'method' => 'SET_VALVE', 'paras' => ['value' => 1]];
        self::assertSame([$one, $command, 'PENDING'], [$rows[0]['deviceId'], $rows[0]['command'], $rows[0]['status']]);
        self::assertSame(['deviceId' => $two, 'command' => $command, 'maxRetransmit' => 0], $rows[1]['in']);
        self::assertSame([$two, $command], [$rows[1]['out']['deviceId'], $rows[1]['out']['command']]);
    }

    /** Lists, pages, one DTO for many calls, and a CSV file. */
    public function testABatchScript(): void
    {
        $app = new Application('batch-app', self::$platform);
        $php = $app->run('batch.php', ['start']);
        self::assertClean($php);
        self::assertSame(
            "nothing for that model\n2 packages, the first is water-meter-fw-V1.1.10.zip, version V1.1.10\n5 devices\n",
            $php->output,
        );
        $five = '["ID","ID","ID","ID","ID"]';
        $packages = 'GET /iodm/northbound/v1.5.0/category?fileType=firmwarePackage&model=';
        self::assertSame([
            self::LOGIN,
            ...array_map(
                static fn (int $at): string => 'POST /iocm/app/reg/v1.1.0/deviceCredentials {"deviceInfo":{"manufacturerName":'
                    . '"Brookline","deviceType":"WaterMeter","model":"WM100-NB"},"nodeId":"meter-' . $at . '","timeout":0}',
                range(1, 5),
            ),
            'POST /iocm/app/batchtask/v1.1.0/tasks {"timeout":60,"taskName":"close valves","taskType":"DeviceCmd","param":{"type":'
                . '"DeviceList","deviceList":' . $five . ',"command":{"serviceId":"WaterMeter","method":"SET_VALVE","paras":{"value":0}}}}',
            $packages . 'unheard+of',
            $packages . 'WM100-NB',
            'POST /iodm/northbound/v1.5.0/operations/firmwareUpgrade {"fileId":"ID","targets":{"devices":' . $five . '},'
                . '"policy":{"executeType":"now"}}',
        ], self::sent());
        $ids = array_column(array_map(
            static fn (Received $request): array => (array) json_decode($request->body, true),
            self::$platform->requests(),
        ), 'targets')[0]['devices'];
        self::assertCount(5, array_unique($ids), 'the structure that was used again registered five devices');

        self::$platform->clearRequests();
        self::$platform->advance(900);
        $php = $app->run('batch.php', ['report']);
        self::assertClean($php);
        self::assertMatchesRegularExpression(
            '/^3 pages of 5\nthe last page is not full\nnone was stopped\nfirmware_upgrade: 5 devices, [0-5] waiting\n$/D',
            $php->output,
        );
        $details = 'GET /iocm/app/batchtask/v1.1.0/taskDetails?taskId=ID';
        $subtasks = 'GET /iodm/northbound/v1.5.0/operations/ID/subOperations';
        self::assertSame([
            self::LOGIN,
            "$details&pageNo=0&pageSize=2",
            "$details&pageNo=1&pageSize=2",
            "$details&pageNo=2&pageSize=2",
            "$subtasks?pageNo=0&pageSize=2",
            "$subtasks?pageNo=1&pageSize=2",
            "$subtasks?pageNo=2&pageSize=2",
            "$subtasks?subOperationStatus=stop&pageNo=0&pageSize=2",
            'GET /iodm/northbound/v1.5.0/operations?deviceId=ID',
        ], self::sent());

        $lines = explode("\n", trim($app->written('report.csv')));
        self::assertSame('node,what,status,since', array_shift($lines));
        self::assertCount(10, $lines);
        foreach ($lines as $at => $line) {
            $node = 'meter-' . ($at % 5 + 1);
            self::assertMatchesRegularExpression(
                $at < 5 ? "/^$node,valve,\w+,$/" : "/^$node,firmware,(wait|processing|success|fail),\d{8}T\d{6}Z$/",
                $line,
            );
        }
    }

    /** A socket, a search for the notification type in the text, and `JsonUtil`. */
    public function testAReceiverOfNotifications(): void
    {
        $app = new Application('receiver-app', self::$platform);
        $receiver = $app->start('receiver.php', ['5']);
        $ready = $receiver->line();
        self::assertMatchesRegularExpression('#^listening at http://127\.0\.0\.1:\d+/$#', $ready);
        $url = substr($ready, strlen('listening at '));
        $callback = '"callbackUrl":"' . $url . '"}';
        self::assertSame([
            self::LOGIN,
            'POST /iocm/app/sub/v1.2.0/subscriptions {"notifyType":"deviceAdded",' . $callback,
            'POST /iocm/app/sub/v1.2.0/subscriptions {"notifyType":"deviceDataChanged",' . $callback,
            'POST /iocm/app/sub/v1.2.0/subscriptions {"notifyType":"deviceDeleted",' . $callback,
            'POST /iodm/app/sub/v1.1.0/subscribe {"notifyType":"swUpgradeResultNotify",' . strtr($callback, 'U', 'u'),
        ], self::sent());

        self::$platform->pushes();
        self::$platform->clearPushes();
        foreach (['deviceAdded', 'deviceDataChanged', 'deviceDeleted', 'swUpgradeResultNotify'] as $kind) {
            // To all subscribers.
            self::$platform->push(['notifyType' => $kind]);
        }
        self::$platform->push(['url' => $url, 'body' => '{"deviceId":"d-1","commandId":"c-1","result":'
            . '{"resultCode":"DELIVERED","resultDetail":null}}']);
        [$output, $errors, $status] = $receiver->end();
        self::assertSame(['', 0], [$errors, $status], $output);
        $answers = [];
        foreach (self::$platform->pushes() as $push) {
            if ($push['url'] === $url) {
                $answers[] = [$push['notifyType'], $push['status'], $push['attempts']];
            }
        }
        self::assertSame([
            ['deviceAdded', 200, 1], ['deviceDataChanged', 200, 1], ['deviceDeleted', 200, 1],
            ['swUpgradeResultNotify', 200, 1], ['', 200, 1],
        ], $answers);
        self::assertLines([
            $ready,
            'deviceAdded ==> NotifyDeviceAddedDTO [notifyType=deviceAdded, deviceId=ID, gatewayId=ID, nodeType=GATEWAY, deviceInfo='
                . '{"nodeId":"867725030000001","name":"Meter 1","manufacturerId":"Brookline","manufacturerName":"Brookline",'
                . '"deviceType":"WaterMeter","model":"WM100-NB","protocolType":"LWM2M","status":"ONLINE","statusDetail":"NONE","mute":"FALSE"}]',
            'deviceDataChanged ==> NotifyDeviceDataChangedDTO [notifyType=deviceDataChanged, requestId=, deviceId=ID, gatewayId=ID, service='
                . '{"serviceId":"Battery","serviceType":"Battery","data":{"batteryLevel":87},"eventTime":"TIME","serviceInfo":null}]',
            'Battery of ID',
            '  batteryLevel = 87',
            'deviceDeleted ==> NotifyDeviceDeletedDTO [notifyType=deviceDeleted, deviceId=ID, gatewayId=ID]',
            'swUpgradeResultNotify ==> NotifySwUpgradeResultDTO [notifyType=swUpgradeResultNotify, deviceId=ID, appId=northbound-demo,'
                . ' operationId=ID, subOperationId=ID, curVersion=V2.4.1, targetVersion=V2.4.1, sourceVersion=V2.3.0,'
                . ' swUpgradeResult=SUCCESS, upgradeTime=TIME, resultDesc=success, errorCode=0, description=success]',
            'ID has V2.4.1',
            'command ==> NotifyNBCommandResultDTO [deviceId=d-1, commandId=c-1, result={"resultCode":"DELIVERED","resultDetail":null}]',
            'DELIVERED',
        ], $output);
    }

    /** Another namespace, arrays as arguments, responses or errors as results. */
    public function testCodeWrittenForTheFork(): void
    {
        $app = new Application('fork-app', self::$platform);
        $php = $app->run('meters.php', [], ['northbound.alias_namespace' => self::FORK]);
        self::assertClean($php);
        self::assertLines([
            'V1.5.1',
            'refused: 100208 AppId or secret is not right.',
            'AuthOutDTO [accessToken=***, tokenType=bearer, refreshToken=***, expiresIn=3600, scope=default]',
            'AuthRefreshOutDTO [accessToken=***, tokenType=bearer, expiresIn=3600, scope=default, refreshToken=***]',
            'a new token',
            'activated: false',
            'fork-south GasDetector',
            'fork-north GasDetector',
            'error 100403',
            'error 1009',
            'error 1008',
            'NorthApiException [error_code=1008, error_desc=clientInfo: platformIp (northbound.platform_ip) is missing, httpStatusCode=-1,'
                . ' httpReasonPhase=, httpMessage=""]',
            'incomplete settings',
        ], $php->output);
        $register = 'POST /iocm/app/reg/v1.1.0/deviceCredentials?appId=northbound-demo'
            . ' {"deviceInfo":{"manufacturerName":"Brookline","deviceType":"GasDetector"},"nodeId":"fork-SIDE","timeout":0}';
        self::assertSame([
            str_replace('demo-secret', 'guessed', self::LOGIN),
            self::LOGIN,
            'POST /iocm/app/sec/v1.1.0/refreshToken {"appId":"northbound-demo","secret":"demo-secret","refreshToken":"ID"}',
            str_replace('SIDE', 'north', $register),
            str_replace('SIDE', 'south', $register),
            'GET /iocm/app/reg/v1.1.0/deviceCredentials/ID?appId=northbound-demo',
            'GET /iocm/app/dm/v1.4.0/devices?deviceType=GasDetector&pageNo=0&pageSize=10',
            'GET /iocm/app/reg/v1.1.0/deviceCredentials/none?appId=northbound-demo',
        ], self::sent());
    }

    /** Asserts that only the application prints, and that it prints no secret. */
    private static function assertClean(Php $php): void
    {
        self::assertSame(['', 0], [$php->errors, $php->status], $php->output);
        self::assertStringNotContainsString(Platform::SECRET, $php->output);
    }

    /** @param list<string> $expected with ID and TIME in place of the platform's values */
    private static function assertLines(array $expected, string $output): void
    {
        self::assertSame($expected, preg_split('/\r?\n/', rtrim(self::general(self::withoutTraces($output)))));
    }

    /** Removes what the string form of an exception adds to the original's: PHP's own form, down to the end of the trace. */
    private static function withoutTraces(string $output): string
    {
        return (string) preg_replace('/\nNorth_PHP_SDK[\\\\\w]+Exception: .*?\{main\}/s', '', $output);
    }

    /** @return list<string> method, target and body of the sent requests */
    private static function sent(): array
    {
        return array_map(
            static fn (Received $request): string => rtrim("$request->method " . self::general("$request->target $request->body")),
            self::$platform->requests(),
        );
    }

    /** Replaces the generated values of the platform in a text: ids, keys and times. */
    private static function general(string $text): string
    {
        return (string) preg_replace(
            ['/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{24,64}\b/', '/\b\d{8}T\d{6}Z\b/'],
            ['ID', 'TIME'],
            $text,
        );
    }

    /** Registers a device and returns its id. */
    private static function register(string $node): string
    {
        $in = ['nodeId' => $node, 'timeout' => 0, 'deviceInfo' => ['deviceType' => 'WaterMeter']];
        return (new DeviceManagement(self::client()))->regDirectDevice($in, null, self::token())->deviceId;
    }
}
