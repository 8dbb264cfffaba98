//! `JsonUtil`: decodes JSON to an object of a given class.

use ext_php_rs::convert::IntoZval;
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
pub(crate) fn register() -> ext_php_rs::error::Result<()> {
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
    let mut object = zend::new_object(class)?;
    let Some(new) = object.object_mut() else {
        return Ok(object);
    };
    zend::call_constructor(class, new, &mut [])?;
    // As in the original, JSON from the network must not end a program.
    match decode(json)? {
        Ok(value) if value.is_object() => {
            if let Some(fields) = value.object() {
                new_object::fill(new, zend::properties(fields))?;
            }
        }
        Ok(value) => warn(&format!("is {}, not an object", zend::type_name(&value)))?,
        Err(error) => warn(&error)?,
    }
    Ok(object)
}

fn warn(error: &str) -> Result<(), Thrown> {
    zend::warn(&format!(
        "JsonUtil::jsonString2SimpleObj(): the JSON {error}; the object stays empty"
    ))
}

/// Decodes with PHP's `json_decode`, which returns the same objects as the original. The
/// inner error says what is wrong with the text.
fn decode(json: &Zval) -> MethodResult<Result<Zval, String>> {
    if !json.is_string() {
        return Ok(Err(format!(
            "must be a string, {} given",
            zend::type_name(json)
        )));
    }
    let mut args = [
        json.shallow_clone(),
        Zval::null(),
        DEPTH.into_zval(false)?,
        THROW.into_zval(false)?,
    ];
    match zend::call("json_decode", &mut args) {
        Ok(value) => Ok(Ok(value)),
        Err(Thrown) => match zend::take_exception("JsonException") {
            Some(reason) => Ok(Err(format!("is not valid: {reason}"))),
            None => Err(MethodError::Thrown),
        },
    }
}

/// Creates error 1007.
fn invalid(error: String) -> MethodError {
    NorthApiError::client(ClientCode::InvalidInput, error).into()
}
