//! `BatchProcess`: one task for many devices.

use serde_json::Value;

use super::common::{CommandDtoV4, TagDto2};
use super::table::argument::{BearerToken, Fields, Path, Query};

dto! {
    /// A batch task to be created.
    BatchTaskCreateInDto = "BatchTaskCreateInDTO" {
        /// The owner of the task; null for the application itself.
        app_id: String = "appId",
        /// Minutes after which the task has failed, 10 to 2880; the PHP pages
        /// say seconds. Mandatory.
        timeout: i64 = "timeout",
        /// Name of the task. Mandatory, at most 256 characters.
        task_name: String = "taskName",
        /// `DeviceReg`, `DeviceCmd`, `DeviceLocation`, `DeviceMod`, `DeviceDel`
        /// or `DeviceLicense`. Mandatory.
        task_type: String = "taskType",
        /// Depends on `taskType`: a `DeviceCmd` for `DeviceCmd`. Mandatory.
        param: Value = "param",
        /// Tags of the task.
        tags: Vec<TagDto2> = "tags",
    }

    /// The parameters of a batch task that sends a command.
    DeviceCmd = "DeviceCmd" {
        /// How the devices are chosen: `DeviceList`, `DeviceType`,
        /// `DeviceArea`, `GroupList`, `Broadcast` or `GroupIdList`. Mandatory.
        kind: String = "type",
        /// Device ids. Mandatory with `DeviceList`.
        device_list: Vec<String> = "deviceList",
        /// Type of the devices. Mandatory with `DeviceType`.
        device_type: String = "deviceType",
        /// Manufacturer of the devices. Mandatory with `DeviceType`.
        manufacturer_id: String = "manufacturerId",
        /// Model of the devices. Mandatory with `DeviceType`.
        model: String = "model",
        /// Where the devices are. Mandatory with `DeviceArea`.
        device_location: String = "deviceLocation",
        /// Names of device groups with `GroupList`, their ids with
        /// `GroupIdList`.
        group_list: Vec<String> = "groupList",
        /// The command. Mandatory.
        command: CommandDtoV4 = "command",
        /// Where results are pushed to.
        callback_url: String = "callbackUrl",
        /// How often the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
        /// Tag of the device groups.
        group_tag: String = "groupTag",
        /// The file that lists the devices.
        file_id: String = "fileId",
    }

    /// The batch task that was created.
    BatchTaskCreateOutDto = "BatchTaskCreateOutDTO" {
        /// Identifies the task.
        task_id: String = "taskID",
    }

    /// A batch task.
    QueryOneTaskOutDto = "QueryOneTaskOutDTO" {
        /// Identifies the task.
        task_id: String = "taskId",
        /// Name of the task.
        task_name: String = "taskName",
        /// The owner of the task.
        app_id: String = "appId",
        /// Who created the task.
        operator: String = "operator",
        /// Where the task was created: `Portal` or `Northbound`.
        task_from: String = "taskFrom",
        /// `DeviceReg`, `DeviceCmd`, `DeviceLocation`, `DeviceMod`, `DeviceDel`
        /// or `DeviceLicense`.
        task_type: String = "taskType",
        /// `Pending`, `Running`, `Complete` or `Timeout`.
        status: String = "status",
        /// When the task was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: String = "startTime",
        /// Time after which the task has failed, as given.
        timeout: i64 = "timeout",
        /// How far the task has come, in percent.
        progress: i64 = "progress",
        /// Subtasks.
        total_cnt: i64 = "totalCnt",
        /// Subtasks that succeeded.
        success_cnt: i64 = "successCnt",
        /// Subtasks that succeeded, in percent.
        success_rate: i64 = "successRate",
        /// Subtasks that failed.
        fail_cnt: i64 = "failCnt",
        /// Subtasks that took too long.
        timeout_cnt: i64 = "timeoutCnt",
        /// Subtasks that expired before they ran.
        expired_cnt: i64 = "expiredCnt",
        /// Subtasks that have ended: well, badly, or not in time.
        complete_cnt: i64 = "completeCnt",
        /// The parameters of the task; depends on `taskType`.
        param: Value = "param",
    }

    /// Which subtasks of a batch task to list.
    QueryTaskDetailsInDto = "QueryTaskDetailsInDTO" {
        /// The owner of the task; null for the application itself.
        app_id: String = "appId",
        /// The task. Mandatory.
        task_id: String = "taskId",
        /// Only subtasks in this state: `Pending`, `WaitResult`, `Success`,
        /// `Fail` or `Timeout`.
        status: String = "status",
        /// Only the subtask with this position in the file of a registration
        /// task.
        index: i64 = "index",
        /// Only the device with this nodeId, of a registration task.
        node_id: String = "nodeId",
        /// Only this device, of a command task.
        device_id: String = "deviceId",
        /// Only this command, of a command task.
        command_id: String = "commandId",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Rows of a page. Default: 1.
        page_size: i64 = "pageSize",
    }

    /// A page of subtasks of a batch task.
    QueryTaskDetailsOutDto = "QueryTaskDetailsOutDTO" {
        /// Subtasks on all pages.
        total_count: i64 = "totalCount",
        /// This page, from 0.
        page_no: i64 = "pageNo",
        /// Rows of a page.
        page_size: i64 = "pageSize",
        /// The subtasks of this page.
        task_details: Vec<QueryTaskDetailDtoCloud2Na> = "taskDetails",
    }

    /// A subtask of a batch task.
    QueryTaskDetailDtoCloud2Na = "QueryTaskDetailDTOCloud2NA" {
        /// `Pending`, `WaitResult`, `Success`, `Fail` or `Timeout`.
        status: String = "status",
        /// What the subtask of a registration or command task gave.
        output: String = "output",
        /// Why the subtask failed.
        error: String = "error",
        /// What the subtask is about.
        param: ObjectNode1 = "param",
    }

    /// What a subtask of a batch task is about.
    ObjectNode1 = "ObjectNode1" {
        /// Position in the file of a registration task.
        index: i64 = "index",
        /// What the device identifies itself with, of a registration task.
        node_id: String = "nodeId",
        /// The device, of a command task.
        device_id: String = "deviceId",
        /// The command, of a command task.
        command_id: String = "commandId",
    }
}

service! {
    /// One task for many devices, such as a command to all of a group.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application itself, and the id of another that
    /// has authorized it; 100203 (no such application) and 100217 (not
    /// authorized) are about it.
    "BatchProcess" {
        /// Creates a batch task.
        ///
        /// Errors of the platform: 105001 (ten tasks or more have not ended),
        /// 105002 (name of the task is in use), 100022 (input invalid), 50252
        /// (internal error).
        ///
        /// Vendor page: iot_06_2221.
        create_batch_task(
            btc_in_dto "btcInDTO": Fields<BatchTaskCreateInDto>,
            access_token "accessToken": BearerToken,
        ) = "createBatchTask" Post "/iocm/app/batchtask/v1.1.0/tasks" -> BatchTaskCreateOutDto;

        /// Describes a batch task.
        ///
        /// `select` asks for more: `tag`.
        ///
        /// Errors of the platform: 105005 (no such task), 100022 (input
        /// invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2222.
        query_one_task(
            task_id "taskId": Path,
            select "select": Query,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "queryOneTask" Get "/iocm/app/batchtask/v1.1.0/tasks/{taskId}" -> QueryOneTaskOutDto;

        /// Lists the subtasks of a batch task.
        ///
        /// Errors of the platform: 105005 (no such task), 100022 (input
        /// invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2223.
        query_task_details(
            qtd_in_dto "qtdInDTO": Fields<QueryTaskDetailsInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryTaskDetails" Get "/iocm/app/batchtask/v1.1.0/taskDetails"
            -> QueryTaskDetailsOutDto;
    }
}
