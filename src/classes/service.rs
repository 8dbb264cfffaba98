//! The service classes and the global function.

use ext_php_rs::error::Result;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::BailoutGuard;
use northbound::sdk::{self, Operation, Overload, Service};

use super::{batch, north_api_client, paginator, refresh_token_timer, upgrade_waiter};
use crate::call::caller::Caller;
use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::call::operation::{self, CLIENT, not_in_table, secret_params};
use crate::call::{arguments, default_client, transport_override};
use crate::ini;
use crate::values::dto_class::unknown_property;
use crate::values::from_json;
use crate::zend::class::{self, Default, namespace};
use crate::zend::method::{Method, Methods};
use crate::zend::{self, startup};

/// Registers the service classes.
pub(crate) fn register() -> Result<()> {
    for service in sdk::SERVICES {
        let common = [
            method!("__construct", [CLIENT] => construct).requiring(0),
            method!("__get", ["name"] => get),
            method!("__set", ["name", "value"] => set),
        ];
        let operations = service.operations.iter().map(|operation| {
            let params = operation.params.iter().map(|param| param.name);
            method!(operation.method, params => call_method).hiding(secret_params(operation))
        });
        let overloads = service.overloads.iter().filter_map(|overload| {
            let (shortest, longest) = shortest_and_longest(service, overload)?;
            let params = longest.params.iter().map(|param| param.name);
            let method = method!(overload.method, params => call_method);
            let secrets = candidates(service, overload).flat_map(secret_params);
            Some(method.requiring(shortest.params.len()).hiding(secrets))
        });
        let methods = Methods::new(
            common
                .into_iter()
                .chain(operations)
                .chain(overloads)
                .chain(paginator::methods_of(service))
                .chain(batch::methods_of(service))
                .chain(other_methods(service)),
        )?;
        let ce = class::register(namespace::INVOKEAPI, service.class, &methods, None, &[])?;
        class::property(ce, CLIENT, PropertyFlags::Private, Default::Null)?;
    }
    Ok(())
}

/// Creates the methods of a service that are not for an operation of the table.
fn other_methods(service: &Service) -> Vec<Method<'static>> {
    match service.class {
        "Authentication" => refresh_token_timer::methods_of_authentication(),
        "DeviceUpgrade" => upgrade_waiter::methods(),
        _ => Vec::new(),
    }
}

/// Registers the global function.
pub(crate) fn register_global_function() -> Result<()> {
    let (class, method) = sdk::GLOBAL_FUNCTION;
    let Some(operation) = sdk::operation(class, method) else {
        return Ok(());
    };
    let params = operation.params.iter().map(|param| param.name);
    let function = method!(method, params => call_global).hiding(secret_params(operation));
    startup::register_functions(&Methods::new([function])?)
}

/// Iterates over the operations of an overloaded method.
fn candidates(
    service: &'static Service,
    overload: &'static Overload,
) -> impl Iterator<Item = &'static Operation> {
    overload
        .methods
        .iter()
        .filter_map(|method| sdk::operation(service.class, method))
}

/// Returns the operations of an overloaded method with the fewest and with the most
/// parameters.
fn shortest_and_longest(
    service: &'static Service,
    overload: &'static Overload,
) -> Option<(&'static Operation, &'static Operation)> {
    let count = |operation: &&Operation| operation.params.len();
    let shortest = candidates(service, overload).min_by_key(count)?;
    let longest = candidates(service, overload).max_by_key(count)?;
    Some((shortest, longest))
}

/// Finds the operation that a call means. The number of arguments selects one operation
/// of an overloaded method.
fn operation_of(service: &'static Service, frame: &Frame<'_>) -> Option<&'static Operation> {
    let method = frame.function_name();
    if let Some(operation) = sdk::operation(service.class, method) {
        return Some(operation);
    }
    let overload = service
        .overloads
        .iter()
        .find(|overload| overload.method.eq_ignore_ascii_case(method))?;
    candidates(service, overload)
        .find(|operation| operation.params.len() == frame.count())
        .or_else(|| shortest_and_longest(service, overload).map(|(_, longest)| longest))
}

fn construct(frame: &Frame<'_>) -> MethodResult {
    let this = frame.this()?;
    let mut client = frame.arg(0).map_or_else(Zval::null, Zval::shallow_clone);
    if client.is_null() {
        client = default_client::get()?;
    } else {
        let class = zend::class_name(this);
        north_api_client::check(&client, &format!("{class}::__construct"), CLIENT)?;
    }
    zend::write_property(frame.scope()?, this, &ZendStr::new(CLIENT, false), &client)?;
    Ok(Zval::null())
}

fn get(frame: &Frame<'_>) -> MethodResult {
    match frame.name(0)?.as_bytes() == CLIENT.as_bytes() {
        true => operation::client(frame),
        false => Ok(Zval::null()),
    }
}

/// `$service->northApiClient = $client`. The original drops other properties silently.
fn set(frame: &Frame<'_>) -> MethodResult {
    let (name, client) = (frame.name(0)?, frame.required(1)?);
    if name.as_bytes() == CLIENT.as_bytes() {
        let class = zend::class_name(frame.this()?);
        if !client.is_null() {
            north_api_client::check(client, &format!("{class}::__set"), CLIENT)?;
        }
        zend::write_property(frame.scope()?, frame.this()?, &name, client)?;
    } else {
        let class = zend::class_name(frame.this()?);
        zend::deprecated(&unknown_property(&class, name.as_bytes()))?;
    }
    Ok(Zval::null())
}

fn call_method(frame: &Frame<'_>) -> MethodResult {
    let operation = operation_of(operation::service(frame)?, frame).ok_or_else(not_in_table)?;
    let this = frame.this()?;
    let is_overload = !operation.method.eq_ignore_ascii_case(frame.function_name());
    if is_overload && zend::is_user_method(this.get_class_entry(), operation.method) {
        let mut args = BailoutGuard::new(frame.args()?);
        return Ok(zend::call_method(this, operation.method, &mut args)?);
    }
    execute(operation, frame, operation::client(frame)?)
}

fn call_global(frame: &Frame<'_>) -> MethodResult {
    let (class, method) = sdk::GLOBAL_FUNCTION;
    let operation = sdk::operation(class, method).ok_or_else(not_in_table)?;
    execute(operation, frame, Zval::null())
}

/// Executes one call: builds the request, sends it, and decodes the response. Rust owns
/// only Zend values while PHP values are read, and no PHP value is in a future.
fn execute(operation: &'static Operation, frame: &Frame<'_>, client: Zval) -> MethodResult {
    let rows = ini::rows()?;
    // Guarded, since an overridden transport may end the script with a longjmp.
    let request = BailoutGuard::new(arguments::request(operation, frame)?);
    let caller = Caller::new(client)?;
    if let Some(result) = transport_override::send(&caller, operation, frame, &request, rows)? {
        return Ok(result);
    }
    let response = caller.execute(request.into_inner())?;
    let (Some(response), Some(shape)) = (response, &operation.returns) else {
        return Ok(Zval::null());
    };
    let response = BailoutGuard::new(response);
    from_json::dto(shape, rows, response.body())
        .map_err(|error| MethodError::decoding(error, |cause| response.not_as_documented(&cause)))
}
