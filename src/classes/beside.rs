//! What a service has beside its operations: methods that are not of the table.

use super::{refresh_token_timer, upgrade_waiter};
use crate::zend::method::Method;
use northbound::sdk::Service;

/// The methods of this service, in the order in which they are declared.
pub(crate) fn methods_of(service: &Service) -> Vec<Method<'static>> {
    match service.class {
        "Authentication" => refresh_token_timer::methods_of_authentication(),
        "DeviceUpgrade" => upgrade_waiter::methods(),
        _ => Vec::new(),
    }
}
