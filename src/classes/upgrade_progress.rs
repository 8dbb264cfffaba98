//! `UpgradeProgress`: the progress of an upgrade task, for the callback of a wait and as
//! its return value.

use ext_php_rs::error::Result;
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::BailoutGuard;

use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::values::dto_class::ClassSlot;
use crate::values::from_json;
use crate::values::from_json::Rows;
use crate::zend;
use crate::zend::class;
use crate::zend::class::namespace;
use crate::zend::method::{Declared, Methods, types};
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::client::Progress;
use northbound::internal::{ErrorExt, ProgressExt};
use northbound::sdk::FieldValue;
use northbound::sdk::device_upgrade::{SubOperationInfo, TaskStatus};

static UPGRADE_PROGRESS: ClassSlot = ClassSlot::new("UpgradeProgress");

/// The property with the line for a log. It is set when the object is created: a property,
/// so that a logged object contains the line.
const TEXT: &str = "text";
const IS_ENDED: &str = "isEnded";

/// The properties, in the order of [`values`].
const PROPERTIES: [(&str, u32); 21] = [
    ("operationId", types::STRING),
    ("status", types::STRING),
    ("isEnded", types::BOOL),
    ("total", types::INT),
    ("wait", types::INT),
    ("processing", types::INT),
    ("success", types::INT),
    ("fail", types::INT),
    ("stop", types::INT),
    ("timeout", types::INT),
    ("ended", types::INT),
    ("percentage", types::FLOAT),
    ("rate", types::FLOAT | types::NULL),
    ("secondsLeft", types::FLOAT | types::NULL),
    ("elapsed", types::FLOAT),
    ("nextDelay", types::FLOAT | types::NULL),
    ("polls", types::INT),
    ("calls", types::INT),
    ("unread", types::INT),
    ("changed", types::ARRAY),
    (TEXT, types::STRING),
];

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([
        method!("isEnded", [] => ended).declaring(Declared::Type(types::BOOL)),
        method!("__toString", [] => string_form).declaring(Declared::Text),
        method!("fromArray", ["values"] => from_array)
            .typing("values", types::ARRAY, c"[]")
            .with_static(),
    ])?;
    let ce = class::register(namespace::CLIENT, "UpgradeProgress", &methods, None, &[])?;
    ce.ce_flags |= ffi::ZEND_ACC_FINAL | ffi::ZEND_ACC_NO_DYNAMIC_PROPERTIES;
    for (name, types) in PROPERTIES {
        class::readonly(ce, name, types);
    }
    UPGRADE_PROGRESS.set(ce);
    Ok(())
}

/// Creates the object. The subtasks have the same PHP type as the items of a response.
pub(crate) fn object(progress: Progress, rows: Rows) -> MethodResult {
    let class = UPGRADE_PROGRESS.get()?;
    // Guarded, since PHP's memory limit may end the script.
    let changed = serde_json::to_vec(progress.changed_rows()).map_err(conversion_error)?;
    let changed = BailoutGuard::new(changed);
    let progress = BailoutGuard::new(progress);
    let shape = <Vec<SubOperationInfo> as FieldValue>::SHAPE;
    let changed = match rows {
        _ if progress.changed_rows().is_empty() => Ok(zend::array(ZendHashTable::new())),
        Rows::Objects => from_json::dto(&shape, rows, &changed),
        Rows::Arrays => from_json::plain(&changed),
    };
    let changed = changed.map_err(|error| MethodError::decoding(error, conversion_error))?;
    let text = BailoutGuard::new(progress.to_string());
    let mut object = ZendObject::new(class);
    for (index, value) in values(&progress, changed, &text).into_iter().enumerate() {
        zend::set_slot(&mut object, index, value);
    }
    Ok(zend::object_zval(object))
}

fn conversion_error(error: serde_json::Error) -> NorthApiError {
    let text = "the progress of the upgrade task could not be converted to PHP values";
    NorthApiError::client(ClientCode::Internal, text).with_source(error)
}

/// Returns the values of the properties.
fn values(progress: &Progress, changed: Zval, text: &str) -> [Zval; PROPERTIES.len()] {
    let count = |count: u64| zend::long(i64::try_from(count).unwrap_or(i64::MAX));
    let counts = &progress.counts;
    [
        zend::string(&progress.operation_id),
        zend::string(progress.status.as_ref().map_or("", TaskStatus::as_str)),
        zend::boolean(progress.is_ended),
        count(counts.total),
        count(counts.wait),
        count(counts.processing),
        count(counts.success),
        count(counts.fail),
        count(counts.stop),
        count(counts.timeout),
        count(counts.ended()),
        zend::double(progress.percentage()),
        progress.rate.map_or_else(Zval::null, zend::double),
        progress.left.map_or_else(Zval::null, seconds),
        seconds(progress.elapsed),
        progress.next_delay.map_or_else(Zval::null, seconds),
        count(progress.polls.into()),
        count(progress.calls.into()),
        count(progress.unread),
        changed,
        zend::string(text),
    ]
}

/// `UpgradeProgress::fromArray($values)`: a progress with these properties, for tests of an
/// application's callback. The others are 0, empty or null, and follow from the counts.
fn from_array(frame: &Frame<'_>) -> MethodResult {
    let given = frame.required(0)?;
    let Some(given) = given.array() else {
        let expected = format!("of type array, {} given", zend::type_name(given));
        return Err(zend::wrong_type(1, &expected).into());
    };
    for (name, _) in zend::entries(Some(given)) {
        let name = name.coerce_to_string().unwrap_or_default();
        if !PROPERTIES.iter().any(|(known, _)| *known == name) {
            return Err(refused(format!(
                "UpgradeProgress has no property \"{name}\""
            )));
        }
    }
    let count = |name: &str| given.get(name).and_then(Zval::long).unwrap_or_default();
    let ended = ["success", "fail", "stop", "timeout"].map(count);
    let ended = ended.into_iter().fold(0, i64::saturating_add);
    let total = count("total");
    let percentage = match total {
        0 => 0.0,
        total => ended.min(total) as f64 * 100.0 / total as f64,
    };
    let mut object = ZendObject::new(UPGRADE_PROGRESS.get()?);
    for (index, (name, allowed)) in PROPERTIES.into_iter().enumerate() {
        let value = match given.get(name).map(Zval::dereference) {
            Some(value) => checked(name, allowed, value)?,
            None => match name {
                IS_ENDED => zend::boolean(total > 0 && ended >= total),
                "ended" => zend::long(ended),
                "percentage" => zend::double(percentage),
                _ if allowed & types::NULL != 0 => Zval::null(),
                _ if allowed == types::STRING => zend::string(""),
                _ if allowed == types::ARRAY => zend::array(ZendHashTable::new()),
                _ if allowed == types::FLOAT => zend::double(0.0),
                _ => zend::long(0),
            },
        };
        zend::set_slot(&mut object, index, value);
    }
    Ok(zend::object_zval(object))
}

/// Returns the value as the property's type allows it: a whole number may stand for a float.
fn checked(name: &str, allowed: u32, value: &Zval) -> MethodResult {
    let is_allowed = |bits: u32, is: bool| allowed & bits != 0 && is;
    if is_allowed(types::FLOAT, value.is_long()) {
        return Ok(zend::double(value.long().unwrap_or_default() as f64));
    }
    let fits = is_allowed(types::NULL, value.is_null())
        || is_allowed(types::STRING, value.is_string())
        || is_allowed(types::BOOL, value.is_bool())
        || is_allowed(types::FLOAT, value.is_double())
        || is_allowed(types::ARRAY, value.is_array())
        || is_allowed(types::INT, value.is_long());
    match fits {
        true => Ok(value.shallow_clone()),
        false => {
            let given = zend::type_name(value);
            Err(refused(format!(
                "UpgradeProgress::${name} cannot be of type {given}"
            )))
        }
    }
}

fn refused(error: String) -> MethodError {
    NorthApiError::client(ClientCode::InvalidInput, error).into()
}

/// Converts to seconds with three decimal places.
fn seconds(duration: std::time::Duration) -> Zval {
    zend::double(duration.as_millis() as f64 / 1000.0)
}

fn ended(frame: &Frame<'_>) -> MethodResult {
    property(frame, IS_ENDED)
}

fn string_form(frame: &Frame<'_>) -> MethodResult {
    property(frame, TEXT)
}

fn property(frame: &Frame<'_>, name: &str) -> MethodResult {
    let scope = frame.scope()?;
    let value = zend::read_property(scope, frame.this()?, &ZendStr::new(name, false));
    zend::pending()?;
    Ok(value)
}
