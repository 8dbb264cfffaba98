//! The service classes, and the calls behind their methods.

use ext_php_rs::error::Result;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::BailoutGuard;

use super::{batch, beside, north_api_client, paginator};
use crate::call::drive::perform;
use crate::call::frame::{Call, Failure};
use crate::call::{arguments, runtime};
use crate::ini;
use crate::values::decode;
use crate::zend;
use crate::zend::class;
use crate::zend::class::{Default, namespace};
use crate::zend::method::{Method, Methods};
use crate::zend::startup;
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;
use northbound::sdk;
use northbound::sdk::{Operation, Overload, Param, Place, Service};

/// The member that holds the client, by the original's name.
const CLIENT: &str = "northApiClient";

handler! {
    construct => initialise;
    magic_get => get;
    invoke => call_method;
    invoke_global => call_global;
}

/// Registers the service classes.
pub(crate) fn register() -> Result<()> {
    for service in sdk::SERVICES {
        let own = [
            Method::new("__construct", [CLIENT], construct).requiring(0),
            Method::new("__get", ["name"], magic_get),
        ];
        let operations = service.operations.iter().map(|operation| {
            let params = operation.params.iter().map(|param| param.name);
            Method::new(operation.method, params, invoke).hiding(secrets(operation))
        });
        let overloads = service.overloads.iter().filter_map(|overload| {
            let (shortest, longest) = extremes(service, overload)?;
            let params = longest.params.iter().map(|param| param.name);
            let method = Method::new(overload.method, params, invoke);
            let secrets = behind(service, overload).flat_map(secrets);
            Some(method.requiring(shortest.params.len()).hiding(secrets))
        });
        let methods = Methods::new(
            own.into_iter()
                .chain(operations)
                .chain(overloads)
                .chain(paginator::methods_of(service))
                .chain(batch::methods_of(service))
                .chain(beside::methods_of(service)),
        )?;
        let ce = class::register(namespace::INVOKEAPI, service.class, &methods, None, &[])?;
        class::property(ce, CLIENT, PropertyFlags::Private, Default::Null)?;
    }
    Ok(())
}

/// The operations that an overloaded method stands for.
fn behind(
    service: &'static Service,
    overload: &'static Overload,
) -> impl Iterator<Item = &'static Operation> {
    overload
        .methods
        .iter()
        .filter_map(|method| sdk::operation(service.class, method))
}

/// Those of them with the fewest and with the most parameters.
fn extremes(
    service: &'static Service,
    overload: &'static Overload,
) -> Option<(&'static Operation, &'static Operation)> {
    let count = |operation: &&Operation| operation.params.len();
    let shortest = behind(service, overload).min_by_key(count)?;
    let longest = behind(service, overload).max_by_key(count)?;
    Some((shortest, longest))
}

/// The operation that a call of a method means.
fn meant(class: &str, method: &str, arguments: usize) -> Option<&'static Operation> {
    if let Some(operation) = sdk::operation(class, method) {
        return Some(operation);
    }
    let service = sdk::service(class)?;
    let overload = service
        .overloads
        .iter()
        .find(|overload| overload.method.eq_ignore_ascii_case(method))?;
    behind(service, overload)
        .find(|operation| operation.params.len() == arguments)
        .or_else(|| extremes(service, overload).map(|(_, longest)| longest))
}

/// Registers the global function.
pub(crate) fn register_global_function() -> Result<()> {
    let (class, method) = sdk::GLOBAL_FUNCTION;
    let Some(operation) = sdk::operation(class, method) else {
        return Ok(());
    };
    let params = operation.params.iter().map(|param| param.name);
    let function = Method::new(method, params, invoke_global).hiding(secrets(operation));
    startup::register_functions(&Methods::new([function])?)
}

/// The positions of tokens, and of structures with secrets: stack traces leave
/// them out.
pub(crate) fn secrets(operation: &'static Operation) -> impl Iterator<Item = usize> {
    let is_secret = |param: &Param| match param.place {
        Place::Token => true,
        Place::Members(dto) | Place::PathMembers(dto) => dto.has_secrets(),
        Place::Path | Place::Query => false,
    };
    let params = operation.params.iter().enumerate();
    params.filter_map(move |(position, param)| is_secret(param).then_some(position))
}

fn initialise(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = call.this()?;
    let given = call.arg(0).map_or_else(Zval::null, Zval::shallow_clone);
    if !given.is_null() {
        let class = this.get_class_name()?;
        north_api_client::checked(&given, &format!("{class}::__construct"), CLIENT)?;
    }
    let client = north_api_client::or_default(call, &given)?;
    let scope = call.scope().ok_or(Failure::Pending)?;
    zend::write_property(scope, this, &ZendStr::new(CLIENT, false), &client)?;
    Ok(Zval::null())
}

fn get(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let name = call.name(0)?;
    if name.as_bytes() != CLIENT.as_bytes() {
        return Ok(Zval::null());
    }
    let scope = call.scope().ok_or(Failure::Pending)?;
    Ok(zend::read_property(scope, call.this()?, &name))
}

fn call_method(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let client = client_of(call)?;
    let operation = meant(class_of(call)?, call.function_name(), call.count());
    execute(operation, call, &client)
}

/// The service class that declares the running method, by its name in the table.
pub(crate) fn class_of(call: &Call<'_>) -> std::result::Result<&'static str, Failure> {
    let scope = call.scope().ok_or(Failure::Pending)?;
    let class = scope.name().unwrap_or_default();
    Ok(class.rsplit('\\').next().unwrap_or_default())
}

/// A method that calls no operation of the table.
pub(crate) fn not_in_table() -> NorthApiError {
    let error = "this method is not in the table of operations";
    NorthApiError::client(ClientCode::Internal, error)
}

/// The client of the service that a method was called on.
pub(crate) fn client_of(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let scope = call.scope().ok_or(Failure::Pending)?;
    let held = zend::read_property(scope, call.this()?, &ZendStr::new(CLIENT, false));
    // A subclass may not have run the constructor.
    north_api_client::or_default(call, &held)
}

fn call_global(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let (class, method) = sdk::GLOBAL_FUNCTION;
    let client = north_api_client::or_default(call, &Zval::null())?;
    execute(sdk::operation(class, method), call, &client)
}

/// One call: arguments, network, answer. Rust owns nothing while PHP values
/// are read, and no PHP value is held while the network is waited for.
fn execute(
    operation: Option<&'static Operation>,
    call: &Call<'_>,
    client: &Zval,
) -> std::result::Result<Zval, Failure> {
    let operation = operation.ok_or_else(not_in_table)?;
    let rows = ini::rows()?;
    let request = arguments::request(operation, call)?;
    let context = runtime::context()?;
    let object = client.object().ok_or(Failure::Pending)?;
    let client = north_api_client::resolve(object, context)
        .map_err(|failure| failure.in_operation(operation.method))?;
    let answer = perform(object, client, request)?;
    let (Some(answer), Some(shape)) = (answer, &operation.returns) else {
        return Ok(Zval::null());
    };
    let answer = BailoutGuard::new(answer);
    decode::answer(shape, rows, answer.body())
        .map_err(|cause| answer.not_as_documented(&cause).into())
}
