//! The core against the local platform, as a program that uses the crate would.

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
mod floors;
mod keepalive;
mod keys;
mod openssl;
mod paginator;
mod requests;
mod retry;
mod state;
mod state_redis;
mod table;
mod tls;
mod transport;
mod upgrade;
mod waiting;
