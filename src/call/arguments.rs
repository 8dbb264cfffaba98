//! From the arguments of a call to its request.

use std::ptr;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::types::{ZendHashTable, ZendObject, Zval};

use super::frame::{Call, Failure};
use crate::classes::dto::unknown_member;
use crate::classes::refresh_token_timer;
use crate::values::dto_class;
use crate::zend;
use crate::zend::Pending;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;
use northbound::sdk::{
    Dto, MANAGED_TOKEN, Operation, Param, Place, Request, RequestBuilder, Shape,
};

/// `JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE |
/// JSON_PRESERVE_ZERO_FRACTION`
const JSON_FLAGS: i64 = 4_194_304 | 64 | 256 | 1024;

/// Makes the request of an operation out of PHP's arguments.
pub(crate) fn request(
    operation: &'static Operation,
    call: &Call<'_>,
) -> Result<Request<()>, Failure> {
    request_of(operation, |index| call.required(index))
}

/// The same out of arguments from elsewhere, each asked for by its position.
pub(crate) fn request_of<'a>(
    operation: &'static Operation,
    arg: impl Fn(usize) -> Result<&'a Zval, Failure>,
) -> Result<Request<()>, Failure> {
    // First everything that runs PHP code, while Rust owns nothing ...
    let mut prepared = ZendHashTable::new();
    for (index, param) in operation.params.iter().enumerate() {
        let value = match param.place {
            Place::Members(dto) | Place::PathMembers(dto) => {
                members(operation, param, dto, arg(index)?)?
            }
            Place::Path | Place::Query | Place::Token => arg(index)?.shallow_clone(),
        };
        prepared.push(value)?;
    }
    // ... then the copying.
    let mut request = RequestBuilder::new(operation);
    #[cfg(feature = "test-panic")]
    northbound::internal::panic_if_ordered("encode");
    for (param, value) in operation.params.iter().zip(prepared.values()) {
        match param.place {
            Place::Path => request.path(param.name, &scalar(&request, param.name, value)?)?,
            Place::Token => set_token(&mut request, param.name, value)?,
            Place::Query if value.is_null() => {}
            Place::Query => match value.bool() {
                // The REST documents call these Boolean.
                Some(flag) => request.query(param.name, flag.to_string().as_bytes()),
                None => {
                    let text = scalar(&request, param.name, value)?;
                    request.query(param.name, &text);
                }
            },
            Place::Members(dto) => match value.zend_str() {
                Some(json) => request.members(dto, json.as_bytes().to_vec()),
                None => {
                    for (name, text) in scalars(&request, dto, value)? {
                        request.query(&name, &text);
                    }
                }
            },
            Place::PathMembers(dto) => {
                for (name, text) in scalars(&request, dto, value)? {
                    request.path(&name, &text)?;
                }
                request.empty_body();
            }
        }
    }
    Ok(request.build()?)
}

/// Sets the access token. Null and an empty text stand for the managed one, if
/// there is one.
pub(crate) fn set_token(
    request: &mut RequestBuilder,
    param: &str,
    value: &Zval,
) -> Result<(), Failure> {
    let token = token(request, param, value)?;
    Ok(request.token(&token)?)
}

/// The access token that an argument stands for.
pub(crate) fn token(
    request: &RequestBuilder,
    param: &str,
    value: &Zval,
) -> Result<Vec<u8>, Failure> {
    let token = scalar(request, param, value)?;
    if token.is_empty() && refresh_token_timer::is_running()? {
        return Ok(MANAGED_TOKEN.into());
    }
    Ok(token)
}

/// An id or a token: text or a number. Null is empty.
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
    Err(request.invalid(format!("{param} must be a string, {} given", kind(value))))
}

/// The members of a DTO argument: JSON text for a body, else an array.
fn members(
    operation: &'static Operation,
    param: &Param,
    dto: &'static Dto,
    value: &Zval,
) -> Result<Zval, Failure> {
    let (name, place) = (param.name, param.place);
    let given = given_members(dto, value)?.ok_or_else(|| {
        RequestBuilder::new(operation).invalid(format!(
            "{name} must be a {}, an array or null, {} given",
            dto.name,
            kind(value)
        ))
    })?;
    if !operation.verb.has_body() || matches!(place, Place::PathMembers(_)) {
        return Ok(zend::array(given));
    }
    if value.is_null() {
        let error = format!("{name} must not be null: it is the body of the request");
        return Err(RequestBuilder::new(operation).invalid(error).into());
    }
    let body = body(dto, given)?;
    json(body).map_err(|failure| match failure {
        Failure::North(error) => Failure::North(
            RequestBuilder::new(operation).invalid(format!("{name} {}", error.desc())),
        ),
        other => other,
    })
}

/// The members that are set, in the DTO's order; `None` if `value` is neither
/// the DTO nor an array nor null.
fn given_members(dto: &'static Dto, value: &Zval) -> Result<Option<ZBox<ZendHashTable>>, Pending> {
    let mut members = ZendHashTable::new();
    if let Some(given) = value.array() {
        for (name, _) in zend::entries(Some(given)) {
            let text = name.coerce_to_string().unwrap_or_default();
            if dto.field(text.as_bytes()).is_none() {
                zend::deprecated(&unknown_member(dto.name, text.as_bytes()))?;
            }
        }
        for field in dto.fields {
            if let Some(value) = given.get(field.name).map(Zval::dereference)
                && !value.is_null()
            {
                let _ = members.insert(field.name, value.shallow_clone());
            }
        }
    } else if let Some(object) = value.object() {
        let Some(class) = dto_class::dto_class(dto).filter(|class| object.instance_of(class))
        else {
            return Ok(None);
        };
        for (index, field) in dto.fields.iter().enumerate() {
            let value = zend::read_declared(class, object, Some(index), field.name);
            zend::pending()?;
            if !value.is_null() {
                let _ = members.insert(field.name, value);
            }
        }
    } else if !value.is_null() {
        return Ok(None);
    }
    Ok(Some(members))
}

/// The JSON object for a DTO's members.
fn body(dto: &'static Dto, members: ZBox<ZendHashTable>) -> Result<Zval, Pending> {
    if members.is_empty() {
        // An empty array would become `[]`.
        let empty = ZendObject::new(ext_php_rs::zend::ce::stdclass());
        return Ok(zend::object_zval(empty));
    }
    let mut sent = ZendHashTable::new();
    for (name, value) in zend::entries(Some(&members)) {
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

/// A value as it is sent: what stands for a DTO, be it one or an array, has
/// only that DTO's members, and no nulls. Subclasses see to themselves.
fn sendable(shape: &'static Shape, value: &Zval) -> Result<Zval, Pending> {
    match shape {
        Shape::Object(dto) => {
            let class = dto_class::dto_class(dto);
            let is_the_dto = value
                .object()
                .is_some_and(|object| class.is_some_and(|class| ptr::eq(object.ce, class)));
            if (value.is_array() || is_the_dto)
                && let Some(members) = given_members(dto, value)?
            {
                return body(dto, members);
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

/// PHP's own JSON, so that `JsonSerializable` members work.
pub(crate) fn json(value: Zval) -> Result<Zval, Failure> {
    let flags = JSON_FLAGS.into_zval(false)?;
    match zend::call("json_encode", &mut [value, flags]) {
        Ok(json) => Ok(json),
        Err(Pending) => match zend::take_exception("JsonException") {
            Some(reason) => Err(NorthApiError::client(
                northbound::ClientCode::InvalidInput,
                format!("cannot be written as JSON: {reason}"),
            )
            .into()),
            None => Err(Failure::Pending),
        },
    }
}

/// Members as text, each as PHP's `http_build_query` writes it.
fn scalars(
    request: &RequestBuilder,
    dto: &'static Dto,
    members: &Zval,
) -> Result<Vec<(String, Vec<u8>)>, NorthApiError> {
    zend::entries(members.array())
        .map(|(name, value)| {
            let name = name.string().unwrap_or_default();
            match as_text(value) {
                Some(text) => Ok((name, text)),
                None => Err(request.not_a_scalar(dto, &name)),
            }
        })
        .collect()
}

/// A scalar as PHP's `http_build_query` writes it.
pub(crate) fn as_text(value: &Zval) -> Option<Vec<u8>> {
    if let Some(text) = value.zend_str() {
        return Some(text.as_bytes().to_vec());
    }
    if let Some(flag) = value.bool() {
        return Some(if flag { b"1" } else { b"0" }.to_vec());
    }
    let is_number = value.is_long() || value.is_double();
    is_number.then(|| value.coerce_to_string().unwrap_or_default().into_bytes())
}

/// A value's type or class, for messages.
pub(crate) fn kind(value: &Zval) -> String {
    match value.object() {
        Some(object) => object.get_class_name().unwrap_or_default(),
        None if value.is_null() => "null".to_owned(),
        None if value.is_bool() => "bool".to_owned(),
        None if value.is_long() => "int".to_owned(),
        None if value.is_double() => "float".to_owned(),
        None if value.is_array() => "array".to_owned(),
        None if value.is_string() => "string".to_owned(),
        None => "resource".to_owned(),
    }
}
