//! `DeviceUpgrade::waitUntilUpgradeTaskEnds()`: waits for an upgrade task.
//!
//! Between two polls, the wait has nothing in the event loop and uses no connection. So
//! the callback may do anything, such as wait for another task, fork, or end the script.

use std::time::Duration;

use ext_php_rs::types::Zval;
use ext_php_rs::zend::BailoutGuard;

use super::upgrade_progress;
use crate::call::caller::Caller;
use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::call::{arguments, operation};
use crate::values::exception;
use crate::values::from_json::Rows;
use crate::zend::Thrown;
use crate::zend::method::{Method, types};
use crate::{ini, zend};
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::client::{Progress, WaitOptions, Waiter};
use northbound::internal::{ErrorExt, ProgressExt, WaiterExt};
use northbound::sdk;
use northbound::sdk::{Operation, RequestBuilder};

const METHOD: &str = "waitUntilUpgradeTaskEnds";

/// The parameters, in PHP's order.
const PARAMS: [&str; 4] = ["operationId", "accessToken", "onProgress", "options"];
const OPERATION_ID: usize = 0;
const ACCESS_TOKEN: usize = 1;
const ON_PROGRESS: usize = 2;
const OPTIONS: usize = 3;

/// Creates the methods for DeviceUpgrade.
pub(crate) fn methods() -> Vec<Method<'static>> {
    let method = method!(METHOD, PARAMS => wait_until_ended)
        .requiring(ON_PROGRESS)
        .hiding([ACCESS_TOKEN])
        .typing(PARAMS[ON_PROGRESS], types::CALLABLE | types::NULL, c"null")
        .typing(PARAMS[OPTIONS], types::ARRAY, c"[]");
    vec![method]
}

fn wait_until_ended(frame: &Frame<'_>) -> MethodResult {
    let callback = callback(frame)?;
    let options = options(frame, !callback.is_null())?;
    let rows = ini::rows()?;
    let client = operation::client(frame)?;
    let tokens = Tokens::of(frame)?;
    let mut waiter = waiter(frame, &tokens.first()?, options)?;
    let mut last = Last::None;
    loop {
        let (stepped_waiter, current) = match step(&client, &tokens, waiter) {
            Ok(result) => result,
            Err(MethodError::North(error)) if error.is_still_running() => {
                let error = BailoutGuard::new(error);
                let last = last.into_object(rows)?;
                exception::throw_still_running(error.into_inner(), &last);
                return Err(MethodError::Thrown);
            }
            Err(failure) => return Err(failure),
        };
        // Before another guard is created: guards are in a stack.
        drop(last);
        let is_ended = current.is_ended;
        // Guarded, since the callback may end the script with a longjmp.
        let mut stepped_waiter = BailoutGuard::new(stepped_waiter);
        if callback.is_null() {
            if is_ended {
                return upgrade_progress::object(current, rows);
            }
            // No callback got these changes, so the next progress contains them, too.
            stepped_waiter.restore_changes(current.changed_rows());
            last = Last::Unreported(BailoutGuard::new(current));
        } else {
            let progress = upgrade_progress::object(current, rows)?;
            let returned = zend::call_back(&callback, &mut [progress.shallow_clone()])?;
            if is_ended || returned.is_false() {
                return Ok(progress);
            }
            last = Last::Reported(progress);
        }
        waiter = stepped_waiter.into_inner();
    }
}

/// The progress at the last poll.
enum Last {
    /// There was no poll yet.
    None,
    /// The object that the callback received.
    Reported(Zval),
    /// The progress of a wait without a callback.
    Unreported(BailoutGuard<Progress>),
}

impl Last {
    fn into_object(self, rows: Rows) -> MethodResult {
        match self {
            Last::None => Ok(Zval::null()),
            Last::Reported(progress) => Ok(progress),
            Last::Unreported(progress) => upgrade_progress::object(progress.into_inner(), rows),
        }
    }
}

/// Polls once, with the current settings of the client, in the current process. If the
/// platform refuses the token, asks once for another one.
fn step(client: &Zval, tokens: &Tokens, waiter: Waiter) -> MethodResult<(Waiter, Progress)> {
    let mut waiter = waiter;
    let mut may_renew = !tokens.callable.is_null();
    loop {
        let guarded = BailoutGuard::new(waiter);
        let caller = Caller::new(client.shallow_clone())?;
        let client = caller.client()?;
        let mut polled_waiter = guarded.into_inner();
        let (stepped_waiter, progress) = caller.run(Box::pin(async move {
            let progress = match polled_waiter.step(&client).await {
                Err(error) if may_renew && error.is_not_authenticated() => None,
                progress => Some(progress?),
            };
            Ok((polled_waiter, progress))
        }))?;
        if let Some(progress) = progress {
            return Ok((stepped_waiter, progress));
        }
        may_renew = false;
        let guarded = BailoutGuard::new(stepped_waiter);
        let token = tokens.next()?;
        waiter = guarded.into_inner();
        let operation = operation()?;
        let request = RequestBuilder::new(operation);
        let token = arguments::kept_token(&request, PARAMS[ACCESS_TOKEN], &token)?;
        waiter.renew_token(&token)?;
    }
}

/// The access token of a wait, or the callable that returns it.
struct Tokens {
    given: Zval,
    /// Null if the token is given.
    callable: Zval,
}

impl Tokens {
    fn of(frame: &Frame<'_>) -> MethodResult<Self> {
        let given = frame.required(ACCESS_TOKEN)?;
        Ok(Self {
            given: given.shallow_clone(),
            callable: arguments::token_callable(given)?,
        })
    }

    fn first(&self) -> MethodResult {
        match self.callable.is_null() {
            true => Ok(self.given.shallow_clone()),
            false => self.next(),
        }
    }

    /// Calls the callable. PHP code runs.
    fn next(&self) -> MethodResult {
        let token = arguments::call_for_token(operation()?, PARAMS[ACCESS_TOKEN], &self.callable);
        token.map_err(|failure| failure.in_operation(METHOD))
    }
}

/// Returns the callback; null means none.
fn callback(frame: &Frame<'_>) -> MethodResult {
    let Some(given) = frame.arg(ON_PROGRESS).filter(|given| !given.is_null()) else {
        return Ok(Zval::null());
    };
    if zend::is_callable(given)? {
        return Ok(given.shallow_clone());
    }
    Err(wrong_type(ON_PROGRESS, "a valid callback or null", given).into())
}

fn wrong_type(param: usize, expected: &str, given: &Zval) -> Thrown {
    let number = u32::try_from(param + 1).unwrap_or_default();
    zend::wrong_type(
        number,
        &format!("{expected}, {} given", zend::type_name(given)),
    )
}

/// Reads the options; the missing ones have their defaults.
fn options(frame: &Frame<'_>, has_callback: bool) -> MethodResult<WaitOptions> {
    let mut options = WaitOptions::default();
    // Without a callback, no one sees the changed subtasks, so no page is read.
    options.pages_per_poll = has_callback.then_some(1).or(Some(0));
    let Some(given) = frame.arg(OPTIONS) else {
        return Ok(options);
    };
    let Some(given) = given.array() else {
        return Err(wrong_type(OPTIONS, "of type array", given).into());
    };
    let (mut min, mut max) = (None, None);
    for (name, value) in zend::entries(Some(given)) {
        let value = value.dereference();
        match name.str() {
            Some("timeout") => options.timeout = seconds("timeout", value)?,
            Some("minDelay") => min = seconds("minDelay", value)?,
            Some("maxDelay") => max = seconds("maxDelay", value)?,
            Some("pagesPerPoll") => options.pages_per_poll = pages(value)?,
            _ => {
                let name = name.coerce_to_string().unwrap_or_default();
                let known = "timeout, minDelay, maxDelay and pagesPerPoll";
                return Err(invalid(&format!(
                    "unknown option \"{name}\"; the options are {known}"
                )));
            }
        }
    }
    // The default of one limit changes if the other limit would contradict it.
    let (shortest, longest) = (options.min_delay, options.max_delay);
    options.min_delay = min.unwrap_or_else(|| max.map_or(shortest, |max| max.min(shortest)));
    options.max_delay = max.unwrap_or_else(|| min.map_or(longest, |min| min.max(longest)));
    Ok(options)
}

/// Reads a time in seconds; null is `None`.
fn seconds(option: &str, value: &Zval) -> MethodResult<Option<Duration>> {
    if value.is_null() {
        return Ok(None);
    }
    let number = value.double().or_else(|| Some(value.long()? as f64));
    let duration = number
        .filter(|seconds| *seconds > 0.0)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    match duration {
        Some(duration) => Ok(Some(duration)),
        None => Err(invalid_option(
            option,
            "a number of seconds above 0, or null",
            value,
        )),
    }
}

fn pages(value: &Zval) -> MethodResult<Option<u32>> {
    if value.is_null() {
        return Ok(None);
    }
    match value.long().and_then(|pages| u32::try_from(pages).ok()) {
        Some(pages) => Ok(Some(pages)),
        None => Err(invalid_option(
            "pagesPerPoll",
            "a whole number, at least 0, or null",
            value,
        )),
    }
}

/// Creates the error for an invalid value of an option.
fn invalid_option(option: &str, expected: &str, given: &Zval) -> MethodError {
    let given = match given.is_long() || given.is_double() {
        true => given.coerce_to_string().unwrap_or_default(),
        false => zend::type_name(given),
    };
    invalid(&format!(
        "the option {option} must be {expected}, {given} given"
    ))
}

/// Creates error 1007.
fn invalid(error: &str) -> MethodError {
    let error = NorthApiError::client(ClientCode::InvalidInput, error.to_owned());
    MethodError::North(error.in_operation(METHOD))
}

/// Creates the core's waiter. Runs no PHP code.
fn waiter(frame: &Frame<'_>, token: &Zval, options: WaitOptions) -> MethodResult<Waiter> {
    let request = RequestBuilder::new(operation()?);
    let waiter = (|| {
        let name = PARAMS[OPERATION_ID];
        let id = arguments::scalar(&request, name, frame.required(OPERATION_ID)?)?;
        let id = text(id, name)?;
        let token = arguments::kept_token(&request, PARAMS[ACCESS_TOKEN], token)?;
        Ok(Waiter::new(&id, &token, options)?)
    })();
    waiter.map_err(|failure: MethodError| failure.in_operation(METHOD))
}

fn text(bytes: Vec<u8>, param: &str) -> MethodResult<String> {
    String::from_utf8(bytes).map_err(|_| invalid(&format!("{param} must be UTF-8")))
}

/// Returns the operation that polls.
fn operation() -> MethodResult<&'static Operation> {
    sdk::operation("DeviceUpgrade", "queryUpgradeTask").ok_or_else(operation::not_in_table)
}
