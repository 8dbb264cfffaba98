//! Converts JSON, errors and DTOs to PHP values.

pub(crate) mod decode_error;
pub(crate) mod dto_class;
pub(crate) mod exception;
pub(crate) mod from_json;
pub(crate) mod new_object;
pub(crate) mod string_form;
pub(crate) mod term;
