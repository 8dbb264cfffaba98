//! The format of the table: macros that declare its rows, and the types of the rows.

#[macro_use]
mod macros;
pub mod argument;
pub(crate) mod field_value;
pub(crate) mod model;
