//! `SignalDelivery`: commands to devices that the platform keeps until the
//! device can be reached.

use serde_json::Value;

use super::common::CommandDtoV4;
use super::table::argument::{BearerToken, Fields, Path, Query};

dto! {
    /// A command to be sent to a device.
    PostDeviceCommandInDto = "PostDeviceCommandInDTO" {
        /// The device. Mandatory, 1 to 64 characters.
        device_id: String = "deviceId",
        /// The command. Mandatory.
        command: CommandDtoV4 = "command",
        /// Where the platform pushes changes of the command's status to: an
        /// HTTPS URL with its port. At most 1024 characters.
        callback_url: String = "callbackUrl",
        /// Seconds that the platform keeps the command for, from 0, which
        /// sends it at once or never. Default: 172800 (48 hours).
        expire_time: i64 = "expireTime",
        /// How often the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
    }

    /// The command that was created.
    PostDeviceCommandOutDto = "PostDeviceCommandOutDTO" {
        /// Identifies the command. At most 64 characters.
        command_id: String = "commandId",
        /// The application that the device belongs to. At most 64 characters.
        app_id: String = "appId",
        /// The device. At most 64 characters.
        device_id: String = "deviceId",
        /// The command.
        command: CommandDtoV4 = "command",
        /// Where changes of the command's status are pushed to.
        callback_url: String = "callbackUrl",
        /// Seconds that the platform keeps the command for.
        expire_time: i64 = "expireTime",
        /// `DEFAULT` (not sent), `EXPIRED`, `SUCCESSFUL`, `FAILED`, `TIMEOUT`,
        /// `CANCELED`, `DELIVERED` or `SENT`.
        status: String = "status",
        /// What the device answered.
        result: Value = "result",
        /// When the command was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        creation_time: String = "creationTime",
        /// When the device executed the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        execute_time: String = "executeTime",
        /// When the platform sent the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        platform_issued_time: String = "platformIssuedTime",
        /// When the device received the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        delivered_time: String = "deliveredTime",
        /// How often the platform has sent the command.
        issued_times: i64 = "issuedTimes",
        /// How often the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
    } [string form exactly "PostDeviceCommandOutDTO [commandId={commandId}, appId={appId}, deviceId={deviceId}, command={command:json}, callbackUrl={callbackUrl}, expireTime={expireTime}, status={status}, result={result:json}, creationTime={creationTime}, executeTime={executeTime}, platformIssuedTime={platformIssuedTime}, deliveredTime={deliveredTime}, issuedTimes={issuedTimes},  maxRetransmit={maxRetransmit}]"]

    /// What to do with a command.
    UpdateDeviceCommandInDto = "UpdateDeviceCommandInDTO" {
        /// `CANCELED` takes the command back. Mandatory.
        status: String = "status",
    }

    /// The command that was changed.
    UpdateDeviceCommandOutDto = "UpdateDeviceCommandOutDTO" {
        /// Identifies the command. At most 64 characters.
        command_id: String = "commandId",
        /// The application that the device belongs to. At most 64 characters.
        app_id: String = "appId",
        /// The device. At most 64 characters.
        device_id: String = "deviceId",
        /// The command.
        command: CommandDtoV4 = "command",
        /// Where changes of the command's status are pushed to.
        callback_url: String = "callbackUrl",
        /// Seconds that the platform keeps the command for.
        expire_time: i64 = "expireTime",
        /// `DEFAULT` (not sent), `EXPIRED`, `SUCCESSFUL`, `FAILED`, `TIMEOUT`,
        /// `CANCELED`, `DELIVERED` or `SENT`.
        status: String = "status",
        /// What the device answered.
        result: Value = "result",
        /// When the command was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        creation_time: String = "creationTime",
        /// When the device executed the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        execute_time: String = "executeTime",
        /// When the platform sent the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        platform_issued_time: String = "platformIssuedTime",
        /// When the device received the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        delivered_time: String = "deliveredTime",
        /// How often the platform has sent the command.
        issued_times: i64 = "issuedTimes",
        /// How often the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
    }

    /// Which commands to list.
    QueryDeviceCommandInDto = "QueryDeviceCommandInDTO" {
        /// Page to return, from 0. Default: 0.
        page_no: i64 = "pageNo",
        /// Rows of a page, 1 to 1000. Default: 1000.
        page_size: i64 = "pageSize",
        /// Only commands to this device. At most 64 characters.
        device_id: String = "deviceId",
        /// Only commands created after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: String = "startTime",
        /// Only commands created before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        end_time: String = "endTime",
        /// The owner of the devices; null for the application's own.
        app_id: String = "appId",
    }

    /// A page of commands.
    QueryDeviceCommandOutDto = "QueryDeviceCommandOutDTO" {
        /// Which page this is.
        pagination: Pagination = "pagination",
        /// The commands of this page.
        data: Vec<DeviceCommandRespV4> = "data",
    }

    /// Which page this is.
    Pagination = "Pagination" {
        /// This page, from 0.
        page_no: i64 = "pageNo",
        /// Rows of a page.
        page_size: i64 = "pageSize",
        /// Rows on all pages.
        total_size: i64 = "totalSize",
    }

    /// A command to a device.
    DeviceCommandRespV4 = "DeviceCommandRespV4" {
        /// Identifies the command. At most 64 characters.
        command_id: String = "commandId",
        /// The application that the device belongs to. At most 64 characters.
        app_id: String = "appId",
        /// The device. At most 64 characters.
        device_id: String = "deviceId",
        /// The command.
        command: CommandDtoV4 = "command",
        /// Where changes of the command's status are pushed to.
        callback_url: String = "callbackUrl",
        /// Seconds that the platform keeps the command for.
        expire_time: i64 = "expireTime",
        /// `DEFAULT` (not sent), `EXPIRED`, `SUCCESSFUL`, `FAILED`, `TIMEOUT`,
        /// `CANCELED`, `DELIVERED` or `SENT`.
        status: String = "status",
        /// What the device answered.
        result: Value = "result",
        /// When the command was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        creation_time: String = "creationTime",
        /// When the device executed the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        execute_time: String = "executeTime",
        /// When the platform sent the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        platform_issued_time: String = "platformIssuedTime",
        /// When the device received the command, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        delivered_time: String = "deliveredTime",
        /// How often the platform has sent the command.
        issued_times: i64 = "issuedTimes",
        /// How often the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
    }

    /// Whose commands to take back.
    CreateDeviceCmdCancelTaskInDto = "CreateDeviceCmdCancelTaskInDTO" {
        /// The device. Mandatory, 1 to 64 characters.
        device_id: String = "deviceId",
    }

    /// A task that takes back the commands to a device.
    CreateDeviceCmdCancelTaskOutDto = "CreateDeviceCmdCancelTaskOutDTO" {
        /// Identifies the task. At most 64 characters.
        task_id: String = "taskId",
        /// The application that the task belongs to. At most 64 characters.
        app_id: String = "appId",
        /// The device whose commands are taken back. At most 64 characters.
        device_id: String = "deviceId",
        /// `WAITTING` (sic), `RUNNING`, `SUCCESS`, `FAILED` or `PART_SUCCESS`.
        status: String = "status",
        /// Commands that are taken back.
        total_count: i64 = "totalCount",
        /// The commands that are taken back.
        device_commands: Vec<DeviceCommandRespV4> = "deviceCommands",
    }

    /// Which tasks that take back commands to list.
    QueryDeviceCmdCancelTaskInDto = "QueryDeviceCmdCancelTaskInDTO" {
        /// Page to return, from 0. Default: 0.
        page_no: i64 = "pageNo",
        /// Rows of a page, 1 to 1000. Default: 1000.
        page_size: i64 = "pageSize",
        /// Only this task. At most 64 characters.
        task_id: String = "taskId",
        /// Only tasks for this device. At most 64 characters.
        device_id: String = "deviceId",
        /// Only tasks in this state: `WAITTING` (sic), `RUNNING`, `SUCCESS`,
        /// `FAILED` or `PART_SUCCESS`.
        status: String = "status",
        /// Only tasks created after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: String = "startTime",
        /// Only tasks created before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        end_time: String = "endTime",
        /// The owner of the devices; null for the application's own.
        app_id: String = "appId",
    }

    /// A page of tasks that take back commands.
    QueryDeviceCmdCancelTaskOutDto = "QueryDeviceCmdCancelTaskOutDTO" {
        /// Which page this is.
        pagination: Pagination = "pagination",
        /// The tasks of this page.
        data: Vec<CreateDeviceCmdCancelTaskOutDto> = "data",
    }
}

service! {
    /// Commands to NB-IoT devices, which the platform keeps until the device
    /// can be reached.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application's own devices, and the id of the
    /// owner for devices that it is authorized for; 100203 (no such
    /// application) and 100217 (not authorized) are about it. Errors come with
    /// HTTP status 200, too.
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

        /// Takes a command back that has not been sent.
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

        /// Creates a task that takes back all commands to a device that have
        /// not been sent.
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

        /// Lists tasks that take back commands.
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
