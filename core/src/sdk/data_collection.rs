//! `DataCollection`: what devices are, can do, and have reported.

use serde_json::Value;

use super::common::{DeviceInfo, DeviceService};
use super::table::argument::{BearerToken, Fields, Path, Query};

dto! {
    /// A device, with the data that its services reported last.
    QuerySingleDeviceInfoOutDto = "QuerySingleDeviceInfoOutDTO" {
        /// The device. At most 256 characters.
        device_id: String = "deviceId",
        /// The gateway of the device; the device itself if it is connected
        /// directly. At most 256 characters.
        gateway_id: String = "gatewayId",
        /// `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
        node_type: String = "nodeType",
        /// When the device was registered, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        create_time: String = "createTime",
        /// When the device was changed last, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        last_modified_time: String = "lastModifiedTime",
        /// What kind of device it is.
        device_info: DeviceInfo = "deviceInfo",
        /// The services of the device.
        services: Vec<DeviceService> = "services",
    } [string form as "QueryDeviceDataOutDTO"]

    /// Which devices to list.
    QueryBatchDevicesInfoInDto = "QueryBatchDevicesInfoInDTO" {
        /// The owner of the devices; null for the application's own.
        app_id: String = "appId",
        /// Only devices behind this gateway.
        gateway_id: String = "gatewayId",
        /// Only devices in this state: `ONLINE`, `OFFLINE` or `ABNORMAL`.
        status: String = "status",
        /// Only devices of this kind: `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
        node_type: String = "nodeType",
        /// Only devices of this type.
        device_type: String = "deviceType",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Rows of a page. Default: 1.
        page_size: i64 = "pageSize",
        /// Only devices registered after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: String = "startTime",
        /// Only devices registered before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        end_time: String = "endTime",
        /// Order by time of registration: `ASC` or `DESC` (default).
        sort: String = "sort",
        /// What to tell in addition, such as `imsi`.
        select: String = "select",
    } [string form as "QueryDevicesInDTO"]

    /// A page of devices.
    QueryBatchDevicesInfoOutDto = "QueryBatchDevicesInfoOutDTO" {
        /// Devices on all pages.
        total_count: i64 = "totalCount",
        /// This page, from 0.
        page_no: i64 = "pageNo",
        /// Rows of a page.
        page_size: i64 = "pageSize",
        /// The devices of this page.
        devices: Vec<QuerySingleDeviceInfoOutDto> = "devices",
    } [string form as "QueryDevicesOutDTO"]

    /// Which reports of a device to list.
    QueryDeviceDataHistoryInDto = "QueryDeviceDataHistoryInDTO" {
        /// The owner of the device; null for the application's own.
        app_id: String = "appId",
        /// The device. Mandatory.
        device_id: String = "deviceId",
        /// The gateway of the device. Mandatory.
        gateway_id: String = "gatewayId",
        /// Only reports of this service.
        service_id: String = "serviceId",
        /// Only reports of this property.
        property: String = "property",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Rows of a page. Default: 1.
        page_size: i64 = "pageSize",
        /// Only reports after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: String = "startTime",
        /// Only reports before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        end_time: String = "endTime",
    } [string form: "appId", "serviceId", "property", "deviceId", "gatewayId", "pageNo", "pageSize",
        "startTime", "endTime"]

    /// A page of reports.
    QueryDeviceDataHistoryOutDto = "QueryDeviceDataHistoryOutDTO" {
        /// Reports on all pages.
        total_count: i64 = "totalCount",
        /// This page, from 0.
        page_no: i64 = "pageNo",
        /// Rows of a page.
        page_size: i64 = "pageSize",
        /// The reports of this page.
        device_data_history_dtos: Vec<DeviceDataHistoryDto> = "deviceDataHistoryDTOs",
    }

    /// What a service of a device reported at some time.
    DeviceDataHistoryDto = "DeviceDataHistoryDTO" {
        /// The device. At most 256 characters.
        device_id: String = "deviceId",
        /// The gateway of the device. At most 256 characters.
        gateway_id: String = "gatewayId",
        /// The application that the device belongs to. At most 256 characters.
        app_id: String = "appId",
        /// The service. At most 256 characters.
        service_id: String = "serviceId",
        /// The properties that were reported, by name.
        data: Value = "data",
        /// When that was, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        timestamp: String = "timestamp",
    }

    /// Which settings of a device's shadow to list.
    QueryDeviceDesiredHistoryInDto = "QueryDeviceDesiredHistoryInDTO" {
        /// The owner of the device; null for the application's own.
        app_id: String = "appId",
        /// The device. Mandatory.
        device_id: String = "deviceId",
        /// The gateway of the device. Mandatory.
        gateway_id: String = "gatewayId",
        /// Only settings of this service.
        service_id: String = "serviceId",
        /// Only settings of this property.
        property: String = "property",
        /// Page to return, from 0. Not paged if absent.
        page_no: i64 = "pageNo",
        /// Rows of a page. Default: 1.
        page_size: i64 = "pageSize",
        /// Only settings after this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        start_time: String = "startTime",
        /// Only settings before this, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        end_time: String = "endTime",
    } [string form: "appId", "serviceId", "property", "deviceId", "gatewayId", "pageNo", "pageSize",
        "startTime", "endTime"]

    /// A page of settings of a device's shadow.
    QueryDeviceDesiredHistoryOutDto = "QueryDeviceDesiredHistoryOutDTO" {
        /// Settings on all pages.
        total_count: i64 = "totalCount",
        /// This page, from 0.
        page_no: i64 = "pageNo",
        /// Rows of a page.
        page_size: i64 = "pageSize",
        /// The settings of this page. The SDK has no class for these rows.
        device_desired_history: Vec<Value> = "deviceDesiredHistory",
    }

    /// Whose capabilities to list.
    QueryDeviceCapabilitiesInDto = "QueryDeviceCapabilitiesInDTO" {
        /// Only this device.
        device_id: String = "deviceId",
        /// The owner of the devices; null for the application's own.
        app_id: String = "appId",
        /// Only devices behind this gateway.
        gateway_id: String = "gatewayId",
    }

    /// What devices can do.
    QueryDeviceCapabilitiesOutDto = "QueryDeviceCapabilitiesOutDTO" {
        /// One row for each device.
        device_capabilities: Vec<DeviceCapabilityDto> = "deviceCapabilities",
    }

    /// What a device can do.
    DeviceCapabilityDto = "DeviceCapabilityDTO" {
        /// The device. At most 256 characters.
        device_id: String = "deviceId",
        /// One row for each service.
        service_capabilities: Vec<ServiceCapabilityDto> = "serviceCapabilities",
    }

    /// What a service of a device can do.
    ServiceCapabilityDto = "ServiceCapabilityDTO" {
        /// The service. At most 256 characters.
        service_id: String = "serviceId",
        /// Type of the service. At most 256 characters.
        service_type: String = "serviceType",
        /// Whether every device of the kind has the service: `Master`,
        /// `Mandatory` or `Optional`. At most 256 characters.
        option: String = "option",
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
        /// Whether the parameter is mandatory.
        required: bool = "required",
        /// Lowest number.
        min: String = "min",
        /// Highest number.
        max: String = "max",
        /// Numbers are multiples of this.
        step: f64 = "step",
        /// Longest text, in characters.
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
        /// Whether the property is mandatory.
        required: bool = "required",
        /// Lowest number.
        min: String = "min",
        /// Highest number.
        max: String = "max",
        /// Numbers are multiples of this.
        step: f64 = "step",
        /// Longest text, in characters.
        max_length: i64 = "maxLength",
        /// What can be done with it: `R` (read), `W` (write), `E` (subscribe),
        /// or several of these letters.
        method: String = "method",
        /// Unit of the number. At most 256 characters.
        unit: String = "unit",
        /// The values that are allowed.
        enum_list: Vec<String> = "enumList",
    }
}

service! {
    /// What devices are, can do, and have reported.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application's own devices, and the id of the
    /// owner for devices that it is authorized for; 100203 (no such
    /// application) and 100217 (not authorized) are about it.
    "DataCollection" {
        /// Describes a device, with the data that it reported last.
        ///
        /// `select` asks for more, such as `imsi`.
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

        /// Lists what a device has reported. The platform keeps it for at most
        /// 90 days (`ModifyDeviceInforInDTO::$deviceConfig`).
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

        /// Lists what `modifyDeviceShadow` has set a device's shadow to.
        ///
        /// Errors of the platform: as for `queryDeviceDataHistory`.
        ///
        /// Vendor page: iot_06_2270.
        query_device_desired_history(
            qddh_in_dto "qddhInDTO": Fields<QueryDeviceDesiredHistoryInDto>,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceDesiredHistory" Get "/iocm/app/shadow/v1.5.0/deviceDesiredHistory"
            -> QueryDeviceDesiredHistoryOutDto;

        /// Lists which commands devices take and which properties they have.
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
