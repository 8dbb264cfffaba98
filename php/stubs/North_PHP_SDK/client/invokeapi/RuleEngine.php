<?php

// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.

namespace North_PHP_SDK\client\invokeapi;

use North_PHP_SDK\client\NorthApiClient;
use North_PHP_SDK\client\NorthApiException;
use North_PHP_SDK\client\dto\QueryRulesInDTO;
use North_PHP_SDK\client\dto\RuleCreateOrUpdateOutDTO;
use North_PHP_SDK\client\dto\RuleDTO;
use North_PHP_SDK\client\dto\UpdateBatchRuleStatusInDTO;
use North_PHP_SDK\client\dto\UpdateBatchRuleStatusOutDTO;
use North_PHP_SDK\client\dto\UpdateRuleStatusInDTO;

/**
 * Rules: actions that the platform takes when a device reports data, or at
 * a set time.
 *
 * Every call may fail with 1010005 (access token or app_key invalid) and
 * 1010009 (over the application's quota, 100 calls a minute by default).
 * `appId` is null for the application's own rules, or the id of the owner
 * for rules that it is authorized for; 100203 (no such application) and
 * 100217 (not authorized) refer to that id.
 */
class RuleEngine
{
    /**
     * Creates a service that calls the platform through this client. If it is null,
     * through `DefaultNorthApiClient::getDefaultApiClient()`.
     *
     * @param NorthApiClient|null $northApiClient
     */
    public function __construct($northApiClient = null) {}

    /**
     * Returns a property, such as the client: `$service->northApiClient`.
     *
     * @param string $name
     * @return mixed
     */
    public function __get($name) {}

    /**
     * Sets the client: `$service->northApiClient = $client`. Another name is ignored,
     * with an E_DEPRECATED that names it.
     *
     * @param string $name
     * @param mixed $value
     * @return void
     */
    public function __set($name, $value) {}

    /**
     * Creates a rule.
     *
     * Errors of the platform: 101401 to 101409 and 101417 to 101425, among
     * them: input invalid, name of the rule in use, over the quota of
     * rules (101404), condition invalid, ids not unique, no such device or
     * data; 50252 (internal error).
     *
     * @param RuleDTO|array{ruleId?: string|null, appKey?: string|null, name?: string|null, description?: string|null, author?: string|null, conditions?: list<mixed>|null, logic?: 'and'|'or'|null, timeRange?: \North_PHP_SDK\client\dto\TimeRange|array<string, mixed>|null, actions?: list<mixed>|null, matchNow?: 'yes'|'no'|null, status?: 'active'|'inactive'|null, groupExpress?: \North_PHP_SDK\client\dto\GroupExpress|array<string, mixed>|null, triggerSources?: list<mixed>|null, timezoneID?: string|null, transData?: mixed, executor?: string|null, refreshId?: bool|null, checkNullAction?: bool|null, priority?: string|null, tags?: list<\North_PHP_SDK\client\dto\TagDTO2|array<string, mixed>>|null, rulePreProcessors?: list<\North_PHP_SDK\client\dto\RulePreProcessorDTO|array<string, mixed>>|null} $ruleDTO
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return RuleCreateOrUpdateOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function createRule($ruleDTO, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Replaces a rule.
     *
     * Errors of the platform: as for `createRule`, and no such rule.
     *
     * @param RuleDTO|array{ruleId?: string|null, appKey?: string|null, name?: string|null, description?: string|null, author?: string|null, conditions?: list<mixed>|null, logic?: 'and'|'or'|null, timeRange?: \North_PHP_SDK\client\dto\TimeRange|array<string, mixed>|null, actions?: list<mixed>|null, matchNow?: 'yes'|'no'|null, status?: 'active'|'inactive'|null, groupExpress?: \North_PHP_SDK\client\dto\GroupExpress|array<string, mixed>|null, triggerSources?: list<mixed>|null, timezoneID?: string|null, transData?: mixed, executor?: string|null, refreshId?: bool|null, checkNullAction?: bool|null, priority?: string|null, tags?: list<\North_PHP_SDK\client\dto\TagDTO2|array<string, mixed>>|null, rulePreProcessors?: list<\North_PHP_SDK\client\dto\RulePreProcessorDTO|array<string, mixed>>|null} $ruleDTO
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return RuleCreateOrUpdateOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function updateRule($ruleDTO, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Deletes a rule.
     *
     * Errors of the platform: 101401 to 101409 (input invalid, or no such
     * rule), 50252 (internal error).
     *
     * @param string $ruleId
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function deleteRule($ruleId, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Switches a rule on or off.
     *
     * Errors of the platform: 101401 to 101409 (input invalid, or no such
     * rule), 50252 (internal error).
     *
     * @param UpdateRuleStatusInDTO|array{ruleId?: string|null, status?: 'active'|'inactive'|null} $ursInDTO
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return void
     * @throws NorthApiException if the call fails
     */
    public function updateRuleStatus($ursInDTO, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Switches rules on or off.
     *
     * Errors of the platform: 101401 to 101409 (input invalid), 50252
     * (internal error). The error of each rule is in the response.
     *
     * @param UpdateBatchRuleStatusInDTO|array{requests?: list<\North_PHP_SDK\client\dto\UpdateRuleStatusInDTO|array<string, mixed>>|null} $ubrsInDTO
     * @param string|bool|null $appId
     * @param string|null $accessToken
     * @return UpdateBatchRuleStatusOutDTO|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function updateBatchRuleStatus($ubrsInDTO, $appId, #[\SensitiveParameter] $accessToken) {}

    /**
     * Lists rules.
     *
     * Errors of the platform: 101401 to 101409 (input invalid), 50252
     * (internal error).
     *
     * @param QueryRulesInDTO|array{name?: string|null, author?: string|null, appId?: string|null, select?: string|null}|null $qrInDTO
     * @param string|null $accessToken
     * @return list<RuleDTO>|null null if the platform's response has no body
     * @throws NorthApiException if the call fails
     */
    public function queryRules($qrInDTO, #[\SensitiveParameter] $accessToken) {}
}
