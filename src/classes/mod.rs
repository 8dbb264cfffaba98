//! The PHP classes of the SDK, one file for each.

pub(crate) mod batch;
pub(crate) mod constant;
pub(crate) mod default_north_api_client;
pub(crate) mod dto;
pub(crate) mod exception;
pub(crate) mod exception_enum;
pub(crate) mod invoke_api;
pub(crate) mod json_util;
pub(crate) mod north_api_client;
pub(crate) mod notification_receiver;
pub(crate) mod paginator;
mod paginator_state;
pub(crate) mod property_util;
pub(crate) mod refresh_token_timer;
pub(crate) mod service;
pub(crate) mod upgrade_progress;
pub(crate) mod upgrade_waiter;

use ext_php_rs::error::Result;
use northbound::sdk;

use crate::values::dto_class;
use crate::zend::class;

/// Registers every class, and the global function.
pub(crate) fn register() -> Result<()> {
    exception_enum::register()?;
    constant::register()?;
    exception::register()?;
    dto::register()?;
    north_api_client::register()?;
    default_north_api_client::register()?;
    notification_receiver::register()?;
    upgrade_progress::register()?;
    paginator::register()?;
    service::register()?;
    json_util::register()?;
    property_util::register()?;
    service::register_global_function()?;
    for dto in sdk::BARE_NAMES {
        if let Some(class) = dto_class::class_of(dto) {
            class::alias(class, dto.name);
        }
    }
    Ok(())
}
