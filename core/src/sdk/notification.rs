//! Which notification a push of the platform is.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::notifications::*;
use super::{Dto, DtoType};
use crate::NorthApiError;
use crate::error::code::ClientCode;

/// Declares the kinds of notification once: as an enum, and as the list that
/// `notifyType` is looked up in.
macro_rules! notifications {
    ($($kind:literal => $variant:ident($dto:ident),)+) => {
        /// A push of the platform.
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
                #[doc = concat!("`", $kind, "`")]
                $variant($dto),
            )+
            /// How a command to a device went. It comes to the command's own
            /// callback address, and has no `notifyType`.
            CommandStatusChanged(NotifyNbCommandStatusChangedDto),
        }

        impl Notification {
            /// The kinds of notification, by `notifyType`.
            pub const KINDS: &'static [(&'static str, &'static Dto)] = &[
                $(($kind, <$dto as DtoType>::DTO)),+
            ];

            /// Decodes the body of a push.
            ///
            /// # Errors
            ///
            /// 1007 if it is not a notification, in words that say why.
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

/// What tells one notification from another.
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
    /// The structure of the notification in the body of a push, whatever the
    /// order and spacing of its members.
    ///
    /// # Errors
    ///
    /// 1007 if it is not a notification, in words that say why.
    pub fn dto(body: &[u8]) -> Result<&'static Dto, NorthApiError> {
        let marks: Marks<'_> = serde_json::from_slice(body)
            .map_err(|cause| no_notification(&format!("the body is not a JSON object: {cause}")))?;
        match marks.notify_type {
            Some(kind) => Self::KINDS
                .iter()
                .find(|(known, _)| *known == kind)
                .map(|(_, dto)| *dto)
                .ok_or_else(|| no_notification(&format!("there is no notifyType \"{kind}\""))),
            None if marks.command_id.is_some() && marks.result.is_some() => {
                Ok(NotifyNbCommandStatusChangedDto::DTO)
            }
            None => Err(no_notification(
                "the body has neither notifyType nor, as a command's callback has, \
                 commandId and result",
            )),
        }
    }
}

fn typed<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, NorthApiError> {
    serde_json::from_slice(body).map_err(|cause| no_notification(&cause.to_string()))
}

fn no_notification(why: &str) -> NorthApiError {
    NorthApiError::client(
        ClientCode::InvalidInput,
        format!("not a notification of the platform: {why}"),
    )
}
