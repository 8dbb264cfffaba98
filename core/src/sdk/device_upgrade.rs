//! Software and firmware upgrades of devices (`DeviceUpgrade`).
//!
//! Create a task, wait for it with a [`Waiter`](crate::client::Waiter), and read its subtasks
//! page by page, or all of them with [`Client::paginate`](crate::Client::paginate):
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::device_upgrade::{
//!     QueryUpgradeSubTaskInDto, SubtaskStatus, query_upgrade_sub_task,
//! };
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let query = QueryUpgradeSubTaskInDto::default()
//!     .sub_operation_status(SubtaskStatus::Fail)
//!     .page_no(0)
//!     .page_size(100);
//! let page = client.send(query_upgrade_sub_task(&query, "operation-id", &Token::Managed)?).await?;
//! println!("{:?} failures", page.total_count);
//! for subtask in page.data.unwrap_or_default() {
//!     println!("{:?}: {:?}", subtask.device_id, subtask.detail_info);
//! }
//! # Ok(())
//! # }
//! ```

use serde_json::Value;

use super::table::argument::{BearerToken, Fields, Path};
use super::timestamp::Timestamp;

words! {
    /// Type of an upgrade package.
    PackageType {
        /// Firmware.
        Firmware = "firmwarePackage",
        /// Software.
        Software = "softwarePackage",
    }

    /// Type of the schedule of an upgrade task.
    ScheduleType {
        /// The task runs immediately.
        Now = "now",
        /// The task runs between two times.
        Custom = "custom",
    }

    /// Type of an upgrade.
    UpgradeType {
        /// Of the firmware.
        Firmware = "firmware_upgrade",
        /// Of the software.
        Software = "software_upgrade",
    }

    /// Status of an upgrade task.
    TaskStatus {
        /// It has not started.
        Wait = "wait",
        /// It is under way.
        Processing = "processing",
        /// It ended, and at least one subtask failed.
        Failed = "failed",
        /// It succeeded.
        Success = "success",
        /// It was stopped.
        Stop = "stop",
    }

    /// Status of a subtask: of the upgrade of one device.
    SubtaskStatus {
        /// It has not started.
        Wait = "wait",
        /// It is under way.
        Processing = "processing",
        /// It failed.
        Fail = "fail",
        /// It succeeded.
        Success = "success",
        /// It was stopped.
        Stop = "stop",
    }
}

dto! {
    /// Query for a list of upgrade packages.
    QueryUpgradePackageListInDto = "QueryUpgradePackageListInDTO" {
        /// Type of the package: `firmwarePackage` or `softwarePackage`. At most
        /// 256 characters.
        file_type: PackageType = "fileType",
        /// Type of the devices that the package is for. At most 256 characters.
        device_type: String = "deviceType",
        /// Model of the devices that the package is for. At most 256 characters.
        model: String = "model",
        /// Manufacturer of the devices that the package is for. At most 256
        /// characters.
        manufacturer_name: String = "manufacturerName",
        /// Version of the package. At most 256 characters.
        version: String = "version",
        /// Page to return, from 0.
        page_no: i64 = "pageNo",
        /// Items per page, 1 to 100.
        page_size: i64 = "pageSize",
    }

    /// A page of upgrade packages.
    QueryUpgradePackageListOutDto = "QueryUpgradePackageListOutDTO" {
        /// The packages of this page.
        data: Vec<QueryUpgradePackageOutDto> = "data",
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// Number of packages on all pages.
        total_count: i64 = "totalCount",
    } [string form: "pageNo", "pageSize", "totalCount", "data"]

    /// An upgrade package.
    QueryUpgradePackageOutDto = "QueryUpgradePackageOutDTO" {
        /// Identifies the package.
        file_id: String = "fileId",
        /// Name of the package.
        name: String = "name",
        /// Version that devices have after the upgrade.
        version: String = "version",
        /// Type of the package: `firmwarePackage` or `softwarePackage`.
        file_type: PackageType = "fileType",
        /// Type of the devices that the package is for.
        device_type: String = "deviceType",
        /// Model of the devices that the package is for.
        model: String = "model",
        /// Manufacturer of the devices that the package is for.
        manufacturer_name: String = "manufacturerName",
        /// Protocol of the devices that the package is for.
        protocol_type: String = "protocolType",
        /// Free text.
        description: String = "description",
        /// Time at which the package was built.
        date: String = "date",
        /// Time at which the package was uploaded.
        upload_time: String = "uploadTime",
    }

    /// Upgrade task to create.
    CreateUpgradeTaskInDto = "CreateUpgradeTaskInDTO" {
        /// Id of the package to install. Mandatory.
        file_id: String = "fileId",
        /// Devices to upgrade. Mandatory.
        targets: OperateDevices = "targets",
        /// Schedule and retries of the task. If absent, it runs immediately,
        /// without retries.
        policy: OperatePolicy = "policy",
    }

    /// Devices of an upgrade task: groups or single devices, not both.
    OperateDevices = "OperateDevices" {
        /// Type of the devices. Mandatory with `deviceGroups`. At most 256
        /// characters.
        device_type: String = "deviceType",
        /// Model of the devices. Mandatory with `deviceGroups`. At most 256
        /// characters.
        model: String = "model",
        /// Manufacturer of the devices. Mandatory with `deviceGroups`. At most
        /// 256 characters.
        manufacturer_name: String = "manufacturerName",
        /// Names of device groups, at most 256.
        device_groups: Vec<String> = "deviceGroups",
        /// Ids of devices, at most 256.
        devices: Vec<String> = "devices",
    }

    /// Schedule and retries of an upgrade task.
    OperatePolicy = "OperatePolicy" {
        /// Type of the schedule: `now` (default) or `custom`.
        execute_type: ScheduleType = "executeType",
        /// Earliest start, UTC, `yyyyMMdd'T'HHmmss'Z'`. Mandatory with `custom`.
        start_time: Timestamp = "startTime",
        /// Latest end, UTC, `yyyyMMdd'T'HHmmss'Z'`. Mandatory with `custom`.
        end_time: Timestamp = "endTime",
        /// True if a failed upgrade is tried again. Default: false.
        retry_type: bool = "retryType",
        /// Number of retries, 1 to 5. Mandatory with `retryType`.
        retry_times: i64 = "retryTimes",
    }

    /// Response to the creation of an upgrade task: the task that was created.
    CreateUpgradeTaskOutDto = "CreateUpgradeTaskOutDTO" {
        /// Identifies the task.
        operation_id: String = "operationId",
    }

    /// An upgrade task.
    QueryUpgradeTaskOutDto = "QueryUpgradeTaskOutDTO" {
        /// Identifies the task.
        operation_id: String = "operationId",
        /// Time at which the task was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        create_time: Timestamp = "createTime",
        /// Time at which the task started, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: Timestamp = "startTime",
        /// Time at which the task ended, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        stop_time: Timestamp = "stopTime",
        /// Type of the upgrade: `firmware_upgrade` or `software_upgrade`.
        operate_type: UpgradeType = "operateType",
        /// The devices of the task.
        targets: OperateDevices = "targets",
        /// Schedule and retries of the task.
        policy: OperatePolicy = "policy",
        /// Status of the task: `wait`, `processing`, `failed` (sic: subtasks
        /// say `fail`), `success` or `stop`.
        status: TaskStatus = "status",
        /// Number of subtasks in each state.
        sta_result: OperationStaResult = "staResult",
        /// Extended parameters, which depend on the type of the task.
        extend_para: Value = "extendPara",
    }

    /// Number of subtasks of an upgrade task in each state.
    OperationStaResult = "OperationStaResult" {
        /// Number of all subtasks.
        total: i64 = "total",
        /// Number of subtasks that wait.
        wait: i64 = "wait",
        /// Number of subtasks that run.
        processing: i64 = "processing",
        /// Number of subtasks that succeeded.
        success: i64 = "success",
        /// Number of subtasks that failed.
        fail: i64 = "fail",
        /// Number of subtasks that were stopped.
        stop: i64 = "stop",
        /// Number of subtasks that timed out.
        timeout: i64 = "timeout",
    }

    /// Query for the subtasks of an upgrade task.
    QueryUpgradeSubTaskInDto = "QueryUpgradeSubTaskInDTO" {
        /// Selects only subtasks in this state: `wait`, `processing`, `fail`,
        /// `success` or `stop`. All if absent.
        sub_operation_status: SubtaskStatus = "subOperationStatus",
        /// Page to return, from 0. The vendor's documents disagree on what the
        /// platform does without one; set it, page by page, to see all
        /// subtasks.
        page_no: i64 = "pageNo",
        /// Items per page, 1 to 100. The platform's default is 10.
        page_size: i64 = "pageSize",
    }

    /// A page of subtasks.
    QueryUpgradeSubTaskOutDto = "QueryUpgradeSubTaskOutDTO" {
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page, 1 to 100.
        page_size: i64 = "pageSize",
        /// Number of subtasks on all pages.
        total_count: i64 = "totalCount",
        /// The subtasks of this page.
        data: Vec<SubOperationInfo> = "data",
    }

    /// A subtask: the upgrade of one device.
    SubOperationInfo = "SubOperationInfo" {
        /// Identifies the subtask.
        sub_operation_id: String = "subOperationId",
        /// Time at which the subtask was created, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        create_time: Timestamp = "createTime",
        /// Time at which the subtask started, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        /// Absent while it waits.
        start_time: Timestamp = "startTime",
        /// Time at which the subtask ended, UTC, `yyyyMMdd'T'HHmmss'Z'`. Absent
        /// until then.
        stop_time: Timestamp = "stopTime",
        /// Type of the upgrade: `firmware_upgrade` or `software_upgrade`.
        operate_type: UpgradeType = "operateType",
        /// Id of the device.
        device_id: String = "deviceId",
        /// Status of the subtask: `wait`, `processing`, `fail`, `success` or
        /// `stop`.
        status: SubtaskStatus = "status",
        /// Cause of the failure of the subtask.
        detail_info: String = "detailInfo",
        /// Extended information, which depends on the type of the task: an
        /// object, or JSON text.
        extend_info: Value = "extendInfo",
    }

    /// Query for a list of upgrade tasks.
    QueryUpgradeTaskListInDto = "QueryUpgradeTaskListInDTO" {
        /// Type of the upgrade: `firmware_upgrade` or `software_upgrade`. At
        /// most 256 characters.
        operation_type: UpgradeType = "operationType",
        /// Status of the task: `wait`, `processing`, `failed`, `success` or
        /// `stop`. At most 256 characters.
        operation_status: TaskStatus = "operationStatus",
        /// Type of the devices. At most 256 characters.
        device_type: String = "deviceType",
        /// Model of the devices. At most 256 characters.
        model: String = "model",
        /// Manufacturer of the devices. At most 256 characters.
        manufacturer_name: String = "manufacturerName",
        /// Selects only tasks with the device of this id. At most 256
        /// characters.
        device_id: String = "deviceId",
        /// Page to return, from 0.
        page_no: i64 = "pageNo",
        /// Items per page, 1 to 100.
        page_size: i64 = "pageSize",
    }

    /// A page of upgrade tasks.
    QueryUpgradeTaskListOutDto = "QueryUpgradeTaskListOutDTO" {
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// Number of tasks on all pages. The platform calls it `totalCount`,
        /// the SDKs' documents `totalSize`; in responses it has both names.
        total_size: i64 = "totalSize" (also "totalCount"),
        /// The tasks of this page.
        data: Vec<QueryUpgradeTaskOutDto> = "data",
    }
}

service! {
    /// Software and firmware upgrades of devices: packages, tasks, and the
    /// subtask of each device.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    "DeviceUpgrade" {
        /// Lists upgrade packages.
        ///
        /// Errors of the platform: 120015 (bad request), 123029 (pageNo or
        /// pageSize beyond the limit).
        ///
        /// Vendor page: iot_06_2282.
        query_upgrade_package_list(
            qupl_in_dto "quplInDTO": Fields<QueryUpgradePackageListInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryUpgradePackageList" Get "/iodm/northbound/v1.5.0/category"
            -> QueryUpgradePackageListOutDto,
            pages of QueryUpgradePackageOutDto by "fileId" as "getPackagePaginator";

        /// Describes an upgrade package.
        ///
        /// Errors of the platform: 120015 (bad request), 123002 (no such
        /// package).
        ///
        /// Vendor page: iot_06_2283.
        query_upgrade_package(file_id "fileId": Path, access_token "accessToken": BearerToken)
            = "queryUpgradePackage" Get "/iodm/northbound/v1.5.0/category/{fileId}"
            -> QueryUpgradePackageOutDto;

        /// Deletes an upgrade package.
        ///
        /// Errors of the platform: 120015 (bad request), 123002 (no such
        /// package).
        ///
        /// Vendor page: iot_06_2284.
        delete_upgrade_package(file_id "fileId": Path, access_token "accessToken": BearerToken)
            = "deleteUpgradePackage" Delete "/iodm/northbound/v1.5.0/category/{fileId}";

        /// Creates a task that upgrades the software of devices.
        ///
        /// Errors of the platform: 120015 (bad request), 123016 (the package is
        /// not for these devices), 123019 to 123028, 123032 and 123033 (a field
        /// of targets or policy is missing or out of range).
        ///
        /// Vendor page: iot_06_2285.
        create_software_upgrade_task(
            cut_in_dto "cutInDTO": Fields<CreateUpgradeTaskInDto>,
            access_token "accessToken": BearerToken,
        ) = "createSoftwareUpgradeTask" Post "/iodm/northbound/v1.5.0/operations/softwareUpgrade"
            -> CreateUpgradeTaskOutDto;

        /// Creates a task that upgrades the firmware of devices.
        ///
        /// Errors of the platform: as for `createSoftwareUpgradeTask`.
        ///
        /// Vendor page: iot_06_2286.
        create_firmware_upgrade_task(
            cut_in_dto "cutInDTO": Fields<CreateUpgradeTaskInDto>,
            access_token "accessToken": BearerToken,
        ) = "createFirmwareUpgradeTask" Post "/iodm/northbound/v1.5.0/operations/firmwareUpgrade"
            -> CreateUpgradeTaskOutDto;

        /// Describes an upgrade task.
        ///
        /// Errors of the platform: 120015 (bad request), 123009 (no such task).
        ///
        /// Vendor page: iot_06_2287.
        query_upgrade_task(operation_id "operationId": Path, access_token "accessToken": BearerToken)
            = "queryUpgradeTask" Get "/iodm/northbound/v1.5.0/operations/{operationId}"
            -> QueryUpgradeTaskOutDto;

        /// Lists the subtasks of an upgrade task: the status of the upgrade of
        /// each device.
        ///
        /// Errors of the platform: 120015 (bad request), 123029 (pageNo or
        /// pageSize beyond the limit), 123009 (no such task).
        ///
        /// Vendor page: iot_06_2288.
        query_upgrade_sub_task(
            qust_in_dto "qustInDTO": Fields<QueryUpgradeSubTaskInDto>,
            operation_id "operationId": Path,
            access_token "accessToken": BearerToken,
        ) = "queryUpgradeSubTask" Get "/iodm/northbound/v1.5.0/operations/{operationId}/subOperations"
            -> QueryUpgradeSubTaskOutDto,
            pages of SubOperationInfo by "subOperationId" as "getSubTaskPaginator",
            many as "queryUpgradeSubTasks";

        /// Lists upgrade tasks.
        ///
        /// Errors of the platform: 120015 (bad request), 123029 (pageNo or
        /// pageSize beyond the limit), 123009 (no such task).
        ///
        /// Vendor page: iot_06_2289.
        query_upgrade_task_list(
            qutl_in_dto "qutlInDTO": Fields<QueryUpgradeTaskListInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryUpgradeTaskList" Get "/iodm/northbound/v1.5.0/operations"
            -> QueryUpgradeTaskListOutDto,
            pages of QueryUpgradeTaskOutDto by "operationId" as "getTaskPaginator";
    }
}
