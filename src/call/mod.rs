//! One call from PHP: from its arguments to the response.

#[macro_use]
pub(crate) mod frame;
pub(crate) mod arguments;
pub(crate) mod drive;
pub(crate) mod idle;
pub(crate) mod logger;
pub(crate) mod panic;
pub(crate) mod runtime;
