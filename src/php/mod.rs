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
mod class;
mod constant;
mod decode;
mod dto;
mod encode;
mod exception;
mod family;
mod held;
mod idle;
mod info;
mod invoke;
mod json;
mod logger;
mod lookout;
mod many;
mod method;
mod names;
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
mod startup;
mod text;
mod timer;
mod utils;
mod waiter;
mod zend;

use ext_php_rs::ffi;
use ext_php_rs::prelude::*;

use crate::sdk;

/// What PHP asks the library for when it loads it.
#[php_module]
#[php(startup = start)]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    service::add_global_function(module).info_function(info::print)
}

/// Module start. Registers names, and changes nothing else in the process.
fn start(kind: i32, module_number: i32) -> i32 {
    // By dl(), it starts within a request.
    let is_persistent = kind.cast_unsigned() == ffi::MODULE_PERSISTENT;
    let names = is_persistent.then(names::Keeping::begin).flatten();
    // A panic would end the process. There is no secret yet that its message
    // could show.
    let registered = std::panic::catch_unwind(|| register(module_number));
    drop(names);
    match registered {
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
    service::finish_global_function();
    for dto in sdk::BARE_NAMES {
        if let Some(class) = registry::dto_class(dto) {
            class::alias(class, dto.name);
        }
    }
    match settings::alias_namespace() {
        Ok(Some(namespace)) => class::alias_all(namespace),
        Ok(None) => {}
        Err(given) => startup::warning(&format!(
            "northbound.alias_namespace is not a namespace: \"{given}\"; it is ignored"
        )),
    }
    Ok(())
}
