//! The default client of a request.

use std::cell::Cell;

use ext_php_rs::types::Zval;

use super::client_object;
use super::frame::MethodResult;
use crate::values::dto_class::ClassSlot;
use crate::zend;
use crate::zend::request::RequestStatic;

pub(crate) static CLASS: ClassSlot = ClassSlot::new("DefaultNorthApiClient");

/// The static property with the client, until the request ends.
pub(crate) static CLIENT: RequestStatic = RequestStatic::new("defaultApiClient", &CLIENT_SET_IN);

thread_local! {
    static CLIENT_SET_IN: Cell<u64> = const { Cell::new(0) };
}

/// Returns the client that was set, else one that follows the settings of php.ini: the
/// same one for the whole request.
pub(crate) fn get() -> MethodResult {
    let class = CLASS.get()?;
    let client = CLIENT.read(class);
    if !client.is_null() {
        return Ok(client);
    }
    let client = zend::object_zval(client_object::of_ini()?);
    CLIENT.write(class, &client)?;
    Ok(client)
}

/// Sets the client until the request ends; null means the settings of php.ini.
pub(crate) fn set(client: &Zval) -> MethodResult<()> {
    Ok(CLIENT.write(CLASS.get()?, client)?)
}
