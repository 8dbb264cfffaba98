//! The operations and DTOs of the vendor's SDK, as a table.
//!
//! Each service has one module, with its operations and their DTOs. An operation is a function
//! that builds a [`Request`] and does no I/O; [`Client::send`](crate::Client::send) sends it.
//!
//! | To | See |
//! |---|---|
//! | log in | [`authentication`] |
//! | register and change devices | [`device_management`], [`device_group_management`] |
//! | read the data of devices | [`data_collection`] |
//! | send commands | [`signal_delivery`] (NB-IoT), [`device_service_invocation`], [`batch_process`] |
//! | upgrade software and firmware | [`device_upgrade`] |
//! | react to data | [`rule_engine`] |
//! | receive notifications | [`subscription_management`], [`Notification`] |

use std::collections::HashSet;
use std::sync::OnceLock;

// The macros in it turn each row into a description, from which the PHP classes and the
// arguments of the command are made, and into a Rust type or function.
#[doc(hidden)]
#[macro_use]
pub mod table;

mod argument_value;
pub mod authentication;
pub mod batch_process;
pub mod client_settings;
pub mod common;
pub mod data_collection;
pub mod device_group_management;
pub mod device_management;
pub mod device_service_invocation;
pub mod device_upgrade;
mod notification;
pub mod notifications;
pub(crate) mod page_request;
pub(crate) mod request;
pub(crate) mod request_builder;
pub mod rule_engine;
pub mod signal_delivery;
pub mod subscription_management;
pub(crate) mod timestamp;
pub(crate) mod token;

pub use notification::Notification;
pub use request::Request;
pub use request_builder::RequestBuilder;
pub use table::model::{PagedResponse, Verb};
pub use timestamp::Timestamp;
pub use token::Token;

#[doc(hidden)]
pub use crate::error::mask::MASK;
#[doc(hidden)]
pub use argument_value::ArgumentValue;
#[doc(hidden)]
pub use table::field_value::FieldValue;
#[doc(hidden)]
pub use table::model::{
    Credentials, Docs, Dto, DtoType, Field, FieldSpec, Handling, Operation, Overload, Paging,
    Param, Place, Service, Shape, StringForm,
};

/// Version of the vendor's SDK that this one replaces, as
/// `NorthApiClient::getVersion()` returns it.
#[doc(hidden)]
pub const SDK_VERSION: &str = "V1.5.1";

/// Class and method of the operation that is also a global PHP function.
#[doc(hidden)]
pub const GLOBAL_FUNCTION: (&str, &str) = ("DeviceUpgrade", "queryUpgradeSubTask");

/// DTOs that also have an alias without a namespace, since the documentation of the
/// global function uses it.
#[doc(hidden)]
pub const BARE_NAMES: [&Dto; 3] = [
    device_upgrade::QueryUpgradeSubTaskInDto::DTO,
    device_upgrade::QueryUpgradeSubTaskOutDto::DTO,
    device_upgrade::SubOperationInfo::DTO,
];

/// All services, in the order of the vendor's reference.
#[doc(hidden)]
pub static SERVICES: &[&Service] = &[
    &authentication::SERVICE,
    &batch_process::SERVICE,
    &data_collection::SERVICE,
    &device_group_management::SERVICE,
    &device_management::SERVICE,
    &device_service_invocation::SERVICE,
    &device_upgrade::SERVICE,
    &rule_engine::SERVICE,
    &signal_delivery::SERVICE,
    &subscription_management::SERVICE,
];

/// Returns all DTOs of the SDK, each once.
#[doc(hidden)]
pub fn dtos() -> impl Iterator<Item = &'static Dto> {
    client_settings::DTOS
        .iter()
        .chain(common::DTOS)
        .chain(SERVICES.iter().flat_map(|service| service.dtos))
        .chain(notifications::DTOS)
        .copied()
}

/// Finds out if a DTO comes out of responses or notifications.
#[doc(hidden)]
pub fn is_of_responses(dto: &Dto) -> bool {
    static DTOS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let found = DTOS.get_or_init(|| {
        let operations = SERVICES.iter().flat_map(|service| service.operations);
        let returned = operations.filter_map(|operation| operation.returns?.dto());
        // By name, since the vendor documents pushes whose notifyType it does not name.
        let pushed = dtos().filter(|dto| dto.name.starts_with("Notify"));
        let mut found = HashSet::new();
        let mut open: Vec<&'static Dto> = returned.chain(pushed).collect();
        while let Some(dto) = open.pop() {
            if found.insert(dto.name) {
                open.extend(dto.fields.iter().filter_map(|field| field.kind.shape.dto()));
            }
        }
        found
    });
    found.contains(dto.name)
}

/// Returns the service with this class name.
#[doc(hidden)]
pub fn service(class: &str) -> Option<&'static Service> {
    SERVICES
        .iter()
        .find(|service| service.class == class)
        .copied()
}

/// Returns the operation behind a PHP method, whose name is case-insensitive.
#[doc(hidden)]
pub fn operation(class: &str, method: &str) -> Option<&'static Operation> {
    service(class)?
        .operations
        .iter()
        .find(|operation| operation.method.eq_ignore_ascii_case(method))
        .copied()
}
