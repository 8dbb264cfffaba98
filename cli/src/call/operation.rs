//! The operation that the command line names.

use crate::args::CallArgs;
use crate::exit::{Failure, Result};
use crate::sdk::table::{Operation, SERVICES, Service};

/// Returns the operation that the command line names: `method`, or `Class.method`.
pub(super) fn named(args: &CallArgs) -> Result<&'static Operation> {
    let name = args.operation.as_deref().unwrap_or_default();
    let (class, method) = match name.split_once(['.', ':']) {
        Some((class, method)) => (Some(class), method.trim_start_matches(':')),
        None => (None, name),
    };
    let is_named = |(service, operation): &(&Service, &Operation)| {
        class.is_none_or(|class| service.class.eq_ignore_ascii_case(class))
            && operation.method.eq_ignore_ascii_case(method)
    };
    let found: Vec<_> = all().filter(is_named).collect();
    match found[..] {
        [(_, operation)] => Ok(operation),
        [] => Err(unknown(name)),
        _ => {
            let names = found
                .iter()
                .map(|(service, _)| format!("{}.{method}", service.class));
            let names = names.collect::<Vec<_>>().join(", ");
            Err(Failure::usage(format!(
                "{name} stands for several operations: {names}"
            )))
        }
    }
}

/// Returns all operations, with their services.
pub(super) fn all() -> impl Iterator<Item = (&'static Service, &'static Operation)> {
    SERVICES.iter().flat_map(|service| {
        service
            .operations
            .iter()
            .map(|operation| (*service, *operation))
    })
}

/// Creates the error for an operation that does not exist, with those that have a part of
/// its name.
fn unknown(name: &str) -> Failure {
    let part = name.to_ascii_lowercase();
    let is_similar = |operation: &&Operation| {
        let method = operation.method.to_ascii_lowercase();
        !part.is_empty() && (method.contains(&part) || part.contains(&method))
    };
    let similar = all().map(|(_, operation)| operation).filter(is_similar);
    let similar: Vec<&str> = similar.map(|operation| operation.method).take(5).collect();
    let hint = match similar[..] {
        [] => String::new(),
        _ => format!("; similar are {}", similar.join(", ")),
    };
    let list = "northbound call --list prints all";
    Failure::usage(format!("there is no operation {name}{hint}; {list}"))
}
