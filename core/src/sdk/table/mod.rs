//! The format of the table: macros that declare its rows, and the types of the rows.

#[macro_use]
mod macros;
#[macro_use]
mod words;
pub(crate) mod argument;
pub(crate) mod field_value;
pub(crate) mod model;
