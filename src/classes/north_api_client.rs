//! `NorthApiClient`: the platform address, the credentials and the settings of calls.

use ext_php_rs::error::Result;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendHashTable, Zval};
use ext_php_rs::zend::{BailoutGuard, ce};
use northbound::internal::ErrorExt;
use northbound::sdk::client_settings::SslConfig;
use northbound::sdk::{DtoType, SDK_VERSION};
use northbound::{ClientCode, NorthApiError};

use super::{invoke_api, refresh_token_timer};
use crate::call::client_object::{
    self, CLIENT_INFO, CONNECT_TIMEOUT, IDLE_HANDLER, IDLE_OUTSIDE_OF_FIBERS, LAST_CALL, LOGGER,
    PROPERTIES, SSL_CONFIG, TIMEOUT, TIMER_FLAG,
};
use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::call::{logger, runtime, ssl_config};
use crate::ini;
use crate::values::dto_class::{self, unknown_property};
use crate::zend;
use crate::zend::class::{self, Default, namespace};
use crate::zend::method::{Methods, types};

/// The second parameter of `setIdleHandler()`.
const OUTSIDE_OF_FIBERS: &str = "outsideOfFibers";

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let methods = [
        method!("__construct", [] => construct),
        method!("__get", ["name"] => get),
        method!("__set", ["name", "value"] => set).hiding([1]),
        method!("__isset", ["name"] => isset),
        method!("initSSLConfig", ["sslConfig"] => init_ssl_config_by_count)
            .requiring(0)
            .hiding([0]),
        method!("initSSLConfig0", [] => init_ssl_config),
        method!("initSSLConfig1", ["sslConfig"] => init_ssl_config1)
            .typing_class("sslConfig", "North_PHP_SDK\\client\\dto\\SSLConfig")
            .hiding([0]),
        method!("getVersion", [] => get_version).with_static(),
        method!("setLogger", ["logger"] => set_logger),
        method!("setIdleHandler", ["handler", OUTSIDE_OF_FIBERS] => set_idle_handler)
            .requiring(1)
            .typing(OUTSIDE_OF_FIBERS, types::BOOL, c"false"),
        method!("getLastCall", [] => get_last_call),
        method!("getStats", [] => get_stats).with_static(),
        method!("setConnectTimeout", ["milliseconds"] => set_connect_timeout),
        method!("setTimeout", ["milliseconds"] => set_timeout),
    ];
    let methods = Methods::new(
        methods
            .into_iter()
            .chain(invoke_api::methods())
            .chain(refresh_token_timer::methods_of_client()),
    )?;
    let name = client_object::CLASS.name();
    let ce = class::register(namespace::CLIENT, name, &methods, None, &[])?;
    for name in PROPERTIES {
        class::property(ce, name, PropertyFlags::Private, Default::Null)?;
    }
    let of_class = PropertyFlags::Private | PropertyFlags::Static;
    class::property(ce, TIMER_FLAG.name(), of_class, Default::Null)?;
    client_object::CLASS.set(ce);
    Ok(())
}

fn construct(_: &Frame<'_>) -> MethodResult {
    Ok(Zval::null())
}

fn get(frame: &Frame<'_>) -> MethodResult {
    if frame.name(0)?.as_bytes() == CLIENT_INFO.as_bytes() {
        return client_object::info(frame.this()?);
    }
    Ok(Zval::null())
}

/// `__set()`: accepts only known properties and checks their values, as the original
/// does.
fn set(frame: &Frame<'_>) -> MethodResult {
    let (name, value) = (frame.name(0)?, frame.required(1)?);
    if name.as_bytes() == CLIENT_INFO.as_bytes() {
        let info = client_object::client_info(value)?;
        client_object::config(info, client_object::new_config)?;
        client_object::set_info(frame.this()?, value)?;
    } else {
        let class = zend::class_name(frame.this()?);
        zend::deprecated(&unknown_property(&class, name.as_bytes()))?;
    }
    Ok(Zval::null())
}

fn isset(frame: &Frame<'_>) -> MethodResult {
    let is_set = frame.name(0)?.as_bytes() == CLIENT_INFO.as_bytes()
        && !client_object::info(frame.this()?)?.is_null();
    Ok(zend::boolean(is_set))
}

/// `initSSLConfig0()` and `initSSLConfig1($sslConfig)`: check the certificates, and read them again if they have changed.
fn init_ssl_config(frame: &Frame<'_>) -> MethodResult {
    let this = frame.this()?;
    let given = frame.arg(0).map_or_else(Zval::null, Zval::shallow_clone);
    let tls = ssl_config::tls_settings(&given)?;
    runtime::context()?.with_pools(|pools| pools.refresh(&tls))?;
    client_object::set(this, SSL_CONFIG, &given)?;
    Ok(Zval::null())
}

/// `initSSLConfig()`: calls one of the other two by the number of arguments, if a subclass
/// overrides it. The original always does.
fn init_ssl_config_by_count(frame: &Frame<'_>) -> MethodResult {
    let this = frame.this()?;
    let method = match frame.count() {
        0 => "initSSLConfig0",
        _ => "initSSLConfig1",
    };
    if !zend::is_user_method(this.get_class_entry(), method) {
        return init_ssl_config(frame);
    }
    let mut args = BailoutGuard::new(frame.args()?);
    Ok(zend::call_method(this, method, &mut args)?)
}

/// The original declares the type of the parameter, so an override may, too.
fn init_ssl_config1(frame: &Frame<'_>) -> MethodResult {
    let given = frame.required(0)?;
    let class = dto_class::class_of(SslConfig::DTO);
    let is_config = given
        .object()
        .zip(class)
        .is_some_and(|(object, class)| object.instance_of(class));
    if !is_config {
        let expected = format!(
            "of type {}\\SSLConfig, {} given",
            namespace::DTO,
            zend::type_name(given)
        );
        return Err(zend::wrong_type(1, &expected).into());
    }
    init_ssl_config(frame)
}

fn get_version(_: &Frame<'_>) -> MethodResult {
    Ok(zend::string(SDK_VERSION))
}

/// `setLogger()`: sets a PSR-3 logger; null means none. The logger is in a property, where
/// PHP's garbage collector sees it.
fn set_logger(frame: &Frame<'_>) -> MethodResult {
    let logger = frame.required(0)?;
    check_logger(logger)?;
    client_object::set(frame.this()?, LOGGER, logger)?;
    Ok(Zval::null())
}

/// Checks that a logger has the methods of PSR-3.
fn check_logger(logger: &Zval) -> std::result::Result<(), NorthApiError> {
    if logger.is_null() {
        return Ok(());
    }
    let invalid = |problem: String| {
        let expected = "a PSR-3 logger, or null, is expected";
        NorthApiError::client(
            ClientCode::InvalidInput,
            format!("setLogger(): {problem}; {expected}"),
        )
    };
    let Some(object) = logger.object() else {
        return Err(invalid(format!("{} given", zend::type_name(logger))));
    };
    let class = object.get_class_entry();
    let missing = logger::METHODS
        .iter()
        .find(|name| !zend::has_method(class, name));
    match missing {
        Some(missing) => {
            let class = class.name().unwrap_or_default();
            Err(invalid(format!("{class} has no method {missing}()")))
        }
        None => Ok(()),
    }
}

/// `setIdleHandler()`: sets the handler that runs while one of its calls waits, in fibers
/// or everywhere; null means none.
fn set_idle_handler(frame: &Frame<'_>) -> MethodResult {
    let handler = frame.required(0)?;
    if !handler.is_null() && !zend::is_callable(handler)? {
        let error = format!(
            "setIdleHandler(): a callable, or null, is expected, {} given",
            zend::type_name(handler)
        );
        return Err(NorthApiError::client(ClientCode::InvalidInput, error).into());
    }
    let everywhere = match frame.arg(1) {
        Some(flag) if flag.is_bool() => flag.is_true(),
        None => false,
        Some(other) => {
            let expected = format!("of type bool, {} given", zend::type_name(other));
            return Err(zend::wrong_type(2, &expected).into());
        }
    };
    let this = frame.this()?;
    client_object::set(this, IDLE_HANDLER, handler)?;
    client_object::set(this, IDLE_OUTSIDE_OF_FIBERS, &zend::boolean(everywhere))?;
    Ok(Zval::null())
}

/// `getLastCall()`: describes the last call of this client that ended; null before it.
fn get_last_call(frame: &Frame<'_>) -> MethodResult {
    let values = client_object::get(frame.this()?, LAST_CALL)?;
    Ok(logger::last_call(&values))
}

/// `getStats()`: returns the counters of this process.
fn get_stats(_: &Frame<'_>) -> MethodResult {
    let mut counters = ZendHashTable::new();
    for (name, count) in runtime::counters() {
        counters.insert(name, zend::long(i64::try_from(count).unwrap_or(i64::MAX)))?;
    }
    Ok(zend::array(counters))
}

fn set_connect_timeout(frame: &Frame<'_>) -> MethodResult {
    set_limit(frame, CONNECT_TIMEOUT)
}

fn set_timeout(frame: &Frame<'_>) -> MethodResult {
    set_limit(frame, TIMEOUT)
}

/// Sets a time limit in milliseconds; null means the limit of php.ini.
fn set_limit(frame: &Frame<'_>, name: &str) -> MethodResult {
    let value = frame.required(0)?;
    let limit = match value.long() {
        Some(number) => u64::try_from(number).ok(),
        None => value.str().and_then(|text| text.trim().parse().ok()),
    };
    let limit = limit.filter(|ms| ini::MILLISECONDS.contains(ms));
    let limit = match (limit.and_then(|ms| i64::try_from(ms).ok()), value.is_null()) {
        (Some(ms), _) => zend::long(ms),
        (None, true) => Zval::null(),
        (None, false) => {
            let given = match value.long() {
                Some(number) => number.to_string(),
                None => zend::type_name(value),
            };
            return Err(NorthApiError::client(
                ClientCode::InvalidInput,
                format!(
                    "{}(): a number of milliseconds from 1 to 86400000, or null for php.ini's \
                     limit, is expected, {given} given",
                    frame.function_name()
                ),
            )
            .into());
        }
    };
    client_object::set(frame.this()?, name, &limit)?;
    Ok(Zval::null())
}

/// Returns a TypeError for a value that is not a NorthApiClient.
pub(crate) fn check(client: &Zval, function: &str, param: &str) -> MethodResult<()> {
    let class = client_object::CLASS.get()?;
    if client
        .object()
        .is_some_and(|object| object.instance_of(class))
    {
        return Ok(());
    }
    Err(MethodError::Php(PhpException::new(
        format!(
            "{function}(): {param} must be a {}\\NorthApiClient, {} given",
            namespace::CLIENT,
            zend::type_name(client)
        ),
        0,
        ce::type_error(),
    )))
}
