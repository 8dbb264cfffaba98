<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO;
use North_PHP_SDK\client\dto\QueryUpgradeSubTaskOutDTO;

/**
 * Lists the subtasks of an upgrade task: the status of the upgrade of
 * each device.
 *
 * Errors of the platform: 120015 (bad request), 123029 (pageNo or
 * pageSize beyond the limit), 123009 (no such task).
 *
 * Vendor page: iot_06_2288.
 *
 * Calls the platform through `DefaultNorthApiClient::getDefaultApiClient()`.
 *
 * @param QueryUpgradeSubTaskInDTO|array{subOperationStatus?: 'wait'|'processing'|'fail'|'success'|'stop'|null, pageNo?: int|null, pageSize?: int|null}|null $qustInDTO
 * @param string $operationId
 * @param string|null $accessToken
 * @return QueryUpgradeSubTaskOutDTO|null null if the platform's response has no body
 * @throws NorthApiException if the call fails
 */
function queryUpgradeSubTask($qustInDTO, $operationId, #[\SensitiveParameter] $accessToken) {}

class_alias(\North_PHP_SDK\client\dto\QueryUpgradeSubTaskInDTO::class, 'QueryUpgradeSubTaskInDTO');
class_alias(\North_PHP_SDK\client\dto\QueryUpgradeSubTaskOutDTO::class, 'QueryUpgradeSubTaskOutDTO');
class_alias(\North_PHP_SDK\client\dto\SubOperationInfo::class, 'SubOperationInfo');
