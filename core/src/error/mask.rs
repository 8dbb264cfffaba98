//! The mask of secrets.

/// What stands in the place of a secret wherever an object is printed.
pub const MASK: &str = "***";
