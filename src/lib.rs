//! The PHP extension: the only crate that uses the Zend API.
//!
//! Its layers, from the bottom: `zend`, `values`, `ini`, `call`, `classes`, and then
//! `info` and this file. A module uses only layers below its own, and modules of its
//! own layer.
//!
//! Rules of this crate, in addition to those of `unsafe`:
//!
//! - Only this crate accesses PHP's memory. No future contains a PHP value.
//! - PHP code may end the script with a longjmp, and so may any allocation on PHP's
//!   heap: the jump skips the destructors of Rust. While PHP code or an allocation
//!   runs, Rust owns no value whose loss matters, or owns it in a `BailoutGuard`.
//! - Classes are registered from the table in [`northbound::sdk`]. This crate has no
//!   code for a single API operation.

#![allow(missing_docs, reason = "only PHP uses this library")]

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

/// Returns the module entry that PHP requests when it loads the library.
#[php_module]
#[php(startup = start)]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    module
        // The default is the name of the package, northbound-php.
        .name("northbound")
        .globals(&call::runtime::GLOBALS)
        .info_function(info::print)
        .sapi_activate_function(|_| request::begin())
}

/// Starts the module: registers names, and changes nothing else in the process.
fn start(kind: i32, module_number: i32) -> i32 {
    // dl() loads a module for one request only. Classes would refer to names that end
    // with the request, and later requests would refer to freed classes.
    if kind.cast_unsigned() != ffi::MODULE_PERSISTENT {
        zend::warning(
            "northbound cannot be loaded by dl(); add extension=northbound to php.ini instead",
        );
        zend::unload_at_request_end();
        return -1;
    }
    // A panic would end the process. Its message cannot contain a secret: none has
    // been read yet.
    match std::panic::catch_unwind(|| register(module_number)) {
        Ok(Ok(())) => 0,
        Ok(Err(_)) | Err(_) => -1,
    }
}

fn register(module_number: i32) -> ext_php_rs::error::Result<()> {
    northbound::internal::name_terms(values::term::in_php);
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
