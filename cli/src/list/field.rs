//! A field of an item as text.

use std::borrow::Cow;

use serde_json::Value;

use super::writer::Item;

/// Returns the field at a path such as `staResult.total`: text as it is, objects and
/// lists as JSON, nothing as an empty text.
pub(super) fn text<'a>(item: &'a Item, path: &str) -> Cow<'a, str> {
    let mut names = path.split('.');
    let mut value = names.next().and_then(|name| item.get(name));
    for name in names {
        value = value.and_then(|value| value.get(name));
    }
    match value {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(text)) => Cow::Borrowed(text),
        Some(other) => Cow::Owned(other.to_string()),
    }
}
