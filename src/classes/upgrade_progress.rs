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
use northbound::internal::ErrorExt;
use northbound::sdk::FieldValue;
use northbound::sdk::device_upgrade::SubOperationInfo;

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
    let changed = serde_json::to_vec(&progress.changed).map_err(conversion_error)?;
    let changed = BailoutGuard::new(changed);
    let progress = BailoutGuard::new(progress);
    let shape = <Vec<SubOperationInfo> as FieldValue>::SHAPE;
    let changed = match rows {
        _ if progress.changed.is_empty() => Ok(zend::array(ZendHashTable::new())),
        Rows::Objects => from_json::dto(&shape, rows, &changed),
        Rows::Arrays => from_json::plain(&changed),
    };
    let changed = changed.map_err(conversion_error)?;
    let text = BailoutGuard::new(progress.to_string());
    let mut object = ZendObject::new(class);
    for (index, value) in values(&progress, changed, &text).into_iter().enumerate() {
        zend::set_slot(&mut object, index, value);
    }
    Ok(zend::object_zval(object))
}

fn conversion_error(error: serde_json::Error) -> MethodError {
    let text = "the progress of the upgrade task could not be converted to PHP values";
    MethodError::North(NorthApiError::client(ClientCode::Internal, text).with_source(error))
}

/// Returns the values of the properties.
fn values(progress: &Progress, changed: Zval, text: &str) -> [Zval; PROPERTIES.len()] {
    let count = |count: u64| zend::long(i64::try_from(count).unwrap_or(i64::MAX));
    let counts = &progress.counts;
    [
        zend::string(&progress.operation_id),
        zend::string(&progress.status),
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
