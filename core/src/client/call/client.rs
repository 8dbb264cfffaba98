//! The client. A call gets a token, then waits for the quota, then makes its attempts.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout};

use super::Call;
use super::event::{Event, Observer};
use super::response::Response;
use crate::NorthApiError;
use crate::client::shared::managed_token::{LogIn, ManagedToken, no_access_token};
use crate::client::shared::quota::{Priority, Quota};
use crate::client::transport::connection_pool::{ConnectionPool, ConnectionPools, HttpRequest};
use crate::client::{ClientConfig, SharedStore, TlsSettings, TokenInfo};
use crate::error::secrets::Secrets;
use crate::sdk::authentication::{AuthOutDto, AuthRefreshInDto, get_auth_token};
use crate::sdk::request::{Body, form, no_token};
use crate::sdk::{Credentials, Request, Token};

/// A client of the northbound API of one platform, for one application.
///
/// ```no_run
/// use northbound::client::{SharedStore, StoreSettings};
/// use northbound::sdk::Token;
/// use northbound::sdk::device_upgrade::query_upgrade_task;
/// use northbound::{Client, ClientConfig, NorthApiError, TlsSettings};
///
/// # async fn run() -> Result<(), NorthApiError> {
/// let config = ClientConfig::new("iot.example.com", 8743, "my-app", "my-secret".into())?;
/// let store = SharedStore::open(&StoreSettings::default())?;
/// // Logs in by itself, and shares the token with the other processes of this user.
/// let client = Client::new(config, &TlsSettings::default())?.with_managed_token(&store);
///
/// let request = query_upgrade_task("operation-id", &Token::Managed)?;
/// let task = client.send(request).await?;
/// println!("{:?}", task.status);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    pub(crate) config: ClientConfig,
    pool: ConnectionPool,
    observer: Option<Observer>,
    managed: Option<ManagedToken>,
    quota: Option<Quota>,
    watched: Option<WatchedStore>,
}

/// A store, with the numbers of the changes that the observer has heard of.
#[derive(Debug, Clone)]
struct WatchedStore {
    store: Arc<SharedStore>,
    seen: Arc<Mutex<[u64; 2]>>,
}

impl WatchedStore {
    fn new(store: &Arc<SharedStore>) -> Self {
        Self {
            seen: Arc::new(Mutex::new(store.last_changes())),
            store: Arc::clone(store),
        }
    }

    fn changes(&self) -> Vec<String> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.store.changes_since(&mut seen)
    }
}

impl Client {
    /// Creates a client with a new connection pool.
    ///
    /// # Errors
    ///
    /// 1006, naming the file, if a certificate or key cannot be used.
    pub fn new(config: ClientConfig, tls: &TlsSettings) -> Result<Self, NorthApiError> {
        let pool = ConnectionPools::default().get(tls)?;
        Ok(Self::with_pool(config, pool))
    }

    /// Creates a client that shares a connection pool.
    pub fn with_pool(config: ClientConfig, pool: ConnectionPool) -> Self {
        Self {
            config,
            pool,
            observer: None,
            managed: None,
            quota: None,
            watched: None,
        }
    }

    /// Reports the events of calls to an observer.
    #[must_use]
    pub fn with_observer(mut self, observer: Observer) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Manages the token of calls that are made with
    /// [`Token::Managed`]. The client logs in when necessary
    /// and shares the token through `store`. It renews the token before it expires, and
    /// replaces it when the platform refuses it.
    ///
    /// A login takes at most 9 s of a call's time. After one that failed, all clients that
    /// share `store` wait before the next: 1, 2 and then 4 s, and 60 s if the platform
    /// refused the credentials. Until then, calls that need a token fail with the same error,
    /// and [`retry_after`](NorthApiError::retry_after) says for how long. Other credentials
    /// are tried immediately.
    #[must_use]
    pub fn with_managed_token(mut self, store: &Arc<SharedStore>) -> Self {
        self.managed = Some(ManagedToken::new(Arc::clone(store), &self.config));
        self.watched = Some(WatchedStore::new(store));
        self
    }

    /// Limits the rate of calls, so that all clients that share `store` together make at
    /// most this many calls per minute. After a rest, a fifth of them goes at once. The
    /// others are spread evenly, so a list or a batch of any length takes its time and does
    /// not fail.
    ///
    /// If the platform still refuses a call for its quota, all clients pause, for up to a
    /// minute. A call whose slot is later than its deadline is not sent. It fails
    /// immediately, as [`Throttled`](crate::ErrorKind::Throttled) with
    /// [`retry_after`](NorthApiError::retry_after).
    #[must_use]
    pub fn with_quota(mut self, store: &Arc<SharedStore>, per_minute: NonZeroU32) -> Self {
        self.quota = Some(Quota::new(Arc::clone(store), &self.config, per_minute));
        self.watched = Some(WatchedStore::new(store));
        self
    }

    /// Returns the quota, in calls per minute.
    pub(crate) fn calls_per_minute(&self) -> Option<u32> {
        self.quota.as_ref().map(Quota::per_minute)
    }

    /// Logs in with a managed token, unless another process with the same credentials has.
    /// Use it to detect wrong credentials early. If the store has a token, it makes no
    /// connection, and checks neither address nor certificates.
    ///
    /// # Errors
    ///
    /// The errors of a login. 1009 if the client has no managed token.
    pub async fn start(&self) -> Result<(), NorthApiError> {
        let deadline = Instant::now() + self.config.timeouts().call;
        match &self.managed {
            Some(managed) => managed.get(self, None, deadline).await.map(drop),
            None => Err(no_token()),
        }
    }

    /// Reads the managed token from the store, without a login; `None` if there is none.
    /// It may have expired, and the platform may refuse it after another login.
    ///
    /// # Errors
    ///
    /// 1003 if the store cannot be used. 1009 if the client has no managed token.
    pub async fn stored_token(&self) -> Result<Option<TokenInfo>, NorthApiError> {
        match &self.managed {
            Some(managed) => managed.stored().await,
            None => Err(no_token()),
        }
    }

    /// Waits until no call of this client is logging in. It waits no longer than a call
    /// may take, since the call that logs in may wait for this one.
    pub(super) async fn end_of_login(&self) {
        if let Some(managed) = &self.managed {
            let _ = timeout(self.config.timeouts().call, managed.end_of_login()).await;
        }
    }

    /// Returns the platform's address: `https://host:port`.
    pub fn base_url(&self) -> &str {
        self.config.base_url()
    }

    /// Sends a request and decodes its response. The type is that of the documented
    /// response, and `()` if none is documented.
    ///
    /// Retries calls that are safe to repeat, within the call's deadline and the limits
    /// of the configuration's [`Retries`](crate::client::Retries). These are calls that
    /// were not sent, calls that the platform refused for its quota, and calls that only
    /// read if their connection broke or the platform responded with 502, 503 or 504.
    ///
    /// # Errors
    ///
    /// Any error of a call: see [`NorthApiError`]. 1005, a
    /// [server fault](crate::ErrorKind::ServerFault), if a documented response has no body.
    pub async fn send<T: DeserializeOwned>(&self, request: Request<T>) -> Result<T, NorthApiError> {
        let method = request.operation.method;
        let response = self.execute(request).await?;
        Response::decode_all(response, method)
    }

    /// Logs in with the credentials of the configuration, and returns the token.
    ///
    /// An application has one valid token: this login ends the token of the previous one, in
    /// every process and on every host. A [managed token](Self::with_managed_token) needs no
    /// such call.
    ///
    /// ```no_run
    /// # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
    /// use northbound::sdk::device_upgrade::query_upgrade_task;
    ///
    /// let token = client.log_in().await?;
    /// let task = client.send(query_upgrade_task("operation-id", &token)?).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of a call. 1005 if the platform returns no token.
    pub async fn log_in(&self) -> Result<Token, NorthApiError> {
        let request = get_auth_token()?;
        let method = request.operation.method;
        let login = self.send(request).await?;
        let token = login.access_token.filter(|token| !token.is_empty());
        token
            .map(Token::from)
            .ok_or_else(|| no_access_token(method))
    }

    /// Sends a request and returns its response without decoding it; `None` if it has no
    /// body.
    ///
    /// # Errors
    ///
    /// Any error of a call, except for a body that is not the DTO that the operation
    /// returns: see [`NorthApiError`].
    pub async fn execute<T>(&self, request: Request<T>) -> Result<Option<Response>, NorthApiError> {
        // One future for all types of responses, since it is large.
        self.execute_as(request.untyped(), Priority::Single).await
    }

    pub(crate) async fn execute_as(
        &self,
        request: Request<()>,
        priority: Priority,
    ) -> Result<Option<Response>, NorthApiError> {
        let operation = request.operation.method;
        let outcome = self.execute_within_deadline(request, priority).await;
        if let (Some(observer), Some(watched)) = (&self.observer, &self.watched) {
            for message in watched.changes() {
                observer.emit(Event::store_changed(operation, message));
            }
        }
        outcome
    }

    async fn execute_within_deadline(
        &self,
        request: Request<()>,
        priority: Priority,
    ) -> Result<Option<Response>, NorthApiError> {
        let deadline = Instant::now() + self.config.timeouts().call;
        if request.is_managed {
            // Boxed, since it is large, and other calls do not need it.
            return Box::pin(self.execute_managed(request, priority, deadline)).await;
        }
        let sent = SystemTime::now();
        let response = self.call(&request, None, priority, deadline).await?;
        if request.operation.is_login()
            && self.is_own_login(&request)
            && let (Some(managed), Some(response)) = (&self.managed, &response)
            && let Ok(login) = serde_json::from_slice(response.body())
        {
            managed.store_login(login, sent).await;
        }
        Ok(self.with_secrets(response, request, None))
    }

    /// Adds the secrets of the call to its response.
    fn with_secrets(
        &self,
        response: Option<Response>,
        request: Request<()>,
        managed: Option<SecretString>,
    ) -> Option<Response> {
        let secrets = Secrets {
            application: Some(Arc::clone(self.config.secret())),
            managed,
            ..request.into_secrets()
        };
        response.map(|response| response.with_secrets(secrets))
    }

    /// True if a login or a refresh is for the application of this client: a refresh may
    /// name another one.
    fn is_own_login(&self, request: &Request<()>) -> bool {
        let body = request
            .body()
            .map(serde_json::from_slice::<AuthRefreshInDto>);
        match body {
            Some(Ok(refresh)) => refresh.app_id.as_deref() == Some(self.config.app_id()),
            Some(Err(_)) | None => request.operation.credentials == Credentials::Login,
        }
    }

    /// Makes a call with the managed token. Repeats it with a new token if the platform
    /// refuses the first one.
    async fn execute_managed(
        &self,
        request: Request<()>,
        priority: Priority,
        deadline: Instant,
    ) -> Result<Option<Response>, NorthApiError> {
        let method = request.operation.method;
        let managed = self.managed.as_ref();
        let managed = managed.ok_or_else(|| no_token().in_operation(method))?;
        let mut refused: Option<SecretString> = None;
        let mut replaced = 0;
        loop {
            let call_token = managed.get(self, refused.as_ref(), deadline).await;
            let call_token = call_token.map_err(|error| error.in_operation(method))?;
            let access = Some(&call_token.access);
            match self.call(&request, access, priority, deadline).await {
                // One login is enough. But a token that another process has obtained
                // may have expired too.
                Err(error)
                    if error.is_not_authenticated()
                        && (replaced == 0 || (replaced == 1 && !call_token.is_new)) =>
                {
                    refused = Some(call_token.access);
                    replaced += 1;
                }
                Err(error) => return Err(error),
                Ok(response) => {
                    return Ok(self.with_secrets(response, request, Some(call_token.access)));
                }
            }
        }
    }

    /// Sends the request until there is a response or a permanent error.
    async fn call(
        &self,
        request: &Request<()>,
        managed: Option<&SecretString>,
        priority: Priority,
        deadline: Instant,
    ) -> Result<Option<Response>, NorthApiError> {
        let operation = request.operation;
        let token = managed.or(request.token.as_ref());
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
            priority,
            request,
            managed,
            deadline,
            outgoing: HttpRequest {
                verb: operation.verb,
                target: &request.target,
                body,
                token: token.map(ExposeSecret::expose_secret),
                headers: &request.headers,
            },
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
        let response = self
            .call(&request, None, Priority::Single, deadline)
            .await?;
        let response = self.with_secrets(response, request, None);
        response.as_ref().map(Response::decode).transpose()
    }

    fn config(&self) -> &ClientConfig {
        &self.config
    }

    fn route(&self) -> String {
        self.pool.route(&self.config)
    }
}
