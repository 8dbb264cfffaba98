//! Reads all pages of a list, even if the list changes meanwhile.

mod id_set;
mod list_cursor;
mod page_index;
pub(crate) mod pages;
pub(crate) mod paginator;
#[cfg(feature = "stream")]
mod stream;
mod window;
