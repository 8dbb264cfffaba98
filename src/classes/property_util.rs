//! `PropertyUtil`: reads the ini file of an application.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use ext_php_rs::error::Result;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::Zval;
use northbound::internal::ErrorExt;
use northbound::{ClientCode, NorthApiError};

use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::ini;
use crate::values::dto_class::ClassSlot;
use crate::zend;
use crate::zend::class::{self, Default, namespace};
use crate::zend::method::Methods;
use crate::zend::request::RequestStatic;

/// The path of the settings of the original's demo, relative to the application's
/// folder.
const SETTINGS_FILE: &str = "config/application.ini";

/// The PHP file, returning an array, in which the Composer fork keeps them.
const SETTINGS_FILE_OF_FORK: &str = "config/huaweiiot.php";

/// How many folders above the SDK's own the settings file may be.
const LEVELS_ABOVE: usize = 4;

static CLASS: ClassSlot = ClassSlot::new("PropertyUtil");

/// The static property with the values of the ini file, until the request ends.
static PROPERTIES: RequestStatic = RequestStatic::new("properties", &PROPERTIES_SET_IN);

thread_local! {
    static PROPERTIES_SET_IN: Cell<u64> = const { Cell::new(0) };
}

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([
        method!("init", ["path"] => init).requiring(0).with_static(),
        method!("getProperty", ["name"] => get_property).with_static(),
    ])?;
    let ce = class::register(namespace::UTILS, CLASS.name(), &methods, None, &[])?;
    let flags = PropertyFlags::Private | PropertyFlags::Static;
    class::property(ce, PROPERTIES.name(), flags, Default::Null)?;
    CLASS.set(ce);
    Ok(())
}

/// `PropertyUtil::init($path = null)`: reads the application's ini file.
fn init(frame: &Frame<'_>) -> MethodResult {
    let given = frame.arg(0).filter(|path| !path.is_null());
    let path = match given {
        Some(path) => path.string().ok_or_else(|| {
            invalid(format!(
                "path must be a string, {} given",
                zend::type_name(path)
            ))
        })?,
        None => find_settings_file()?,
    };
    let values = match path.ends_with(".php") {
        true => include(&path)?,
        false => read_ini_file(&path)?,
    };
    PROPERTIES.write(CLASS.get()?, &values)?;
    Ok(Zval::null())
}

fn read_ini_file(path: &str) -> MethodResult {
    // Opened first, so that `parse_ini_file` raises no warning for a missing file.
    if let Err(error) = std::fs::File::open(path) {
        return Err(invalid(format!(
            "{} cannot be read: {error}",
            path.escape_debug()
        )));
    }
    let values = zend::call("parse_ini_file", &mut [zend::string(path)])?;
    if !values.is_array() {
        return Err(invalid(format!("{path} cannot be read as an ini file")));
    }
    Ok(values)
}

/// Runs a PHP file that returns an array.
fn include(path: &str) -> MethodResult {
    let values = zend::include(path)?;
    if !values.is_array() {
        return Err(invalid(format!("{path} does not return an array")));
    }
    Ok(values)
}

/// Finds the settings file: in the parent of the working directory, as the original does,
/// then in the working directory. The original also looks four folders above its own file,
/// and the shim says where that is. The Composer fork has a PHP file instead.
fn find_settings_file() -> MethodResult<String> {
    let working_dir = zend::path::absolute(Path::new("."))
        .ok_or_else(|| invalid("the working directory cannot be determined".to_owned()))?;
    let mut candidates: Vec<PathBuf> = [working_dir.parent(), Some(&working_dir)]
        .into_iter()
        .flatten()
        .map(|folder| folder.join(SETTINGS_FILE))
        .collect();
    if let Some(shim) = ini::shim_dir() {
        let folders = shim.ancestors().take(1 + LEVELS_ABOVE);
        candidates.extend(folders.map(|folder| folder.join(SETTINGS_FILE)));
    }
    let has_fork = ini::alias_namespace().is_ok_and(|namespace| namespace.is_some());
    if has_fork {
        let folders = working_dir.ancestors().take(1 + LEVELS_ABOVE);
        candidates.extend(folders.map(|folder| folder.join(SETTINGS_FILE_OF_FORK)));
    }
    candidates
        .iter()
        .find(|path| path.is_file())
        .and_then(|path| path.to_str().map(str::to_owned))
        .ok_or_else(|| {
            let mut places = format!("{} or its parent directory", working_dir.display());
            if let Some(shim) = ini::shim_dir() {
                let shim = shim.display();
                places += &format!(", nor in {shim} or {LEVELS_ABOVE} directories above it");
            }
            if has_fork {
                places +=
                    &format!(", nor {SETTINGS_FILE_OF_FORK} in the same directories or above");
            }
            invalid(format!(
                "{SETTINGS_FILE} not found in {places}; pass the path of the file: \
                 PropertyUtil::init($path)"
            ))
        })
}

/// `PropertyUtil::getProperty($name)`: a value of the ini file; null if it is not there.
fn get_property(frame: &Frame<'_>) -> MethodResult {
    let properties = PROPERTIES.read(CLASS.get()?);
    let name = frame.name(0)?;
    let value = name
        .as_str()
        .ok()
        .and_then(|name| properties.array()?.get(name))
        .map_or_else(Zval::null, Zval::shallow_clone);
    Ok(value)
}

/// Creates error 1007.
fn invalid(error: String) -> MethodError {
    NorthApiError::client(ClientCode::InvalidInput, error).into()
}
