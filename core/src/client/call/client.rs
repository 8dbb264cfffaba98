//! A client: token, then quota, then attempts.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::SystemTime;

use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout};

use super::Call;
use super::event::Observer;
use super::response::Response;
use crate::NorthApiError;
use crate::client::shared::managed_token::{LogIn, ManagedToken};
use crate::client::shared::quota::Quota;
use crate::client::transport::connection_pool::{ConnectionPool, ConnectionPools, HttpRequest};
use crate::client::{ClientConfig, SharedStore, TlsSettings};
use crate::sdk::authentication::AuthOutDto;
use crate::sdk::request::{Body, form, no_token};
use crate::sdk::{Credentials, Request};

/// Calls the northbound API of one platform, as one application.
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) config: ClientConfig,
    pool: ConnectionPool,
    observer: Option<Observer>,
    managed: Option<ManagedToken>,
    quota: Option<Quota>,
}

impl Client {
    /// A client with connections of its own.
    ///
    /// # Errors
    ///
    /// 1006, naming the file, when a certificate or key cannot be used.
    pub fn new(config: ClientConfig, tls: &TlsSettings) -> Result<Self, NorthApiError> {
        let pool = ConnectionPools::default().get(tls)?;
        Ok(Self::with_pool(config, pool))
    }

    /// A client that shares connections.
    pub fn with_pool(config: ClientConfig, pool: ConnectionPool) -> Self {
        Self {
            config,
            pool,
            observer: None,
            managed: None,
            quota: None,
        }
    }

    /// Tells an observer what happens during calls.
    #[must_use]
    pub fn with_observer(mut self, observer: Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Gets the token of calls that are made with
    /// [`MANAGED_TOKEN`](crate::sdk::MANAGED_TOKEN) by itself: logs in when it
    /// must, shares the token through `state`, renews it before it ends, and
    /// replaces it when the platform refuses it.
    #[must_use]
    pub fn with_managed_token(mut self, store: &Arc<SharedStore>) -> Self {
        self.managed = Some(ManagedToken::new(Arc::clone(store), &self.config));
        self
    }

    /// Lets calls wait for their turn, so that all that share `state` together
    /// stay within this many calls per minute.
    #[must_use]
    pub fn with_quota(mut self, store: &Arc<SharedStore>, per_minute: NonZeroU32) -> Self {
        self.quota = Some(Quota::new(Arc::clone(store), &self.config, per_minute));
        self
    }

    /// The quota that calls wait for, in calls per minute.
    pub(crate) fn calls_per_minute(&self) -> Option<u32> {
        self.quota.as_ref().map(Quota::per_minute)
    }

    /// Logs in with a managed token, unless somebody else has: so that wrong
    /// credentials are known early.
    ///
    /// # Errors
    ///
    /// Those of a login. 1009 if the client manages no token.
    pub async fn start(&self) -> Result<(), NorthApiError> {
        let deadline = Instant::now() + self.config.timeouts().call;
        match &self.managed {
            Some(managed) => managed.get(self, None, deadline).await.map(drop),
            None => Err(no_token()),
        }
    }

    /// Waits until no call of this client is logging in; no longer than a call
    /// may take, since the one that does may be waiting for this one.
    pub(super) async fn end_of_login(&self) {
        if let Some(managed) = &self.managed {
            let _ = timeout(self.config.timeouts().call, managed.end_of_login()).await;
        }
    }

    /// The platform's address: `https://host:port`.
    pub fn base_url(&self) -> &str {
        self.config.base_url()
    }

    /// Sends a request and decodes its response; `None` when the platform
    /// responseed without a body.
    ///
    /// What is safe to repeat is tried again, within the call's deadline and as
    /// the configuration's [`Retries`] say: any call that was not sent, or that
    /// the platform refused for its quota, and a call that only reads if its
    /// connection broke or the platform responseed 502, 503 or 504.
    ///
    /// # Errors
    ///
    /// Everything that [`NorthApiError`] tells apart.
    pub async fn send<T: DeserializeOwned>(
        &self,
        request: Request<T>,
    ) -> Result<Option<T>, NorthApiError> {
        let response = self.execute(request).await?;
        response.as_ref().map(Response::decode).transpose()
    }

    /// Sends a request and leaves its response undecoded.
    ///
    /// # Errors
    ///
    /// Everything that [`NorthApiError`] tells apart, except for a body that
    /// is not the DTO that the operation returns.
    pub async fn execute<T>(&self, request: Request<T>) -> Result<Option<Response>, NorthApiError> {
        // One state machine for all types of responses, since it is large.
        self.execute_untyped(request.untyped()).await
    }

    async fn execute_untyped(
        &self,
        request: Request<()>,
    ) -> Result<Option<Response>, NorthApiError> {
        let deadline = Instant::now() + self.config.timeouts().call;
        if request.is_managed {
            return self.execute_managed(&request, deadline).await;
        }
        let sent = SystemTime::now();
        let response = self.call(&request, None, deadline).await?;
        if request.operation.is_login()
            && let (Some(managed), Some(response)) = (&self.managed, &response)
            && let Ok(login) = serde_json::from_slice(response.body())
        {
            managed.keep(login, sent).await;
        }
        Ok(response)
    }

    /// A call with the managed token, and again with another one if the
    /// platform does not take it.
    async fn execute_managed(
        &self,
        request: &Request<()>,
        deadline: Instant,
    ) -> Result<Option<Response>, NorthApiError> {
        let method = request.operation.method;
        let managed = self.managed.as_ref();
        let managed = managed.ok_or_else(|| no_token().in_operation(method))?;
        let mut refused: Option<SecretString> = None;
        let mut replaced = 0;
        loop {
            let got = managed.get(self, refused.as_ref(), deadline).await;
            let got = got.map_err(|error| error.in_operation(method))?;
            match self.call(request, Some(&got.access), deadline).await {
                // One login is enough; what another process has got meanwhile
                // may have ended too.
                Err(error)
                    if error.is_not_authenticated()
                        && (replaced == 0 || (replaced == 1 && !got.is_new)) =>
                {
                    refused = Some(got.access);
                    replaced += 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// Sends the request until there is a response or an error that lasts.
    async fn call(
        &self,
        request: &Request<()>,
        managed: Option<&SecretString>,
        deadline: Instant,
    ) -> Result<Option<Response>, NorthApiError> {
        let operation = request.operation;
        let token = managed.or(request.token.as_ref());
        let secrets = request.secrets(self.config.secret(), managed);
        let body = match operation.credentials {
            Credentials::Login => Some(Body::form(form([
                ("appId", self.config.app_id()),
                ("secret", self.config.secret().expose_secret()),
            ]))),
            _ => request.body.clone(),
        };
        let call = Call {
            config: &self.config,
            pool: &self.pool,
            observer: self.observer.as_ref(),
            quota: self.quota.as_ref(),
            operation,
            deadline,
            outgoing: HttpRequest {
                verb: operation.verb,
                target: &request.target,
                body,
                token: token.map(ExposeSecret::expose_secret),
                headers: &request.headers,
            },
            secrets: &secrets,
        };
        call.run().await
    }
}

impl LogIn for Client {
    async fn send(
        &self,
        request: Request<()>,
        deadline: Instant,
    ) -> Result<Option<AuthOutDto>, NorthApiError> {
        let response = self.call(&request, None, deadline).await?;
        response.as_ref().map(Response::decode).transpose()
    }

    fn config(&self) -> &ClientConfig {
        &self.config
    }
}
