//! The JSON of requests: DTOs and other PHP values as they are sent, with their secrets.

use std::cell::Cell;
use std::ptr;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::BailoutGuard;
use northbound::internal::ErrorExt;
use northbound::sdk::{self, Dto, Shape};
use northbound::{ClientCode, NorthApiError};

use super::frame::{MethodError, MethodResult};
use crate::values::dto_class;
use crate::zend::{self, Thrown, Visibility};

/// `JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE`. A whole float is
/// sent without a fraction, as the original sends it.
const JSON_FLAGS: i64 = 4_194_304 | 64 | 256;

thread_local! {
    /// The number of requests that are being encoded, one within the other.
    static ENCODING: Cell<u32> = const { Cell::new(0) };
}

/// While it lives, `jsonSerialize()` of a DTO returns what is sent, and not what logs may
/// show. The call may come from deep inside an array, or from a subclass.
struct ForPlatform;

impl ForPlatform {
    /// The guard also ends it if PHP leaves the encoding with a longjmp.
    fn begin() -> BailoutGuard<Self> {
        ENCODING.set(ENCODING.get().saturating_add(1));
        BailoutGuard::new(Self)
    }
}

impl Drop for ForPlatform {
    fn drop(&mut self) {
        ENCODING.set(ENCODING.get().saturating_sub(1));
    }
}

/// Returns true while a request is encoded.
pub(crate) fn is_for_platform() -> bool {
    ENCODING.get() > 0
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
        if is_subclass
            && encodes_itself(object)
            && let Some(fields) = encoded_by_itself(object)?
        {
            return Ok(Some(fields));
        }
        fields = own_fields(dto, object)?;
    } else if !value.is_null() {
        return Ok(None);
    }
    Ok(Some(fields))
}

/// Returns the fields of an object's own `jsonSerialize()`; `None` if it returns neither an
/// array nor an object.
fn encoded_by_itself(object: &ZendObject) -> Result<Option<ZBox<ZendHashTable>>, Thrown> {
    let encoding = ForPlatform::begin();
    let encoded = zend::call_method(object, "jsonSerialize", &mut [])?;
    drop(encoding);
    let mut fields = ZendHashTable::new();
    if let Some(array) = encoded.array() {
        for (name, value) in zend::entries(Some(array)) {
            zend::insert(&mut fields, &name, value.dereference().shallow_clone());
        }
    } else if let Some(object) = encoded.object() {
        for (name, value) in zend::properties(object) {
            let is_private = name
                .zend_str()
                .is_some_and(|name| name.as_bytes().first() == Some(&0));
            if !is_private && !zend::is_undef(value) {
                zend::insert(&mut fields, &name, value.dereference().shallow_clone());
            }
        }
    } else {
        return Ok(None);
    }
    Ok(Some(fields))
}

/// Returns the fields of a DTO object that are set, in the DTO's order, and then the other
/// properties that the original sends.
fn own_fields(dto: &'static Dto, object: &ZendObject) -> Result<ZBox<ZendHashTable>, Thrown> {
    let mut fields = ZendHashTable::new();
    let Some(class) = dto_class::class_of(dto) else {
        return Ok(fields);
    };
    for (index, field) in dto.fields.iter().enumerate() {
        let value = zend::read_declared(class, object, Some(index), field.name);
        zend::pending()?;
        if !value.is_null() {
            let _ = fields.insert(field.name, value);
        }
    }
    if !ptr::eq(object.ce, class) || sdk::is_of_responses(dto) {
        add_own_properties(dto, object, &mut fields);
    }
    Ok(fields)
}

/// Finds out if PHP code overrides `jsonSerialize()` of a DTO class.
fn encodes_itself(object: &ZendObject) -> bool {
    zend::is_user_method(object.get_class_entry(), "jsonSerialize")
}

/// Adds the properties that a subclass declares itself, and that the DTO class can see: the
/// public and the protected ones. A DTO of responses may have further ones. The original
/// sends them, too.
fn add_own_properties(dto: &Dto, object: &ZendObject, fields: &mut ZendHashTable) {
    let is_open = dto_class::is_of_responses(object.get_class_entry());
    for (name, value) in zend::properties(object) {
        let Some(name) = name.zend_str().map(ZendStr::as_bytes) else {
            continue;
        };
        let name = match name.strip_prefix(b"\0*\0") {
            Some(protected) => protected,
            None if name.first() == Some(&0) => continue,
            None => name,
        };
        let is_sent = is_open
            || zend::visibility(object, &ZendStr::new(name, false)) != Visibility::Undeclared;
        if is_sent && dto.field(name).is_none() && !value.is_null() && !zend::is_undef(value) {
            zend::insert(fields, &zend::string(name), value.shallow_clone());
        }
    }
}

/// Builds what `jsonSerialize()` of a DTO returns while a request is encoded.
pub(crate) fn serializable(object: &ZendObject) -> MethodResult {
    match dto_class::dto_of(object.get_class_entry()) {
        Some(dto) => Ok(body(dto, own_fields(dto, object)?)?),
        None => Ok(Zval::null()),
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
pub(crate) fn body(dto: &'static Dto, fields: ZBox<ZendHashTable>) -> Result<Zval, Thrown> {
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
    let encoding = ForPlatform::begin();
    let encoded = zend::call("json_encode", &mut [value, zend::long(JSON_FLAGS)]);
    drop(encoding);
    match encoded {
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
