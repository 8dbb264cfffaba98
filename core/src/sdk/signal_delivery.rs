//! Commands that the platform stores until the device can be reached (`SignalDelivery`).
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::common::CommandDtoV4;
//! use northbound::sdk::signal_delivery::{PostDeviceCommandInDto, post_device_command};
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let order = PostDeviceCommandInDto::default()
//!     .device_id("device-id")
//!     .command(CommandDtoV4::default().service_id("Valve").method("CLOSE"))
//!     .expire_time(3600);
//! let sent = client.send(post_device_command(&order, None, &Token::Managed)?).await?;
//! println!("command id: {:?}", sent.command_id);
//! # Ok(())
//! # }
//! ```

use serde_json::Value;

use super::common::CommandDtoV4;
use super::table::argument::{BearerToken, Fields, Path, Query};
use super::timestamp::Timestamp;

words! {
    /// Status of a command.
    CommandStatus {
        /// It was not sent yet.
        Default = "DEFAULT",
        /// It expired before it was sent.
        Expired = "EXPIRED",
        /// It succeeded.
        Successful = "SUCCESSFUL",
        /// It failed.
        Failed = "FAILED",
        /// It timed out.
        Timeout = "TIMEOUT",
        /// It was canceled.
        Canceled = "CANCELED",
        /// The device has it.
        Delivered = "DELIVERED",
        /// It was sent.
        Sent = "SENT",
    }

    /// Status of a task that cancels commands.
    CancelTaskStatus {
        /// It has not started.
        Waiting = "WAITTING",
        /// It is under way.
        Running = "RUNNING",
        /// It succeeded.
        Success = "SUCCESS",
        /// It failed.
        Failed = "FAILED",
        /// A part of it succeeded.
        PartSuccess = "PART_SUCCESS",
    }
}

dto! {
    /// Command to send to a device.
    PostDeviceCommandInDto = "PostDeviceCommandInDTO" {
        /// Id of the device. Mandatory, 1 to 64 characters.
        device_id: String = "deviceId",
        /// The command. Mandatory.
        command: CommandDtoV4 = "command",
        /// URL to which the platform pushes changes of the command's status:
        /// HTTPS, with the port. At most 1024 characters.
        callback_url: String = "callbackUrl",
        /// Seconds for which the platform stores the command, from 0. With 0,
        /// it sends the command immediately or never. Default: 172800 (48
        /// hours).
        expire_time: i64 = "expireTime",
        /// Number of times that the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
    }

    /// Response of `postDeviceCommand`: the command that was created.
    PostDeviceCommandOutDto = "PostDeviceCommandOutDTO" {
        /// Identifies the command. At most 64 characters.
        command_id: String = "commandId",
        /// Id of the application that the device belongs to. At most 64
        /// characters.
        app_id: String = "appId",
        /// Id of the device. At most 64 characters.
        device_id: String = "deviceId",
        /// The command.
        command: CommandDtoV4 = "command",
        /// URL to which the platform pushes changes of the command's status.
        callback_url: String = "callbackUrl",
        /// Seconds for which the platform stores the command.
        expire_time: i64 = "expireTime",
        /// Status of the command: `DEFAULT` (not sent), `EXPIRED`,
        /// `SUCCESSFUL`, `FAILED`, `TIMEOUT`, `CANCELED`, `DELIVERED` or
        /// `SENT`.
        status: CommandStatus = "status",
        /// Response of the device.
        result: Value = "result",
        /// Time at which the command was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        creation_time: Timestamp = "creationTime",
        /// Time at which the device executed the command, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        execute_time: Timestamp = "executeTime",
        /// Time at which the platform sent the command, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        platform_issued_time: Timestamp = "platformIssuedTime",
        /// Time at which the device received the command, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        delivered_time: Timestamp = "deliveredTime",
        /// Number of times that the platform has sent the command.
        issued_times: i64 = "issuedTimes",
        /// Number of times that the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
    } [string form exactly "PostDeviceCommandOutDTO [commandId={commandId}, appId={appId}, deviceId={deviceId}, command={command:json}, callbackUrl={callbackUrl}, expireTime={expireTime}, status={status}, result={result:json}, creationTime={creationTime}, executeTime={executeTime}, platformIssuedTime={platformIssuedTime}, deliveredTime={deliveredTime}, issuedTimes={issuedTimes},  maxRetransmit={maxRetransmit}]"]

    /// New status of a command.
    UpdateDeviceCommandInDto = "UpdateDeviceCommandInDTO" {
        /// Status to set: `CANCELED` cancels the command. Mandatory.
        status: String = "status",
    }

    /// Response of `updateDeviceCommand`: the command that was changed.
    UpdateDeviceCommandOutDto = "UpdateDeviceCommandOutDTO" {
        /// Identifies the command. At most 64 characters.
        command_id: String = "commandId",
        /// Id of the application that the device belongs to. At most 64
        /// characters.
        app_id: String = "appId",
        /// Id of the device. At most 64 characters.
        device_id: String = "deviceId",
        /// The command.
        command: CommandDtoV4 = "command",
        /// URL to which the platform pushes changes of the command's status.
        callback_url: String = "callbackUrl",
        /// Seconds for which the platform stores the command.
        expire_time: i64 = "expireTime",
        /// Status of the command: `DEFAULT` (not sent), `EXPIRED`,
        /// `SUCCESSFUL`, `FAILED`, `TIMEOUT`, `CANCELED`, `DELIVERED` or
        /// `SENT`.
        status: CommandStatus = "status",
        /// Response of the device.
        result: Value = "result",
        /// Time at which the command was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        creation_time: Timestamp = "creationTime",
        /// Time at which the device executed the command, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        execute_time: Timestamp = "executeTime",
        /// Time at which the platform sent the command, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        platform_issued_time: Timestamp = "platformIssuedTime",
        /// Time at which the device received the command, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        delivered_time: Timestamp = "deliveredTime",
        /// Number of times that the platform has sent the command.
        issued_times: i64 = "issuedTimes",
        /// Number of times that the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
    }

    /// Query for a list of commands.
    QueryDeviceCommandInDto = "QueryDeviceCommandInDTO" {
        /// Page to return, from 0. Default: 0.
        page_no: i64 = "pageNo",
        /// Items per page, 1 to 1000. Default: 1000.
        page_size: i64 = "pageSize",
        /// Selects only commands to the device of this id. At most 64
        /// characters.
        device_id: String = "deviceId",
        /// Selects only commands created after this time, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        start_time: Timestamp = "startTime",
        /// Selects only commands created before this time, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        end_time: Timestamp = "endTime",
        /// Id of the application that owns the devices; null for the calling
        /// application.
        app_id: String = "appId",
    }

    /// A page of commands.
    QueryDeviceCommandOutDto = "QueryDeviceCommandOutDTO" {
        /// Number and size of this page.
        pagination: Pagination = "pagination",
        /// The commands of this page.
        data: Vec<DeviceCommandRespV4> = "data",
    }

    /// Number and size of this page.
    Pagination = "Pagination" {
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// Number of items on all pages.
        total_size: i64 = "totalSize",
    }

    /// A command to a device.
    DeviceCommandRespV4 = "DeviceCommandRespV4" {
        /// Identifies the command. At most 64 characters.
        command_id: String = "commandId",
        /// Id of the application that the device belongs to. At most 64
        /// characters.
        app_id: String = "appId",
        /// Id of the device. At most 64 characters.
        device_id: String = "deviceId",
        /// The command.
        command: CommandDtoV4 = "command",
        /// URL to which the platform pushes changes of the command's status.
        callback_url: String = "callbackUrl",
        /// Seconds for which the platform stores the command.
        expire_time: i64 = "expireTime",
        /// Status of the command: `DEFAULT` (not sent), `EXPIRED`,
        /// `SUCCESSFUL`, `FAILED`, `TIMEOUT`, `CANCELED`, `DELIVERED` or
        /// `SENT`.
        status: CommandStatus = "status",
        /// Response of the device.
        result: Value = "result",
        /// Time at which the command was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        creation_time: Timestamp = "creationTime",
        /// Time at which the device executed the command, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        execute_time: Timestamp = "executeTime",
        /// Time at which the platform sent the command, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        platform_issued_time: Timestamp = "platformIssuedTime",
        /// Time at which the device received the command, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        delivered_time: Timestamp = "deliveredTime",
        /// Number of times that the platform has sent the command.
        issued_times: i64 = "issuedTimes",
        /// Number of times that the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
    }

    /// Request to cancel the commands to a device.
    CreateDeviceCmdCancelTaskInDto = "CreateDeviceCmdCancelTaskInDTO" {
        /// Id of the device. Mandatory, 1 to 64 characters.
        device_id: String = "deviceId",
    }

    /// A task that cancels the commands to a device.
    CreateDeviceCmdCancelTaskOutDto = "CreateDeviceCmdCancelTaskOutDTO" {
        /// Identifies the task. At most 64 characters.
        task_id: String = "taskId",
        /// Id of the application that the task belongs to. At most 64
        /// characters.
        app_id: String = "appId",
        /// Id of the device whose commands are cancelled. At most 64
        /// characters.
        device_id: String = "deviceId",
        /// Status of the task: `WAITTING` (sic), `RUNNING`, `SUCCESS`, `FAILED`
        /// or `PART_SUCCESS`.
        status: CancelTaskStatus = "status",
        /// Number of commands to cancel.
        total_count: i64 = "totalCount",
        /// Commands to cancel.
        device_commands: Vec<DeviceCommandRespV4> = "deviceCommands",
    }

    /// Query for a list of tasks that cancel commands.
    QueryDeviceCmdCancelTaskInDto = "QueryDeviceCmdCancelTaskInDTO" {
        /// Page to return, from 0. Default: 0.
        page_no: i64 = "pageNo",
        /// Items per page, 1 to 1000. Default: 1000.
        page_size: i64 = "pageSize",
        /// Selects only the task with this id. At most 64 characters.
        task_id: String = "taskId",
        /// Selects only tasks for the device with this id. At most 64
        /// characters.
        device_id: String = "deviceId",
        /// Selects only tasks in this state: `WAITTING` (sic), `RUNNING`,
        /// `SUCCESS`, `FAILED` or `PART_SUCCESS`.
        status: CancelTaskStatus = "status",
        /// Selects only tasks created after this time, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        start_time: Timestamp = "startTime",
        /// Selects only tasks created before this time, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        end_time: Timestamp = "endTime",
        /// Id of the application that owns the devices; null for the calling
        /// application.
        app_id: String = "appId",
    }

    /// A page of tasks that cancel commands.
    QueryDeviceCmdCancelTaskOutDto = "QueryDeviceCmdCancelTaskOutDTO" {
        /// Number and size of this page.
        pagination: Pagination = "pagination",
        /// The tasks of this page.
        data: Vec<CreateDeviceCmdCancelTaskOutDto> = "data",
    }
}

service! {
    /// Commands to NB-IoT devices. The platform stores them until the device
    /// can be reached.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application's own devices, or the id of the
    /// owner for devices that it is authorized for; 100203 (no such
    /// application) and 100217 (not authorized) refer to that id. The platform
    /// sends errors with HTTP status 200, too.
    "SignalDelivery" {
        /// Sends a command to a device.
        ///
        /// Errors of the platform: 100223 (over the quota of waiting commands,
        /// 20 by default), 100403 (no such device), 100418 (no data of the
        /// device), 100428 (device is offline), 100431 (no such service),
        /// 100432 (device is muted), 102202 (a mandatory parameter is missing),
        /// 102203 (name of the command invalid), 100612 (device is a zombie),
        /// 50252 (internal error).
        ///
        /// Vendor page: iot_06_2259.
        post_device_command(
            pdc_in_dto "pdcInDTO": Fields<PostDeviceCommandInDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "postDeviceCommand" Post "/iocm/app/cmd/v1.4.0/deviceCommands"
            -> PostDeviceCommandOutDto;

        /// Cancels a command that has not been sent.
        ///
        /// Errors of the platform: 100434 (no such command), 100435 (command
        /// is cancelled, expired or executed already), 100022 (input invalid),
        /// 50252 (internal error).
        ///
        /// Vendor page: iot_06_2261.
        update_device_command(
            udc_in_dto "udcInDTO": Fields<UpdateDeviceCommandInDto>,
            device_command_id "deviceCommandId": Path,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "updateDeviceCommand" Put "/iocm/app/cmd/v1.4.0/deviceCommands/{deviceCommandId}"
            -> UpdateDeviceCommandOutDto;

        /// Lists commands.
        ///
        /// Errors of the platform: 100022 (times in the wrong order, or pageNo
        /// or pageSize invalid), 100418 (no data of the device), 50252
        /// (internal error).
        ///
        /// Vendor page: iot_06_2260.
        query_device_command(
            qdc_in_dto "qdcInDTO": Fields<QueryDeviceCommandInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceCommand" Get "/iocm/app/cmd/v1.4.0/deviceCommands"
            -> QueryDeviceCommandOutDto;

        /// Creates a task that cancels all commands to a device that have not
        /// been sent.
        ///
        /// Errors of the platform: 100418 (no data of the device), 100434 (no
        /// such command), 100022 (input invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2262.
        create_device_cmd_cancel_task(
            cdcct_in_dto "cdcctInDTO": Fields<CreateDeviceCmdCancelTaskInDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "createDeviceCmdCancelTask" Post "/iocm/app/cmd/v1.4.0/deviceCommandCancelTasks"
            -> CreateDeviceCmdCancelTaskOutDto;

        /// Lists tasks that cancel commands.
        ///
        /// Errors of the platform: 100022 (times in the wrong order, or pageNo
        /// or pageSize invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2263.
        query_device_cmd_cancel_task(
            qdcct_in_dto "qdcctInDTO": Fields<QueryDeviceCmdCancelTaskInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceCmdCancelTask" Get "/iocm/app/cmd/v1.4.0/deviceCommandCancelTasks"
            -> QueryDeviceCmdCancelTaskOutDto;
    }
}
