//! `JsonUtil` and `PropertyUtil`.

use std::cell::Cell;
use std::path::PathBuf;

use ext_php_rs::convert::IntoZval;
use ext_php_rs::error::Result;
use ext_php_rs::ffi;
use ext_php_rs::flags::{ClassFlags, PropertyFlags};
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

use crate::call::arguments::kind;
use crate::call::frame::{Call, Failure};
use crate::values::dto_class;
use crate::values::dto_class::Slot;
use crate::zend;
use crate::zend::Visibility;
use crate::zend::class;
use crate::zend::class::{Default, namespace};
use crate::zend::method::{Method, Methods};
use crate::zend::request::RequestStatic;
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;

/// `JSON_THROW_ON_ERROR`
const THROW: i64 = 4_194_304;

/// How deep JSON may nest: what `json_decode` allows by itself.
const DEPTH: i64 = 512;

/// Where the original's demo keeps its settings, seen from the application's
/// folder.
const SETTINGS_FILE: &str = "config/application.ini";

static PROPERTY_UTIL: Slot = Slot::empty();

/// The static that holds the application's properties until the request ends.
static HELD: RequestStatic = RequestStatic::new("properties", &HELD_SET_IN);

thread_local! {
    static HELD_SET_IN: Cell<u64> = const { Cell::new(0) };
}

handler! {
    json_to_object => json_string_to_object;
    init => read_properties;
    get_property => property;
}

/// Registers both classes.
pub(crate) fn register() -> Result<()> {
    let params = ["json", "className"];
    let method = Method::new("jsonString2SimpleObj", params, json_to_object).with_static();
    let methods = Methods::new([method])?;
    class::register(namespace::UTILS, "JsonUtil", &methods, None, &[])?;

    let methods = Methods::new([
        Method::new("init", ["path"], init)
            .requiring(0)
            .with_static(),
        Method::new("getProperty", ["name"], get_property).with_static(),
    ])?;
    let ce = class::register(namespace::UTILS, "PropertyUtil", &methods, None, &[])?;
    let flags = PropertyFlags::Private | PropertyFlags::Static;
    class::property(ce, HELD.name(), flags, Default::Null)?;
    PROPERTY_UTIL.set(ce);
    Ok(())
}

fn invalid(what: String) -> Failure {
    NorthApiError::client(ClientCode::InvalidInput, what).into()
}

/// `JsonUtil::jsonString2SimpleObj($json, $className)`: a new object of the
/// class, with the members of the JSON object. Nested values are stdClass.
fn json_string_to_object(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let (json, class) = (call.required(0)?, call.required(1)?);
    let class = match class.str() {
        Some(name) => instantiable(name.trim_start_matches('\\'))
            .map_err(|why| invalid(format!("className: {why}")))?,
        None => {
            return Err(invalid(format!(
                "className must be a string, {} given",
                kind(class)
            )));
        }
    };
    if !json.is_string() {
        return Err(invalid(format!(
            "json must be a string, {} given",
            kind(json)
        )));
    }
    let json = decode(json)?;
    let Some(members) = json.object() else {
        return Err(invalid(format!(
            "json must hold an object, not {}",
            kind(&json)
        )));
    };
    let mut object = zend::new_object(class)?;
    if let Some(object) = object.object_mut() {
        zend::call_constructor(class, object, &mut [])?;
        fill(object, zend::properties(members))?;
    }
    Ok(object)
}

/// The class of this name, if anyone may make objects of it; else why not.
pub(crate) fn instantiable(name: &str) -> std::result::Result<&'static ClassEntry, String> {
    let class =
        ClassEntry::try_find(name).ok_or_else(|| format!("there is no class \"{name}\""))?;
    let without_objects =
        ClassFlags::Interface | ClassFlags::Trait | ClassFlags::Enum | ClassFlags::Abstract;
    // SAFETY: the constructor of a class is a live function, of which `common`
    // is a valid view.
    let has_hidden_constructor = unsafe { class.constructor.as_ref() }
        .is_some_and(|new| unsafe { new.common.fn_flags } & ffi::ZEND_ACC_PUBLIC == 0);
    if class.flags().intersects(without_objects) || has_hidden_constructor {
        return Err(format!("there can be no new {name}"));
    }
    Ok(class)
}

/// A new object of a class, with the members of an array.
pub(crate) fn object_of(class: &ClassEntry, members: &Zval) -> std::result::Result<Zval, Failure> {
    let mut object = zend::new_object(class)?;
    if let Some(object) = object.object_mut() {
        zend::call_constructor(class, object, &mut [])?;
        fill(object, zend::entries(members.array()))?;
    }
    Ok(object)
}

/// PHP's own decoder, whose objects are what the original gives.
fn decode(json: &Zval) -> std::result::Result<Zval, Failure> {
    let mut args = [
        json.shallow_clone(),
        Zval::null(),
        DEPTH.into_zval(false)?,
        THROW.into_zval(false)?,
    ];
    match zend::call("json_decode", &mut args) {
        Ok(value) => Ok(value),
        Err(zend::Pending) => match zend::take_exception("JsonException") {
            Some(reason) => Err(invalid(format!("json is not JSON: {reason}"))),
            None => Err(Failure::Pending),
        },
    }
}

/// Copies members. A DTO also takes those that its documents do not know,
/// unless a subclass has a say in that; any other class decides for itself.
fn fill<'a>(
    object: &mut ZendObject,
    members: impl Iterator<Item = (Zval, &'a Zval)>,
) -> std::result::Result<(), Failure> {
    let class = object.get_class_entry();
    let takes_all = dto_class::dto_of(class).is_some() && zend::has_internal_setter(class);
    for (name, value) in members {
        let name = ZendStr::new(name.coerce_to_string().unwrap_or_default(), false);
        if takes_all && zend::visibility(object, &name) == Visibility::Undeclared {
            zend::add_property(object, &name, value.shallow_clone());
        } else {
            zend::write_property(class, object, &name, value)?;
        }
    }
    Ok(())
}

/// `PropertyUtil::init($path = null)`: reads the application's ini file.
fn read_properties(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let given = call.arg(0).filter(|path| !path.is_null());
    let path = match given {
        Some(path) => path
            .string()
            .ok_or_else(|| invalid(format!("path must be a string, {} given", kind(path))))?,
        None => find_settings_file()?,
    };
    // Tried first, so that PHP has nothing to warn of.
    if let Err(error) = std::fs::File::open(&path) {
        return Err(invalid(format!(
            "{} cannot be read: {error}",
            path.escape_debug()
        )));
    }
    let read = zend::call("parse_ini_file", &mut [zend::string(path.as_str())])?;
    if !read.is_array() {
        return Err(invalid(format!("{path} cannot be read as an ini file")));
    }
    HELD.write(holder()?, &read)?;
    Ok(Zval::null())
}

/// Looks where the original looks, beside the working directory, and then in
/// the working directory itself.
fn find_settings_file() -> std::result::Result<String, Failure> {
    // PHP's own, which need not be the process's.
    let here = zend::call("getcwd", &mut [])?
        .string()
        .map(PathBuf::from)
        .ok_or_else(|| invalid("the working directory cannot be told".to_owned()))?;
    let candidates = [here.parent(), Some(here.as_path())];
    candidates
        .iter()
        .flatten()
        .map(|folder| folder.join(SETTINGS_FILE))
        .find(|path| path.is_file())
        .and_then(|path| path.to_str().map(str::to_owned))
        .ok_or_else(|| {
            invalid(format!(
                "there is no {SETTINGS_FILE} in {} or beside it; name the file: \
                 PropertyUtil::init($path)",
                here.display()
            ))
        })
}

/// `PropertyUtil::getProperty($name)`: null if there is none.
fn property(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let properties = HELD.read(holder()?);
    let name = call.name(0)?;
    let value = name
        .as_str()
        .ok()
        .and_then(|name| properties.array()?.get(name))
        .map_or_else(Zval::null, Zval::shallow_clone);
    Ok(value)
}

fn holder() -> std::result::Result<&'static ClassEntry, Failure> {
    PROPERTY_UTIL.get().ok_or(Failure::Pending)
}
