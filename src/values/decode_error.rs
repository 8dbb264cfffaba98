//! The reasons why JSON cannot be decoded to PHP values.

use std::fmt;

use northbound::internal::json::Unexpected;
use northbound::sdk::Shape;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, Visitor};
use serde_json::Value;

use crate::zend::Thrown;

/// The reason why JSON could not be decoded.
pub(crate) enum DecodeError {
    /// The text is not JSON, or not of the expected shape.
    Json(serde_json::Error),
    /// The script exceeded its memory limit.
    Thrown(Thrown),
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        DecodeError::Json(error)
    }
}

/// The reason why the decoder stops.
pub(super) enum Stop {
    /// The text is not the expected JSON.
    Unexpected,
    /// The script exceeded its memory limit.
    Thrown(Thrown),
}

impl From<Unexpected> for Stop {
    fn from(_: Unexpected) -> Self {
        Stop::Unexpected
    }
}

impl From<Thrown> for Stop {
    fn from(thrown: Thrown) -> Self {
        Stop::Thrown(thrown)
    }
}

impl Stop {
    /// Returns the error for a text, and the shape that is expected of it.
    pub(super) fn into_error(self, text: &str, shape: Option<&Shape>) -> DecodeError {
        match self {
            Stop::Unexpected => DecodeError::Json(json_error(text, shape)),
            Stop::Thrown(thrown) => DecodeError::Thrown(thrown),
        }
    }
}

/// Returns the error for a text that could not be decoded, with its line and column.
#[cold]
fn json_error(text: &str, shape: Option<&Shape>) -> serde_json::Error {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        return error;
    }
    // The text is JSON, but of another shape, nested too deeply, or with half of a
    // surrogate pair.
    let opening = match shape {
        Some(Shape::List(_)) => '[',
        _ => '{',
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let error = match shape {
        Some(shape) if !text.trim_start().starts_with(opening) => {
            json.deserialize_any(Wanted(shape)).err()
        }
        _ => Value::deserialize(&mut json).err(),
    };
    error.unwrap_or_else(|| Error::custom("the JSON cannot be decoded"))
}

/// A visitor that accepts no value. Its error names the expected shape.
struct Wanted<'a>(&'a Shape);

impl Visitor<'_> for Wanted<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Shape::List(_) => f.write_str("a list"),
            shape => {
                let name = shape.dto().map_or("its class", |dto| dto.name);
                write!(f, "an object with the fields of {name}")
            }
        }
    }
}
