//! DTOs that several services use, or no service.

use super::timestamp::Timestamp;
use serde_json::Value;

words! {
    /// Kind of node.
    NodeType {
        /// A device.
        Endpoint = "ENDPOINT",
        /// A gateway.
        Gateway = "GATEWAY",
        /// The platform does not know it.
        NotKnown = "UNKNOW",
    }

    /// Operator that joins conditions.
    Logic {
        /// All must be met.
        And = "and",
        /// One must be met.
        Or = "or",
    }
}

dto! {
    /// Manufacturer, type, model and protocol of a device. Responses and
    /// notifications contain more than these fields: name, status, signal
    /// strength and others.
    DeviceInfo = "DeviceInfo" {
        /// Identifies the manufacturer. At most 256 characters.
        manufacturer_id: String = "manufacturerId",
        /// Name of the manufacturer. At most 256 characters.
        manufacturer_name: String = "manufacturerName",
        /// Type of the device in upper camel case, such as `MultiSensor`. At
        /// most 256 characters.
        device_type: String = "deviceType",
        /// Model of the device. At most 256 characters.
        model: String = "model",
        /// Protocol of the device, such as `CoAP`, `LWM2M`, `Z-Wave`. At most
        /// 256 characters.
        protocol_type: String = "protocolType",
    }

    /// More properties of a device. No operation takes or returns it.
    DeviceInfo2 = "DeviceInfo2" {
        /// Region that the device is in.
        region: String = "region",
        /// Time zone that the device is in.
        timezone: String = "timezone",
        /// Number of services that are active on the device.
        active_service_count: i64 = "activeServiceCount",
    }

    /// Location of a device. No operation takes or returns it.
    Location = "Location" {
        /// Accuracy of the position.
        accuracy: Value = "accuracy",
        /// Information about a crash of the vehicle.
        crash_information: Value = "crashInformation",
        /// Free text.
        description: Value = "description",
        /// Direction of travel.
        heading: f64 = "heading",
        /// Language of the texts.
        language: String = "language",
        /// Latitude.
        latitude: f64 = "latitude",
        /// Longitude.
        longitude: f64 = "longitude",
        /// Number of passengers in the vehicle.
        number_of_passengers: i64 = "numberOfPassengers",
        /// Region that the device is in.
        region: String = "region",
        /// Time at which the device was at this position.
        time: String = "time",
        /// Speed of the vehicle.
        vehicle_speed: f64 = "vehicleSpeed",
    } [string form as "RegDirectDeviceInDTO"]

    /// A service of a device, with the data that it reported.
    DeviceService = "DeviceService" {
        /// Identifies the service on its device. At most 256 characters.
        service_id: String = "serviceId",
        /// Type of the service. At most 256 characters.
        service_type: String = "serviceType",
        /// The properties of the service, by name.
        data: Value = "data",
        /// Time at which the device reported the data, UTC,
        /// `yyyyMMdd'T'HHmmss'Z'`.
        event_time: Timestamp = "eventTime",
        /// Commands of the service that are masked.
        service_info: ServiceInfo = "serviceInfo",
    }

    /// Commands of a service that are masked.
    ServiceInfo = "ServiceInfo" {
        /// Names of the commands that the device does not take at present.
        mute_cmds: Vec<String> = "muteCmds",
    }

    /// A command to a device, as its profile defines it.
    CommandDtoV4 = "CommandDTOV4" {
        /// Id of the service that the command belongs to. Mandatory, 1 to 64
        /// characters.
        service_id: String = "serviceId",
        /// Name of the command. Mandatory, 1 to 128 characters.
        method: String = "method",
        /// Parameters of the command, by name.
        paras: Value = "paras",
    }

    /// A tag of a batch task or of a rule.
    TagDto2 = "TagDTO2" {
        /// Name of the tag. Mandatory, 1 to 128 characters.
        tag_name: String = "tagName",
        /// Value of the tag. Mandatory, 1 to 1024 characters.
        tag_value: String = "tagValue",
    }
}
