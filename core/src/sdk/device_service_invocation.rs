//! `DeviceServiceInvocation`: commands that the platform hands on at once.

use serde_json::Value;

use super::table::argument::{BearerToken, Fields, Path, Query};

dto! {
    /// A command that the platform hands on as it is.
    CommandDto = "CommandDTO" {
        /// How the command is handed on. Mandatory.
        header: CommandNa2CloudHeader = "header",
        /// Parameters of the command, by the names that the device's profile
        /// gives them.
        body: Value = "body",
    }

    /// How a command is handed on.
    CommandNa2CloudHeader = "CommandNA2CloudHeader" {
        /// Whether the device answers: `ACK` (yes) or `NOACK`. Mandatory.
        mode: String = "mode",
        /// The sender. 1 to 128 characters.
        from: String = "from",
        /// The receiver. 1 to 128 characters.
        to: String = "to",
        /// What the receiver is: `CLOUD` or `GATEWAY`.
        to_type: String = "toType",
        /// Name of the command. Mandatory, 1 to 32 characters.
        method: String = "method",
        /// Identifies the command. The platform makes one up if absent. At most
        /// 128 characters.
        request_id: String = "requestId",
        /// Where the device's answer is pushed to. 1 to 1024 characters.
        callback_url: String = "callbackURL",
    }

    /// What became of a command.
    InvokeDeviceServiceOutDto = "InvokeDeviceServiceOutDTO" {
        /// Identifies the command.
        request_id: String = "requestId",
        /// `sent` (to the device), `delivered` (the device has it) or `failed`.
        status: String = "status",
        /// When that was, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        time_stamp: String = "timeStamp",
    }
}

service! {
    /// Commands to gateways with IoT Agent or AgentLite, which the platform
    /// hands on at once.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    "DeviceServiceInvocation" {
        /// Sends a command to a device at once; it fails if the device is
        /// offline.
        ///
        /// `appId` is null for the application's own devices, and the id of the
        /// owner for devices that it is authorized for.
        ///
        /// Errors of the platform: 100203 (no such application), 100217 (not
        /// authorized), 100418 (no data of the device), 100428 (device is
        /// offline), 100431 (no such service), 100432 (device is muted), 100403
        /// (no such device), 102202 (a mandatory parameter is missing), 102203
        /// (name of the command invalid), 50252 (internal error). They come
        /// with HTTP status 200, too.
        ///
        /// Vendor page: iot_06_2265.
        invoke_device_service(
            device_id "deviceId": Path,
            service_id "serviceId": Path,
            command_dto "commandDTO": Fields<CommandDto>,
            app_id "appId": Query,
            access_token "accessToken": BearerToken,
        ) = "invokeDeviceService" Post "/iocm/app/signaltrans/v1.1.0/devices/{deviceId}/services/{serviceId}/sendCommand"
            -> InvokeDeviceServiceOutDto;
    }
}
