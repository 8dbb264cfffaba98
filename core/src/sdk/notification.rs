//! Decodes the notifications that the platform pushes.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::notifications::*;
use super::{Dto, DtoType};
use crate::NorthApiError;
use crate::error::code::ClientCode;

/// Declares the types of notification once: as an enum, and as the list in which
/// `notifyType` is looked up.
macro_rules! notifications {
    ($($kind:literal => $variant:ident($dto:ident),)+) => {
        /// A notification that the platform pushes.
        ///
        /// Subscribe with [`subscription_management`](crate::sdk::subscription_management),
        /// and decode the body of each HTTP request that the platform sends to your URL:
        ///
        /// ```
        /// use northbound::sdk::Notification;
        ///
        /// let body = br#"{"notifyType": "deviceDeleted", "deviceId": "d1", "gatewayId": "d1"}"#;
        /// match Notification::from_json(body)? {
        ///     Notification::DeviceDeleted(gone) => assert_eq!(gone.device_id.as_deref(), Some("d1")),
        ///     other => println!("{other:?}"),
        /// }
        /// # Ok::<(), northbound::NorthApiError>(())
        /// ```
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Notification {
            $(
                #[doc = concat!("Notification of type `", $kind, "`.")]
                $variant($dto),
            )+
            /// Status of a command to a device. The platform sends it to the
            /// callback URL of the command, without `notifyType`.
            CommandStatusChanged(NotifyNbCommandStatusChangedDto),
        }

        impl Notification {
            /// All types of notification, by `notifyType`.
            #[doc(hidden)]
            pub const KINDS: &'static [(&'static str, &'static Dto)] = &[
                $(($kind, <$dto as DtoType>::DTO)),+
            ];

            /// Decodes the body of a notification.
            ///
            /// # Errors
            ///
            /// 1007 if it is not a notification; the text says why.
            pub fn from_json(body: &[u8]) -> Result<Self, NorthApiError> {
                let dto = Self::dto(body)?;
                $(
                    if std::ptr::eq(dto, <$dto as DtoType>::DTO) {
                        return typed(body).map(Self::$variant);
                    }
                )+
                typed(body).map(Self::CommandStatusChanged)
            }
        }
    };
}

notifications! {
    "deviceAdded" => DeviceAdded(NotifyDeviceAddedDto),
    "bindDevice" => BindDevice(NotifyBindDeviceDto),
    "deviceInfoChanged" => DeviceInfoChanged(NotifyDeviceInfoChangedDto),
    "deviceDataChanged" => DeviceDataChanged(NotifyDeviceDataChangedDto),
    "deviceDatasChanged" => DeviceDatasChanged(NotifyDeviceDatasChangedDto),
    "serviceInfoChanged" => ServiceInfoChanged(NotifyServiceInfoChangedDto),
    "deviceDeleted" => DeviceDeleted(NotifyDeviceDeletedDto),
    "messageConfirm" => MessageConfirm(NotifyMessageConfirmDto),
    "commandRsp" => CommandRsp(NotifyCommandRspDto),
    "deviceEvent" => DeviceEvent(NotifyDeviceEventDto),
    "deviceModelAdded" => DeviceModelAdded(NotifyDeviceModelAddedDto),
    "deviceModelDeleted" => DeviceModelDeleted(NotifyDeviceModelDeletedDto),
    "ruleEvent" => RuleEvent(NotifyRuleEventDto),
    "deviceDesiredPropertiesModifyStatusChanged" =>
        DeviceDesiredStatusChanged(NotifyDeviceDesiredStatusChangedDto),
    "swUpgradeStateChangeNotify" => SwUpgradeStateChanged(NotifySwUpgradeStateChangedDto),
    "swUpgradeResultNotify" => SwUpgradeResult(NotifySwUpgradeResultDto),
    "fwUpgradeStateChangeNotify" => FwUpgradeStateChanged(NotifyFwUpgradeStateChangedDto),
    "fwUpgradeResultNotify" => FwUpgradeResult(NotifyFwUpgradeResultDto),
}

/// The fields that identify the type of a notification.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Marks<'a> {
    #[serde(borrow, default)]
    notify_type: Option<Cow<'a, str>>,
    #[serde(default)]
    command_id: Option<IgnoredAny>,
    #[serde(default)]
    result: Option<IgnoredAny>,
}

impl Notification {
    /// Returns the DTO of the notification in a body, for any order and spacing
    /// of the fields.
    ///
    /// # Errors
    ///
    /// 1007 if it is not a notification; the text says why.
    #[doc(hidden)]
    pub fn dto(body: &[u8]) -> Result<&'static Dto, NorthApiError> {
        check_is_object(body)?;
        let marks: Marks<'_> = serde_json::from_slice(body).map_err(|cause| {
            not_a_notification(&format!("the body is not a JSON object: {cause}"))
        })?;
        match marks.notify_type {
            Some(kind) => Self::KINDS
                .iter()
                .find(|(known, _)| *known == kind)
                .map(|(_, dto)| *dto)
                .ok_or_else(|| not_a_notification(&format!("unknown notifyType \"{kind}\""))),
            None if marks.command_id.is_some() && marks.result.is_some() => {
                Ok(NotifyNbCommandStatusChangedDto::DTO)
            }
            None => Err(not_a_notification(
                "the body has neither notifyType nor commandId and result, the fields of \
                 a command's callback",
            )),
        }
    }
}

fn typed<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, NorthApiError> {
    serde_json::from_slice(body).map_err(|cause| not_a_notification(&cause.to_string()))
}

/// Checks that a body that is JSON is an object.
fn check_is_object(body: &[u8]) -> Result<(), NorthApiError> {
    let received = match body.trim_ascii_start().first() {
        Some(b'[') => "a JSON array",
        Some(b'"') => "a JSON string",
        Some(b'-' | b'0'..=b'9') => "a JSON number",
        Some(b't' | b'f') => "a JSON boolean",
        Some(b'n') => "null",
        _ => return Ok(()),
    };
    if serde_json::from_slice::<IgnoredAny>(body).is_err() {
        return Ok(());
    }
    Err(not_a_notification(&format!(
        "the body is not a JSON object: {received} was received"
    )))
}

fn not_a_notification(why: &str) -> NorthApiError {
    NorthApiError::client(
        ClientCode::InvalidInput,
        format!("not a notification of the platform: {why}"),
    )
}
