//! Tests of the platform through its public interfaces.

mod common;

mod access;
mod batches;
mod collection;
mod commands;
mod devices;
mod faults;
mod groups;
mod handle;
mod page;
mod program;
mod pushes;
mod rules;
mod subscriptions;
mod tls;
mod upgrade;
mod visitors;
