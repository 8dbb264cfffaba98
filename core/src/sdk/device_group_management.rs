//! Groups of devices (`DeviceGroupManagement`).
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::device_group_management::{CreateDeviceGroupInDto, create_device_group};
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let group = CreateDeviceGroupInDto::default()
//!     .name("meters")
//!     .device_ids(["device-1", "device-2"]);
//! let created = client.send(create_device_group(&group, &Token::Managed)?).await?;
//! println!("created group {:?}", created.id);
//! # Ok(())
//! # }
//! ```

use super::table::argument::{BearerToken, Fields, Path, Query};

dto! {
    /// Device group to create.
    CreateDeviceGroupInDto = "CreateDeviceGroupInDTO" {
        /// Name of the group: letters and digits. Mandatory, 1 to 50
        /// characters.
        name: String = "name",
        /// Free text. At most 1024 characters.
        description: String = "description",
        /// Id of the application that owns the group; null for the calling
        /// application. At most 50 characters.
        app_id: String = "appId",
        /// Maximum number of devices in the group. 0, the default, for no
        /// limit.
        max_dev_num: i64 = "maxDevNum",
        /// Ids of the devices that the group has from the start.
        device_ids: Vec<String> = "deviceIds",
        /// Id of the group. The platform generates one if absent. 1 to 50
        /// characters.
        id: String = "id",
    }

    /// Response of `createDeviceGroup`: the device group that was created.
    CreateDeviceGroupOutDto = "CreateDeviceGroupOutDTO" {
        /// Name of the group.
        name: String = "name",
        /// Free text.
        description: String = "description",
        /// Identifies the group.
        id: String = "id",
        /// Id of the application that owns the group.
        app_id: String = "appId",
        /// Maximum number of devices in the group. 0 for no limit.
        max_dev_num: i64 = "maxDevNum",
        /// Number of devices in the group.
        cur_dev_num: i64 = "curDevNum",
        /// Ids of the devices in the group.
        device_ids: Vec<String> = "deviceIds",
    }

    /// Changes to a device group.
    ModifyDeviceGroupInDto = "ModifyDeviceGroupInDTO" {
        /// Name of the group: letters and digits. Mandatory, 1 to 50
        /// characters.
        name: String = "name",
        /// Free text. At most 1024 characters.
        description: String = "description",
        /// Maximum number of devices in the group. 0 for no limit.
        max_dev_num: i64 = "maxDevNum" default 0,
    }

    /// Response of `modifyDeviceGroup`: the device group that was changed.
    ModifyDeviceGroupOutDto = "ModifyDeviceGroupOutDTO" {
        /// Name of the group.
        name: String = "name",
        /// Free text.
        description: String = "description",
        /// Identifies the group.
        id: String = "id",
        /// Id of the application that owns the group.
        app_id: String = "appId",
        /// Maximum number of devices in the group. 0 for no limit.
        max_dev_num: i64 = "maxDevNum",
        /// Number of devices in the group.
        cur_dev_num: i64 = "curDevNum",
    }

    /// Query for a list of device groups.
    QueryDeviceGroupsInDto = "QueryDeviceGroupsInDTO" {
        /// Id of the application that owns the groups; null for the calling
        /// application.
        access_app_id: String = "accessAppId",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Items per page. Default: 1.
        page_size: i64 = "pageSize",
        /// Selects only the group of this name.
        name: String = "name",
    }

    /// A page of device groups.
    QueryDeviceGroupsOutDto = "QueryDeviceGroupsOutDTO" {
        /// Number of groups on all pages.
        total_count: i64 = "totalCount",
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// The groups of this page.
        list: Vec<QuerySingleDeviceGroupOutDto> = "list",
    }

    /// A device group.
    QuerySingleDeviceGroupOutDto = "QuerySingleDeviceGroupOutDTO" {
        /// Name of the group.
        name: String = "name",
        /// Free text.
        description: String = "description",
        /// Identifies the group.
        id: String = "id",
        /// Id of the application that owns the group.
        app_id: String = "appId",
        /// Maximum number of devices in the group. 0 for no limit.
        max_dev_num: i64 = "maxDevNum",
        /// Number of devices in the group.
        cur_dev_num: i64 = "curDevNum",
        /// User who created the group.
        creator: String = "creator",
    }

    /// Query for the devices of a device group.
    QueryDeviceGroupMembersInDto = "QueryDeviceGroupMembersInDTO" {
        /// Id of the group. Mandatory, 1 to 50 characters.
        dev_group_id: String = "devGroupId",
        /// Id of the application that owns the group; null for the calling
        /// application.
        access_app_id: String = "accessAppId",
        /// Page to return, from 0. Default: 0.
        page_no: i64 = "pageNo",
        /// Items per page, at most 1000. Default: 10.
        page_size: i64 = "pageSize",
    }

    /// A page of the devices of a device group.
    QueryDeviceGroupMembersOutDto = "QueryDeviceGroupMembersOutDTO" {
        /// Number of devices on all pages.
        total_count: i64 = "totalCount",
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// Ids of the devices of this page.
        device_ids: Vec<String> = "deviceIds",
    }

    /// Devices to add to a device group or to remove from it.
    DeviceGroupWithDeviceListDto = "DeviceGroupWithDeviceListDTO" {
        /// Id of the group. Mandatory, 1 to 50 characters.
        dev_group_id: String = "devGroupId",
        /// Ids of the devices. Mandatory.
        device_ids: Vec<String> = "deviceIds",
    }
}

service! {
    /// Groups of devices, for batch tasks and upgrades. A device may be in
    /// several groups.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `accessAppId` is null for the application's own groups, or the id of the
    /// owner for groups that it is authorized for; 100203 (no such application)
    /// and 100217 (not authorized) refer to that id.
    "DeviceGroupManagement" {
        /// Creates a device group.
        ///
        /// Errors of the platform: 100602 (name of the group is in use), 100604
        /// (input invalid), 100607 (over the quota of groups), 100609 (too many
        /// devices in one request), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2273.
        create_device_group(
            cdg_in_dto "cdgInDTO": Fields<CreateDeviceGroupInDto>,
            access_token "accessToken": BearerToken,
        ) = "createDeviceGroup" Post "/iocm/app/devgroup/v1.3.0/devGroups"
            -> CreateDeviceGroupOutDto;

        /// Deletes a device group, but not its devices.
        ///
        /// Errors of the platform: 100603 (no such group), 50252 (internal
        /// error).
        ///
        /// Vendor page: iot_06_2274.
        delete_device_group(
            dev_group_id "devGroupId": Path,
            access_app_id "accessAppId": Query,
            access_token "accessToken": BearerToken,
        ) = "deleteDeviceGroup" Delete "/iocm/app/devgroup/v1.3.0/devGroups/{devGroupId}";

        /// Changes a device group.
        ///
        /// Errors of the platform: 100602 (name of the group is in use), 100603
        /// (no such group), 100604 (input invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2275.
        modify_device_group(
            mdg_in_dto "mdgInDTO": Fields<ModifyDeviceGroupInDto>,
            dev_group_id "devGroupId": Path,
            access_app_id "accessAppId": Query,
            access_token "accessToken": BearerToken,
        ) = "modifyDeviceGroup" Put "/iocm/app/devgroup/v1.3.0/devGroups/{devGroupId}"
            -> ModifyDeviceGroupOutDto;

        /// Lists device groups.
        ///
        /// Errors of the platform: 100604 (input invalid), 50252 (internal
        /// error).
        ///
        /// Vendor page: iot_06_2276.
        query_device_groups(
            qdg_in_dto "qdgInDTO": Fields<QueryDeviceGroupsInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceGroups" Get "/iocm/app/devgroup/v1.3.0/devGroups"
            -> QueryDeviceGroupsOutDto;

        /// Describes a device group.
        ///
        /// Errors of the platform: 100603 (no such group), 50252 (internal
        /// error).
        ///
        /// Vendor page: iot_06_2277.
        query_single_device_group(
            dev_group_id "devGroupId": Path,
            access_app_id "accessAppId": Query,
            access_token "accessToken": BearerToken,
        ) = "querySingleDeviceGroup" Get "/iocm/app/devgroup/v1.3.0/devGroups/{devGroupId}"
            -> QuerySingleDeviceGroupOutDto;

        /// Lists the devices of a group.
        ///
        /// Errors of the platform: 100603 (no such group), 100604 (input
        /// invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2278.
        query_device_group_members(
            qdgm_in_dto "qdgmInDTO": Fields<QueryDeviceGroupMembersInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceGroupMembers" Get "/iocm/app/dm/v1.2.0/devices/ids"
            -> QueryDeviceGroupMembersOutDto;

        /// Adds devices to a group.
        ///
        /// Errors of the platform: 100403 (no such device), 100601 (group is
        /// full), 100603 (no such group), 100604 (input invalid), 100609 (too
        /// many devices in one request), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2279.
        add_devices_to_group(
            dgwdl_dto "dgwdlDTO": Fields<DeviceGroupWithDeviceListDto>,
            access_app_id "accessAppId": Query,
            access_token "accessToken": BearerToken,
        ) = "addDevicesToGroup" Post "/iocm/app/dm/v1.1.0/devices/addDevGroupTagToDevices"
            -> DeviceGroupWithDeviceListDto;

        /// Removes devices from a group.
        ///
        /// Errors of the platform: 100403 (no such device), 100603 (no such
        /// group), 100604 (input invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2280.
        delete_devices_from_group(
            dgwdl_dto "dgwdlDTO": Fields<DeviceGroupWithDeviceListDto>,
            access_app_id "accessAppId": Query,
            access_token "accessToken": BearerToken,
        ) = "deleteDevicesFromGroup" Post "/iocm/app/dm/v1.1.0/devices/deleteDevGroupTagFromDevices";
    }
}
