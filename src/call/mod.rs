//! One call from PHP: from its arguments to the response.

#[macro_use]
pub(crate) mod frame;
pub(crate) mod arguments;
pub(crate) mod caller;
pub(crate) mod client_object;
pub(crate) mod default_client;
pub(crate) mod logger;
pub(crate) mod operation;
pub(crate) mod panic;
pub(crate) mod request_json;
pub(crate) mod runtime;
pub(crate) mod ssl_config;
pub(crate) mod transport_override;
