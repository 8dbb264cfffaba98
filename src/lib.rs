//! The PHP extension: the only room that knows Zend.
//!
//! Rules of the room, beside those of `unsafe`:
//!
//! - Only this room touches PHP's memory, and no PHP value is in a future.
//! - PHP code may end the script with a longjmp, and so may any allocation on
//!   PHP's heap. Rust owns nothing of weight across either; what must be owned
//!   is in a `BailoutGuard`.
//! - Classes are registered from the table in [`northbound::sdk`]; nothing about a
//!   single API stands here.

#![allow(missing_docs, reason = "nobody but PHP uses this library")]

#[macro_use]
mod call;
mod classes;
mod info;
mod ini;
mod values;
mod zend;

use ext_php_rs::ffi;
use ext_php_rs::prelude::*;

use crate::zend::{class, request};

/// What PHP asks the library for when it loads it.
#[php_module]
#[php(startup = start)]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    module
        // Not that of the package, which is northbound-php.
        .name("northbound")
        .globals(&call::runtime::GLOBALS)
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
    ini::register(module_number);
    classes::register()?;
    match ini::alias_namespace() {
        Ok(Some(namespace)) => class::alias_all(namespace),
        Ok(None) => {}
        Err(given) => zend::warning(&format!(
            "northbound.alias_namespace is not a namespace: \"{given}\"; it is ignored"
        )),
    }
    Ok(())
}
