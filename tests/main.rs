//! Tests of the core crate with the local platform, through the public API.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

mod archives;
mod authentication;
mod catalogue;
mod certificates;
mod connections;
mod errors;
mod events;
mod handshake;
mod hostile;
mod keepalive;
mod keys;
mod layers;
mod managed_token;
mod openssl;
mod paginator;
mod paging_bounds;
mod platform_page;
mod proxy;
mod public_api;
mod requests;
mod retry;
mod rust_api;
mod rust_version;
mod settings;
mod state;
mod state_redis;
mod stores;
mod table;
mod tls;
mod transport;
mod upgrade;
mod waiting;
