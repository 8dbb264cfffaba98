//! Methods that make many calls concurrently, such as
//! `DeviceUpgrade::queryUpgradeSubTasks()`.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::types::{ZendHashTable, Zval};
use ext_php_rs::zend::BailoutGuard;

use crate::call::arguments;
use crate::call::caller::Caller;
use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::call::operation;
use crate::call::runtime::ProcessOwned;
use crate::values::exception;
use crate::values::from_json::{self, Rows};
use crate::zend::method::Method;
use crate::zend::{MemoryLimit, Thrown};
use crate::{ini, zend};
use northbound::NorthApiError;
use northbound::client::Response;
use northbound::internal::Batch;
use northbound::internal::ErrorExt;
use northbound::sdk::{Operation, Place, Request, RequestBuilder, Service};

/// The parameter with the calls.
const CALLS: &str = "calls";

fn operations_of(service: &Service) -> impl Iterator<Item = (&'static Operation, &'static str)> {
    service
        .operations
        .iter()
        .filter_map(|operation| Some((*operation, operation.many?)))
}

/// Returns the name of the parameter with the access token.
fn token_of(operation: &Operation) -> &'static str {
    let token = operation.params.iter();
    let mut token = token.filter(|param| matches!(param.place, Place::Token));
    token.next().map_or("accessToken", |param| param.name)
}

/// Creates the methods of a service that make many calls concurrently.
pub(crate) fn methods_of(service: &Service) -> impl Iterator<Item = Method<'static>> {
    operations_of(service).map(|(operation, name)| {
        method!(name, [CALLS, token_of(operation)] => call_all).hiding([1])
    })
}

/// The results of the calls, under the keys of the calls.
struct Results {
    keys: ZBox<ZendHashTable>,
    table: ZBox<ZendHashTable>,
    memory: MemoryLimit,
}

impl Results {
    /// Creates a table with a null for each call, in order.
    fn of(calls: &ZendHashTable) -> MethodResult<Self> {
        let mut results = Self {
            keys: ZendHashTable::new(),
            table: ZendHashTable::new(),
            memory: MemoryLimit::of_script(),
        };
        for (key, _) in zend::entries(Some(calls)) {
            zend::insert(&mut results.table, &key, Zval::null());
            results.keys.push(key)?;
        }
        Ok(results)
    }

    /// Sets the result of a call. Returns `Err` if the results have exceeded the memory
    /// limit.
    fn set(&mut self, number: usize, value: Zval) -> Result<(), Thrown> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        if let Some(key) = self.keys.get_index(number) {
            zend::insert(&mut self.table, key, value);
        }
        self.memory.check()
    }

    /// Sets an exception as the result of a call. Its message names the call.
    fn fail(&mut self, number: usize, error: NorthApiError) -> Result<(), Thrown> {
        let index = i64::try_from(number).unwrap_or(i64::MAX);
        let key = self.keys.get_index(index);
        let call = match key.and_then(Zval::zend_str) {
            Some(key) => format!("call \"{}\"", String::from_utf8_lossy(key.as_bytes())),
            None => format!("call {}", key.and_then(Zval::long).unwrap_or(index)),
        };
        let error = BailoutGuard::new(error.at(call));
        let exception = exception::build(&error).ok_or(Thrown)?;
        self.set(number, zend::object_zval(exception))
    }
}

fn call_all(frame: &Frame<'_>) -> MethodResult {
    let name = frame.function_name();
    let operation = operation::find(frame, |operation| {
        operation
            .many
            .is_some_and(|many| many.eq_ignore_ascii_case(name))
    })?;
    let (calls, token) = (frame.required(0)?, frame.required(1)?);
    let calls = calls.array().ok_or_else(|| {
        let given = zend::type_name(calls);
        RequestBuilder::new(operation).invalid(format!("{CALLS} must be an array, {given} given"))
    })?;
    // A wrong token is wrong for all calls, so it fails the whole batch.
    arguments::set_token(
        &mut RequestBuilder::new(operation),
        token_of(operation),
        token,
    )?;
    let rows = ini::rows()?;
    let caller = Caller::new(operation::client(frame)?)?;

    let mut results = Results::of(calls)?;
    let mut requests = BailoutGuard::new(Vec::new());
    for (number, (_, call)) in zend::entries(Some(calls)).enumerate() {
        match request(operation, call.dereference(), token) {
            Ok(request) => requests.push((number, request)),
            Err(MethodError::North(error)) => results.fail(number, error)?,
            Err(other) => return Err(other),
        }
    }
    send(operation, &caller, rows, requests, &mut results)?;
    Ok(zend::array(results.table))
}

/// Builds the request of one call. `call` is the only parameter of the path, or an array
/// of parameters, by name or in the order of the method for a single call.
fn request(operation: &'static Operation, call: &Zval, token: &Zval) -> MethodResult<Request<()>> {
    let null = Zval::null();
    let names = operation.params.iter();
    let names: Vec<_> = names
        .filter(|param| !matches!(param.place, Place::Token))
        .map(|param| param.name)
        .collect();
    let names = BailoutGuard::new(names);
    if let Some(given) = call.array() {
        let is_known = |key: &Zval| match key.zend_str() {
            Some(key) => names.iter().any(|name| name.as_bytes() == key.as_bytes()),
            None => key
                .long()
                .is_some_and(|index| (0..names.len() as i64).contains(&index)),
        };
        if let Some((key, _)) = zend::entries(Some(given)).find(|(key, _)| !is_known(key)) {
            let key = key.coerce_to_string().unwrap_or_default();
            let error = format!(
                "unknown parameter \"{key}\"; the parameters are {}",
                names.join(", ")
            );
            return Err(RequestBuilder::new(operation).invalid(error).into());
        }
    }
    arguments::request_of(operation, |index| {
        let param = &operation.params[index];
        let position = names.iter().position(|name| *name == param.name);
        Ok(match (param.place, call.array()) {
            (Place::Token, _) => token,
            (_, Some(given)) => given
                .get(param.name)
                .or_else(|| given.get_index(i64::try_from(position?).ok()?))
                .map_or(&null, Zval::dereference),
            (Place::Path, None) => call,
            (_, None) => &null,
        })
    })
}

/// Makes the calls, and decodes each response as soon as it is complete.
fn send(
    operation: &'static Operation,
    caller: &Caller,
    rows: Rows,
    requests: BailoutGuard<Vec<(usize, Request<()>)>>,
    results: &mut Results,
) -> MethodResult<()> {
    if requests.is_empty() {
        return Ok(());
    }
    let client = caller.client_for(operation)?;
    let batch = Batch::new(client, requests.into_inner());
    let batch = BailoutGuard::new(ProcessOwned::new(Rc::new(RefCell::new(batch))));
    loop {
        let calls = Rc::clone(&batch);
        let next = caller.run(Box::pin(async move {
            // Borrowed only during a poll: between polls, a signal handler may fork.
            let next = poll_fn(|cx| calls.borrow_mut().poll_next(cx)).await;
            let sending = calls.borrow().send_off();
            sending.await;
            Ok(next)
        }))?;
        let Some((number, outcome)) = next else {
            return Ok(());
        };
        let result = match outcome {
            Ok(response) => decoded(operation, rows, response),
            Err(error) => Err(error.into()),
        };
        match result {
            Ok(value) => results.set(number, value)?,
            Err(MethodError::North(error)) => results.fail(number, error)?,
            Err(other) => return Err(other),
        }
    }
}

fn decoded(operation: &'static Operation, rows: Rows, response: Option<Response>) -> MethodResult {
    let (Some(response), Some(shape)) = (response, &operation.returns) else {
        return Ok(Zval::null());
    };
    let response = BailoutGuard::new(response);
    from_json::dto(shape, rows, response.body())
        .map_err(|error| MethodError::decoding(error, |cause| response.not_as_documented(&cause)))
}
