//! `DeviceManagement`: registration, description, location and shadow of
//! devices.

use serde_json::Value;

use super::common::DeviceInfo;
use super::table::argument::{BearerToken, Fields, Path, Query};

dto! {
    /// A device to be registered.
    RegDirectDeviceInDto = "RegDirectDeviceInDTO" {
        /// What kind of device it is.
        device_info: DeviceInfo = "deviceInfo",
        /// The end user: the IMSI with NB-IoT, the account of the application
        /// in a smart home. At most 256 characters.
        end_user_id: String = "endUserId",
        /// IMSI of an NB-IoT device. At most 64 characters.
        imsi: String = "imsi",
        /// Whether the device is secure. Default: no. Mandatory for a secure
        /// device.
        is_secure: bool = "isSecure",
        /// What the device identifies itself with: its MAC address, serial
        /// number or IMEI. Mandatory, at most 256 characters.
        node_id: String = "nodeId",
        /// Pre-shared key of the device for DTLS, hexadecimal. The platform
        /// makes one up if absent.
        psk: String = "psk",
        /// Seconds within which the device must connect, or be deleted again;
        /// 0 for ever. Default: 180.
        timeout: i64 = "timeout",
        /// What the device proves itself with; usually the nodeId. The
        /// platform makes one up if absent. At most 256 characters.
        verify_code: String = "verifyCode",
        /// The product that the device is one of. At most 256 characters.
        product_id: String = "productId",
    }

    /// The device that was registered.
    RegDirectDeviceOutDto = "RegDirectDeviceOutDTO" {
        /// Identifies the device on the platform.
        device_id: String = "deviceId",
        /// What the device proves itself with.
        verify_code: String = "verifyCode",
        /// Seconds within which the device must connect; 0 for ever.
        timeout: i64 = "timeout",
        /// Pre-shared key of the device for DTLS, hexadecimal.
        psk: String = "psk",
    } [string form as "RegDirectDeviceInDTO2"]

    /// The identity that a device is to have from now on.
    RefreshDeviceKeyInDto = "RefreshDeviceKeyInDTO" {
        /// What the device proves itself with; usually the nodeId. The
        /// platform makes one up if absent. At most 256 characters.
        verify_code: String = "verifyCode",
        /// What the device identifies itself with. Stays as it is if absent.
        /// At most 256 characters.
        node_id: String = "nodeId",
        /// Seconds within which the device must connect; 0 for ever. Default:
        /// 180.
        timeout: i64 = "timeout",
    }

    /// The identity that a device has from now on.
    RefreshDeviceKeyOutDto = "RefreshDeviceKeyOutDTO" {
        /// What the device proves itself with.
        verify_code: String = "verifyCode",
        /// Seconds within which the device must connect; 0 for ever.
        timeout: i64 = "timeout",
    }

    /// What to change about a device. What is absent stays as it is.
    ModifyDeviceInforInDto = "ModifyDeviceInforInDTO" {
        /// Fields that the application has defined itself.
        custom_fields: Vec<CustomField> = "customFields",
        /// Name of the device. 1 to 256 characters.
        name: String = "name",
        /// End user of a directly connected device. 1 to 256 characters.
        end_user: String = "endUser",
        /// `TRUE` freezes the device: the platform takes no data from it.
        /// `FALSE` ends that.
        mute: String = "mute",
        /// Identifies the manufacturer. 1 to 256 characters.
        manufacturer_id: String = "manufacturerId",
        /// Name of the manufacturer. 1 to 256 characters.
        manufacturer_name: String = "manufacturerName",
        /// Type of the device in upper camel case, as its profile has it. 1 to
        /// 256 characters.
        device_type: String = "deviceType",
        /// Model of the device, as its profile has it. 1 to 256 characters.
        model: String = "model",
        /// Where the device is. 1 to 1024 characters.
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
        /// Whether the device is secure.
        is_secure: bool = "isSecure",
        /// How the platform treats the device's data.
        device_config: DeviceConfigDto = "deviceConfig",
        /// Pre-shared key of the device for DTLS, hexadecimal.
        psk: String = "psk",
        /// Tags of the device.
        tags: Vec<Tag2> = "tags",
    }

    /// A field of a device that the application has defined itself.
    CustomField = "CustomField" {
        /// Name of the field. At most 256 characters.
        field_name: String = "fieldName",
        /// Type of the field. At most 256 characters.
        field_type: String = "fieldType",
        /// Value of the field.
        field_value: String = "fieldValue",
    }

    /// How the platform treats a device.
    DeviceConfigDto = "DeviceConfigDTO" {
        /// How it treats the device's data.
        data_config: DataConfigDto = "dataConfig",
    }

    /// How the platform treats a device's data.
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

    /// Whether a device has ever connected.
    QueryDeviceStatusOutDto = "QueryDeviceStatusOutDTO" {
        /// The device.
        device_id: String = "deviceId",
        /// Whether the device has connected since it was registered.
        activated: bool = "activated" (as_text),
        /// Name of the device.
        name: String = "name",
    }

    /// Which device to locate, and how well.
    QueryDeviceRealtimeLocationInDto = "QueryDeviceRealtimeLocationInDTO" {
        /// The device. Mandatory.
        device_id: String = "deviceId",
        /// Horizontal accuracy asked for, in metres. Mandatory.
        hor_acc: i64 = "horAcc",
        /// The coordinates to answer in.
        geo_info: GeoInfoDto = "geoInfo",
    }

    /// The coordinates to answer in.
    GeoInfoDto = "GeoInfoDTO" {
        /// The reference system of the coordinates.
        coordinate_reference_system: CoordinateReferenceSystemDto = "coordinateReferenceSystem",
    }

    /// A reference system of coordinates.
    CoordinateReferenceSystemDto = "CoordinateReferenceSystemDTO" {
        /// Which one it is.
        identifier: IdentifierDto = "identifier",
    }

    /// Identifies a reference system of coordinates.
    IdentifierDto = "IdentifierDTO" {
        /// Its code, such as `4326`.
        code: String = "code",
        /// Who gave the code, such as `EPSG`.
        code_space: String = "codeSpace",
        /// Edition of the codes.
        edition: String = "edition",
    }

    /// Where a device is.
    QueryDeviceRealtimeLocationOutDto = "QueryDeviceRealtimeLocationOutDTO" {
        /// The device.
        device_id: String = "deviceId",
        /// The position, if it was found.
        pd: PdIoMDto = "pd",
        /// Why the position was not found.
        poserr: PoserrIoMDto = "poserr",
    }

    /// A position: a circle on the map.
    PdIoMDto = "PdIoMDTO" {
        /// When the device was there.
        time: String = "time",
        /// Difference of that time from UTC.
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

    /// Why a position was not found.
    PoserrIoMDto = "PoserrIoMDTO" {
        /// When that was.
        time: String = "time",
        /// Identifies the kind of failure.
        resid: String = "resid",
        /// More about the failure.
        add_info: String = "add_info",
    }

    /// What a device's services are to be set to.
    ModifyDeviceShadowInDto = "ModifyDeviceShadowInDTO" {
        /// One row for each service. Mandatory.
        service_desireds: Vec<ServiceDesiredDto> = "serviceDesireds",
    } [string form exactly "ModifyDeviceShadowInDTO [serviceDesireds={serviceDesireds}]"]

    /// What one service of a device is to be set to.
    ServiceDesiredDto = "ServiceDesiredDTO" {
        /// The service. Mandatory, at most 256 characters.
        service_id: String = "serviceId",
        /// The properties to set, by name. Mandatory.
        desired: Value = "desired",
    } [string form exactly "ServiceDesiredDTO [serviceId={serviceId}, desired={desired}]"]

    /// The shadow of a device: what it reported last, and what it is to be set
    /// to.
    QueryDeviceShadowOutDto = "QueryDeviceShadowOutDTO" {
        /// The device.
        device_id: String = "deviceId",
        /// The gateway of the device; the device itself if it is connected
        /// directly.
        gateway_id: String = "gatewayId",
        /// `ENDPOINT`, `GATEWAY` or `UNKNOW` (sic).
        node_type: String = "nodeType",
        /// When the device was registered, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        create_time: String = "createTime",
        /// When the device was changed last, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        last_modified_time: String = "lastModifiedTime",
        /// What kind of device it is.
        device_info: DeviceInfo = "deviceInfo",
        /// For each service, the reported and the desired properties. The SDK
        /// has no class for these rows.
        services: Vec<Value> = "services",
    }
}

service! {
    /// Devices: registration, description, location and shadow.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    /// `appId` is null for the application's own devices, and the id of the
    /// owner for devices that it is authorized for; 100203 (no such
    /// application) and 100217 (not authorized) are about it.
    "DeviceManagement" {
        /// Registers a device, so that it may connect.
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

        /// Gives a device a new verifyCode, or a new nodeId: another device
        /// goes on in its place. The device must be offline.
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

        /// Changes what the platform knows about a device.
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
        /// `cascade` matters if others are connected through it: `true`, the
        /// platform's default, deletes these too; `false` makes them directly
        /// connected ones.
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

        /// Tells whether a device has connected since it was registered.
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

        /// Finds out where a device is now.
        ///
        /// Errors of the platform: 100405 (request invalid), 100403 (no such
        /// device), 50252 (internal error).
        query_device_realtime_location(
            qdrl_in_dto "qdrlInDTO": Fields<QueryDeviceRealtimeLocationInDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "queryDeviceRealtimeLocation" Post "/iocm/app/location/v1.1.0/queryDeviceRealtimeLocation"
            -> QueryDeviceRealtimeLocationOutDto;

        /// Sets what a device is to be set to: at once if it is online, else
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

        /// Tells what a device reported last, and what it is to be set to.
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
