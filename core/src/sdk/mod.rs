//! The SDK as a table: what the vendor documents, and nothing else.
//!
//! One file per service class holds its DTOs and its operations. The macros in
//! `table.rs` turn each row into a description, from which the PHP classes are
//! registered, and into a Rust type or function.
//!
//! Nothing here does I/O: an operation builds a [`Request`], and
//! [`Client::send`](crate::Client::send) sends it.

#[macro_use]
pub mod table;

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

pub use crate::error::mask::MASK;
pub use notification::Notification;
pub use request::{MANAGED_TOKEN, Request};
pub use request_builder::{ArgumentValue, RequestBuilder};
pub use table::model::{
    Credentials, Docs, Dto, DtoType, Field, FieldSpec, FieldValue, Handling, Operation, Overload,
    PagedResponse, Paging, Param, Place, Service, Shape, StringForm, Verb,
};

/// The version of the vendor's SDK that this one takes the place of, as
/// `NorthApiClient::getVersion()` answers it.
pub const SDK_VERSION: &str = "V1.5.1";

/// The operation that is also a global function, by class and method.
pub const GLOBAL_FUNCTION: (&str, &str) = ("DeviceUpgrade", "queryUpgradeSubTask");

/// The structures that are also there under their bare names, since the
/// function's documentation calls them so.
pub const BARE_NAMES: [&Dto; 3] = [
    device_upgrade::QueryUpgradeSubTaskInDto::DTO,
    device_upgrade::QueryUpgradeSubTaskOutDto::DTO,
    device_upgrade::SubOperationInfo::DTO,
];

/// The service classes, in the order of the vendor's reference.
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

/// Every DTO of the SDK, each once.
pub fn dtos() -> impl Iterator<Item = &'static Dto> {
    client_settings::DTOS
        .iter()
        .chain(common::DTOS)
        .chain(SERVICES.iter().flat_map(|service| service.dtos))
        .chain(notifications::DTOS)
        .copied()
}

/// The service of this class name.
pub fn service(class: &str) -> Option<&'static Service> {
    SERVICES
        .iter()
        .find(|service| service.class == class)
        .copied()
}

/// The operation behind a PHP method.
pub fn operation(class: &str, method: &str) -> Option<&'static Operation> {
    service(class)?
        .operations
        .iter()
        .find(|operation| operation.method.eq_ignore_ascii_case(method))
        .copied()
}
