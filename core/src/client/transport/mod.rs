//! Connections to the platform. Only this module uses reqwest to send requests.

pub(crate) mod connection_pool;
pub(crate) mod dial;
mod error_source;
pub(crate) mod handshake;
pub(crate) mod http_client;
pub(crate) mod http_response;
pub(crate) mod lookup;
mod proxy_error;
mod request_headers;
pub(crate) mod resolver;
pub(crate) mod retry_after;
pub(crate) mod retry_budget;
pub(crate) mod stats;
pub(crate) mod tls;
pub(crate) mod transport_error;
