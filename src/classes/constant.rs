//! `Constant`: static properties with the paths of the operations.

use ext_php_rs::error::Result;
use ext_php_rs::flags::PropertyFlags;
use northbound::sdk;

use crate::zend::class::{self, Default, namespace};
use crate::zend::method::Methods;

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let none = Methods::new([])?;
    let ce = class::register(namespace::CONSTANT, "Constant", &none, None, &[])?;
    let flags = PropertyFlags::Public | PropertyFlags::Static;
    for operation in sdk::SERVICES.iter().flat_map(|service| service.operations) {
        let mut name = String::from(operation.method);
        name.push_str("Uri");
        class::property(ce, &name, flags, Default::Text(&operation.uri()))?;
    }
    Ok(())
}
