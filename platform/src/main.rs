//! The platform as a program; see `--help`.

mod cli;

use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;
use std::thread;

use clap::Parser as _;
use northbound_platform::{Platform, StartError};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use crate::cli::Cli;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("northbound-platform: {error}");
            if let Some(StartError::Bind { .. }) = error.downcast_ref() {
                eprintln!("Choose other addresses with --listen and --control.");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let stdin_closed = cli.until_stdin_closes.then(stdin_closes);
        let platform = Platform::start(cli.config()).await?;
        announce(&platform)?;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            () = async {
                match stdin_closed {
                    Some(stdin_closed) => drop(stdin_closed.await),
                    None => std::future::pending().await,
                }
            } => {}
        }
        Ok(())
    })
}

/// Prints the addresses of the platform. A closed standard output is an error,
/// because the parent process could not find out the port.
fn announce(platform: &Platform) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "ready platform=https://{} control=http://{}",
        platform.https_addr(),
        platform.control_addr()
    )?;
    out.flush()
}

/// Resolves when standard input ends. Uses a separate thread, because a blocking
/// read cannot be cancelled and would delay the shutdown of the runtime.
fn stdin_closes() -> oneshot::Receiver<()> {
    let (closed, receiver) = oneshot::channel();
    thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        let mut scrap = [0; 1024];
        while stdin.read(&mut scrap).is_ok_and(|read| read > 0) {}
        let _ = closed.send(());
    });
    receiver
}
