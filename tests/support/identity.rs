//! Clients with certificates, and platforms that require them.

use std::path::Path;

use northbound::{Client, NorthApiError, TlsSettings};
use northbound_platform::{ClientAuth, Config, TlsVersion};

use super::{Stage, login, still};

/// Creates a client and logs in; returns the name in its client certificate.
pub(crate) async fn try_login(
    stage: &Stage,
    tls: &TlsSettings,
) -> Result<Option<String>, NorthApiError> {
    let client = stage.client_with(tls)?;
    greeted(stage, &client).await
}

/// Logs in; returns the name in the client certificate.
pub(crate) async fn greeted(
    stage: &Stage,
    client: &Client,
) -> Result<Option<String>, NorthApiError> {
    login(client).await?;
    let requests = stage.platform.requests();
    let last = requests.last().expect("the login was recorded");
    Ok(last.client_certificate.clone())
}

/// Starts a platform that requires a client certificate.
pub(crate) fn strict(version: TlsVersion) -> Stage {
    Stage::with(Config {
        client_auth: ClientAuth::Required,
        tls_min: version,
        tls_max: version,
        ..still()
    })
}

/// Settings that trust the platform's CA and use this client certificate.
pub(crate) fn identity(stage: &Stage, cert: &Path, key: Option<&Path>) -> TlsSettings {
    let mut tls = stage.tls();
    tls.client_cert = Some(cert.to_owned());
    tls.client_key = key.map(Path::to_owned);
    tls
}
