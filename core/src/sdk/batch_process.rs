//! Batch tasks: one task for many devices (`BatchProcess`).
//!
//! Create a task, then query its progress:
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::batch_process::{
//!     BatchTaskCreateInDto, BatchTaskType, create_batch_task, query_one_task,
//! };
//! use northbound::serde_json::json;
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let command = json!({ "serviceId": "Control", "method": "REBOOT", "paras": {} });
//! let task = BatchTaskCreateInDto::default()
//!     .task_name("reboot")
//!     .task_type(BatchTaskType::Command)
//!     .timeout(60)
//!     .param(json!({ "type": "GroupList", "groupList": ["meters"], "command": command }));
//! let created = client.send(create_batch_task(&task, &Token::Managed)?).await?;
//! let id = created.task_id.unwrap_or_default();
//! let task = client.send(query_one_task(&id, None, None, &Token::Managed)?).await?;
//! println!("{:?} %", task.progress);
//! # Ok(())
//! # }
//! ```

use serde_json::Value;

use super::common::{CommandDtoV4, TagDto2};
use super::table::argument::{BearerToken, Fields, Path, Query};
use super::timestamp::Timestamp;

words! {
    /// Type of a batch task.
    BatchTaskType {
        /// Registers devices.
        Register = "DeviceReg",
        /// Sends commands.
        Command = "DeviceCmd",
        /// Sets locations.
        Location = "DeviceLocation",
        /// Changes devices.
        Modify = "DeviceMod",
        /// Deletes devices.
        Delete = "DeviceDel",
        /// Sets licenses.
        License = "DeviceLicense",
    }

    /// Selection of the devices that a command goes to.
    DeviceSelection {
        /// These devices.
        DeviceList = "DeviceList",
        /// Devices of a type.
        DeviceType = "DeviceType",
        /// Devices in an area.
        DeviceArea = "DeviceArea",
        /// Device groups, by their names.
        GroupList = "GroupList",
        /// All devices.
        Broadcast = "Broadcast",
        /// Device groups, by their ids.
        GroupIdList = "GroupIdList",
    }

    /// Origin of a batch task.
    TaskOrigin {
        /// The web page of the platform.
        Portal = "Portal",
        /// The northbound API.
        Northbound = "Northbound",
    }

    /// Status of a batch task.
    BatchTaskStatus {
        /// It has not started.
        Pending = "Pending",
        /// It is under way.
        Running = "Running",
        /// It ended.
        Complete = "Complete",
        /// It timed out.
        Timeout = "Timeout",
    }

    /// Status of a subtask of a batch task.
    BatchSubtaskStatus {
        /// It has not started.
        Pending = "Pending",
        /// Its result is not known yet.
        WaitResult = "WaitResult",
        /// It succeeded.
        Success = "Success",
        /// It failed.
        Fail = "Fail",
        /// It timed out.
        Timeout = "Timeout",
    }
}

dto! {
    /// Batch task to create.
    BatchTaskCreateInDto = "BatchTaskCreateInDTO" {
        /// Id of the application that owns the task; null for the calling
        /// application.
        app_id: String = "appId",
        /// Minutes after which the task fails, 10 to 2880; the PHP pages say
        /// seconds. Mandatory.
        timeout: i64 = "timeout",
        /// Name of the task. Mandatory, at most 256 characters.
        task_name: String = "taskName",
        /// Type of the task: `DeviceReg`, `DeviceCmd`, `DeviceLocation`,
        /// `DeviceMod`, `DeviceDel` or `DeviceLicense`. Mandatory.
        task_type: BatchTaskType = "taskType",
        /// Parameters of the task, which depend on `taskType`: a `DeviceCmd`
        /// for `DeviceCmd`. Mandatory.
        param: Value = "param",
        /// Tags of the task.
        tags: Vec<TagDto2> = "tags",
    }

    /// Parameters of a batch task that sends a command.
    DeviceCmd = "DeviceCmd" {
        /// Selection of the devices: `DeviceList`, `DeviceType`, `DeviceArea`,
        /// `GroupList`, `Broadcast` or `GroupIdList`. Mandatory.
        kind: DeviceSelection = "type",
        /// Ids of the devices. Mandatory with `DeviceList`.
        device_list: Vec<String> = "deviceList",
        /// Type of the devices. Mandatory with `DeviceType`.
        device_type: String = "deviceType",
        /// Manufacturer of the devices. Mandatory with `DeviceType`.
        manufacturer_id: String = "manufacturerId",
        /// Model of the devices. Mandatory with `DeviceType`.
        model: String = "model",
        /// Location of the devices. Mandatory with `DeviceArea`.
        device_location: String = "deviceLocation",
        /// Device groups: names with `GroupList`, ids with `GroupIdList`.
        group_list: Vec<String> = "groupList",
        /// The command. Mandatory.
        command: CommandDtoV4 = "command",
        /// URL to which the platform pushes the results.
        callback_url: String = "callbackUrl",
        /// Number of times that the platform sends the command again, 0 to 3.
        max_retransmit: i64 = "maxRetransmit",
        /// Tag of the device groups.
        group_tag: String = "groupTag",
        /// Id of the file that lists the devices.
        file_id: String = "fileId",
    }

    /// Response of `createBatchTask`: the batch task that was created.
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
        /// Id of the application that owns the task.
        app_id: String = "appId",
        /// User who created the task.
        operator: String = "operator",
        /// Origin of the task: `Portal` or `Northbound`.
        task_from: TaskOrigin = "taskFrom",
        /// Type of the task: `DeviceReg`, `DeviceCmd`, `DeviceLocation`,
        /// `DeviceMod`, `DeviceDel` or `DeviceLicense`.
        task_type: BatchTaskType = "taskType",
        /// Status of the task: `Pending`, `Running`, `Complete` or `Timeout`.
        status: BatchTaskStatus = "status",
        /// Time at which the task was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: Timestamp = "startTime",
        /// Timeout of the task, as given to `createBatchTask`.
        timeout: i64 = "timeout",
        /// Progress of the task, in percent.
        progress: i64 = "progress",
        /// Number of subtasks.
        total_cnt: i64 = "totalCnt",
        /// Number of subtasks that succeeded.
        success_cnt: i64 = "successCnt",
        /// Percentage of subtasks that succeeded.
        success_rate: i64 = "successRate",
        /// Number of subtasks that failed.
        fail_cnt: i64 = "failCnt",
        /// Number of subtasks that timed out.
        timeout_cnt: i64 = "timeoutCnt",
        /// Number of subtasks that expired before they ran.
        expired_cnt: i64 = "expiredCnt",
        /// Number of subtasks that have ended: succeeded, failed or timed out.
        complete_cnt: i64 = "completeCnt",
        /// Parameters of the task, which depend on `taskType`.
        param: Value = "param",
    }

    /// Query for the subtasks of a batch task.
    QueryTaskDetailsInDto = "QueryTaskDetailsInDTO" {
        /// Id of the application that owns the task; null for the calling
        /// application.
        app_id: String = "appId",
        /// Id of the task. Mandatory.
        task_id: String = "taskId",
        /// Selects only subtasks in this state: `Pending`, `WaitResult`,
        /// `Success`, `Fail` or `Timeout`.
        status: BatchSubtaskStatus = "status",
        /// Selects only the subtask at this position in the file of a
        /// registration task.
        index: i64 = "index",
        /// Selects only the device with this nodeId, in a registration task.
        node_id: String = "nodeId",
        /// Selects only the device with this id, in a command task.
        device_id: String = "deviceId",
        /// Selects only the command with this id, in a command task.
        command_id: String = "commandId",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Items per page. Default: 1.
        page_size: i64 = "pageSize",
    }

    /// A page of subtasks of a batch task.
    QueryTaskDetailsOutDto = "QueryTaskDetailsOutDTO" {
        /// Number of subtasks on all pages.
        total_count: i64 = "totalCount",
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// The subtasks of this page.
        task_details: Vec<QueryTaskDetailDtoCloud2Na> = "taskDetails",
    }

    /// A subtask of a batch task.
    QueryTaskDetailDtoCloud2Na = "QueryTaskDetailDTOCloud2NA" {
        /// Status of the subtask: `Pending`, `WaitResult`, `Success`, `Fail` or
        /// `Timeout`.
        status: BatchSubtaskStatus = "status",
        /// Output of the subtask, in registration and command tasks.
        output: String = "output",
        /// Cause of the failure of the subtask.
        error: String = "error",
        /// Device or command that the subtask processes.
        param: ObjectNode1 = "param",
    }

    /// Device or command that a subtask of a batch task processes.
    ObjectNode1 = "ObjectNode1" {
        /// Position in the file, in a registration task.
        index: i64 = "index",
        /// Identification that the device sends, in a registration task.
        node_id: String = "nodeId",
        /// Id of the device, in a command task.
        device_id: String = "deviceId",
        /// Id of the command, in a command task.
        command_id: String = "commandId",
    }
}

service! {
    /// Batch tasks: one task for many devices, such as a command to all devices
    /// of a group.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the calling application, or the id of another
    /// application that has authorized it; 100203 (no such application) and
    /// 100217 (not authorized) refer to that id.
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
        /// `select` adds a field to the response: `tag`.
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
