//! Rules: actions that the platform takes when a condition is met (`RuleEngine`).
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::rule_engine::{RuleDto, RuleStatus, create_rule};
//! use northbound::serde_json::json;
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let device = json!({ "deviceId": "device-id", "path": "Sensor/temperature" });
//! let rule = RuleDto::default()
//!     .name("overheated")
//!     .author("alice")
//!     .status(RuleStatus::Active)
//!     .conditions([json!({
//!         "type": "DEVICE_DATA", "id": "hot", "deviceInfo": device, "operator": ">", "value": "80",
//!     })])
//!     .actions([json!({
//!         "type": "DEVICE_ALARM", "name": "overheated", "status": "fault", "severity": "major",
//!     })]);
//! let created = client.send(create_rule(&rule, None, &Token::Managed)?).await?;
//! println!("{:?}", created.rule_id);
//! # Ok(())
//! # }
//! ```

use serde_json::Value;

use super::common::Logic;
use super::common::TagDto2;
use super::table::argument::{BearerToken, Fields, Path, PathFields, Query};

words! {
    /// Immediate evaluation of the conditions of a rule.
    MatchNow {
        /// As soon as the rule exists.
        Yes = "yes",
        /// With the next report.
        No = "no",
    }

    /// Status of a rule.
    RuleStatus {
        /// The rule is evaluated.
        Active = "active",
        /// The rule is not evaluated.
        Inactive = "inactive",
    }

    /// Operator of a condition.
    Comparison {
        /// Less than.
        Less = "<",
        /// At most.
        LessOrEqual = "<=",
        /// More than.
        Greater = ">",
        /// At least.
        GreaterOrEqual = ">=",
        /// Equal.
        Equal = "==",
        /// Between two values.
        Between = "between",
    }

    /// Trigger mode of a condition.
    TriggerMode {
        /// With every report that meets the condition.
        Pulse = "pulse",
        /// Only with the first report that meets the condition.
        Reverse = "reverse",
    }

    /// Version of the operation that sends the command of a rule.
    CommandVersion {
        /// Version 1.3.0.
        V1_3_0 = "V1.3.0",
        /// Version 1.4.0.
        V1_4_0 = "V1.4.0",
    }

    /// Status of an alarm.
    AlarmStatus {
        /// The alarm begins.
        Fault = "fault",
        /// The alarm ends.
        Recovery = "recovery",
    }

    /// Severity of an alarm.
    AlarmSeverity {
        /// A warning.
        Warning = "warning",
        /// Minor.
        Minor = "minor",
        /// Major.
        Major = "major",
        /// Critical.
        Critical = "critical",
    }
}

dto! {
    /// A rule: conditions, and the actions to take when they are met.
    RuleDto = "RuleDTO" {
        /// Id of the rule. Mandatory for `updateRule`; the platform generates
        /// it for `createRule`. At most 256 characters.
        rule_id: String = "ruleId",
        /// Id of the application that the rule belongs to. At most 256
        /// characters.
        app_key: String = "appKey",
        /// Name of the rule. Mandatory, at most 256 characters.
        name: String = "name",
        /// Free text. At most 256 characters.
        description: String = "description",
        /// User who created the rule. Mandatory, at most 256 characters.
        author: String = "author",
        /// Conditions: items of `ConditionDeviceData`,
        /// `ConditionDeviceGroupData`, `ConditionDeviceTypeData`,
        /// `ConditionDailyTimer`, `ConditionCycleTimer` or
        /// `ConditionNoDetected`, according to their `type`. Either this or
        /// `groupExpress`.
        conditions: Vec<Value> = "conditions",
        /// Operator that joins the conditions: `and` (default) or `or`.
        logic: Logic = "logic",
        /// Time range in which the rule applies.
        time_range: TimeRange = "timeRange",
        /// Actions: items of `ActionDeviceCMD`, `ActionSMS`, `ActionEmail`,
        /// `ActionDeviceAlarm`, `ActionDelay`, `ActionRule` or `ActionEiCMD`,
        /// according to their `type`. Mandatory.
        actions: Vec<Value> = "actions",
        /// Immediate evaluation of the conditions, as soon as the rule exists:
        /// `yes` or `no` (default).
        match_now: MatchNow = "matchNow",
        /// Status of the rule: `active` (default) or `inactive`.
        status: RuleStatus = "status",
        /// Groups of conditions, and the operator that joins them.
        group_express: GroupExpress = "groupExpress",
        /// Triggers that make the platform evaluate the conditions: items of
        /// `TriggerSourceDevice` or `TriggerSourceTimer`.
        trigger_sources: Vec<Value> = "triggerSources",
        /// Time zone of the times in the rule, such as `Asia/Shanghai`.
        timezone_id: String = "timezoneID",
        /// Data that the platform stores with the rule and sends with its
        /// events.
        trans_data: Value = "transData",
        /// Place where the rule runs: `cloud` (default), or the id of a
        /// gateway.
        executor: String = "executor",
        /// True if conditions and actions get new ids. Default: true.
        refresh_id: bool = "refreshId",
        /// True if the platform refuses a rule without actions. Default: true.
        check_null_action: bool = "checkNullAction",
        /// Priority of the rule.
        priority: String = "priority",
        /// Tags of the rule.
        tags: Vec<TagDto2> = "tags",
        /// Processors of the data, which run before the conditions are
        /// evaluated.
        rule_pre_processors: Vec<RulePreProcessorDto> = "rulePreProcessors",
    }

    /// Processor of data, which runs before the conditions of a rule are
    /// evaluated.
    RulePreProcessorDto = "RulePreProcessorDTO" {
        /// Name of the processor.
        processor: String = "processor",
        /// Parameters of the processor.
        param: Value = "param",
    }

    /// Time range in which a rule applies.
    TimeRange = "TimeRange" {
        /// Start, `HH:mm`. Mandatory.
        start_time: String = "startTime",
        /// End, `HH:mm`; if it is before the start, it is on the next day.
        /// Mandatory.
        end_time: String = "endTime",
        /// Days of the week, 0 (Sunday) to 6, separated by commas. All if
        /// absent.
        days_of_week: String = "daysOfWeek",
    }

    /// Groups of conditions of a rule, and the operator that joins them.
    GroupExpress = "GroupExpress" {
        /// Operator that joins the groups: `and` or `or`.
        operator: Logic = "operator" default "and",
        /// Groups of conditions.
        group_elements: Vec<GroupElement> = "groupElements",
    }

    /// A group of conditions of a rule.
    GroupElement = "GroupElement" {
        /// Ids of the conditions: the values of their `id`.
        elements: Vec<String> = "elements",
        /// Operator that joins the conditions: `and` or `or`.
        operator: Logic = "operator" default "and",
    }

    /// A condition on the data of a device.
    ConditionDeviceData = "ConditionDeviceData" {
        /// Type of the condition: `DEVICE_DATA`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// Property to compare. Mandatory.
        device_info: ConditionDeviceInfo = "deviceInfo",
        /// Operator: `<`, `<=`, `>`, `>=`, `==`, or `between`. Mandatory.
        operator: Comparison = "operator",
        /// Value to compare with; with `between`, two values separated by a
        /// comma. Mandatory.
        value: String = "value",
        /// Data that the platform stores with the condition and sends with its
        /// events.
        trans_info: Value = "transInfo",
        /// Time for which the comparison must hold.
        duration: i64 = "duration",
        /// Trigger mode of the condition, and maximum age of the data.
        strategy: Strategy = "strategy",
    } [string form exactly "ConditionDeviceData [type={type}, id={id}, deviceInfo={deviceInfo:json}, operator={operator}, value={value}, transInfo={transInfo:json}, duration={duration}, strategy{strategy:json}]"]

    /// A property of a device.
    ConditionDeviceInfo = "ConditionDeviceInfo" {
        /// Id of the device. Mandatory.
        device_id: String = "deviceId",
        /// Path of the property, as `serviceId/property`. Mandatory.
        path: String = "path",
    } [string form as "CondiotionDeviceInfo"]

    /// Trigger mode of a condition, and maximum age of the data.
    Strategy = "Strategy" {
        /// Trigger mode: `pulse` fires with every report that meets the
        /// condition, `reverse` only with the first. Default: `pulse`.
        trigger: TriggerMode = "trigger",
        /// Seconds after which a report is too old; not limited if absent.
        e_valid_time: i64 = "eValidTime",
    }

    /// A condition on the data of any device of a group.
    ConditionDeviceGroupData = "ConditionDeviceGroupData" {
        /// Type of the condition: `DEVICE_GROUP_DATA`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// Property to compare. Mandatory.
        device_group_info: DeviceGroupInfo = "deviceGroupInfo",
        /// Operator: `<`, `<=`, `>`, `>=`, `==`, or `between`. Mandatory.
        operator: Comparison = "operator",
        /// Value to compare with; with `between`, two values separated by a
        /// comma. Mandatory.
        value: String = "value",
        /// Data that the platform stores with the condition and sends with its
        /// events.
        trans_info: Value = "transInfo",
        /// Time for which the comparison must hold.
        duration: i64 = "duration",
        /// Trigger mode of the condition, and maximum age of the data.
        strategy: Strategy = "strategy",
    } [string form exactly "ConditionDeviceGroupData [type={type}, id={id}, deviceGroupInfo={deviceGroupInfo:json}, operator={operator}, value={value}, transInfo={transInfo:json}, duration={duration}, strategy{strategy:json}]"]

    /// A property of the devices of a group.
    DeviceGroupInfo = "DeviceGroupInfo" {
        /// Id of the group. Mandatory.
        group_id: String = "groupId",
        /// Path of the property, as `serviceId/property`. Mandatory.
        path: String = "path",
    }

    /// A condition on the data of any device of a type.
    ConditionDeviceTypeData = "ConditionDeviceTypeData" {
        /// Type of the condition: `DEVICE_TYPE_DATA`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// Type of the devices, and the property to compare. The SDK has no
        /// class for it. Mandatory.
        device_info: Value = "deviceInfo",
        /// Operator: `<`, `<=`, `>`, `>=`, `==`, or `between`. Mandatory.
        operator: Comparison = "operator",
        /// Value to compare with; with `between`, two values separated by a
        /// comma. Mandatory.
        value: String = "value",
        /// Data that the platform stores with the condition and sends with its
        /// events.
        trans_info: Value = "transInfo",
        /// Time for which the comparison must hold.
        duration: i64 = "duration",
        /// Trigger mode of the condition, and maximum age of the data.
        strategy: Strategy = "strategy",
    } [string form exactly "ConditionDeviceTypeData [type={type}, id={id}, deviceInfo={deviceInfo:json}, operator={operator}, value={value}, transInfo={transInfo:json}, duration={duration}, strategy{strategy:json}]"]

    /// A condition on the time of day.
    ConditionDailyTimer = "ConditionDailyTimer" {
        /// Type of the condition: `DAILY_TIMER`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// Time of day, `HH:mm`. Mandatory.
        time: String = "time",
        /// Days of the week, 0 (Sunday) to 6, separated by commas. All if
        /// absent.
        days_of_week: String = "daysOfWeek",
    }

    /// A condition that is met at regular intervals.
    ConditionCycleTimer = "ConditionCycleTimer" {
        /// Type of the condition: `CYCLE_TIMER`. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// Time range in which the condition can be met. Mandatory.
        time_range: TimeRange = "timeRange",
        /// Interval, in minutes. Mandatory.
        interval: i64 = "interval",
    }

    /// A condition that nothing was detected.
    ConditionNoDetected = "ConditionNoDetected" {
        /// Type of the condition. Mandatory.
        kind: String = "type",
        /// Identifies the condition in its rule.
        id: String = "id",
        /// Free text.
        description: String = "description",
    }

    /// A trigger by a device: makes the platform evaluate the conditions of a
    /// rule.
    TriggerSourceDevice = "TriggerSourceDevice" {
        /// Type of the trigger: `DEVICE`. Mandatory.
        kind: String = "type",
        /// Id of the device. Mandatory.
        device_id: String = "deviceId",
        /// Id of the service of the device. Mandatory.
        service_id: String = "serviceId",
    }

    /// A trigger by a timer: makes the platform evaluate the conditions of a
    /// rule.
    TriggerSourceTimer = "TriggerSourceTimer" {
        /// Type of the trigger: `TIMER`. Mandatory.
        kind: String = "type",
    }

    /// A rule's action: send a command to a device.
    ActionDeviceCmd = "ActionDeviceCMD" {
        /// Type of the action: `DEVICE_CMD`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Id of the application that the device belongs to. Mandatory.
        app_key: String = "appKey",
        /// Id of the device. Mandatory.
        device_id: String = "deviceId",
        /// The command. Mandatory.
        cmd: Cmd = "cmd",
        /// Version of the operation that the platform sends the command with:
        /// `V1.3.0` or `V1.4.0`.
        cmd_version: CommandVersion = "cmdVersion",
        /// Additional parameters that `cmdVersion` requires, such as
        /// callbackUrl, maxRetransmit, expireTime.
        cmd_meta_data: Value = "cmdMetaData",
        /// Data that the platform stores with the action and sends with its
        /// events.
        trans_info: Value = "transInfo",
        /// Processors of the command, which run before it is sent.
        device_command_action_pre_processors: Vec<DeviceCommandActionPreProcessor>
            = "deviceCommandActionPreProcessors",
    }

    /// Processor of a command, which runs before the command is sent.
    DeviceCommandActionPreProcessor = "DeviceCommandActionPreProcessor" {
        /// Name of the processor.
        processor: String = "processor",
        /// Parameters of the processor.
        param: Value = "param",
    }

    /// Command of a rule's action.
    Cmd = "CMD" {
        /// Name of the command. Mandatory.
        message_type: String = "messageType",
        /// Parameters of the command, by name. Mandatory.
        message_body: Value = "messageBody",
        /// Id of the service that the command belongs to. Mandatory.
        service_id: String = "serviceId",
    }

    /// A rule's action: send a text message.
    ActionSms = "ActionSMS" {
        /// Type of the action: `SMS`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Telephone number of the receiver. Mandatory.
        msisdn: String = "msisdn",
        /// Text of the message. Mandatory.
        content: String = "content",
        /// Subject of the message.
        subject: String = "subject",
        /// Title of the message. Mandatory.
        title: String = "title",
        /// Id of the account that sends the message. Mandatory.
        account_id: String = "accountId",
    }

    /// A rule's action: send an email.
    ActionEmail = "ActionEmail" {
        /// Type of the action: `EMAIL`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Address of the receiver. Mandatory.
        email: String = "email",
        /// Text of the email. Mandatory.
        content: String = "content",
        /// Subject of the email.
        subject: String = "subject",
        /// Title of the email. Mandatory.
        title: String = "title",
        /// Id of the account that sends the message. Mandatory.
        account_id: String = "accountId",
    }

    /// A rule's action: raise or end an alarm of a device.
    ActionDeviceAlarm = "ActionDeviceAlarm" {
        /// Type of the action: `DEVICE_ALARM`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Name of the alarm. Mandatory.
        name: String = "name",
        /// Status of the alarm: `fault` or `recovery`. Mandatory.
        status: AlarmStatus = "status",
        /// Severity of the alarm: `warning`, `minor`, `major` or `critical`.
        /// Mandatory.
        severity: AlarmSeverity = "severity",
        /// Free text.
        description: String = "description",
    }

    /// A rule's action: wait before the next action.
    ActionDelay = "ActionDelay" {
        /// Type of the action: `DELAY`. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Time to wait. The documents give no unit. Mandatory.
        time: i64 = "time",
        /// Data that the platform stores with the action and sends with its
        /// events.
        trans_info: Value = "transInfo",
    }

    /// A rule's action: change a rule.
    ActionRule = "ActionRule" {
        /// Type of the action. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// Id of the rule to change. Mandatory.
        rule_id: String = "ruleId",
        /// Command for the rule.
        cmd: String = "cmd",
    }

    /// A rule's action: send a message to a device of a subsystem.
    ActionEiCmd = "ActionEiCMD" {
        /// Type of the action. Mandatory.
        kind: String = "type",
        /// Identifies the action in its rule.
        id: String = "id",
        /// The subsystem.
        sub_system: String = "subSystem",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Name of the message.
        message_type: String = "messageType",
        /// Content of the message.
        message_body: Value = "messageBody",
    }

    /// Response of `createRule` and `updateRule`: the rule that was created or
    /// changed.
    RuleCreateOrUpdateOutDto = "RuleCreateOrUpdateOutDTO" {
        /// Identifies the rule.
        rule_id: String = "ruleId",
    } [string form as "RuleCreateOutDTO"]

    /// New status of a rule: switches the rule on or off.
    UpdateRuleStatusInDto = "UpdateRuleStatusInDTO" {
        /// Id of the rule. Mandatory.
        rule_id: String = "ruleId",
        /// Status of the rule: `active` or `inactive`. Mandatory.
        status: RuleStatus = "status",
    } [string form as "RuleStatusChangeInDTO"]

    /// New status of several rules: switches them on or off.
    UpdateBatchRuleStatusInDto = "UpdateBatchRuleStatusInDTO" {
        /// New status of each rule. Mandatory.
        requests: Vec<UpdateRuleStatusInDto> = "requests",
    }

    /// Response of `updateBatchRuleStatus`: the results.
    UpdateBatchRuleStatusOutDto = "UpdateBatchRuleStatusOutDTO" {
        /// Overall result.
        result: RuleResultBodyDto = "result",
        /// Result of each rule.
        responses: Vec<RuleResponseBodyDto> = "responses",
    }

    /// Result of a call: code and text.
    RuleResultBodyDto = "RuleResultBodyDTO" {
        /// Code of the result.
        result_code: String = "result_code",
        /// Description of the result.
        result_desc: String = "result_desc",
    }

    /// Result for one rule of `updateBatchRuleStatus`.
    RuleResponseBodyDto = "RuleResponseBodyDTO" {
        /// Id of the rule.
        rule_id: String = "ruleId",
        /// Error code and text. The SDK has no class for it.
        response: Value = "response",
    }

    /// Query for a list of rules.
    QueryRulesInDto = "QueryRulesInDTO" {
        /// Selects only the rule of this name.
        name: String = "name",
        /// Selects only rules of this user. Mandatory.
        author: String = "author",
        /// Id of the application that owns the rules; null for the calling
        /// application.
        app_id: String = "appId",
        /// Additional field of the response: `tag`.
        select: String = "select",
    }
}

service! {
    /// Rules: actions that the platform takes when a device reports data, or at
    /// a set time.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application's own rules, or the id of the owner
    /// for rules that it is authorized for; 100203 (no such application) and
    /// 100217 (not authorized) refer to that id.
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

        /// Replaces a rule.
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
        /// (internal error). The error of each rule is in the response.
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
