//! Common parts of the tests: a platform with a stopped clock, its clients, and a
//! directory for its files.

pub(crate) mod facts;
pub(crate) mod http_proxy;
pub(crate) mod identity;
pub(crate) mod lists;
pub(crate) mod openssl;
pub(crate) mod proxy;
pub(crate) mod redis;
mod scratch;
pub(crate) mod tls_server;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use northbound::client::ConnectionPools;
use northbound::sdk::Token;
use northbound::sdk::authentication::{self, AuthOutDto};
use northbound::sdk::device_upgrade::{
    CreateUpgradeTaskInDto, QueryUpgradeSubTaskInDto, QueryUpgradeSubTaskOutDto,
    query_upgrade_sub_task,
};
use northbound::{Client, ClientConfig, ExposeSecret, NorthApiError, TlsSettings};
use northbound_platform::{App, Config, Platform, TaskSpec};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub(crate) use scratch::Scratch;

/// Path of the upgrade service.
pub(crate) const UPGRADE: &str = "/iodm/northbound/v1.5.0";
/// A firmware package for the platform's water meters.
pub(crate) const FIRMWARE: &str = "5f3a1c7e9b2d4806a1c3e501";
/// A software package for the platform's water meters.
pub(crate) const SOFTWARE: &str = "5f3a1c7e9b2d4806a1c3e502";

/// A platform, its files, and the settings for its clients.
pub(crate) struct Stage {
    pub(crate) platform: Platform,
    pub(crate) files: Scratch,
}

impl Stage {
    /// Starts a platform with a stopped clock and without a quota.
    pub(crate) fn new() -> Self {
        Self::with(still())
    }

    /// Starts a platform with this configuration; sets the directory for certificates.
    pub(crate) fn with(config: Config) -> Self {
        let files = Scratch::new();
        let platform = Platform::spawn(Config {
            certs: Some(files.path("")),
            ..config
        })
        .expect("the platform starts");
        Self { platform, files }
    }

    /// Returns the path of a certificate or key of the platform.
    pub(crate) fn pem(&self, name: &str) -> PathBuf {
        self.platform.certs().path(name).expect("a known file")
    }

    /// Secure TLS settings: trust the platform's CA, verify everything.
    pub(crate) fn tls(&self) -> TlsSettings {
        TlsSettings::default().with_ca_file(self.pem("ca.pem"))
    }

    /// Configuration of the demo application at this platform.
    pub(crate) fn config(&self) -> ClientConfig {
        let app = App::default();
        self.config_of(&app.id, &app.secret)
    }

    /// Configuration of the demo application at an address in front of this platform.
    pub(crate) fn config_at(&self, at: SocketAddr) -> ClientConfig {
        let app = App::default();
        ClientConfig::new(&at.ip().to_string(), at.port(), &app.id, app.secret.into())
            .expect("a usable configuration")
    }

    /// Configuration of another application at this platform.
    pub(crate) fn config_of(&self, app_id: &str, secret: &str) -> ClientConfig {
        let at = self.platform.https_addr();
        ClientConfig::new(&at.ip().to_string(), at.port(), app_id, secret.into())
            .expect("a usable configuration")
    }

    /// Creates a client of the demo application.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.config(), &self.tls()).expect("a usable client")
    }

    /// Creates a client with other TLS settings.
    pub(crate) fn client_with(&self, tls: &TlsSettings) -> Result<Client, NorthApiError> {
        self.client_among(&mut ConnectionPools::default(), tls)
    }

    /// Creates a client on shared connections.
    pub(crate) fn client_among(
        &self,
        connections: &mut ConnectionPools,
        tls: &TlsSettings,
    ) -> Result<Client, NorthApiError> {
        let connection = connections.get(tls)?;
        Ok(Client::with_pool(self.config(), connection))
    }

    /// Creates a client and logs in; returns the client and its token.
    pub(crate) async fn logged_in(&self) -> (Client, Token) {
        let client = self.client();
        let token = token(&client).await;
        (client, token)
    }

    /// Creates a task with this many devices; returns its id.
    pub(crate) fn task(&self, devices: u32) -> String {
        let spec = TaskSpec {
            devices,
            ..TaskSpec::default()
        };
        self.platform.task(&spec).expect("a task")
    }

    /// Returns method and target of every request so far.
    pub(crate) fn targets(&self) -> Vec<String> {
        let requests = self.platform.requests();
        let line = |r: &northbound_platform::Recorded| format!("{} {}", r.method, r.target);
        requests.iter().map(line).collect()
    }
}

/// Configuration with a stopped clock and without a quota.
pub(crate) fn still() -> Config {
    Config {
        speed: 0.0,
        quota: 0,
        ..Config::default()
    }
}

/// Parses a DTO of the SDK from JSON.
pub(crate) fn dto<T: DeserializeOwned>(fields: Value) -> T {
    serde_json::from_value(fields).expect("the fields fit the DTO")
}

/// Logs in.
pub(crate) async fn login(client: &Client) -> Result<AuthOutDto, NorthApiError> {
    let request = authentication::get_auth_token().expect("a login needs no arguments");
    client.send(request).await
}

/// Logs in and returns the access token.
pub(crate) async fn token(client: &Client) -> Token {
    let login = login(client).await.expect("the login succeeds");
    login.access_token.expect("a login returns a token").into()
}

/// Returns the text of an access token.
pub(crate) fn text_of(token: &Token) -> &str {
    match token {
        Token::Access(token) => token.expose_secret(),
        other => panic!("{other:?} has no text"),
    }
}

/// Queries one page of subtasks.
pub(crate) async fn subtasks(
    client: &Client,
    query: Value,
    operation_id: &str,
    token: &Token,
) -> Result<QueryUpgradeSubTaskOutDto, NorthApiError> {
    let query: QueryUpgradeSubTaskInDto = dto(query);
    let request = query_upgrade_sub_task(&query, operation_id, token)?;
    client.send(request).await
}

/// Builds an upgrade of the water meters of these groups.
pub(crate) fn upgrade(package: &str, groups: &[&str]) -> CreateUpgradeTaskInDto {
    dto(json!({
        "fileId": package,
        "targets": {
            "deviceGroups": groups,
            "deviceType": "WaterMeter",
            "model": "WM100-NB",
            "manufacturerName": "Brookline",
        },
    }))
}

/// Waits until `done` returns true. The connections run meanwhile, so they notice a
/// close.
pub(crate) async fn until(done: impl Fn() -> bool) {
    let pause = Duration::from_millis(1);
    while !done() {
        tokio::time::sleep(pause).await;
    }
    // After this pause, the connections have seen all events of their sockets.
    tokio::time::sleep(pause).await;
}
