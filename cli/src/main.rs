//! The command `northbound`: sees upgrades of devices, and what is wrong with the
//! connection to the IoT platform.

#![forbid(unsafe_code)]

mod args;
mod call;
mod doctor;
mod exit;
mod list;
mod pages;
mod sdk;
mod settings;
mod task;
mod terminal;
mod token;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use args::{Cli, Command};
use exit::{Failure, Outcome, Result};
use settings::Settings;

fn main() -> ExitCode {
    northbound::internal::name_terms(settings::names::in_messages);
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run_until_signal(cli)),
        Err(error) => Err(Failure::error(error)),
    };
    match outcome {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            if let Some(message) = failure.message() {
                // There is nowhere to report that this cannot be written.
                let _ = writeln!(std::io::stderr(), "northbound: {message}");
            }
            failure.status().into()
        }
    }
}

/// Prints help, or what is wrong with the command line.
fn usage(error: &clap::Error) -> ExitCode {
    let printed = error.print();
    let failure = match (error.use_stderr(), printed) {
        (true, _) => Failure::usage(""),
        (false, Err(error)) => Failure::Output(error),
        (false, Ok(())) => return Outcome::Good.into(),
    };
    failure.status().into()
}

/// Runs the command, unless a signal ends it. What it has written so far is complete:
/// output is written page by page.
async fn run_until_signal(cli: Cli) -> Result {
    let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
    let number = |kind: SignalKind| u8::try_from(kind.as_raw_value()).unwrap_or_default();
    let mut interrupted = signal(interrupt).map_err(Failure::error)?;
    let mut terminated = signal(terminate).map_err(Failure::error)?;
    tokio::select! {
        outcome = run(cli) => outcome,
        _ = interrupted.recv() => Err(Failure::Signal(number(interrupt))),
        _ = terminated.recv() => Err(Failure::Signal(number(terminate))),
    }
}

async fn run(cli: Cli) -> Result {
    match &cli.command {
        Command::Completions { shell } => return pages::completions(*shell),
        Command::Man { folder } => return pages::man(folder.as_deref()),
        Command::Call(args) if args.list => return call::list(),
        Command::Call(args) if args.describe => return call::describe(args),
        _ => {}
    }
    let mut settings = Settings::read(&cli.settings)?;
    match &cli.command {
        Command::Doctor(args) => doctor::run(args, &mut settings).await,
        Command::Task(args) => task::run(args, &mut settings).await,
        Command::Tasks(args) => list::tasks(args, &mut settings).await,
        Command::Packages(args) => list::packages(args, &mut settings).await,
        Command::Subtasks(args) => list::subtasks(args, &mut settings).await,
        Command::Token(args) => token::run(args, &mut settings).await,
        Command::Call(args) => call::run(args, &mut settings).await,
        Command::Completions { .. } | Command::Man { .. } => Ok(Outcome::Good),
    }
}
