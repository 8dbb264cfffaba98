//! ConnectionPools to the platform. Only this module knows reqwest.

pub(crate) mod connection_pool;
pub(crate) mod dial;
pub(crate) mod retry_after;
pub(crate) mod retry_budget;
pub(crate) mod stats;
pub(crate) mod tls;
pub(crate) mod transport_error;
