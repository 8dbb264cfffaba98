//! Lists the devices whose upgrade failed, of all pages.
//!
//! ```text
//! PLATFORM_IP=iot.example.com APP_ID=my-app SECRET=my-secret \
//!     cargo run --example failed_devices OPERATION_ID
//! ```
//!
//! `CA_FILE` names a file with the CA of the platform.

#![allow(
    clippy::print_stdout,
    reason = "a command line program prints its result"
)]

use std::env;
use std::error::Error;

use northbound::sdk::device_upgrade::{
    QueryUpgradeSubTaskInDto, SubtaskStatus, query_upgrade_sub_task,
};
use northbound::{Client, ClientConfig, TlsSettings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let operation_id = env::args().nth(1).ok_or("name the id of a task")?;
    let (host, app_id) = (env::var("PLATFORM_IP")?, env::var("APP_ID")?);
    let config = ClientConfig::new(&host, 8743, &app_id, env::var("SECRET")?.into())?;
    let mut tls = TlsSettings::default();
    tls.ca_file = env::var_os("CA_FILE").map(Into::into);
    let client = Client::new(config, &tls)?;
    let token = client.log_in().await?;

    let failed = QueryUpgradeSubTaskInDto::default().sub_operation_status(SubtaskStatus::Fail);
    let mut subtasks = client.paginate(query_upgrade_sub_task(&failed, &operation_id, &token)?)?;
    let mut count = 0;
    while let Some(subtask) = subtasks.next().await {
        let subtask = subtask?;
        let cause = subtask.detail_info.as_deref().unwrap_or("no cause given");
        println!("{}: {cause}", subtask.device_id.unwrap_or_default());
        count += 1;
    }
    println!("{count} devices failed");
    Ok(())
}
