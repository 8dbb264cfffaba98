//! `DefaultNorthApiClient`: the client for services without one.

use ext_php_rs::error::Result;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::Zval;

use super::north_api_client;
use crate::call::default_client::{self, CLASS, CLIENT};
use crate::call::frame::{Frame, MethodResult};
use crate::zend::class::{self, Default, namespace};
use crate::zend::method::Methods;

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([
        method!("getDefaultApiClient", [] => get).with_static(),
        method!("setDefaultApiClient", ["defaultApiClient"] => set).with_static(),
    ])?;
    let ce = class::register(namespace::CLIENT, CLASS.name(), &methods, None, &[])?;
    let flags = PropertyFlags::Private | PropertyFlags::Static;
    class::property(ce, CLIENT.name(), flags, Default::Null)?;
    CLASS.set(ce);
    Ok(())
}

fn get(_: &Frame<'_>) -> MethodResult {
    default_client::get()
}

fn set(frame: &Frame<'_>) -> MethodResult {
    let client = frame.required(0)?;
    if !client.is_null() {
        north_api_client::check(client, "setDefaultApiClient", "defaultApiClient")?;
    }
    default_client::set(client)?;
    Ok(Zval::null())
}
