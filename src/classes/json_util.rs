//! `JsonUtil`: decodes JSON to an object of a given class.

use ext_php_rs::convert::IntoZval;
use ext_php_rs::error::Result;
use ext_php_rs::types::Zval;
use northbound::internal::ErrorExt;
use northbound::{ClientCode, NorthApiError};

use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::values::new_object;
use crate::zend::class::{self, namespace};
use crate::zend::method::Methods;
use crate::zend::{self, Thrown};

/// `JSON_THROW_ON_ERROR`
const THROW: i64 = 4_194_304;

/// The maximum nesting depth of JSON: the default of `json_decode`.
const DEPTH: i64 = 512;

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([
        method!("jsonString2SimpleObj", ["json", "className"] => json_string2_simple_obj)
            .with_static(),
    ])?;
    class::register(namespace::UTILS, "JsonUtil", &methods, None, &[])?;
    Ok(())
}

/// `JsonUtil::jsonString2SimpleObj($json, $className)`: a new object of the class, with
/// the fields of the JSON object as properties. Nested objects are stdClass.
fn json_string2_simple_obj(frame: &Frame<'_>) -> MethodResult {
    let (json, class) = (frame.required(0)?, frame.required(1)?);
    let class = match class.str() {
        Some(name) => new_object::instantiable(name.trim_start_matches('\\'))
            .map_err(|error| invalid(format!("className: {error}")))?,
        None => {
            return Err(invalid(format!(
                "className must be a string, {} given",
                zend::type_name(class)
            )));
        }
    };
    if !json.is_string() {
        return Err(invalid(format!(
            "json must be a string, {} given",
            zend::type_name(json)
        )));
    }
    let json = decode(json)?;
    let Some(fields) = json.object() else {
        return Err(invalid(format!(
            "json must hold an object, not {}",
            zend::type_name(&json)
        )));
    };
    let mut object = zend::new_object(class)?;
    if let Some(object) = object.object_mut() {
        zend::call_constructor(class, object, &mut [])?;
        new_object::fill(object, zend::properties(fields))?;
    }
    Ok(object)
}

/// Decodes with PHP's `json_decode`, which returns the same objects as the original.
fn decode(json: &Zval) -> MethodResult {
    let mut args = [
        json.shallow_clone(),
        Zval::null(),
        DEPTH.into_zval(false)?,
        THROW.into_zval(false)?,
    ];
    match zend::call("json_decode", &mut args) {
        Ok(value) => Ok(value),
        Err(Thrown) => match zend::take_exception("JsonException") {
            Some(reason) => Err(invalid(format!("json is not valid JSON: {reason}"))),
            None => Err(MethodError::Thrown),
        },
    }
}

/// Creates error 1007.
fn invalid(error: String) -> MethodError {
    NorthApiError::client(ClientCode::InvalidInput, error).into()
}
