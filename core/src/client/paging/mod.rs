//! All pages of a list, also of one that moves while it is read.

mod id_set;
mod list_cursor;
mod page_index;
pub(crate) mod pages;
pub(crate) mod paginator;
mod window;
