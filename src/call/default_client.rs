//! The default client of a request.

use std::cell::Cell;

use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use northbound::sdk::DtoType;
use northbound::sdk::client_settings::ClientInfo;

use super::client_object;
use super::frame::{MethodError, MethodResult};
use crate::ini;
use crate::values::dto_class::{self, ClassSlot};
use crate::zend;
use crate::zend::request::RequestStatic;

pub(crate) static CLASS: ClassSlot = ClassSlot::new("DefaultNorthApiClient");

/// The static property with the client, until the request ends.
pub(crate) static CLIENT: RequestStatic = RequestStatic::new("defaultApiClient", &CLIENT_SET_IN);

thread_local! {
    static CLIENT_SET_IN: Cell<u64> = const { Cell::new(0) };
}

/// Returns the client that was set, else one with the settings of php.ini: the same one
/// for the whole request.
pub(crate) fn get() -> MethodResult {
    let class = CLASS.get()?;
    let client = CLIENT.read(class);
    if !client.is_null() {
        return Ok(client);
    }
    let client = ZendObject::new(client_object::CLASS.get()?);
    if let Some(account) = ini::account()? {
        let class = dto_class::class_of(ClientInfo::DTO)
            .ok_or_else(|| MethodError::internal("the class ClientInfo is not registered"))?;
        let info = ZendObject::new(class);
        for (name, value) in [
            ("platformIp", zend::string(account.platform_ip)),
            ("platformPort", zend::long(account.platform_port.into())),
            ("appId", zend::string(account.app_id)),
            ("secret", zend::string(account.secret)),
        ] {
            zend::write_property(class, &info, &ZendStr::new(name, false), &value)?;
        }
        let info = zend::object_zval(info);
        client_object::set(&client, client_object::CLIENT_INFO, &info)?;
    }
    let client = zend::object_zval(client);
    CLIENT.write(class, &client)?;
    Ok(client)
}

/// Sets the client until the request ends; null means the settings of php.ini.
pub(crate) fn set(client: &Zval) -> MethodResult<()> {
    Ok(CLIENT.write(CLASS.get()?, client)?)
}
