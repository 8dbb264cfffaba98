//! `northbound call`: any operation of the table.

mod arguments;
mod describe;

use std::io::{self, Write};

use crate::args::CallArgs;
use crate::exit::{Failure, Outcome, Result};
use crate::sdk::table::{Credentials, Operation, SERVICES, Service};
use crate::sdk::{Session, mask};
use crate::settings::Settings;

pub(crate) use describe::{describe, list};

pub(crate) async fn run(args: &CallArgs, settings: &mut Settings) -> Result {
    let operation = named(args)?;
    let session = Session::open(settings)?;
    let mut arguments = arguments::read(operation, &args.arguments)?;
    if operation.credentials == Credentials::Body {
        arguments::add_credentials(operation, settings, &mut arguments);
    }
    let Some(mut response) = session.call(operation, &arguments).await? else {
        return Ok(Outcome::Good);
    };
    if let Some(dto) = operation.returns.and_then(|shape| shape.dto())
        && !args.show_secrets
    {
        mask(&mut response, dto);
    }
    writeln!(io::stdout(), "{response:#}")?;
    Ok(Outcome::Good)
}

/// Returns the operation that the command line names: `method`, or `Class.method`.
fn named(args: &CallArgs) -> Result<&'static Operation> {
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
fn all() -> impl Iterator<Item = (&'static Service, &'static Operation)> {
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
