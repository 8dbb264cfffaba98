//! Descriptions, capabilities and reported data of devices (`DataCollection`).
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::data_collection::query_single_device_info;
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let request = query_single_device_info("device-id", None, None, &Token::Managed)?;
//! let device = client.send(request).await?;
//! for service in device.services.unwrap_or_default() {
//!     println!("{:?} at {:?}: {:?}", service.service_id, service.event_time, service.data);
//! }
//! # Ok(())
//! # }
//! ```

use serde_json::Value;

use super::common::NodeType;
use super::common::{DeviceInfo, DeviceService};
use super::table::argument::{BearerToken, Fields, Path, Query};
use super::timestamp::Timestamp;

words! {
    /// Status of a device.
    DeviceStatus {
        /// It is connected.
        Online = "ONLINE",
        /// It is not connected.
        Offline = "OFFLINE",
        /// It is in an abnormal state.
        Abnormal = "ABNORMAL",
    }

    /// Order of a list.
    SortOrder {
        /// Earliest first.
        Ascending = "ASC",
        /// Latest first.
        Descending = "DESC",
    }

    /// Obligation of a device to have a service.
    ServiceObligation {
        /// It is the main service.
        Master = "Master",
        /// Each device must have it.
        Mandatory = "Mandatory",
        /// A device may have it.
        Optional = "Optional",
    }
}

dto! {
    /// A device, with the data that its services reported last.
    QuerySingleDeviceInfoOutDto = "QuerySingleDeviceInfoOutDTO" {
        /// Id of the device. At most 256 characters.
        device_id: String = "deviceId",
        /// Id of the gateway of the device; the id of the device itself if it
        /// is connected directly. At most 256 characters.
        gateway_id: String = "gatewayId",
        /// Kind of node: `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
        node_type: NodeType = "nodeType",
        /// Time at which the device was registered, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        create_time: Timestamp = "createTime",
        /// Time of the last change of the device, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        last_modified_time: Timestamp = "lastModifiedTime",
        /// Manufacturer, type, model and protocol of the device.
        device_info: DeviceInfo = "deviceInfo",
        /// The services of the device.
        services: Vec<DeviceService> = "services",
    } [string form as "QueryDeviceDataOutDTO"]

    /// Query for a list of devices.
    QueryBatchDevicesInfoInDto = "QueryBatchDevicesInfoInDTO" {
        /// Id of the application that owns the devices; null for the calling
        /// application.
        app_id: String = "appId",
        /// Selects only devices behind the gateway with this id.
        gateway_id: String = "gatewayId",
        /// Selects only devices in this state: `ONLINE`, `OFFLINE` or
        /// `ABNORMAL`.
        status: DeviceStatus = "status",
        /// Selects only nodes of this kind: `ENDPOINT`, `GATEWAY` or `UNKNOW`
        /// (sic).
        node_type: NodeType = "nodeType",
        /// Selects only devices of this type.
        device_type: String = "deviceType",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Items per page. Default: 1.
        page_size: i64 = "pageSize",
        /// Selects only devices registered after this time, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        start_time: Timestamp = "startTime",
        /// Selects only devices registered before this time, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        end_time: Timestamp = "endTime",
        /// Order by time of registration: `ASC` or `DESC` (default).
        sort: SortOrder = "sort",
        /// Additional fields of the response, such as `imsi`.
        select: String = "select",
    } [string form as "QueryDevicesInDTO"]

    /// A page of devices.
    QueryBatchDevicesInfoOutDto = "QueryBatchDevicesInfoOutDTO" {
        /// Number of devices on all pages.
        total_count: i64 = "totalCount",
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// The devices of this page.
        devices: Vec<QuerySingleDeviceInfoOutDto> = "devices",
    } [string form as "QueryDevicesOutDTO"]

    /// Query for the data that a device has reported.
    QueryDeviceDataHistoryInDto = "QueryDeviceDataHistoryInDTO" {
        /// Id of the application that owns the device; null for the calling
        /// application.
        app_id: String = "appId",
        /// Id of the device. Mandatory.
        device_id: String = "deviceId",
        /// Id of the gateway of the device. Mandatory.
        gateway_id: String = "gatewayId",
        /// Selects only reports of the service with this id.
        service_id: String = "serviceId",
        /// Selects only reports of this property.
        property: String = "property",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Items per page. Default: 1.
        page_size: i64 = "pageSize",
        /// Selects only reports after this time, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: Timestamp = "startTime",
        /// Selects only reports before this time, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        end_time: Timestamp = "endTime",
    } [string form: "appId", "serviceId", "property", "deviceId", "gatewayId", "pageNo", "pageSize",
        "startTime", "endTime"]

    /// A page of reports.
    QueryDeviceDataHistoryOutDto = "QueryDeviceDataHistoryOutDTO" {
        /// Number of reports on all pages.
        total_count: i64 = "totalCount",
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// The reports of this page.
        device_data_history_dtos: Vec<DeviceDataHistoryDto> = "deviceDataHistoryDTOs",
    }

    /// Report of a service of a device.
    DeviceDataHistoryDto = "DeviceDataHistoryDTO" {
        /// Id of the device. At most 256 characters.
        device_id: String = "deviceId",
        /// Id of the gateway of the device. At most 256 characters.
        gateway_id: String = "gatewayId",
        /// Id of the application that the device belongs to. At most 256
        /// characters.
        app_id: String = "appId",
        /// Id of the service. At most 256 characters.
        service_id: String = "serviceId",
        /// Properties that were reported, by name.
        data: Value = "data",
        /// Time of the report, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        timestamp: Timestamp = "timestamp",
    }

    /// Query for the settings of a device's shadow.
    QueryDeviceDesiredHistoryInDto = "QueryDeviceDesiredHistoryInDTO" {
        /// Id of the application that owns the device; null for the calling
        /// application.
        app_id: String = "appId",
        /// Id of the device. Mandatory.
        device_id: String = "deviceId",
        /// Id of the gateway of the device. Mandatory.
        gateway_id: String = "gatewayId",
        /// Selects only settings of the service with this id.
        service_id: String = "serviceId",
        /// Selects only settings of this property.
        property: String = "property",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Items per page. Default: 1.
        page_size: i64 = "pageSize",
        /// Selects only settings after this time, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: Timestamp = "startTime",
        /// Selects only settings before this time, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        end_time: Timestamp = "endTime",
    } [string form: "appId", "serviceId", "property", "deviceId", "gatewayId", "pageNo", "pageSize",
        "startTime", "endTime"]

    /// A page of settings of a device's shadow.
    QueryDeviceDesiredHistoryOutDto = "QueryDeviceDesiredHistoryOutDTO" {
        /// Number of settings on all pages.
        total_count: i64 = "totalCount",
        /// Number of this page, from 0.
        page_no: i64 = "pageNo",
        /// Items per page.
        page_size: i64 = "pageSize",
        /// The settings of this page. The SDK has no class for these items.
        device_desired_history: Vec<Value> = "deviceDesiredHistory",
    }

    /// Query for the capabilities of devices.
    QueryDeviceCapabilitiesInDto = "QueryDeviceCapabilitiesInDTO" {
        /// Selects only the device with this id.
        device_id: String = "deviceId",
        /// Id of the application that owns the devices; null for the calling
        /// application.
        app_id: String = "appId",
        /// Selects only devices behind the gateway with this id.
        gateway_id: String = "gatewayId",
    }

    /// Capabilities of devices.
    QueryDeviceCapabilitiesOutDto = "QueryDeviceCapabilitiesOutDTO" {
        /// Capabilities of each device.
        device_capabilities: Vec<DeviceCapabilityDto> = "deviceCapabilities",
    }

    /// Capabilities of a device.
    DeviceCapabilityDto = "DeviceCapabilityDTO" {
        /// Id of the device. At most 256 characters.
        device_id: String = "deviceId",
        /// Capabilities of each service.
        service_capabilities: Vec<ServiceCapabilityDto> = "serviceCapabilities",
    }

    /// Capabilities of a service of a device.
    ServiceCapabilityDto = "ServiceCapabilityDTO" {
        /// Id of the service. At most 256 characters.
        service_id: String = "serviceId",
        /// Type of the service. At most 256 characters.
        service_type: String = "serviceType",
        /// Obligation of devices of this kind to have the service: `Master`,
        /// `Mandatory` or `Optional`. At most 256 characters.
        option: ServiceObligation = "option",
        /// Free text. At most 10240 characters.
        description: String = "description",
        /// The commands that the service takes.
        commands: Vec<ServiceCommand> = "commands",
        /// The properties that the service reports or can be set to.
        properties: Vec<ServiceProperty> = "properties",
    }

    /// A command that a service of a device takes.
    ServiceCommand = "ServiceCommand" {
        /// Name of the command. At most 256 characters.
        command_name: String = "commandName",
        /// The command's parameters.
        paras: Vec<ServiceCommandPara> = "paras",
        /// The device's responses.
        responses: Vec<ServiceCommandResponse> = "responses",
    }

    /// A parameter of a command, or of the response to it.
    ServiceCommandPara = "ServiceCommandPara" {
        /// Name of the parameter. At most 256 characters.
        para_name: String = "paraName",
        /// Type of the parameter, such as `string`, `int`, `decimal`. At most
        /// 256 characters.
        data_type: String = "dataType",
        /// True if the parameter is mandatory.
        required: bool = "required",
        /// Lowest number that is allowed.
        min: String = "min",
        /// Highest number that is allowed.
        max: String = "max",
        /// Step of the number: values are multiples of it.
        step: f64 = "step",
        /// Maximum length of the text, in characters.
        max_length: i64 = "maxLength",
        /// Unit of the number. At most 256 characters.
        unit: String = "unit",
        /// The values that are allowed.
        enum_list: Vec<String> = "enumList",
    }

    /// A response of a device to a command.
    ServiceCommandResponse = "ServiceCommandResponse" {
        /// Name of the response. At most 256 characters.
        response_name: String = "responseName",
        /// The response's parameters.
        paras: Vec<ServiceCommandPara> = "paras",
    }

    /// A property that a service of a device reports or can be set to.
    ServiceProperty = "ServiceProperty" {
        /// Name of the property. At most 256 characters.
        property_name: String = "propertyName",
        /// Type of the property, such as `string`, `int`, `decimal`. At most
        /// 256 characters.
        data_type: String = "dataType",
        /// True if the property is mandatory.
        required: bool = "required",
        /// Lowest number that is allowed.
        min: String = "min",
        /// Highest number that is allowed.
        max: String = "max",
        /// Step of the number: values are multiples of it.
        step: f64 = "step",
        /// Maximum length of the text, in characters.
        max_length: i64 = "maxLength",
        /// Access to the property: `R` (read), `W` (write), `E` (subscribe), or
        /// several of these letters.
        method: String = "method",
        /// Unit of the number. At most 256 characters.
        unit: String = "unit",
        /// The values that are allowed.
        enum_list: Vec<String> = "enumList",
    }
}

service! {
    /// Descriptions, capabilities and reported data of devices.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application's own devices, or the id of the
    /// owner for devices that it is authorized for; 100203 (no such
    /// application) and 100217 (not authorized) refer to that id.
    "DataCollection" {
        /// Describes a device, with the data that it reported last.
        ///
        /// `select` adds fields to the response, such as `imsi`.
        ///
        /// Errors of the platform: 100403 (no such device), 100418 (no data of
        /// the device), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2267.
        query_single_device_info(
            device_id "deviceId": Path,
            select "select": Query,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "querySingleDeviceInfo" Get "/iocm/app/dm/v1.4.0/devices/{deviceId}"
            -> QuerySingleDeviceInfoOutDto;

        /// Lists devices, with the data that they reported last.
        ///
        /// Errors of the platform: 100022 (times in the wrong order, or pageNo
        /// or pageSize invalid), 100405 (request invalid), 50252 (internal
        /// error).
        ///
        /// Vendor page: iot_06_2268.
        query_batch_devices_info(
            qbdi_in_dto "qbdiInDTO": Fields<QueryBatchDevicesInfoInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryBatchDevicesInfo" Get "/iocm/app/dm/v1.4.0/devices"
            -> QueryBatchDevicesInfoOutDto;

        /// Lists the data that a device has reported. The platform keeps the
        /// data for at most 90 days (`ModifyDeviceInforInDTO::$deviceConfig`).
        ///
        /// Errors of the platform: 100022 (times in the wrong order, or pageNo
        /// or pageSize invalid), 100405 (request invalid), 100418 (no data of
        /// the device), 100419 (deviceId and gatewayId are both null), 50252
        /// (internal error).
        ///
        /// Vendor page: iot_06_2269.
        query_device_data_history(
            qddh_in_dto "qddhInDTO": Fields<QueryDeviceDataHistoryInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceDataHistory" Get "/iocm/app/data/v1.2.0/deviceDataHistory"
            -> QueryDeviceDataHistoryOutDto;

        /// Lists the settings that `modifyDeviceShadow` has made in a device's
        /// shadow.
        ///
        /// Errors of the platform: as for `queryDeviceDataHistory`.
        ///
        /// Vendor page: iot_06_2270.
        query_device_desired_history(
            qddh_in_dto "qddhInDTO": Fields<QueryDeviceDesiredHistoryInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceDesiredHistory" Get "/iocm/app/shadow/v1.5.0/deviceDesiredHistory"
            -> QueryDeviceDesiredHistoryOutDto;

        /// Lists the commands that devices take and the properties that they
        /// have.
        ///
        /// Errors of the platform: 100403 (no such device), 100418 (no data of
        /// the device), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2271.
        query_device_capabilities(
            qdc_in_dto "qdcInDTO": Fields<QueryDeviceCapabilitiesInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceCapabilities" Get "/iocm/app/data/v1.1.0/deviceCapabilities"
            -> QueryDeviceCapabilitiesOutDto;
    }
}
