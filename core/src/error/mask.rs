//! The mask of secrets.

/// Text that replaces a secret wherever an object is printed.
pub const MASK: &str = "***";
