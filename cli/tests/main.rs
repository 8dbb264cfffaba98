//! Tests of the command `northbound` against the local platform.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod call;
mod doctor;
mod faults;
mod lists;
mod php;
mod process;
mod settings;
mod support;
mod task;
mod terminal;
mod token;
