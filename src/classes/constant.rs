//! `ExceptionEnum` and `Constant`.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::Result;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendStr, Zval};

use crate::call::frame::{Call, Failure};
use crate::values::string_form::Text;
use crate::zend;
use crate::zend::class;
use crate::zend::class::{Default, namespace};
use crate::zend::method::{Declared, Method, Methods};
use crate::zend::startup;
use northbound::ClientCode;
use northbound::sdk;

handler! {
    construct => initialise;
    to_string => string_form;
}

/// Registers both classes.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([
        Method::new("__construct", ["error"], construct),
        Method::new("__toString", [], to_string).declaring(Declared::Text),
    ])?;
    let ce = class::register(namespace::CONSTANT, "ExceptionEnum", &methods, None, &[])?;
    for name in ["errorCode", "errorDesc"] {
        class::property(ce, name, PropertyFlags::Public, Default::Null)?;
    }
    for code in ClientCode::ALL {
        class::constant(
            ce,
            code.name(),
            startup::persistent_pair(code.number(), code.text()),
        );
    }

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

/// `new ExceptionEnum(ExceptionEnum::SOME_ERROR)`: an array of code => text.
fn initialise(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let (this, error) = (call.this()?, call.required(0)?);
    let scope = call.scope().ok_or(Failure::Pending)?;
    if let Some((code, desc)) = zend::entries(error.array()).next() {
        let code = code.coerce_to_string().unwrap_or_default();
        let set = |name: &str, value: &Zval| {
            let name: ZBox<ZendStr> = ZendStr::new(name, false);
            zend::write_property(scope, this, &name, value)
        };
        set("errorCode", &zend::string(code))?;
        set("errorDesc", desc)?;
    }
    Ok(Zval::null())
}

fn string_form(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = call.this()?;
    let scope = call.scope().ok_or(Failure::Pending)?;
    let mut text = Text::new();
    for (name, separator) in [("errorCode", ", "), ("errorDesc", "")] {
        let value = zend::read_property(scope, this, &ZendStr::new(name, false));
        text.push(name);
        text.push("=");
        text.push_value(&value, false)?;
        text.push(separator);
    }
    Ok(text.join("ExceptionEnum [", "]"))
}
