//! JSON and errors to PHP values, and back.

pub(crate) mod decode;
pub(crate) mod dto_class;
pub(crate) mod json;
pub(crate) mod string_form;
