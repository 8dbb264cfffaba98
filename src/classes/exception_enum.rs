//! `ExceptionEnum`: the error codes of the SDK itself.

use ext_php_rs::error::Result;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendStr, Zval};
use northbound::ClientCode;

use crate::call::frame::{Frame, MethodResult};
use crate::values::string_form::Text;
use crate::zend::class::{self, Default, namespace};
use crate::zend::method::{Declared, Methods};
use crate::zend::{self, startup};

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([
        method!("__construct", ["error"] => construct),
        method!("__toString", [] => to_string).declaring(Declared::Text),
    ])?;
    let ce = class::register(namespace::CONSTANT, "ExceptionEnum", &methods, None, &[])?;
    for name in ["errorCode", "errorDesc"] {
        class::property(ce, name, PropertyFlags::Public, Default::Null)?;
    }
    for code in ClientCode::ALL {
        let value = startup::persistent_pair(code.number(), code.text());
        class::constant(ce, code.name(), value);
    }
    Ok(())
}

/// `new ExceptionEnum(ExceptionEnum::SOME_ERROR)`: an array of code => text.
fn construct(frame: &Frame<'_>) -> MethodResult {
    let (this, error) = (frame.this()?, frame.required(0)?);
    let scope = frame.scope()?;
    if let Some((code, desc)) = zend::entries(error.array()).next() {
        let code = code.coerce_to_string().unwrap_or_default();
        let set = |name: &str, value: &Zval| {
            zend::write_property(scope, this, &ZendStr::new(name, false), value)
        };
        set("errorCode", &zend::string(code))?;
        set("errorDesc", desc)?;
    }
    Ok(Zval::null())
}

fn to_string(frame: &Frame<'_>) -> MethodResult {
    let (this, scope) = (frame.this()?, frame.scope()?);
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
