//! Builds a request from the PHP arguments of a call.

use std::borrow::Cow;

use ext_php_rs::types::{ZendHashTable, Zval};

use super::frame::{Frame, MethodError, MethodResult};
use super::{client_object, request_json};
use crate::zend;
use northbound::NorthApiError;
use northbound::sdk::{
    ArgumentValue, Dto, Operation, Param, Place, Request, RequestBuilder, Token,
};

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
        Place::Token => token(request, param.name, value)?,
        Place::Query if value.is_null() => ArgumentValue::Null,
        Place::Query if value.is_bool() => ArgumentValue::Bool(value.is_true()),
        Place::Query => ArgumentValue::Text(scalar(request, param.name, value)?),
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
    Ok(request.place_token(token)?)
}

/// Returns the access token of an argument. Null and an empty string mean the managed
/// token, if the client manages one.
pub(crate) fn token(
    request: &RequestBuilder,
    param: &str,
    value: &Zval,
) -> MethodResult<ArgumentValue> {
    let token = scalar(request, param, value)?;
    if token.is_empty() && client_object::manages_token()? {
        return Ok(ArgumentValue::ManagedToken);
    }
    Ok(ArgumentValue::Text(token))
}

/// Returns the access token of an argument as the type that the core keeps.
pub(crate) fn kept_token(
    request: &RequestBuilder,
    param: &str,
    value: &Zval,
) -> MethodResult<Token> {
    match token(request, param, value)? {
        ArgumentValue::Text(text) => String::from_utf8(text)
            .map(Token::from)
            .map_err(|_| request.invalid(format!("{param} must be UTF-8")).into()),
        _ => Ok(Token::Managed),
    }
}

/// Returns the callable that stands in the place of an access token; null if there is
/// none. A string is always a token.
pub(crate) fn token_callable(value: &Zval) -> MethodResult {
    let is_callable = (value.is_object() || value.is_array()) && zend::is_callable(value)?;
    Ok(match is_callable {
        true => value.shallow_clone(),
        false => Zval::null(),
    })
}

/// Calls the callable for an access token. PHP code runs.
pub(crate) fn call_for_token(
    operation: &'static Operation,
    param: &str,
    callable: &Zval,
) -> MethodResult<Zval> {
    let token = zend::call_back(callable, &mut [])?;
    if token.is_string() || token.is_null() {
        return Ok(token);
    }
    let error = format!(
        "the callable in {param} must return an access token, it returned {}",
        zend::type_name(&token)
    );
    Err(RequestBuilder::new(operation).invalid(error).into())
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
    if let Some(number) = value.double() {
        return Ok(zend::double_text(number));
    }
    if value.is_long() {
        return Ok(value.coerce_to_string().unwrap_or_default().into_bytes());
    }
    Err(request.invalid(format!(
        "{param} must be a string, {} given",
        zend::type_name(value)
    )))
}

/// Prepares the fields of a DTO argument: as JSON text for a body, else as an array.
fn fields(
    operation: &'static Operation,
    param: &Param,
    dto: &'static Dto,
    value: &Zval,
) -> MethodResult {
    let (name, place) = (param.name, param.place);
    let fields = request_json::fields_of(dto, value)?.ok_or_else(|| {
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
    let body = request_json::body(dto, fields)?;
    request_json::json(body).map_err(|failure| match failure {
        MethodError::North(error) => MethodError::North(
            RequestBuilder::new(operation).invalid(format!("{name} {}", error.desc())),
        ),
        other => other,
    })
}

/// Converts the fields of a DTO for the URL.
fn scalars(
    request: &RequestBuilder,
    dto: &'static Dto,
    fields: &Zval,
) -> Result<Vec<(Cow<'static, str>, ArgumentValue)>, NorthApiError> {
    zend::entries(fields.array())
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| {
            let name = name.str().unwrap_or_default();
            let name = match dto.field(name.as_bytes()) {
                Some((_, field)) => Cow::from(field.name),
                None => Cow::from(name.to_owned()),
            };
            match value.bool() {
                Some(flag) => Ok((name, ArgumentValue::Bool(flag))),
                None if value.is_array() || value.is_object() || value.is_resource() => {
                    Err(request.not_a_scalar(format_args!("{}::${name}", dto.name)))
                }
                None => {
                    let text = scalar(request, &name, value)?;
                    Ok((name, ArgumentValue::Text(text)))
                }
            }
        })
        .collect()
}
