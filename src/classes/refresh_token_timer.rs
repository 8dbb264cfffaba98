//! The managed token, by the names that it has in the vendor's SDK for Java:
//! `Authentication::startRefreshTokenTimer()` and what belongs to it.
//!
//! No timer runs: the token is renewed by the call that finds it near its end.

use ext_php_rs::types::Zval;

use super::north_api_client;
use crate::call::drive::drive;
use crate::call::frame::{Call, Failure};
use crate::call::runtime;
use crate::zend::method::Method;
use crate::{ini, zend};

handler! {
    start_timer => start;
    stop_timer => stop;
    set_timer_flag => set_flag;
    is_timer_flag => is_flag;
}

/// The methods that Authentication gets from here.
pub(crate) fn methods_of_authentication() -> Vec<Method<'static>> {
    vec![
        Method::new("startRefreshTokenTimer", [], start_timer),
        Method::new("stopRefreshTokenTimer", [], stop_timer),
    ]
}

/// The methods that NorthApiClient gets from here.
pub(crate) fn methods_of_client() -> [Method<'static>; 2] {
    [
        Method::new("setTimerFlag", ["timerFlag"], set_timer_flag).with_static(),
        Method::new("isTimerFlag", [], is_timer_flag).with_static(),
    ]
}

/// Whether null stands for the managed token in this request: what the script
/// said last, else php.ini.
pub(crate) fn is_running() -> Result<bool, Failure> {
    match north_api_client::timer_flag()? {
        Some(flag) => Ok(flag),
        None => Ok(ini::managed_token()?),
    }
}

/// Has a token ready when it returns, and fails as a login does.
fn start(call: &Call<'_>) -> Result<Zval, Failure> {
    let before = north_api_client::timer_flag()?;
    north_api_client::set_timer_flag(Some(true))?;
    let started = (|| {
        let client = crate::classes::service::client_of(call)?;
        let object = client.object().ok_or(Failure::Pending)?;
        let client = north_api_client::resolve(object, runtime::context()?)?;
        drive(object, client, |client| async move { client.start().await })?;
        Ok(Zval::null())
    })();
    if started.is_err() {
        north_api_client::set_timer_flag(before)?;
    }
    started
}

fn stop(_: &Call<'_>) -> Result<Zval, Failure> {
    north_api_client::set_timer_flag(Some(false))?;
    Ok(Zval::null())
}

fn set_flag(call: &Call<'_>) -> Result<Zval, Failure> {
    let flag = call.required(0)?.coerce_to_bool();
    north_api_client::set_timer_flag(Some(flag))?;
    Ok(Zval::null())
}

fn is_flag(_: &Call<'_>) -> Result<Zval, Failure> {
    Ok(zend::boolean(is_running()?))
}
