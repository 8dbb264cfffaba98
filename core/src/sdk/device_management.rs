//! Registration, description, location and shadow of devices (`DeviceManagement`).
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::common::DeviceInfo;
//! use northbound::sdk::device_management::{RegDirectDeviceInDto, reg_direct_device};
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let info = DeviceInfo::default().device_type("WaterMeter").protocol_type("CoAP");
//! let device = RegDirectDeviceInDto::default()
//!     .node_id("860000000000001")
//!     .device_info(info);
//! let registered = client.send(reg_direct_device(&device, None, &Token::Managed)?).await?;
//! println!("device id: {:?}", registered.device_id);
//! # Ok(())
//! # }
//! ```

use serde_json::Value;

use super::common::DeviceInfo;
use super::common::NodeType;
use super::table::argument::{BearerToken, Fields, Path, Query};
use super::timestamp::Timestamp;

words! {
    /// Switch that freezes a device.
    Mute {
        /// The platform accepts no data from it.
        Frozen = "TRUE",
        /// The platform accepts its data.
        Active = "FALSE",
    }
}

dto! {
    /// Device to register.
    RegDirectDeviceInDto = "RegDirectDeviceInDTO" {
        /// Manufacturer, type, model and protocol of the device.
        device_info: DeviceInfo = "deviceInfo",
        /// End user: the IMSI with NB-IoT, the account of the application in a
        /// smart home. At most 256 characters.
        end_user_id: String = "endUserId",
        /// IMSI of an NB-IoT device. At most 64 characters.
        imsi: String = "imsi",
        /// True if the device is secure. Default: false. Mandatory for a secure
        /// device.
        is_secure: bool = "isSecure",
        /// Identification that the device sends: its MAC address, serial number
        /// or IMEI. Mandatory, at most 256 characters.
        node_id: String = "nodeId",
        /// Pre-shared key of the device for DTLS, hexadecimal. The platform
        /// generates one if absent.
        psk: String = "psk",
        /// Seconds within which the device must connect; otherwise the platform
        /// deletes it again. 0 for no limit. Default: 180.
        timeout: i64 = "timeout",
        /// Code that the device authenticates with; usually the nodeId. The
        /// platform generates one if absent. At most 256 characters.
        verify_code: String = "verifyCode",
        /// Id of the product that the device belongs to. At most 256
        /// characters.
        product_id: String = "productId",
    }

    /// Response of `regDirectDevice`: the device that was registered.
    RegDirectDeviceOutDto = "RegDirectDeviceOutDTO" {
        /// Identifies the device on the platform.
        device_id: String = "deviceId",
        /// Code that the device authenticates with.
        verify_code: String = "verifyCode",
        /// Seconds within which the device must connect; 0 for no limit.
        timeout: i64 = "timeout",
        /// Pre-shared key of the device for DTLS, hexadecimal.
        psk: String = "psk",
    } [string form as "RegDirectDeviceInDTO2"]

    /// New identity of a device.
    RefreshDeviceKeyInDto = "RefreshDeviceKeyInDTO" {
        /// Code that the device authenticates with; usually the nodeId. The
        /// platform generates one if absent. At most 256 characters.
        verify_code: String = "verifyCode",
        /// Identification that the device sends. Unchanged if absent. At most
        /// 256 characters.
        node_id: String = "nodeId",
        /// Seconds within which the device must connect; 0 for no limit.
        /// Default: 180.
        timeout: i64 = "timeout",
    }

    /// Response of `refreshDeviceKey`: the new identity of the device.
    RefreshDeviceKeyOutDto = "RefreshDeviceKeyOutDTO" {
        /// Code that the device authenticates with.
        verify_code: String = "verifyCode",
        /// Seconds within which the device must connect; 0 for no limit.
        timeout: i64 = "timeout",
    }

    /// Changes to a device. Fields that are absent stay unchanged.
    ModifyDeviceInforInDto = "ModifyDeviceInforInDTO" {
        /// Fields that the application has defined.
        custom_fields: Vec<CustomField> = "customFields",
        /// Name of the device. 1 to 256 characters.
        name: String = "name",
        /// End user of a directly connected device. 1 to 256 characters.
        end_user: String = "endUser",
        /// Freezes the device with `TRUE`: the platform accepts no data from
        /// it. `FALSE` unfreezes it.
        mute: Mute = "mute",
        /// Identifies the manufacturer. 1 to 256 characters.
        manufacturer_id: String = "manufacturerId",
        /// Name of the manufacturer. 1 to 256 characters.
        manufacturer_name: String = "manufacturerName",
        /// Type of the device in upper camel case, as in its profile. 1 to 256
        /// characters.
        device_type: String = "deviceType",
        /// Model of the device, as in its profile. 1 to 256 characters.
        model: String = "model",
        /// Location of the device. 1 to 1024 characters.
        location: String = "location",
        /// Protocol of the device, such as `CoAP`. 1 to 256 characters.
        protocol_type: String = "protocolType",
        /// Region that the device is in. 1 to 256 characters.
        region: String = "region",
        /// Organization that the device belongs to. 1 to 256 characters.
        organization: String = "organization",
        /// Time zone that the device is in. 1 to 256 characters.
        timezone: String = "timezone",
        /// IMSI of an NB-IoT device. 1 to 64 characters.
        imsi: String = "imsi",
        /// IP address of the device.
        ip: String = "ip",
        /// True if the device is secure.
        is_secure: bool = "isSecure",
        /// Rules for the data of the device.
        device_config: DeviceConfigDto = "deviceConfig",
        /// Pre-shared key of the device for DTLS, hexadecimal.
        psk: String = "psk",
        /// Tags of the device.
        tags: Vec<Tag2> = "tags",
    }

    /// A field of a device that the application has defined.
    CustomField = "CustomField" {
        /// Name of the field. At most 256 characters.
        field_name: String = "fieldName",
        /// Type of the field. At most 256 characters.
        field_type: String = "fieldType",
        /// Value of the field.
        field_value: String = "fieldValue",
    }

    /// Configuration of a device on the platform.
    DeviceConfigDto = "DeviceConfigDTO" {
        /// Rules for the data of the device.
        data_config: DataConfigDto = "dataConfig",
    }

    /// Rules for the data of a device on the platform.
    DataConfigDto = "DataConfigDTO" {
        /// Days to keep the data, 0 to 90.
        data_aging_time: i64 = "dataAgingTime",
    }

    /// A tag of a device.
    Tag2 = "Tag2" {
        /// Name of the tag. Mandatory, 1 to 128 characters.
        tag_name: String = "tagName",
        /// Value of the tag. Mandatory, 1 to 1024 characters.
        tag_value: String = "tagValue",
        /// Type of the tag.
        tag_type: i64 = "tagType",
    }

    /// Activation status of a device.
    QueryDeviceStatusOutDto = "QueryDeviceStatusOutDTO" {
        /// Id of the device.
        device_id: String = "deviceId",
        /// True if the device has connected since it was registered.
        activated: bool = "activated" (as_text),
        /// Name of the device.
        name: String = "name",
    }

    /// Request for the location of a device.
    QueryDeviceRealtimeLocationInDto = "QueryDeviceRealtimeLocationInDTO" {
        /// Id of the device. Mandatory.
        device_id: String = "deviceId",
        /// Horizontal accuracy to reach, in metres. Mandatory.
        hor_acc: i64 = "horAcc",
        /// Coordinates of the response.
        geo_info: GeoInfoDto = "geoInfo",
    }

    /// Coordinates of the response.
    GeoInfoDto = "GeoInfoDTO" {
        /// Reference system of the coordinates.
        coordinate_reference_system: CoordinateReferenceSystemDto = "coordinateReferenceSystem",
    }

    /// A reference system of coordinates.
    CoordinateReferenceSystemDto = "CoordinateReferenceSystemDTO" {
        /// Identifier of the reference system.
        identifier: IdentifierDto = "identifier",
    }

    /// Identifies a reference system of coordinates.
    IdentifierDto = "IdentifierDTO" {
        /// Code of the reference system, such as `4326`.
        code: String = "code",
        /// Authority that assigned the code, such as `EPSG`.
        code_space: String = "codeSpace",
        /// Edition of the codes.
        edition: String = "edition",
    }

    /// Location of a device.
    QueryDeviceRealtimeLocationOutDto = "QueryDeviceRealtimeLocationOutDTO" {
        /// Id of the device.
        device_id: String = "deviceId",
        /// Position of the device, if it was found.
        pd: PdIoMDto = "pd",
        /// Cause if the position was not found.
        poserr: PoserrIoMDto = "poserr",
    }

    /// A position: a circle on the map.
    PdIoMDto = "PdIoMDTO" {
        /// Time at which the device was at this position.
        time: String = "time",
        /// Offset of that time from UTC.
        utc_off: String = "utcOff",
        /// Name of the reference system of the coordinates.
        srs_name: String = "srsName",
        /// First coordinate of the centre.
        x: String = "X",
        /// Second coordinate of the centre.
        y: String = "Y",
        /// Radius of the circle.
        radius: String = "radius",
    }

    /// Cause of the failure to find a position.
    PoserrIoMDto = "PoserrIoMDTO" {
        /// Time of the failure.
        time: String = "time",
        /// Identifies the kind of failure.
        resid: String = "resid",
        /// More information about the failure.
        add_info: String = "add_info",
    }

    /// Settings for the services of a device.
    ModifyDeviceShadowInDto = "ModifyDeviceShadowInDTO" {
        /// Settings of each service. Mandatory.
        service_desireds: Vec<ServiceDesiredDto> = "serviceDesireds",
    } [string form exactly "ModifyDeviceShadowInDTO [serviceDesireds={serviceDesireds}]"]

    /// Settings for one service of a device.
    ServiceDesiredDto = "ServiceDesiredDTO" {
        /// Id of the service. Mandatory, at most 256 characters.
        service_id: String = "serviceId",
        /// Properties to set, by name. Mandatory.
        desired: Value = "desired",
    } [string form exactly "ServiceDesiredDTO [serviceId={serviceId}, desired={desired}]"]

    /// Shadow of a device: the properties that it reported last, and the
    /// desired properties.
    QueryDeviceShadowOutDto = "QueryDeviceShadowOutDTO" {
        /// Id of the device.
        device_id: String = "deviceId",
        /// Id of the gateway of the device; the id of the device itself if it
        /// is connected directly.
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
        /// Reported and desired properties of each service. The SDK has no
        /// class for these items.
        services: Vec<Value> = "services",
    }
}

service! {
    /// Devices: registration, description, location and shadow.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application's own devices, or the id of the
    /// owner for devices that it is authorized for; 100203 (no such
    /// application) and 100217 (not authorized) refer to that id.
    "DeviceManagement" {
        /// Registers a device, so that it can connect.
        ///
        /// Errors of the platform: 100003 (verifyCode invalid), 100007 (bad
        /// request), 100412 (over the application's quota of devices), 100416
        /// (device already bound), 100426 (nodeId in use), 100440 (isSecure
        /// invalid), 100441 (over the quota of devices that are not secure),
        /// 50400 (input invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2212.
        reg_direct_device(
            rdd_in_dto "rddInDto": Fields<RegDirectDeviceInDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "regDirectDevice" Post "/iocm/app/reg/v1.1.0/deviceCredentials"
            -> RegDirectDeviceOutDto;

        /// Gives a device a new verifyCode, or a new nodeId so that another
        /// device replaces it. The device must be offline.
        ///
        /// Errors of the platform: 100003 (verifyCode invalid), 100007 (bad
        /// request), 100403 (no such device), 100426 (nodeId in use), 100611
        /// (device is online), 50400 (input invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2213.
        refresh_device_key(
            rdk_in_dto "rdkInDTO": Fields<RefreshDeviceKeyInDto>,
            device_id "deviceId": Path,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "refreshDeviceKey" Put "/iocm/app/reg/v1.1.0/deviceCredentials/{deviceId}"
            -> RefreshDeviceKeyOutDto;

        /// Changes the information of the platform about a device.
        ///
        /// Errors of the platform: 100022 (input invalid), 100403 (no such
        /// device), 100440 (isSecure invalid), 100441 (over the quota of
        /// devices that are not secure), 50400 (input invalid), 50252 (internal
        /// error).
        ///
        /// Vendor page: iot_06_2214.
        modify_device_info(
            mdi_in_dto "mdiInDto": Fields<ModifyDeviceInforInDto>,
            device_id "deviceId": Path,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "modifyDeviceInfo" Put "/iocm/app/dm/v1.4.0/devices/{deviceId}";

        /// Deletes a device.
        ///
        /// `cascade` matters if other devices are connected through this one:
        /// `true`, the platform's default, deletes them too; `false` turns them
        /// into directly connected devices.
        ///
        /// Errors of the platform: 100403 (no such device), 100418 (no data of
        /// the device), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2215.
        delete_direct_device(
            device_id "deviceId": Path,
            cascade "cascade": Query,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "deleteDirectDevice" Delete "/iocm/app/dm/v1.4.0/devices/{deviceId}";

        /// Returns the activation status of a device: if it has connected since
        /// it was registered.
        ///
        /// Errors of the platform: 100403 (no such device), 100418 (no data of
        /// the device), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2216.
        query_device_status(
            device_id "deviceId": Path,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceStatus" Get "/iocm/app/reg/v1.1.0/deviceCredentials/{deviceId}"
            -> QueryDeviceStatusOutDto;

        /// Locates a device.
        ///
        /// Errors of the platform: 100405 (request invalid), 100403 (no such
        /// device), 50252 (internal error).
        query_device_realtime_location(
            qdrl_in_dto "qdrlInDTO": Fields<QueryDeviceRealtimeLocationInDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceRealtimeLocation" Post "/iocm/app/location/v1.1.0/queryDeviceRealtimeLocation"
            -> QueryDeviceRealtimeLocationOutDto;

        /// Sets properties of a device: immediately if it is online, otherwise
        /// when it comes online.
        ///
        /// Errors of the platform: 100431 (no such service), 100403 (no such
        /// device), 50400 (input invalid), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2219.
        modify_device_shadow(
            mds_in_dto "mdsInDTO": Fields<ModifyDeviceShadowInDto>,
            device_id "deviceId": Path,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "modifyDeviceShadow" Put "/iocm/app/shadow/v1.5.0/devices/{deviceId}";

        /// Returns the properties that a device reported last, and the desired
        /// properties.
        ///
        /// Errors of the platform: 100403 (no such device), 100418 (no data of
        /// the device), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2218.
        query_device_shadow(
            device_id "deviceId": Path,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceShadow" Get "/iocm/app/shadow/v1.5.0/devices/{deviceId}"
            -> QueryDeviceShadowOutDto;
    }
}
