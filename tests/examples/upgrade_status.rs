//! Upgrades the firmware of 5000 devices with the Rust SDK, waits until the task has
//! ended, and reports the causes of the failures.
//!
//! ```text
//! cargo run --example upgrade_status
//! ```
//!
//! It starts the local platform, with simulated devices and a fast clock. For a real
//! platform, set its address and your application in [`ClientConfig`], and your
//! certificates in [`TlsSettings`].

#![allow(
    clippy::print_stdout,
    reason = "a command line program prints its result"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, process};

use northbound::client::{WaitOptions, Waiter};
use northbound::sdk::Token;
use northbound::sdk::device_upgrade::{
    CreateUpgradeTaskInDto, OperateDevices, PackageType, QueryUpgradePackageListInDto,
    QueryUpgradePackageOutDto, QueryUpgradeSubTaskInDto, SubOperationInfo, SubtaskStatus,
    create_firmware_upgrade_task, query_upgrade_package_list, query_upgrade_sub_task,
};
use northbound::{Client, ClientConfig, NorthApiError, TlsSettings};
use northbound_platform::{App, Config, Group, Platform};

const GROUP: &str = "meters";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = Folder(env::temp_dir().join(format!("northbound-{}", process::id())));
    let platform = local_platform(&folder.0)?;
    let (address, app) = (platform.https_addr(), App::default());
    let tls = TlsSettings::default().with_ca_file(folder.0.join("ca.pem"));
    let host = address.ip().to_string();
    let config = ClientConfig::new(&host, address.port(), &app.id, app.secret.into())?;
    let client = Client::new(config, &tls)?;
    upgrade_and_report(&client).await?;
    Ok(())
}

/// Does what an application does: logs in, upgrades, waits, and prints the failures.
async fn upgrade_and_report(client: &Client) -> Result<(), NorthApiError> {
    let token = client.log_in().await?;

    let package = first_firmware(client, &token).await?;
    let operation_id = create_task(client, package, &token).await?;
    wait_for_end(client, &operation_id, &token).await?;

    let failures = failed_subtasks(client, &operation_id, &token).await?;
    let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
    for failure in &failures {
        let cause = failure.detail_info.as_deref().unwrap_or("unknown");
        *causes.entry(cause).or_default() += 1;
    }
    println!("{:<58}{:>7}", "Cause of failure", "Devices");
    for (cause, devices) in causes {
        println!("{cause:<58}{devices:>7}");
    }
    println!("{:<58}{:>7}", "All", failures.len());
    Ok(())
}

/// Returns the first firmware package of the platform.
async fn first_firmware(
    client: &Client,
    token: &Token,
) -> Result<QueryUpgradePackageOutDto, NorthApiError> {
    let query = QueryUpgradePackageListInDto::default().file_type(PackageType::Firmware);
    let request = query_upgrade_package_list(&query, token)?;
    let packages = client.send(request).await?.data;
    Ok(packages.into_iter().flatten().next().unwrap_or_default())
}

/// Creates a task that upgrades all devices of the group; returns its id.
async fn create_task(
    client: &Client,
    package: QueryUpgradePackageOutDto,
    token: &Token,
) -> Result<String, NorthApiError> {
    let mut targets = OperateDevices::default().device_groups([GROUP]);
    targets.device_type = package.device_type;
    targets.model = package.model;
    targets.manufacturer_name = package.manufacturer_name;
    let mut task = CreateUpgradeTaskInDto::default().targets(targets);
    task.file_id = package.file_id;
    let created = client
        .send(create_firmware_upgrade_task(&task, token)?)
        .await?;
    Ok(created.operation_id.unwrap_or_default())
}

/// Waits until the task has ended, and prints its progress.
async fn wait_for_end(
    client: &Client,
    operation_id: &str,
    token: &Token,
) -> Result<(), NorthApiError> {
    // On the clock of the local platform, an hour takes a second.
    let options = WaitOptions::default()
        .with_min_delay(Duration::from_millis(10))
        .with_max_delay(Duration::from_millis(50))
        .with_pages_per_poll(0);
    let mut waiter = Waiter::new(operation_id, token, options)?;
    loop {
        let progress = waiter.step(client).await?;
        println!("{progress}");
        if progress.is_ended {
            println!();
            return Ok(());
        }
    }
}

/// Returns the subtasks that failed, of all pages.
async fn failed_subtasks(
    client: &Client,
    operation_id: &str,
    token: &Token,
) -> Result<Vec<SubOperationInfo>, NorthApiError> {
    let query = QueryUpgradeSubTaskInDto::default().sub_operation_status(SubtaskStatus::Fail);
    let request = query_upgrade_sub_task(&query, operation_id, token)?;
    let mut paginator = client.paginate(request)?;
    let mut subtasks = Vec::new();
    while let Some(subtask) = paginator.next().await {
        subtasks.push(subtask?);
    }
    Ok(subtasks)
}

/// Starts a local platform on a free port. On its clock, an hour takes a second.
fn local_platform(certs: &Path) -> Result<Platform, Box<dyn Error>> {
    Ok(Platform::spawn(Config {
        certs: Some(certs.to_owned()),
        groups: vec![Group {
            name: GROUP.to_owned(),
            devices: 5000,
        }],
        speed: 3600.0,
        ..Config::default()
    })?)
}

/// Temporary directory for the certificates of the local platform; removed at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
