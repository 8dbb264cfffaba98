//! The string forms of an error.

use std::fmt;

use super::NorthApiError;

impl fmt::Display for NorthApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        if let Some(place) = &inner.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&inner.code)?;
        if !inner.desc.is_empty() {
            write!(f, " {}", inner.desc)?;
        }
        if let Some(http) = &inner.http {
            write!(f, " (HTTP {}", http.status)?;
            if !http.reason.is_empty() {
                write!(f, " {}", http.reason)?;
            }
            f.write_str(")")?;
        }
        if inner.attempts > 1 {
            write!(f, " (after {} attempts)", inner.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for NorthApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("NorthApiError")
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("place", &inner.place)
            .field("code", &inner.code)
            .field("desc", &inner.desc)
            .field("http_status", &self.http_status())
            .field(
                "may_have_reached_platform",
                &inner.may_have_reached_platform,
            )
            .field("attempts", &inner.attempts)
            .field("source", &inner.source)
            .finish()
    }
}
