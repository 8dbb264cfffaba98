//! Rust types of fields, and how they are read from a response.
//!
//! Platforms send `"3600"` for 3600, and `3600.0`. PHP takes either, and so does this: a
//! scalar of another type is converted, and one that cannot be is left out. A list or an
//! object where the other is documented is an error.

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

use super::model::Shape;

/// Rust type that a field may have.
pub trait FieldValue: Sized {
    /// Documented type that the Rust type stands for.
    const SHAPE: Shape;

    /// The words that the documents list, if there is a list.
    const WORDS: &'static [&'static str] = &[];

    /// Converts a JSON value other than null; `None` for a value that has no such form.
    ///
    /// # Errors
    ///
    /// The value is a list or an object, and the other one is documented.
    fn from_json(value: Value) -> serde_json::Result<Option<Self>>;
}

impl FieldValue for String {
    const SHAPE: Shape = Shape::Text;

    fn from_json(value: Value) -> serde_json::Result<Option<Self>> {
        Ok(match value {
            Value::String(text) => Some(text),
            Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        })
    }
}

impl FieldValue for i64 {
    const SHAPE: Shape = Shape::Integer;

    fn from_json(value: Value) -> serde_json::Result<Option<Self>> {
        Ok(integer(&value))
    }
}

/// The whole number that a value stands for.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    let whole = |number: f64| {
        let is_whole = number.fract() == 0.0 && number.abs() < i64::MAX as f64;
        is_whole.then_some(number as i64)
    };
    match value {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| whole(text.parse().ok()?))
        }
        _ => None,
    }
}

impl FieldValue for f64 {
    const SHAPE: Shape = Shape::Number;

    fn from_json(value: Value) -> serde_json::Result<Option<Self>> {
        Ok(match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        })
    }
}

impl FieldValue for bool {
    const SHAPE: Shape = Shape::Boolean;

    fn from_json(value: Value) -> serde_json::Result<Option<Self>> {
        Ok(match &value {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) if text == "true" || text == "1" => Some(true),
            Value::String(text) if text == "false" || text == "0" => Some(false),
            Value::Number(number) => match number.as_i64() {
                Some(0) => Some(false),
                Some(1) => Some(true),
                _ => None,
            },
            _ => None,
        })
    }
}

impl FieldValue for Value {
    const SHAPE: Shape = Shape::Json;

    fn from_json(value: Value) -> serde_json::Result<Option<Self>> {
        Ok(Some(value))
    }
}

impl<T: FieldValue> FieldValue for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn from_json(value: Value) -> serde_json::Result<Option<Self>> {
        match value {
            Value::Array(items) => {
                let items = items.into_iter().filter(|item| !item.is_null());
                items
                    .filter_map(|item| T::from_json(item).transpose())
                    .collect::<serde_json::Result<_>>()
                    .map(Some)
            }
            other => serde_json::from_value::<Vec<Value>>(other).map(|_| None),
        }
    }
}

/// Reads a field of a response.
pub(crate) fn read<'de, D: Deserializer<'de>, T: FieldValue>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        value => T::from_json(value).map_err(D::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_as<T: FieldValue>(value: Value) -> Option<T> {
        T::from_json(value).ok().flatten()
    }

    #[test]
    fn scalars_of_other_types() {
        for value in [json!(3600), json!("3600"), json!(3600.0), json!(" 3600.0 ")] {
            assert_eq!(read_as::<i64>(value.clone()), Some(3600), "{value}");
        }
        for value in [
            json!(0.5),
            json!("soon"),
            json!([]),
            json!({}),
            json!(true),
            json!(1e300),
        ] {
            assert_eq!(read_as::<i64>(value.clone()), None, "{value}");
        }
        assert_eq!(read_as::<String>(json!(7)).as_deref(), Some("7"));
        assert_eq!(read_as::<String>(json!(["a"])), None);
        assert_eq!(read_as::<f64>(json!("1.5")), Some(1.5));
        assert_eq!(read_as::<bool>(json!("true")), Some(true));
        assert_eq!(read_as::<bool>(json!(2)), None);
        assert_eq!(
            read_as::<Vec<i64>>(json!(["1", null, 2.0])),
            Some(vec![1, 2])
        );
        assert!(Vec::<i64>::from_json(json!({})).is_err());
    }

    /// PHP users read the docs, and Rust users the type: both must list the same words.
    #[cfg(feature = "docs")]
    #[test]
    fn the_docs_of_a_field_name_its_words() {
        let mut checked = 0;
        for dto in crate::sdk::dtos() {
            for field in dto.fields {
                let docs = field.docs.lines().concat();
                for word in field.kind.words {
                    let (dto, field) = (dto.name, field.name);
                    assert!(docs.contains(&format!("`{word}`")), "{dto}.{field}: {word}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 100, "{checked}");
    }
}
