//! Waits until an upgrade task has ended, with a token that all processes of this user share.
//!
//! ```text
//! PLATFORM_IP=iot.example.com APP_ID=my-app SECRET=my-secret \
//!     cargo run --example wait_for_upgrade OPERATION_ID
//! ```
//!
//! `CA_FILE` names a file with the CA of the platform.

#![allow(
    clippy::print_stdout,
    reason = "a command line program prints its result"
)]

use std::env;
use std::error::Error;
use std::time::Duration;

use northbound::client::{SharedStore, StoreSettings, WaitOptions, Waiter};
use northbound::sdk::Token;
use northbound::sdk::device_upgrade::SubtaskStatus;
use northbound::{Client, ClientConfig, ErrorKind, NorthApiError, TlsSettings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let operation_id = env::args().nth(1).ok_or("name the id of a task")?;
    match wait(&client()?, &operation_id).await {
        Ok(()) => Ok(()),
        Err(error) => Err(format!("{error}; {}", advice(&error)).into()),
    }
}

fn client() -> Result<Client, Box<dyn Error>> {
    let (host, app_id) = (env::var("PLATFORM_IP")?, env::var("APP_ID")?);
    let config = ClientConfig::new(&host, 8743, &app_id, env::var("SECRET")?.into())?;
    let mut tls = TlsSettings::default();
    tls.ca_file = env::var_os("CA_FILE").map(Into::into);
    let store = SharedStore::open(&StoreSettings::Files)?;
    Ok(Client::new(config, &tls)?.with_managed_token(&store))
}

async fn wait(client: &Client, operation_id: &str) -> Result<(), NorthApiError> {
    let options = WaitOptions::default().with_timeout(Duration::from_secs(3600));
    let mut waiter = Waiter::new(operation_id, &Token::Managed, options)?;
    loop {
        let progress = waiter.step(client).await?;
        println!("{progress}");
        for subtask in progress.changed() {
            if subtask.status == Some(SubtaskStatus::Fail) {
                println!("  failed: {:?}", subtask.device_id);
            }
        }
        if progress.is_ended {
            return Ok(());
        }
    }
}

fn advice(error: &NorthApiError) -> &'static str {
    match error.kind() {
        ErrorKind::StillRunning => "run this program again to wait on",
        ErrorKind::WrongCredentials | ErrorKind::Configuration => "change the settings",
        ErrorKind::Tls => "change the certificates",
        ErrorKind::NotFound => "there is no such task",
        _ => "try again later",
    }
}
