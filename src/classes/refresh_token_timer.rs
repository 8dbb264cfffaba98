//! The managed token, with the method names of the vendor's SDK for Java:
//! `Authentication::startRefreshTokenTimer()` and related methods.
//!
//! No timer runs. The first call shortly before the token expires renews it.

use ext_php_rs::types::Zval;

use crate::call::caller::Caller;
use crate::call::frame::{Frame, MethodResult};
use crate::call::{client_object, operation};
use crate::zend;
use crate::zend::method::Method;

/// Creates the methods for Authentication.
pub(crate) fn methods_of_authentication() -> Vec<Method<'static>> {
    vec![
        method!("startRefreshTokenTimer", [] => start),
        method!("stopRefreshTokenTimer", [] => stop),
    ]
}

/// Creates the methods for NorthApiClient.
pub(crate) fn methods_of_client() -> [Method<'static>; 2] {
    [
        method!("setTimerFlag", ["timerFlag"] => set_flag).with_static(),
        method!("isTimerFlag", [] => is_flag).with_static(),
    ]
}

/// `startRefreshTokenTimer()`: enables the managed token and gets a token before it
/// returns. Fails with the same errors as a login.
fn start(frame: &Frame<'_>) -> MethodResult {
    let old_flag = client_object::timer_flag()?;
    client_object::set_timer_flag(Some(true))?;
    let started = log_in(frame);
    if started.is_err() {
        client_object::set_timer_flag(old_flag)?;
    }
    started.map(|()| Zval::null())
}

fn log_in(frame: &Frame<'_>) -> MethodResult<()> {
    let caller = Caller::new(operation::client(frame)?)?;
    let client = caller.client()?;
    caller.run(Box::pin(async move { client.start().await }))
}

fn stop(_: &Frame<'_>) -> MethodResult {
    client_object::set_timer_flag(Some(false))?;
    Ok(Zval::null())
}

fn set_flag(frame: &Frame<'_>) -> MethodResult {
    let flag = frame.required(0)?.coerce_to_bool();
    client_object::set_timer_flag(Some(flag))?;
    Ok(Zval::null())
}

fn is_flag(_: &Frame<'_>) -> MethodResult {
    Ok(zend::boolean(client_object::manages_token()?))
}
