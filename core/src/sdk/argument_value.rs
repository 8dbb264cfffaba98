//! The values from which a request is built.

use std::borrow::Cow;

/// The value of an argument, in the form that a request takes.
#[doc(hidden)]
#[derive(Debug)]
pub enum ArgumentValue {
    /// No value: a query parameter is left out, other places refuse it.
    Null,
    /// Text or a number, in the form in which it is sent.
    Text(Vec<u8>),
    /// A boolean: `true` or `false` as a query parameter, `1` or `0` as the field
    /// of a DTO, as the original sends them.
    Bool(bool),
    /// The access token that the client manages.
    ManagedToken,
    /// The fields of a DTO as a JSON object, for the body.
    Json(Vec<u8>),
    /// The fields of a DTO by name, for the URL.
    Fields(Vec<(Cow<'static, str>, ArgumentValue)>),
}

impl ArgumentValue {
    pub(super) fn into_text(self) -> Vec<u8> {
        match self {
            ArgumentValue::Text(text) => text,
            ArgumentValue::Bool(flag) => if flag { b"1" } else { b"0" }.to_vec(),
            _ => Vec::new(),
        }
    }
}
