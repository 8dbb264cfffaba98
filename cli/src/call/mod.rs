//! `northbound call`: any operation of the table.

mod arguments;
mod describe;
mod operation;

use std::io::{self, Write};

use crate::args::CallArgs;
use crate::exit::{Outcome, Result};
use crate::sdk::table::Credentials;
use crate::sdk::{Session, mask};
use crate::settings::Settings;
use operation::named;

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
