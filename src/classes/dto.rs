//! The DTO classes: their registration, and the methods that all of them have.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::Result;
use ext_php_rs::ffi;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{BailoutGuard, ClassEntry, ce};

use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::call::request_json;
use crate::values::dto_class;
use crate::values::string_form::Text;
use crate::zend;
use crate::zend::class;
use crate::zend::class::{Default, namespace};
use crate::zend::method::{Declared, Methods};
use crate::zend::{Thrown, Visibility};
use northbound::sdk;
use northbound::sdk::{Field, MASK};

/// The parent of all DTO classes, with their common methods. The original has no such
/// class; its DTOs repeat the methods.
const PARENT: &str = "AbstractDTO";

/// Registers the class of every DTO of the table.
pub(crate) fn register() -> Result<()> {
    let parent = register_parent()?;
    let set = || method!("__set", ["name", "value"] => set);
    let set_offset = || {
        method!("offsetSet", ["offset", "value"] => set_offset).declaring(Declared::ForInterface)
    };
    let debug_info = method!("__debugInfo", [] => masked);
    let with_secrets = Methods::new([set().hiding([1]), set_offset().hiding([1]), debug_info])?;
    let none = Methods::new([])?;
    for dto in sdk::dtos() {
        let methods = if dto.has_secrets() {
            &with_secrets
        } else {
            &none
        };
        let ce = class::register(namespace::DTO, dto.name, methods, Some(parent), &[])?;
        for field in dto.fields {
            class::property(ce, field.name, PropertyFlags::Public, initial(field))?;
        }
        dto_class::register(dto, ce);
    }
    Ok(())
}

/// Registers the parent of all DTO classes.
fn register_parent() -> Result<&'static ClassEntry> {
    let methods = Methods::new([
        method!("__get", ["name"] => get),
        method!("__set", ["name", "value"] => set),
        method!("__toString", [] => string_form).declaring(Declared::Text),
        method!("jsonSerialize", [] => json).declaring(Declared::ForInterface),
        method!("offsetExists", ["offset"] => exists).declaring(Declared::ForInterface),
        method!("offsetGet", ["offset"] => get).declaring(Declared::ForInterface),
        method!("offsetSet", ["offset", "value"] => set_offset).declaring(Declared::ForInterface),
        method!("offsetUnset", ["offset"] => unset).declaring(Declared::ForInterface),
        method!("getIterator", [] => iterator).declaring(Declared::ForInterface),
        method!("count", [] => count_properties).declaring(Declared::ForInterface),
        method!("toArray", [] => to_array),
        method!("fields", [] => fields).with_static(),
    ])?;
    let interfaces = [
        class::builtin("jsonserializable")?,
        ce::arrayaccess(),
        ce::aggregate(),
        ce::countable(),
    ];
    let ce = class::register(namespace::DTO, PARENT, &methods, None, &interfaces)?;
    // Dynamic properties are for fields that the platform has added and that are not
    // documented yet. `__set` rejects all other undeclared properties.
    ce.ce_flags |= ffi::ZEND_ACC_ALLOW_DYNAMIC_PROPERTIES | ffi::ZEND_ACC_EXPLICIT_ABSTRACT_CLASS;
    Ok(ce)
}

/// Returns the default of the property for a field.
fn initial(field: &Field) -> Default<'static> {
    let Some(json) = field.kind.default else {
        return Default::Null;
    };
    // A whole number, or text without escapes.
    let text = json
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match (json.parse(), text) {
        (Ok(number), _) => Default::Long(number),
        (_, Some(text)) => Default::Text(text),
        _ => Default::Null,
    }
}

fn get(frame: &Frame<'_>) -> MethodResult {
    let (object, name) = (frame.this()?, frame.name(0)?);
    if zend::visibility(object, &name) == Visibility::Hidden {
        return Ok(Zval::null());
    }
    Ok(zend::read_property(frame.scope()?, object, &name))
}

fn set(frame: &Frame<'_>) -> MethodResult {
    let (object, name) = (frame.this()?, frame.name(0)?);
    write(frame.scope()?, object, &name, frame.required(1)?)?;
    Ok(Zval::null())
}

fn set_offset(frame: &Frame<'_>) -> MethodResult {
    if frame.required(0)?.is_null() {
        let class = zend::class_name(frame.this()?);
        return Err(MethodError::Php(ext_php_rs::exception::PhpException::new(
            format!("Cannot append to {class}: its properties have names"),
            0,
            ce::error(),
        )));
    }
    set(frame)
}

/// Writes a property. An unknown property is ignored, as in the original, but a
/// deprecation reports it.
fn write(
    scope: &ClassEntry,
    object: &ZendObject,
    name: &ZendStr,
    value: &Zval,
) -> std::result::Result<(), Thrown> {
    let is_known = match zend::visibility(object, name) {
        Visibility::Public => true,
        Visibility::Hidden => false,
        Visibility::Undeclared => {
            zend::has_property(object, name) || dto_class::is_of_responses(object.get_class_entry())
        }
    };
    if is_known {
        return zend::write_property(scope, object, name, value);
    }
    zend::deprecated(&dto_class::unknown_property(
        &zend::class_name(object),
        name.as_bytes(),
    ))
}

fn exists(frame: &Frame<'_>) -> MethodResult {
    Ok(zend::boolean(!get(frame)?.is_null()))
}

fn unset(frame: &Frame<'_>) -> MethodResult {
    let (object, name) = (frame.this()?, frame.name(0)?);
    match zend::visibility(object, &name) {
        Visibility::Public => {
            zend::write_property(frame.scope()?, object, &name, &Zval::null())?;
        }
        Visibility::Undeclared => zend::remove_property(object, &name),
        Visibility::Hidden => {}
    }
    Ok(Zval::null())
}

/// `jsonSerialize()`: the properties that are not null, with secrets masked. While a
/// request is encoded, it is what the request contains.
fn json(frame: &Frame<'_>) -> MethodResult {
    let object = frame.this()?;
    if request_json::is_for_platform() {
        return request_json::serializable(object);
    }
    let mut properties = non_null_properties(object);
    let dto = dto_class::dto_of(object.get_class_entry());
    for field in dto.map_or(&[][..], |dto| dto.fields) {
        if field.is_secret() && properties.get(field.name).is_some() {
            let _ = properties.insert(field.name, zend::string(MASK));
        }
    }
    if properties.is_empty() {
        // An empty array would become `[]`; the JSON must be an object.
        return Ok(zend::object_zval(ZendObject::new(ce::stdclass())));
    }
    Ok(zend::array(properties))
}

fn iterator(frame: &Frame<'_>) -> MethodResult {
    let properties = zend::array(non_null_properties(frame.this()?));
    Ok(zend::construct("ArrayIterator", &mut [properties])?)
}

fn count_properties(frame: &Frame<'_>) -> MethodResult {
    let count = non_null_properties(frame.this()?).len();
    let mut value = Zval::new();
    value.set_long(i64::try_from(count).unwrap_or(i64::MAX));
    Ok(value)
}

/// `toArray()`: all documented fields, in their order. Null is in it, secrets are masked,
/// and DTOs in fields are arrays, too.
fn to_array(frame: &Frame<'_>) -> MethodResult {
    Ok(as_array(frame.this()?, MAX_DEPTH))
}

/// The depth to which DTOs in DTOs become arrays. An application can build a cycle.
const MAX_DEPTH: usize = 64;

fn as_array(object: &ZendObject, depth: usize) -> Zval {
    let dto = dto_class::dto_of(object.get_class_entry());
    let mut values = ZendHashTable::new();
    for (index, field) in dto.map_or(&[][..], |dto| dto.fields).iter().enumerate() {
        let class = object.get_class_entry();
        let value = zend::read_declared(class, object, Some(index), field.name);
        let value = match field.is_secret() && !value.is_null() {
            true => zend::string(MASK),
            false => plain(&value, depth),
        };
        let _ = values.insert(field.name, value);
    }
    zend::array(values)
}

/// Returns a value with arrays in the place of DTOs.
fn plain(value: &Zval, depth: usize) -> Zval {
    let value = value.dereference();
    let Some(deeper) = depth.checked_sub(1) else {
        return value.shallow_clone();
    };
    if let Some(object) = value.object()
        && dto_class::dto_of(object.get_class_entry()).is_some()
    {
        return as_array(object, deeper);
    }
    let Some(items) = value.array() else {
        return value.shallow_clone();
    };
    let mut values = ZendHashTable::new();
    for (key, item) in zend::entries(Some(items)) {
        zend::insert(&mut values, &key, plain(item, deeper));
    }
    zend::array(values)
}

/// `DTO::fields()`: the names of the documented fields, in their order.
fn fields(frame: &Frame<'_>) -> MethodResult {
    let dto = dto_class::dto_of(frame.called_class()?);
    let mut names = ZendHashTable::new();
    for field in dto.map_or(&[][..], |dto| dto.fields) {
        names.push(zend::string(field.name))?;
    }
    Ok(zend::array(names))
}

/// Collects the public properties that are not null, declared ones first.
fn non_null_properties(object: &ZendObject) -> ZBox<ZendHashTable> {
    let mut properties = ZendHashTable::new();
    for (name, value) in public_properties(object) {
        if !value.is_null() {
            zend::insert(&mut properties, &name, value.shallow_clone());
        }
    }
    properties
}

/// Iterates over all public properties with their names.
fn public_properties(object: &ZendObject) -> impl Iterator<Item = (Zval, &Zval)> {
    zend::properties(object).filter(|(name, value)| {
        // The names of private and protected properties begin with NUL. An uninitialised
        // typed property of a subclass has no value.
        let is_public = name
            .zend_str()
            .is_none_or(|name| name.as_bytes().first() != Some(&0));
        is_public && !zend::is_undef(value)
    })
}

fn string_form(frame: &Frame<'_>) -> MethodResult {
    let object = frame.this()?;
    let Some(dto) = dto_class::dto_of(object.get_class_entry()) else {
        return Err(MethodError::Thrown);
    };
    let mut text = Text::new();
    let template = BailoutGuard::new(dto.template());
    let mut rest: &str = &template;
    while let Some((before, (placeholder, after))) = rest
        .split_once('{')
        .and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        text.push(before);
        rest = after;
        let (name, as_json) = match placeholder.strip_suffix(":json") {
            Some(name) => (name, true),
            None => (placeholder, false),
        };
        let value = zend::read_property(frame.scope()?, object, &ZendStr::new(name, false));
        let is_secret = dto
            .field(name.as_bytes())
            .is_some_and(|(_, field)| field.is_secret());
        if !is_secret {
            text.push_value(&value, as_json)?;
        } else if !value.is_null() {
            text.push(MASK);
        }
    }
    Ok(text.join("", rest))
}

/// `__debugInfo()`: all properties, with secrets masked.
fn masked(frame: &Frame<'_>) -> MethodResult {
    let object = frame.this()?;
    let dto = dto_class::dto_of(object.get_class_entry());
    let mut properties = ZendHashTable::new();
    for (name, value) in zend::properties(object) {
        let is_secret = dto
            .zip(name.zend_str())
            .and_then(|(dto, name)| dto.field(name.as_bytes()))
            .is_some_and(|(_, field)| field.is_secret());
        let value = if is_secret && !value.is_null() {
            zend::string(MASK)
        } else if zend::is_undef(value) {
            continue;
        } else {
            value.shallow_clone()
        };
        zend::insert(&mut properties, &name, value);
    }
    Ok(zend::array(properties))
}
