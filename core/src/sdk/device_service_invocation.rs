//! Commands that the platform forwards immediately (`DeviceServiceInvocation`).
//!
//! [`signal_delivery`](super::signal_delivery) has the commands that the platform stores until
//! the device can be reached.
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::device_service_invocation::{
//!     Acknowledgement, CommandDto, CommandNa2CloudHeader, invoke_device_service,
//! };
//! use northbound::serde_json::json;
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let header = CommandNa2CloudHeader::default()
//!     .mode(Acknowledgement::Required)
//!     .method("OPEN");
//! let command = CommandDto::default().header(header).body(json!({ "seconds": 5 }));
//! let token = &Token::Managed;
//! let request = invoke_device_service("device-id", "Valve", &command, None, token)?;
//! println!("{:?}", client.send(request).await?.status);
//! # Ok(())
//! # }
//! ```

use serde_json::Value;

use super::table::argument::{BearerToken, Fields, Path, Query};
use super::timestamp::Timestamp;

words! {
    /// Acknowledgement of a command.
    Acknowledgement {
        /// The device responds.
        Required = "ACK",
        /// The device does not respond.
        None = "NOACK",
    }

    /// Kind of the receiver of a command.
    CommandReceiver {
        /// The platform.
        Cloud = "CLOUD",
        /// A gateway.
        Gateway = "GATEWAY",
    }

    /// Status of a command to a service.
    InvocationStatus {
        /// It was sent to the device.
        Sent = "sent",
        /// The device has it.
        Delivered = "delivered",
        /// It failed.
        Failed = "failed",
    }
}

dto! {
    /// A command that the platform forwards unchanged.
    CommandDto = "CommandDTO" {
        /// Delivery of the command. Mandatory.
        header: CommandNa2CloudHeader = "header",
        /// Parameters of the command, by the names in the device's profile.
        body: Value = "body",
    }

    /// Delivery of a command.
    CommandNa2CloudHeader = "CommandNA2CloudHeader" {
        /// Acknowledgement: `ACK` (the device responds) or `NOACK`. Mandatory.
        mode: Acknowledgement = "mode",
        /// Sender of the command. 1 to 128 characters.
        from: String = "from",
        /// Receiver of the command. 1 to 128 characters.
        to: String = "to",
        /// Kind of the receiver: `CLOUD` or `GATEWAY`.
        to_type: CommandReceiver = "toType",
        /// Name of the command. Mandatory, 1 to 32 characters.
        method: String = "method",
        /// Id of the command. The platform generates one if absent. At most 128
        /// characters.
        request_id: String = "requestId",
        /// URL to which the platform pushes the response of the device. 1 to
        /// 1024 characters.
        callback_url: String = "callbackURL",
    }

    /// Response of `invokeDeviceService`: the status of the command.
    InvokeDeviceServiceOutDto = "InvokeDeviceServiceOutDTO" {
        /// Identifies the command.
        request_id: String = "requestId",
        /// Status of the command: `sent` (to the device), `delivered` (the
        /// device has it) or `failed`.
        status: InvocationStatus = "status",
        /// Time of that status, UTC, `yyyyMMdd'T'HHmmss'Z'`.
        time_stamp: Timestamp = "timeStamp",
    }
}

service! {
    /// Commands to gateways with IoT Agent or AgentLite. The platform forwards
    /// them immediately.
    ///
    /// Every call may fail with 1010005 (access token or app_key invalid) and
    /// 1010009 (over the application's quota, 100 calls a minute by default).
    "DeviceServiceInvocation" {
        /// Sends a command to a device immediately; the call fails if the
        /// device is offline.
        ///
        /// `appId` is null for the application's own devices, or the id of the
        /// owner for devices that it is authorized for.
        ///
        /// Errors of the platform: 100203 (no such application), 100217 (not
        /// authorized), 100418 (no data of the device), 100428 (device is
        /// offline), 100431 (no such service), 100432 (device is muted), 100403
        /// (no such device), 102202 (a mandatory parameter is missing), 102203
        /// (name of the command invalid), 50252 (internal error). The platform
        /// sends them with HTTP status 200, too.
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
