//! The PHP extension: the only room that knows Zend.
//!
//! Rules of the room, beside those of `unsafe`:
//!
//! - Only this room touches PHP's memory, and no PHP value is in a future.
//! - PHP code may end the script with a longjmp, and so may any allocation on
//!   PHP's heap. Rust owns nothing of weight across either; what must be owned
//!   is in a `BailoutGuard`.
//! - Classes are registered from the table in [`crate::sdk`]; nothing about a
//!   single API stands here.

#[macro_use]
mod call;
mod beside;
mod constant;
mod decode;
mod dto;
mod encode;
mod exception;
mod idle;
mod info;
mod invoke;
mod json;
mod logger;
mod many;
mod north_api_client;
mod notification;
mod paginator;
mod panic;
mod perform;
mod progress;
mod registry;
mod runtime;
mod service;
mod settings;
mod text;
mod timer;
mod utils;
mod waiter;
mod zend;

use ext_php_rs::ffi;
use ext_php_rs::prelude::*;

use zend::{class, request};

use crate::sdk;

/// What PHP asks the library for when it loads it.
#[php_module]
#[php(startup = start)]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    module
        .globals(&runtime::GLOBALS)
        .info_function(info::print)
        .sapi_activate_function(|_| request::begin())
}

/// Module start. Registers names, and changes nothing else in the process.
fn start(kind: i32, module_number: i32) -> i32 {
    // Classes would refer to names that end with the request, and other requests
    // of the process to what ends with this one.
    if kind.cast_unsigned() != ffi::MODULE_PERSISTENT {
        zend::warning(
            "northbound cannot be loaded by dl(); add extension=northbound to php.ini instead",
        );
        return -1;
    }
    // A panic would end the process. There is no secret yet that its message
    // could show.
    match std::panic::catch_unwind(|| register(module_number)) {
        Ok(Ok(())) => 0,
        Ok(Err(_)) | Err(_) => -1,
    }
}

fn register(module_number: i32) -> ext_php_rs::error::Result<()> {
    settings::register(module_number);
    constant::register()?;
    exception::register()?;
    dto::register()?;
    north_api_client::register()?;
    notification::register()?;
    progress::register()?;
    paginator::register()?;
    service::register()?;
    utils::register()?;
    service::register_global_function()?;
    for dto in sdk::BARE_NAMES {
        if let Some(class) = registry::dto_class(dto) {
            class::alias(class, dto.name);
        }
    }
    match settings::alias_namespace() {
        Ok(Some(namespace)) => class::alias_all(namespace),
        Ok(None) => {}
        Err(given) => zend::warning(&format!(
            "northbound.alias_namespace is not a namespace: \"{given}\"; it is ignored"
        )),
    }
    Ok(())
}
