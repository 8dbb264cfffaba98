//! What a service has beside its operations: methods that are not of the table.

use super::zend::method::Method;
use super::{timer, waiter};
use crate::sdk::Service;

/// The methods of this service, in the order in which they are declared.
pub(super) fn methods_of(service: &Service) -> Vec<Method<'static>> {
    match service.class {
        "Authentication" => timer::methods_of_authentication(),
        "DeviceUpgrade" => waiter::methods(),
        _ => Vec::new(),
    }
}
