//! JSON, errors and DTOs as values of PHP.

pub(crate) mod dto_class;
pub(crate) mod exception;
pub(crate) mod from_json;
pub(crate) mod new_object;
pub(crate) mod string_form;
