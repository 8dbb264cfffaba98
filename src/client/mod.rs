//! How one operation becomes an answer.

mod answer;
mod call;
mod config;
mod connection;
mod connector;
mod counters;
mod event;
mod fault;
mod retry;
mod tls;

use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;

pub use answer::Answer;
pub use config::{ClientConfig, Timeouts};
pub use connection::{Connection, Connections};
pub use counters::Stats;
pub use event::{Event, Observer, What};
pub use retry::Retries;
pub use tls::{TlsSettings, Verify};

use crate::NorthApiError;
use crate::sdk::request::{Body, form};
use crate::sdk::{Credentials, Request};
use call::Call;
use connection::Outgoing;

/// Calls the northbound API of one platform, as one application.
#[derive(Debug, Clone)]
pub struct Client {
    config: ClientConfig,
    connection: Connection,
    observer: Option<Observer>,
}

impl Client {
    /// A client with connections of its own.
    ///
    /// # Errors
    ///
    /// 1006, naming the file, when a certificate or key cannot be used.
    pub fn new(config: ClientConfig, tls: &TlsSettings) -> Result<Self, NorthApiError> {
        let connection = Connections::default().get(tls)?;
        Ok(Self::with_connection(config, connection))
    }

    /// A client that shares connections.
    pub fn with_connection(config: ClientConfig, connection: Connection) -> Self {
        Self {
            config,
            connection,
            observer: None,
        }
    }

    /// Tells an observer what happens during calls.
    #[must_use]
    pub fn with_observer(mut self, observer: Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// The platform's address: `https://host:port`.
    pub fn base_url(&self) -> &str {
        self.config.base_url()
    }

    /// Sends a request and decodes its answer; `None` when the platform
    /// answered without a body.
    ///
    /// What is safe to repeat is tried again, within the call's deadline and as
    /// the configuration's [`Retries`] say: any call that was not sent, or that
    /// the platform refused for its quota, and a call that only reads if its
    /// connection broke or the platform answered 502, 503 or 504.
    ///
    /// # Errors
    ///
    /// Everything that [`NorthApiError`] tells apart.
    pub async fn send<T: DeserializeOwned>(
        &self,
        request: Request<T>,
    ) -> Result<Option<T>, NorthApiError> {
        let Some(answer) = self.execute(request).await? else {
            return Ok(None);
        };
        serde_json::from_slice(answer.body())
            .map(Some)
            .map_err(|cause| answer.not_as_documented(&cause))
    }

    /// Sends a request and leaves its answer undecoded.
    ///
    /// # Errors
    ///
    /// Everything that [`NorthApiError`] tells apart, except for a body that
    /// does not hold what the operation answers with.
    pub async fn execute<T>(&self, request: Request<T>) -> Result<Option<Answer>, NorthApiError> {
        let operation = request.operation;
        let secrets = request.secrets(self.config.secret());
        let body = match operation.credentials {
            Credentials::Login => Some(Body::form(form([
                ("appId", self.config.app_id()),
                ("secret", self.config.secret().expose_secret()),
            ]))),
            _ => request.body,
        };
        let outgoing = Outgoing {
            verb: operation.verb,
            target: &request.target,
            body,
            token: request.token.as_ref().map(ExposeSecret::expose_secret),
            headers: &request.headers,
        };
        let call = Call {
            config: &self.config,
            connection: &self.connection,
            observer: self.observer.as_ref(),
            operation,
            outgoing,
            secrets: &secrets,
        };
        let answer = call.run().await?;
        Ok(answer.map(|answer| answer.with_secrets(secrets)))
    }
}
