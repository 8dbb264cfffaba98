//! Builds a request from the PHP arguments of a call.

use std::ptr;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};

use super::client_object;
use super::frame::{Frame, MethodError, MethodResult};
use crate::values::dto_class;
use crate::zend::{self, Thrown, Visibility};
use northbound::internal::ErrorExt;
use northbound::sdk::{
    ArgumentValue, Dto, MANAGED_TOKEN, Operation, Param, Place, Request, RequestBuilder, Shape,
};
use northbound::{ClientCode, NorthApiError};

/// `JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE`. A whole float is
/// sent without a fraction, as the original sends it.
const JSON_FLAGS: i64 = 4_194_304 | 64 | 256;

/// Builds the request of an operation from PHP's arguments.
pub(crate) fn request(
    operation: &'static Operation,
    frame: &Frame<'_>,
) -> MethodResult<Request<()>> {
    request_of(operation, |index| frame.required(index))
}

/// Builds the request of an operation; `arg` returns the value for the parameter at a
/// position.
pub(crate) fn request_of<'a>(
    operation: &'static Operation,
    arg: impl Fn(usize) -> MethodResult<&'a Zval>,
) -> MethodResult<Request<()>> {
    // First everything that runs PHP code, while Rust owns only Zend values ...
    let mut prepared = ZendHashTable::new();
    for (index, param) in operation.params.iter().enumerate() {
        let value = match param.place {
            Place::Fields(dto) | Place::PathFields(dto) => {
                fields(operation, param, dto, arg(index)?)?
            }
            Place::Path | Place::Query | Place::Token => arg(index)?.shallow_clone(),
        };
        prepared.push(value)?;
    }
    // ... then the copies in Rust.
    let mut request = RequestBuilder::new(operation);
    #[cfg(feature = "test-panic")]
    northbound::internal::panic_if_ordered("encode");
    for (param, value) in operation.params.iter().zip(prepared.values()) {
        let value = argument(&request, param, value)?;
        request.place(param, value)?;
    }
    Ok(request.build()?)
}

/// Converts a prepared value to the form that the request takes.
fn argument(request: &RequestBuilder, param: &Param, value: &Zval) -> MethodResult<ArgumentValue> {
    Ok(match param.place {
        Place::Token => ArgumentValue::Text(token(request, param.name, value)?),
        Place::Query if value.is_null() => ArgumentValue::Null,
        Place::Query if value.is_bool() => ArgumentValue::Bool(value.is_true()),
        Place::Query => ArgumentValue::Text(query_text(request, param.name, value)?),
        Place::Path => ArgumentValue::Text(scalar(request, param.name, value)?),
        Place::Fields(dto) | Place::PathFields(dto) => match value.zend_str() {
            Some(json) => ArgumentValue::Json(json.as_bytes().to_vec()),
            None => ArgumentValue::Fields(scalars(request, dto, value)?),
        },
    })
}

/// Sets the access token. Null and an empty string mean the managed token, if the client
/// manages one.
pub(crate) fn set_token(
    request: &mut RequestBuilder,
    param: &str,
    value: &Zval,
) -> MethodResult<()> {
    let token = token(request, param, value)?;
    Ok(request.token(&token)?)
}

/// Returns the access token of an argument. Null and an empty string mean the managed
/// token, if the client manages one.
pub(crate) fn token(request: &RequestBuilder, param: &str, value: &Zval) -> MethodResult<Vec<u8>> {
    let token = scalar(request, param, value)?;
    if token.is_empty() && client_object::manages_token()? {
        return Ok(MANAGED_TOKEN.into());
    }
    Ok(token)
}

/// Converts an id or a token, a string or a number, to bytes. Null becomes empty.
pub(crate) fn scalar(
    request: &RequestBuilder,
    param: &str,
    value: &Zval,
) -> Result<Vec<u8>, NorthApiError> {
    if value.is_null() {
        return Ok(Vec::new());
    }
    if let Some(text) = value.zend_str() {
        return Ok(text.as_bytes().to_vec());
    }
    if value.is_long() || value.is_double() {
        return Ok(value.coerce_to_string().unwrap_or_default().into_bytes());
    }
    Err(request.invalid(format!(
        "{param} must be a string, {} given",
        zend::type_name(value)
    )))
}

/// Converts a string or a number as `http_build_query` does: a float with as many digits
/// as `serialize_precision` says.
fn query_text(
    request: &RequestBuilder,
    param: &str,
    value: &Zval,
) -> Result<Vec<u8>, NorthApiError> {
    match value.double() {
        Some(number) => Ok(zend::double_text(number)),
        None => scalar(request, param, value),
    }
}

/// Prepares the fields of a DTO argument: as JSON text for a body, else as an array.
fn fields(
    operation: &'static Operation,
    param: &Param,
    dto: &'static Dto,
    value: &Zval,
) -> MethodResult {
    let (name, place) = (param.name, param.place);
    let fields = fields_of(dto, value)?.ok_or_else(|| {
        RequestBuilder::new(operation).invalid(format!(
            "{name} must be a {}, an array or null, {} given",
            dto.name,
            zend::type_name(value)
        ))
    })?;
    if !operation.verb.has_body() || matches!(place, Place::PathFields(_)) {
        return Ok(zend::array(fields));
    }
    if value.is_null() {
        let error = format!("{name} must not be null: it is the body of the request");
        return Err(RequestBuilder::new(operation).invalid(error).into());
    }
    let body = body(dto, fields)?;
    json(body).map_err(|failure| match failure {
        MethodError::North(error) => MethodError::North(
            RequestBuilder::new(operation).invalid(format!("{name} {}", error.desc())),
        ),
        other => other,
    })
}

/// Returns the fields that are set, in the DTO's order; `None` if `value` is neither the
/// DTO nor an array nor null.
pub(crate) fn fields_of(
    dto: &'static Dto,
    value: &Zval,
) -> Result<Option<ZBox<ZendHashTable>>, Thrown> {
    let mut fields = ZendHashTable::new();
    if let Some(array) = value.array() {
        for (name, _) in zend::entries(Some(array)) {
            let text = name.coerce_to_string().unwrap_or_default();
            if dto.field(text.as_bytes()).is_none() {
                zend::deprecated(&dto_class::unknown_property(dto.name, text.as_bytes()))?;
            }
        }
        for field in dto.fields {
            if let Some(value) = array.get(field.name).map(Zval::dereference)
                && !value.is_null()
            {
                let _ = fields.insert(field.name, value.shallow_clone());
            }
        }
    } else if let Some(object) = value.object() {
        let Some(class) = dto_class::class_of(dto).filter(|class| object.instance_of(class)) else {
            return Ok(None);
        };
        let is_subclass = !ptr::eq(object.ce, class);
        if is_subclass && encodes_itself(object) {
            let encoded = zend::call_method(object, "jsonSerialize", &mut [])?;
            if let Some(encoded) = encoded.array() {
                for (name, value) in zend::entries(Some(encoded)) {
                    zend::insert(&mut fields, &name, value.dereference().shallow_clone());
                }
                return Ok(Some(fields));
            }
        }
        for (index, field) in dto.fields.iter().enumerate() {
            let value = zend::read_declared(class, object, Some(index), field.name);
            zend::pending()?;
            if !value.is_null() {
                let _ = fields.insert(field.name, value);
            }
        }
        if is_subclass {
            add_own_properties(dto, object, &mut fields);
        }
    } else if !value.is_null() {
        return Ok(None);
    }
    Ok(Some(fields))
}

/// Finds out if PHP code overrides `jsonSerialize()` of a DTO class.
fn encodes_itself(object: &ZendObject) -> bool {
    zend::is_user_method(object.get_class_entry(), "jsonSerialize")
}

/// Adds the properties that a subclass declares itself, and that the DTO class can see:
/// the public and the protected ones. The original sends them, too.
fn add_own_properties(dto: &Dto, object: &ZendObject, fields: &mut ZendHashTable) {
    for (name, value) in zend::properties(object) {
        let Some(name) = name.zend_str().map(ZendStr::as_bytes) else {
            continue;
        };
        let name = match name.strip_prefix(b"\0*\0") {
            Some(protected) => protected,
            None if name.first() == Some(&0) => continue,
            None => name,
        };
        let is_declared =
            zend::visibility(object, &ZendStr::new(name, false)) != Visibility::Undeclared;
        if is_declared && dto.field(name).is_none() && !value.is_null() && !zend::is_undef(value) {
            zend::insert(fields, &zend::string(name), value.shallow_clone());
        }
    }
}

/// Encodes a DTO as it is sent, with its secrets; `None` if the value is no DTO.
pub(crate) fn dto_json(value: &Zval) -> MethodResult<Option<Zval>> {
    let class = value.object().map(ZendObject::get_class_entry);
    let Some(dto) = class.and_then(dto_class::dto_of) else {
        return Ok(None);
    };
    match fields_of(dto, value)? {
        Some(fields) => json(body(dto, fields)?).map(Some),
        None => Ok(None),
    }
}

/// Builds the value that is encoded as the JSON object for a DTO's fields.
fn body(dto: &'static Dto, fields: ZBox<ZendHashTable>) -> Result<Zval, Thrown> {
    if fields.is_empty() {
        // An empty array would become `[]`.
        let empty = ZendObject::new(ext_php_rs::zend::ce::stdclass());
        return Ok(zend::object_zval(empty));
    }
    let mut sent = ZendHashTable::new();
    for (name, value) in zend::entries(Some(&fields)) {
        let field = name
            .zend_str()
            .and_then(|name| dto.field(name.as_bytes()))
            .map(|(_, field)| field);
        let value = match field {
            Some(field) => sendable(&field.kind.shape, value)?,
            None => value.shallow_clone(),
        };
        zend::insert(&mut sent, &name, value);
    }
    Ok(zend::array(sent))
}

/// Converts a value to the form that is sent. A DTO, or an array for a DTO, becomes an
/// object with only that DTO's fields, and without nulls. An object of a subclass encodes
/// itself.
fn sendable(shape: &'static Shape, value: &Zval) -> Result<Zval, Thrown> {
    match shape {
        Shape::Object(dto) => {
            let class = dto_class::class_of(dto);
            let is_the_dto = value
                .object()
                .is_some_and(|object| class.is_some_and(|class| ptr::eq(object.ce, class)));
            if (value.is_array() || is_the_dto)
                && let Some(fields) = fields_of(dto, value)?
            {
                return body(dto, fields);
            }
            Ok(value.shallow_clone())
        }
        Shape::List(of) if value.is_array() => {
            let mut list = ZendHashTable::new();
            for (key, value) in zend::entries(value.array()) {
                zend::insert(&mut list, &key, sendable(of, value.dereference())?);
            }
            Ok(zend::array(list))
        }
        _ => Ok(value.shallow_clone()),
    }
}

/// Encodes a value with PHP's `json_encode`, so that `JsonSerializable` fields work.
pub(crate) fn json(value: Zval) -> MethodResult {
    let flags = JSON_FLAGS.into_zval(false)?;
    match zend::call("json_encode", &mut [value, flags]) {
        Ok(json) => Ok(json),
        Err(Thrown) => match zend::take_exception("JsonException") {
            Some(reason) => Err(NorthApiError::client(
                ClientCode::InvalidInput,
                format!("cannot be written as JSON: {reason}"),
            )
            .into()),
            None => Err(MethodError::Thrown),
        },
    }
}

/// Converts the fields of a DTO for the URL.
fn scalars(
    request: &RequestBuilder,
    dto: &'static Dto,
    fields: &Zval,
) -> Result<Vec<(String, ArgumentValue)>, NorthApiError> {
    zend::entries(fields.array())
        .map(|(name, value)| {
            let name = name.string().unwrap_or_default();
            match value.bool() {
                Some(flag) => Ok((name, ArgumentValue::Bool(flag))),
                None if value.is_array() || value.is_object() || value.is_resource() => {
                    Err(request.not_a_scalar(dto, &name))
                }
                None => {
                    let text = query_text(request, &name, value)?;
                    Ok((name, ArgumentValue::Text(text)))
                }
            }
        })
        .collect()
}
