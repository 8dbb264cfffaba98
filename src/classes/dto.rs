//! The DTO classes: their registration, and the methods that all of them have.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::error::Result;
use ext_php_rs::ffi;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{BailoutGuard, ClassEntry, ce};

use crate::call::frame::{Call, Failure};
use crate::values::dto_class;
use crate::values::string_form::Text;
use crate::zend;
use crate::zend::class;
use crate::zend::class::{Default, namespace};
use crate::zend::method::{Declared, Method, Methods};
use crate::zend::{Pending, Visibility};
use northbound::sdk;
use northbound::sdk::{Field, MASK};

handler! {
    magic_get => get;
    magic_set => set;
    to_string => string_form;
    json_serialize => json;
    offset_exists => exists;
    offset_get => get;
    offset_set => set_offset;
    offset_unset => unset;
    get_iterator => iterator;
    count => count_members;
    debug_info => masked;
}

/// What all DTO classes have in common. The original has no such class; its
/// DTOs repeat the methods.
const PARENT: &str = "AbstractDTO";

/// Registers the class of every DTO of the table.
pub(crate) fn register() -> Result<()> {
    let parent = register_parent()?;
    let set = || Method::new("__set", ["name", "value"], magic_set);
    let set_offset = || {
        Method::new("offsetSet", ["offset", "value"], offset_set).declaring(Declared::ForInterface)
    };
    let debug_info = Method::new("__debugInfo", [], debug_info);
    let secretive = Methods::new([set().hiding([1]), set_offset().hiding([1]), debug_info])?;
    let none = Methods::new([])?;
    for (index, dto) in sdk::dtos().enumerate() {
        let own = if dto.has_secrets() { &secretive } else { &none };
        let ce = class::register(namespace::DTO, dto.name, own, Some(parent), &[])?;
        for field in dto.fields {
            class::property(ce, field.name, PropertyFlags::Public, initial(field))?;
        }
        dto_class::set_dto_class(index, ce);
    }
    Ok(())
}

fn register_parent() -> Result<&'static ClassEntry> {
    let methods = Methods::new([
        Method::new("__get", ["name"], magic_get),
        Method::new("__set", ["name", "value"], magic_set),
        Method::new("__toString", [], to_string).declaring(Declared::Text),
        Method::new("jsonSerialize", [], json_serialize).declaring(Declared::ForInterface),
        Method::new("offsetExists", ["offset"], offset_exists).declaring(Declared::ForInterface),
        Method::new("offsetGet", ["offset"], offset_get).declaring(Declared::ForInterface),
        Method::new("offsetSet", ["offset", "value"], offset_set).declaring(Declared::ForInterface),
        Method::new("offsetUnset", ["offset"], offset_unset).declaring(Declared::ForInterface),
        Method::new("getIterator", [], get_iterator).declaring(Declared::ForInterface),
        Method::new("count", [], count).declaring(Declared::ForInterface),
    ])?;
    let interfaces = [
        class::builtin("jsonserializable")?,
        ce::arrayaccess(),
        ce::aggregate(),
        ce::countable(),
    ];
    let ce = class::register(namespace::DTO, PARENT, &methods, None, &interfaces)?;
    // For members that only the platform knows yet; `__set` refuses others.
    ce.ce_flags |= ffi::ZEND_ACC_ALLOW_DYNAMIC_PROPERTIES | ffi::ZEND_ACC_EXPLICIT_ABSTRACT_CLASS;
    Ok(ce)
}

/// What a new object holds in a member.
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

/// The class that may see the object's members: the DTO class itself, so that
/// private members of a subclass stay private.
fn scope(call: &Call<'_>) -> std::result::Result<&'static ClassEntry, Failure> {
    call.scope().ok_or(Failure::Pending)
}

fn get(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let (object, name) = (call.this()?, call.name(0)?);
    if zend::visibility(object, &name) == Visibility::Hidden {
        return Ok(Zval::null());
    }
    Ok(zend::read_property(scope(call)?, object, &name))
}

fn set(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let (object, name) = (call.this()?, call.name(0)?);
    write(scope(call)?, object, &name, call.required(1)?)?;
    Ok(Zval::null())
}

fn set_offset(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    if call.required(0)?.is_null() {
        let class = call.this()?.get_class_name()?;
        return Err(Failure::Php(ext_php_rs::exception::PhpException::new(
            format!("Cannot append to {class}: its members have names"),
            0,
            ce::error(),
        )));
    }
    set(call)
}

/// Assigns a member. The original drops unknown ones in silence; this says so.
fn write(
    scope: &ClassEntry,
    object: &ZendObject,
    name: &ZendStr,
    value: &Zval,
) -> std::result::Result<(), Pending> {
    let is_known = match zend::visibility(object, name) {
        Visibility::Public => true,
        Visibility::Hidden => false,
        Visibility::Undeclared => zend::has_property(object, name),
    };
    if is_known {
        return zend::write_property(scope, object, name, value);
    }
    zend::deprecated(&unknown_member(
        &object.get_class_name().unwrap_or_default(),
        name.as_bytes(),
    ))
}

/// The text of the deprecation for a member that a DTO does not have.
pub(crate) fn unknown_member(class: &str, name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    format!("{class} has no member \"{name}\"; it is ignored")
}

fn exists(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    Ok(zend::boolean(!get(call)?.is_null()))
}

fn unset(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let (object, name) = (call.this()?, call.name(0)?);
    match zend::visibility(object, &name) {
        Visibility::Public => {
            zend::write_property(scope(call)?, object, &name, &Zval::null())?;
        }
        Visibility::Undeclared => zend::remove_property(object, &name),
        Visibility::Hidden => {}
    }
    Ok(Zval::null())
}

fn json(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let members = members(call.this()?);
    if members.is_empty() {
        // An empty array would become `[]`, but this is an object.
        return Ok(zend::object_zval(ZendObject::new(ce::stdclass())));
    }
    Ok(zend::array(members))
}

fn iterator(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let members = zend::array(members(call.this()?));
    Ok(zend::construct("ArrayIterator", &mut [members])?)
}

fn count_members(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let mut value = Zval::new();
    value.set_long(i64::try_from(members(call.this()?).len()).unwrap_or(i64::MAX));
    Ok(value)
}

/// The members that are not null, declared ones first.
pub(crate) fn members(object: &ZendObject) -> ZBox<ZendHashTable> {
    let mut members = ZendHashTable::new();
    for (name, value) in visible(object) {
        if !value.is_null() {
            zend::insert(&mut members, &name, value.shallow_clone());
        }
    }
    members
}

/// All public members with their names.
fn visible(object: &ZendObject) -> impl Iterator<Item = (Zval, &Zval)> {
    zend::properties(object).filter(|(name, value)| {
        // Private and protected names begin with a NUL; an uninitialised
        // typed property of a subclass has no value.
        let is_public = name
            .zend_str()
            .is_none_or(|name| name.as_bytes().first() != Some(&0));
        is_public && !zend::is_undef(value)
    })
}

fn string_form(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let object = call.this()?;
    let Some(dto) = dto_class::dto_of(object.get_class_entry()) else {
        return Err(Failure::Pending);
    };
    let mut text = Text::new();
    let template = BailoutGuard::new(dto.template());
    let mut rest: &str = &template;
    while let Some((before, (member, after))) = rest
        .split_once('{')
        .and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        text.push(before);
        rest = after;
        let (name, as_json) = match member.strip_suffix(":json") {
            Some(name) => (name, true),
            None => (member, false),
        };
        let value = zend::read_property(scope(call)?, object, &ZendStr::new(name, false));
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

fn masked(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let object = call.this()?;
    let dto = dto_class::dto_of(object.get_class_entry());
    let mut shown = ZendHashTable::new();
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
        zend::insert(&mut shown, &name, value);
    }
    Ok(zend::array(shown))
}
