<?php

declare(strict_types=1);

namespace Northbound\Tests\Support;

/**
 * The structures of the original SDK: their members in order, and their string form.
 *
 * Written down from the original, not from the extension, so that the two can differ.
 */
final class Catalogue
{
    /** Those whose string form and dumps mask members. */
    public const SECRETS = [
        'ClientInfo' => ['secret'],
        'SSLConfig' => ['selfCertPwd', 'trustCAPwd'],
        'AuthOutDTO' => ['accessToken', 'refreshToken'],
        'AuthRefreshInDTO' => ['secret', 'refreshToken'],
        'AuthRefreshOutDTO' => ['accessToken', 'refreshToken'],
    ];

    /** Name => [members, string form; `{x:json}` where the original prints JSON]. */
    public const DTOS = [
        'ClientInfo' => [
            ['platformIp', 'platformPort', 'appId', 'secret'],
            'ClientInfo [platformIp={platformIp}, platformPort={platformPort}, appId={appId}, '
                . 'secret={secret}]',
        ],
        'SSLConfig' => [
            ['selfCertPath', 'selfCertPwd', 'trustCAPath', 'trustCAPwd'],
            'SSLConfig [selfCertPath={selfCertPath}, trustCAPath={trustCAPath}]',
        ],
        'AuthOutDTO' => [
            ['accessToken', 'tokenType', 'refreshToken', 'expiresIn', 'scope'],
            'AuthOutDTO [accessToken={accessToken}, tokenType={tokenType}, refreshToken={refreshToken}, '
                . 'expiresIn={expiresIn}, scope={scope}]',
        ],
        'AuthRefreshInDTO' => [
            ['appId', 'secret', 'refreshToken'],
            'AuthRefreshInDTO [appId={appId}, secret={secret}, refreshToken={refreshToken}]',
        ],
        'AuthRefreshOutDTO' => [
            ['accessToken', 'tokenType', 'expiresIn', 'scope', 'refreshToken'],
            'AuthRefreshOutDTO [accessToken={accessToken}, tokenType={tokenType}, expiresIn={expiresIn}, '
                . 'scope={scope}, refreshToken={refreshToken}]',
        ],
        'QueryUpgradePackageListInDTO' => [
            ['fileType', 'deviceType', 'model', 'manufacturerName', 'version', 'pageNo', 'pageSize'],
            'QueryUpgradePackageListInDTO [fileType={fileType}, deviceType={deviceType}, model={model}, '
                . 'manufacturerName={manufacturerName}, version={version}, pageNo={pageNo}, pageSize={pageSize}]',
        ],
        'QueryUpgradePackageListOutDTO' => [
            ['data', 'pageNo', 'pageSize', 'totalCount'],
            'QueryUpgradePackageListOutDTO [pageNo={pageNo}, pageSize={pageSize}, totalCount={totalCount}, '
                . 'data={data:json}]',
        ],
        'QueryUpgradePackageOutDTO' => [
            ['fileId', 'name', 'version', 'fileType', 'deviceType', 'model', 'manufacturerName',
             'protocolType', 'description', 'date', 'uploadTime'],
            'QueryUpgradePackageOutDTO [fileId={fileId}, name={name}, version={version}, '
                . 'fileType={fileType}, deviceType={deviceType}, model={model}, '
                . 'manufacturerName={manufacturerName}, protocolType={protocolType}, description={description}, '
                . 'date={date}, uploadTime={uploadTime}]',
        ],
        'CreateUpgradeTaskInDTO' => [
            ['fileId', 'targets', 'policy'],
            'CreateUpgradeTaskInDTO [fileId={fileId}, targets={targets:json}, policy={policy:json}]',
        ],
        'OperateDevices' => [
            ['deviceType', 'model', 'manufacturerName', 'deviceGroups', 'devices'],
            'OperateDevices [deviceType={deviceType}, model={model}, manufacturerName={manufacturerName}, '
                . 'deviceGroups={deviceGroups:json}, devices={devices:json}]',
        ],
        'OperatePolicy' => [
            ['executeType', 'startTime', 'endTime', 'retryType', 'retryTimes'],
            'OperatePolicy [executeType={executeType}, startTime={startTime}, endTime={endTime}, '
                . 'retryType={retryType}, retryTimes={retryTimes}]',
        ],
        'CreateUpgradeTaskOutDTO' => [
            ['operationId'],
            'CreateUpgradeTaskOutDTO [operationId={operationId}]',
        ],
        'QueryUpgradeTaskOutDTO' => [
            ['operationId', 'createTime', 'startTime', 'stopTime', 'operateType', 'targets', 'policy',
             'status', 'staResult', 'extendPara'],
            'QueryUpgradeTaskOutDTO [operationId={operationId}, createTime={createTime}, '
                . 'startTime={startTime}, stopTime={stopTime}, operateType={operateType}, targets={targets:json}, '
                . 'policy={policy:json}, status={status}, staResult={staResult:json}, '
                . 'extendPara={extendPara:json}]',
        ],
        'OperationStaResult' => [
            ['total', 'wait', 'processing', 'success', 'fail', 'stop', 'timeout'],
            'OperationStaResult [total={total}, wait={wait}, processing={processing}, success={success}, '
                . 'fail={fail}, stop={stop}, timeout={timeout}]',
        ],
        'QueryUpgradeSubTaskInDTO' => [
            ['subOperationStatus', 'pageNo', 'pageSize'],
            'QueryUpgradeSubTaskInDTO [subOperationStatus={subOperationStatus}, pageNo={pageNo}, '
                . 'pageSize={pageSize}]',
        ],
        'QueryUpgradeSubTaskOutDTO' => [
            ['pageNo', 'pageSize', 'totalCount', 'data'],
            'QueryUpgradeSubTaskOutDTO [pageNo={pageNo}, pageSize={pageSize}, totalCount={totalCount}, '
                . 'data={data:json}]',
        ],
        'SubOperationInfo' => [
            ['subOperationId', 'createTime', 'startTime', 'stopTime', 'operateType', 'deviceId', 'status',
             'detailInfo', 'extendInfo'],
            'SubOperationInfo [subOperationId={subOperationId}, createTime={createTime}, '
                . 'startTime={startTime}, stopTime={stopTime}, operateType={operateType}, deviceId={deviceId}, '
                . 'status={status}, detailInfo={detailInfo}, extendInfo={extendInfo:json}]',
        ],
        'QueryUpgradeTaskListInDTO' => [
            ['operationType', 'operationStatus', 'deviceType', 'model', 'manufacturerName', 'deviceId',
             'pageNo', 'pageSize'],
            'QueryUpgradeTaskListInDTO [operationType={operationType}, operationStatus={operationStatus}, '
                . 'deviceType={deviceType}, model={model}, manufacturerName={manufacturerName}, '
                . 'deviceId={deviceId}, pageNo={pageNo}, pageSize={pageSize}]',
        ],
        'QueryUpgradeTaskListOutDTO' => [
            ['pageNo', 'pageSize', 'totalSize', 'data'],
            'QueryUpgradeTaskListOutDTO [pageNo={pageNo}, pageSize={pageSize}, totalSize={totalSize}, '
                . 'data={data:json}]',
        ],
    ];

    /** @return class-string */
    public static function className(string $name): string
    {
        return 'North_PHP_SDK\\client\\dto\\' . $name;
    }

    /** The string form with these values in the place of the members; the missing are empty. */
    public static function stringForm(string $name, array $values): string
    {
        return (string) preg_replace_callback(
            '/{(\w+)(:json)?}/',
            static function (array $match) use ($name, $values): string {
                $value = $values[$match[1]] ?? null;
                return match (true) {
                    isset($match[2]) => json_encode($value, JSON_THROW_ON_ERROR),
                    $value === null => '',
                    in_array($match[1], self::SECRETS[$name] ?? [], true) => '***',
                    default => (string) $value,
                };
            },
            self::DTOS[$name][1],
        );
    }
}
