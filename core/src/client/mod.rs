//! The client: sends the request of an operation and returns its response.

pub(crate) mod call;
mod config;
#[cfg(fuzzing)]
pub mod fuzzing;
mod limits;
mod paging;
mod proxy;
pub(crate) mod settings;
mod shared;
pub(crate) mod transport;
mod waiting;

pub use call::client::Client;
pub use call::event::{Event, EventKind, Observer};
pub use call::response::Response;
pub use config::ClientConfig;
pub use limits::{Retries, Timeouts};
pub use paging::pages::{Page, Pages};
pub use paging::paginator::Paginator;
pub use proxy::ProxySettings;
pub use shared::{SharedStore, SharedStores, StoreReport, StoreSettings, TokenInfo};
pub use transport::connection_pool::{ConnectionPool, ConnectionPools};
pub use transport::handshake::Handshake;
pub use transport::stats::Stats;
pub use transport::tls::{CertificateInfo, TlsSettings, Verify};
pub use waiting::{Counts, Progress, WaitOptions, Waiter};
