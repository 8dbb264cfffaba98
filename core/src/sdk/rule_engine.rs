//! `RuleEngine`: what the platform does by itself when something happens.

use serde_json::Value;

use super::common::TagDto2;
use super::table::argument::{BearerToken, Fields, Path, PathFields, Query};

dto! {
    /// A rule: under these conditions, do this.
    RuleDto = "RuleDTO" {
        /// Identifies the rule. Mandatory when it is changed; the platform
        /// makes one up when it is created. At most 256 characters.
        rule_id: String = "ruleId",
        /// The application that the rule belongs to. At most 256 characters.
        app_key: String = "appKey",
        /// Name of the rule. Mandatory, at most 256 characters.
        name: String = "name",
        /// Free text. At most 256 characters.
        description: String = "description",
        /// The user who created the rule. Mandatory, at most 256 characters.
        author: String = "author",
        /// The conditions: rows of `ConditionDeviceData`,
        /// `ConditionDeviceGroupData`, `ConditionDeviceTypeData`,
        /// `ConditionDailyTimer`, `ConditionCycleTimer` or
        /// `ConditionNoDetected`; `type` tells which. This or `groupExpress`.
        conditions: Vec<Value> = "conditions",
        /// How the conditions are joined: `and` (default) or `or`.
        logic: String = "logic",
        /// When the rule applies.
        time_range: TimeRange = "timeRange",
        /// What to do: rows of `ActionDeviceCMD`, `ActionSMS`, `ActionEmail`,
        /// `ActionDeviceAlarm`, `ActionDelay`, `ActionRule` or `ActionEiCMD`;
        /// `type` tells which. Mandatory.
        actions: Vec<Value> = "actions",
        /// Whether to look at the conditions as soon as the rule is there:
        /// `yes` or `no` (default).
        match_now: String = "matchNow",
        /// `active` (default) or `inactive`.
        status: String = "status",
        /// How the conditions are joined, in groups.
        group_express: GroupExpress = "groupExpress",
        /// What makes the platform look at the conditions: rows of
        /// `TriggerSourceDevice` or `TriggerSourceTimer`.
        trigger_sources: Vec<Value> = "triggerSources",
        /// Time zone of the times in the rule, such as `Asia/Shanghai`.
        timezone_id: String = "timezoneID",
        /// Kept with the rule and told with its events.
        trans_data: Value = "transData",
        /// Where the rule runs: `cloud` (default), or the id of a gateway.
        executor: String = "executor",
        /// Whether conditions and actions get new ids. Default: yes.
        refresh_id: bool = "refreshId",
        /// Whether a rule without actions is refused. Default: yes.
        check_null_action: bool = "checkNullAction",
        /// Priority of the rule.
        priority: String = "priority",
        /// Tags of the rule.
        tags: Vec<TagDto2> = "tags",
        /// What is done to data before the conditions are looked at.
        rule_pre_processors: Vec<RulePreProcessorDto> = "rulePreProcessors",
    }

    /// What is done to data before a rule's conditions are looked at.
    RulePreProcessorDto = "RulePreProcessorDTO" {
        /// Name of the processor.
        processor: String = "processor",
        /// Parameters of the processor.
        param: Value = "param",
    }

    /// When a rule applies.
    TimeRange = "TimeRange" {
        /// Start, `HH:mm`. Mandatory.
        start_time: String = "startTime",
        /// End, `HH:mm`; before the start, it is that of the next day.
        /// Mandatory.
        end_time: String = "endTime",
        /// Days of the week, 0 (Sunday) to 6, parted by commas. All if absent.
        days_of_week: String = "daysOfWeek",
    }

    /// How the conditions of a rule are joined, in groups.
    GroupExpress = "GroupExpress" {
        /// How the groups are joined: `and` or `or`.
        operator: String = "operator" default "and",
        /// The groups.
        group_elements: Vec<GroupElement> = "groupElements",
    }

    /// A group of conditions of a rule.
    GroupElement = "GroupElement" {
        /// The `id`s of the conditions.
        elements: Vec<String> = "elements",
        /// How the conditions are joined: `and` or `or`.
        operator: String = "operator" default "and",
    }

    /// A condition on what a device reports.
    ConditionDeviceData = "ConditionDeviceData" {
        /// `DEVICE_DATA`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// The property to compare. Mandatory.
        device_info: ConditionDeviceInfo = "deviceInfo",
        /// `<`, `<=`, `>`, `>=`, `==`, or `between`. Mandatory.
        operator: String = "operator",
        /// What to compare with; with `between`, two values parted by a comma.
        /// Mandatory.
        value: String = "value",
        /// Kept with the condition and told with its events.
        trans_info: Value = "transInfo",
        /// How long the comparison must hold.
        duration: i64 = "duration",
        /// How often the condition fires, and how old data may be.
        strategy: Strategy = "strategy",
    } [string form exactly "ConditionDeviceData [type={type}, id={id}, deviceInfo={deviceInfo:json}, operator={operator}, value={value}, transInfo={transInfo:json}, duration={duration}, strategy{strategy:json}]"]

    /// A property of a device.
    ConditionDeviceInfo = "ConditionDeviceInfo" {
        /// The device. Mandatory.
        device_id: String = "deviceId",
        /// The property, as `serviceId/property`. Mandatory.
        path: String = "path",
    } [string form as "CondiotionDeviceInfo"]

    /// How often a condition fires, and how old data may be.
    Strategy = "Strategy" {
        /// `pulse` fires with every report that fulfils the condition,
        /// `reverse` only with the first. Default: `pulse`.
        trigger: String = "trigger",
        /// Seconds after which a report is too old; not limited if absent.
        e_valid_time: i64 = "eValidTime",
    }

    /// A condition on what any device of a group reports.
    ConditionDeviceGroupData = "ConditionDeviceGroupData" {
        /// `DEVICE_GROUP_DATA`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// The property to compare. Mandatory.
        device_group_info: DeviceGroupInfo = "deviceGroupInfo",
        /// `<`, `<=`, `>`, `>=`, `==`, or `between`. Mandatory.
        operator: String = "operator",
        /// What to compare with; with `between`, two values parted by a comma.
        /// Mandatory.
        value: String = "value",
        /// Kept with the condition and told with its events.
        trans_info: Value = "transInfo",
        /// How long the comparison must hold.
        duration: i64 = "duration",
        /// How often the condition fires, and how old data may be.
        strategy: Strategy = "strategy",
    } [string form exactly "ConditionDeviceGroupData [type={type}, id={id}, deviceGroupInfo={deviceGroupInfo:json}, operator={operator}, value={value}, transInfo={transInfo:json}, duration={duration}, strategy{strategy:json}]"]

    /// A property of the devices of a group.
    DeviceGroupInfo = "DeviceGroupInfo" {
        /// The group. Mandatory.
        group_id: String = "groupId",
        /// The property, as `serviceId/property`. Mandatory.
        path: String = "path",
    }

    /// A condition on what any device of a type reports.
    ConditionDeviceTypeData = "ConditionDeviceTypeData" {
        /// `DEVICE_TYPE_DATA`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// The type of the devices, and the property to compare. The SDK has
        /// no class for it. Mandatory.
        device_info: Value = "deviceInfo",
        /// `<`, `<=`, `>`, `>=`, `==`, or `between`. Mandatory.
        operator: String = "operator",
        /// What to compare with; with `between`, two values parted by a comma.
        /// Mandatory.
        value: String = "value",
        /// Kept with the condition and told with its events.
        trans_info: Value = "transInfo",
        /// How long the comparison must hold.
        duration: i64 = "duration",
        /// How often the condition fires, and how old data may be.
        strategy: Strategy = "strategy",
    } [string form exactly "ConditionDeviceTypeData [type={type}, id={id}, deviceInfo={deviceInfo:json}, operator={operator}, value={value}, transInfo={transInfo:json}, duration={duration}, strategy{strategy:json}]"]

    /// A condition on the time of day.
    ConditionDailyTimer = "ConditionDailyTimer" {
        /// `DAILY_TIMER`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// The time, `HH:mm`. Mandatory.
        time: String = "time",
        /// Days of the week, 0 (Sunday) to 6, parted by commas. All if absent.
        days_of_week: String = "daysOfWeek",
    }

    /// A condition that comes true again and again.
    ConditionCycleTimer = "ConditionCycleTimer" {
        /// `CYCLE_TIMER`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// When the condition comes true at all. Mandatory.
        time_range: TimeRange = "timeRange",
        /// Minutes from one time to the next. Mandatory.
        interval: i64 = "interval",
    }

    /// A condition that nothing was detected.
    ConditionNoDetected = "ConditionNoDetected" {
        /// The type of the condition. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// Free text.
        description: String = "description",
    }

    /// A device that makes the platform look at a rule's conditions.
    TriggerSourceDevice = "TriggerSourceDevice" {
        /// `DEVICE`. Mandatory.
        kind: String = "type",
        /// The device. Mandatory.
        device_id: String = "deviceId",
        /// The service of the device. Mandatory.
        service_id: String = "serviceId",
    }

    /// A timer that makes the platform look at a rule's conditions.
    TriggerSourceTimer = "TriggerSourceTimer" {
        /// `TIMER`. Mandatory.
        kind: String = "type",
    }

    /// A rule's action: send a command to a device.
    ActionDeviceCmd = "ActionDeviceCMD" {
        /// `DEVICE_CMD`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// The application that the device belongs to. Mandatory.
        app_key: String = "appKey",
        /// The device. Mandatory.
        device_id: String = "deviceId",
        /// The command. Mandatory.
        cmd: Cmd = "cmd",
        /// Version of the command: `V1.3.0` or `V1.4.0`, as the operation that
        /// the platform sends it with.
        cmd_version: String = "cmdVersion",
        /// What `cmdVersion` asks for in addition, such as callbackUrl,
        /// maxRetransmit, expireTime.
        cmd_meta_data: Value = "cmdMetaData",
        /// Kept with the action and told with its events.
        trans_info: Value = "transInfo",
        /// What is done to the command before it is sent.
        device_command_action_pre_processors: Vec<DeviceCommandActionPreProcessor>
            = "deviceCommandActionPreProcessors",
    }

    /// What is done to a command before it is sent.
    DeviceCommandActionPreProcessor = "DeviceCommandActionPreProcessor" {
        /// Name of the processor.
        processor: String = "processor",
        /// Parameters of the processor.
        param: Value = "param",
    }

    /// The command of a rule's action.
    Cmd = "CMD" {
        /// Name of the command. Mandatory.
        message_type: String = "messageType",
        /// Parameters of the command, by name. Mandatory.
        message_body: Value = "messageBody",
        /// The service that the command belongs to. Mandatory.
        service_id: String = "serviceId",
    }

    /// A rule's action: send a text message.
    ActionSms = "ActionSMS" {
        /// `SMS`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Telephone number to send it to. Mandatory.
        msisdn: String = "msisdn",
        /// Text of the message. Mandatory.
        content: String = "content",
        /// Subject of the message.
        subject: String = "subject",
        /// Title of the message. Mandatory.
        title: String = "title",
        /// The account that sends it. Mandatory.
        account_id: String = "accountId",
    }

    /// A rule's action: send an email.
    ActionEmail = "ActionEmail" {
        /// `EMAIL`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Address to send it to. Mandatory.
        email: String = "email",
        /// Text of the email. Mandatory.
        content: String = "content",
        /// Subject of the email.
        subject: String = "subject",
        /// Title of the email. Mandatory.
        title: String = "title",
        /// The account that sends it. Mandatory.
        account_id: String = "accountId",
    }

    /// A rule's action: raise or end an alarm of a device.
    ActionDeviceAlarm = "ActionDeviceAlarm" {
        /// `DEVICE_ALARM`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Name of the alarm. Mandatory.
        name: String = "name",
        /// `fault` or `recovery`. Mandatory.
        status: String = "status",
        /// `warning`, `minor`, `major` or `critical`. Mandatory.
        severity: String = "severity",
        /// Free text.
        description: String = "description",
    }

    /// A rule's action: wait before the next one.
    ActionDelay = "ActionDelay" {
        /// `DELAY`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// How long to wait. The documents give no unit. Mandatory.
        time: i64 = "time",
        /// Kept with the action and told with its events.
        trans_info: Value = "transInfo",
    }

    /// A rule's action: do something to a rule.
    ActionRule = "ActionRule" {
        /// The type of the action. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// The rule to do it to. Mandatory.
        rule_id: String = "ruleId",
        /// What to do.
        cmd: String = "cmd",
    }

    /// A rule's action: send a message to a device of a subsystem.
    ActionEiCmd = "ActionEiCMD" {
        /// The type of the action. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// The subsystem.
        sub_system: String = "subSystem",
        /// The device.
        device_id: String = "deviceId",
        /// Name of the message.
        message_type: String = "messageType",
        /// Content of the message.
        message_body: Value = "messageBody",
    }

    /// The rule that was created or changed.
    RuleCreateOrUpdateOutDto = "RuleCreateOrUpdateOutDTO" {
        /// Identifies the rule.
        rule_id: String = "ruleId",
    } [string form as "RuleCreateOutDTO"]

    /// A rule to be switched on or off.
    UpdateRuleStatusInDto = "UpdateRuleStatusInDTO" {
        /// The rule. Mandatory.
        rule_id: String = "ruleId",
        /// `active` or `inactive`. Mandatory.
        status: String = "status",
    } [string form as "RuleStatusChangeInDTO"]

    /// Rules to be switched on or off.
    UpdateBatchRuleStatusInDto = "UpdateBatchRuleStatusInDTO" {
        /// One row for each rule. Mandatory.
        requests: Vec<UpdateRuleStatusInDto> = "requests",
    }

    /// What became of the switching of rules.
    UpdateBatchRuleStatusOutDto = "UpdateBatchRuleStatusOutDTO" {
        /// What became of all of it.
        result: RuleResultBodyDto = "result",
        /// One row for each rule.
        responses: Vec<RuleResponseBodyDto> = "responses",
    }

    /// A result.
    RuleResultBodyDto = "RuleResultBodyDTO" {
        /// Code of the result.
        result_code: String = "result_code",
        /// Text of the result.
        result_desc: String = "result_desc",
    }

    /// What became of the switching of one rule.
    RuleResponseBodyDto = "RuleResponseBodyDTO" {
        /// The rule.
        rule_id: String = "ruleId",
        /// Error code and text. The SDK has no class for it.
        response: Value = "response",
    }

    /// Which rules to list.
    QueryRulesInDto = "QueryRulesInDTO" {
        /// Only the rule of this name.
        name: String = "name",
        /// Only rules of this user. Mandatory.
        author: String = "author",
        /// The owner of the rules; null for the application itself.
        app_id: String = "appId",
        /// What to tell in addition: `tag`.
        select: String = "select",
    }
}

service! {
    /// Rules: what the platform does by itself when a device reports something,
    /// or at some time.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application's own rules, and the id of the
    /// owner for rules that it is authorized for; 100203 (no such application)
    /// and 100217 (not authorized) are about it.
    "RuleEngine" {
        /// Creates a rule.
        ///
        /// Errors of the platform: 101401 to 101409 and 101417 to 101425, among
        /// them: input invalid, name of the rule in use, over the quota of
        /// rules (101404), condition invalid, ids not unique, no such device or
        /// data; 50252 (internal error).
        create_rule(
            rule_dto "ruleDTO": Fields<RuleDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "createRule" Post "/iocm/app/rule/v1.2.0/rules" -> RuleCreateOrUpdateOutDto;

        /// Changes a rule: all of it.
        ///
        /// Errors of the platform: as for `createRule`, and no such rule.
        update_rule(
            rule_dto "ruleDTO": Fields<RuleDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "updateRule" Put "/iocm/app/rule/v1.2.0/rules" -> RuleCreateOrUpdateOutDto;

        /// Deletes a rule.
        ///
        /// Errors of the platform: 101401 to 101409 (input invalid, or no such
        /// rule), 50252 (internal error).
        delete_rule(
            rule_id "ruleId": Path,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "deleteRule" Delete "/iocm/app/rule/v1.2.0/rules/{ruleId}";

        /// Switches a rule on or off.
        ///
        /// Errors of the platform: 101401 to 101409 (input invalid, or no such
        /// rule), 50252 (internal error).
        update_rule_status(
            urs_in_dto "ursInDTO": PathFields<UpdateRuleStatusInDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "updateRuleStatus" Put "/iocm/app/rule/v1.2.0/rules/{ruleId}/status/{status}";

        /// Switches rules on or off.
        ///
        /// Errors of the platform: 101401 to 101409 (input invalid), 50252
        /// (internal error). That of each rule is in the answer.
        update_batch_rule_status(
            ubrs_in_dto "ubrsInDTO": Fields<UpdateBatchRuleStatusInDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "updateBatchRuleStatus" Put "/iocm/app/rule/v1.2.0/rules/status"
            -> UpdateBatchRuleStatusOutDto;

        /// Lists rules.
        ///
        /// Errors of the platform: 101401 to 101409 (input invalid), 50252
        /// (internal error).
        query_rules(
            qr_in_dto "qrInDTO": Fields<QueryRulesInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryRules" Get "/iocm/app/rule/v1.2.0/rules" -> Vec<RuleDto>;
    }
}
