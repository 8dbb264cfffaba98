//! How a row of the table is written, and what it says.

#[macro_use]
mod macros;
pub mod argument;
pub(crate) mod model;
