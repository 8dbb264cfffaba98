//! The managed token: one login for all processes of an application.
//!
//! A new login invalidates the previous token in all processes. So a call that needs a
//! token first looks for the one in the store. Only one process at a time gets a new
//! token, and the others wait for it. A token that the platform refuses is replaced in
//! the same way: the second process to notice finds a newer token in the store.

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::account::{AccountKey, Application};
use super::login_failure::LoginFailure;
use super::store::{Lease, SharedStore};
use super::token::{Age, StoredToken};
use crate::NorthApiError;
use crate::client::ClientConfig;
use crate::error::code::ClientCode;
use crate::sdk::Request;
use crate::sdk::authentication::{
    AuthOutDto, AuthRefreshInDto, get_auth_token, refresh_auth_token,
};

/// The first and the longest interval between checks whether another process has stored
/// the token.
const STORE_POLL_INTERVAL: (Duration, Duration) =
    (Duration::from_millis(5), Duration::from_millis(80));

/// The time limit of a login.
const LOGIN_TIMEOUT: Duration = Duration::from_secs(9);

/// The interval at which a process says that it is still logging in.
const LEASE_RENEWAL: Duration = Duration::from_secs(1);

/// The time limit of a refresh while the token is still valid: the call need not wait.
const EARLY_REFRESH_TIMEOUT: Duration = Duration::from_secs(2);

/// Sends a login or a refresh of the token. Implemented by the client.
pub(crate) trait LogIn {
    /// Returns the response; `None` if it has no body.
    async fn send(
        &self,
        request: Request<()>,
        deadline: Instant,
    ) -> Result<Option<AuthOutDto>, NorthApiError>;

    /// Returns the configuration, with the application's id and secret.
    fn config(&self) -> &ClientConfig;

    /// Identifies the settings that decide whether the platform is reached.
    fn route(&self) -> String;
}

/// Gets, caches and stores the token of an application.
#[derive(Debug, Clone)]
pub(crate) struct ManagedToken {
    store: Arc<SharedStore>,
    key: AccountKey,
    application: Arc<Application>,
}

/// The stored access token of an application.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TokenInfo {
    /// The token.
    pub access: SecretString,
    /// The time of the login.
    pub obtained: SystemTime,
    /// The time at which it expires, unless another login ends it before.
    pub expires: SystemTime,
}

/// A token for a call.
#[derive(Debug)]
pub(crate) struct CallToken {
    pub(crate) access: SecretString,
    /// True if this call has just obtained the token from the platform.
    pub(crate) is_new: bool,
}

impl CallToken {
    fn stored(token: &StoredToken) -> Self {
        Self {
            access: token.access().clone(),
            is_new: false,
        }
    }

    fn new(token: &StoredToken) -> Self {
        Self {
            is_new: true,
            ..Self::stored(token)
        }
    }
}

/// The state of a stored token.
enum TokenState {
    Good(StoredToken),
    /// It is valid, but should be replaced soon.
    Due(StoredToken),
    /// It has expired, but its refresh token may be valid.
    Ended(StoredToken),
    /// The platform has refused it.
    Refused,
    Nothing,
}

impl ManagedToken {
    pub(crate) fn new(store: Arc<SharedStore>, config: &ClientConfig) -> Self {
        let key = AccountKey::of(config);
        let application = store.application(&key);
        Self {
            store,
            key,
            application,
        }
    }

    /// Returns a valid token other than the refused one.
    pub(crate) async fn get(
        &self,
        log_in: &impl LogIn,
        refused: Option<&SecretString>,
        deadline: Instant,
    ) -> Result<CallToken, NorthApiError> {
        let fallback = match self.state_of(self.application.token(), refused) {
            TokenState::Good(token) => return Ok(CallToken::stored(&token)),
            TokenState::Due(token) => Some(token),
            _ => None,
        };
        // One call of this process gets the token. The others wait only if they have no
        // valid token.
        let began = Instant::now();
        let _login = match &fallback {
            None => match timeout_at(deadline, self.application.login.lock()).await {
                Ok(guard) => guard,
                Err(_) => return Err(login_timed_out(began)),
            },
            Some(fallback) => match self.application.login.try_lock() {
                Ok(guard) => guard,
                Err(_) => return Ok(CallToken::stored(fallback)),
            },
        };
        match self.state_of(self.store.token(&self.key).await?, refused) {
            TokenState::Good(token) => Ok(self.cache(token)),
            TokenState::Due(token) => self.obtain(log_in, refused, Some(token), deadline).await,
            _ => self.obtain(log_in, refused, fallback, deadline).await,
        }
    }

    fn cache(&self, token: StoredToken) -> CallToken {
        let call_token = CallToken::stored(&token);
        self.application.cache_token(token);
        call_token
    }

    /// Reads the stored token, also one that has expired.
    pub(crate) async fn stored(&self) -> Result<Option<TokenInfo>, NorthApiError> {
        let token = self.store.token(&self.key).await?;
        Ok(token.map(|token| {
            let (obtained, expires) = token.validity();
            TokenInfo {
                access: token.access().clone(),
                obtained,
                expires,
            }
        }))
    }

    /// Waits until no call of this process is getting a token.
    pub(crate) async fn end_of_login(&self) {
        drop(self.application.login.lock().await);
    }

    /// Stores the token of a login that the application made itself, since that login
    /// has invalidated the stored token.
    pub(crate) async fn store_login(&self, login: AuthOutDto, sent: SystemTime) {
        if let Some(token) = StoredToken::from_login(login, sent) {
            self.store.put_token(&self.key, &token).await;
            self.application.cache_token(token);
        }
    }

    fn state_of(&self, token: Option<StoredToken>, refused: Option<&SecretString>) -> TokenState {
        let Some(token) = token else {
            return TokenState::Nothing;
        };
        if refused.is_some_and(|refused| token.is(refused)) {
            return TokenState::Refused;
        }
        match self.store.age(&token) {
            Age::Fresh => TokenState::Good(token),
            Age::Due => TokenState::Due(token),
            Age::Over => TokenState::Ended(token),
        }
    }

    /// Gets a new token, or waits until another process has stored one. Does not wait
    /// while there is a `fallback`.
    async fn obtain(
        &self,
        log_in: &impl LogIn,
        refused: Option<&SecretString>,
        mut fallback: Option<StoredToken>,
        deadline: Instant,
    ) -> Result<CallToken, NorthApiError> {
        let began = Instant::now();
        let mut pause = STORE_POLL_INTERVAL.0;
        loop {
            let lease = self.store.lease(&self.key).await?;
            // Read under the lease, so that no other process replaces it now.
            let state = self.state_of(self.store.token(&self.key).await?, refused);
            if let TokenState::Good(token) = state {
                if let Some(lease) = lease {
                    self.store.end_lease(&self.key, lease).await;
                }
                return Ok(self.cache(token));
            }
            if let TokenState::Due(token) = &state {
                fallback = Some(token.clone());
            }
            if let Some(lease) = lease {
                let renewed = self.renew_under(&lease, log_in, state, deadline).await;
                self.store.end_lease(&self.key, lease).await;
                return match (renewed, fallback) {
                    (Ok(token), _) => {
                        let call_token = CallToken::new(&token);
                        self.application.cache_token(token);
                        Ok(call_token)
                    }
                    // A token that is due is still valid for some time, and nobody tries
                    // again before the failure allows it.
                    (Err(_), Some(fallback)) => Ok(self.cache(fallback)),
                    (Err(error), None) => Err(error),
                };
            }
            if let Some(fallback) = fallback {
                return Ok(self.cache(fallback));
            }
            if Instant::now() + pause >= deadline {
                return Err(login_timed_out(began));
            }
            sleep(pause).await;
            pause = (pause * 2).min(STORE_POLL_INTERVAL.1);
        }
    }

    /// Gets a new token, unless a login has failed just now, and says meanwhile that it
    /// still does. Records how it ended.
    async fn renew_under(
        &self,
        lease: &Lease,
        log_in: &impl LogIn,
        state: TokenState,
        deadline: Instant,
    ) -> Result<StoredToken, NorthApiError> {
        let route = log_in.route();
        let last_failure = self.store.login_failure(&self.key);
        let last_failure = last_failure.filter(|failure| failure.concerns(&route));
        if let Some(error) = last_failure.as_ref().and_then(LoginFailure::error) {
            return Err(error);
        }
        let renewing = self.renew(log_in, state, deadline);
        let mut renewing = pin!(renewing);
        let renewed = loop {
            match timeout(LEASE_RENEWAL, &mut renewing).await {
                Ok(renewed) => break renewed,
                Err(_) => self.store.renew_lease(&self.key, lease).await,
            }
        };
        if renewed.is_ok() && last_failure.is_some() {
            self.store.put_login_failure(&self.key, None);
        }
        renewed.map_err(|error| {
            let failure = LoginFailure::new(&error, last_failure.as_ref(), route);
            let wait = failure.wait();
            self.store.put_login_failure(&self.key, Some(failure));
            error.allowed_in(wait)
        })
    }

    /// Gets a new token, with the refresh token if there is one, and stores it.
    async fn renew(
        &self,
        log_in: &impl LogIn,
        state: TokenState,
        deadline: Instant,
    ) -> Result<StoredToken, NorthApiError> {
        let now = Instant::now();
        let deadline = deadline.min(now + LOGIN_TIMEOUT);
        let is_due = matches!(state, TokenState::Due(_));
        // Half of the time is for a login, should the refresh fail.
        let refresh_deadline = match is_due {
            true => now + EARLY_REFRESH_TIMEOUT.min((deadline - now) / 8),
            false => now + (deadline - now) / 2,
        };
        let refresh = match &state {
            TokenState::Due(token) | TokenState::Ended(token) => token.refresh(),
            // If the access token was refused, its refresh token is most likely invalid
            // too.
            TokenState::Good(_) | TokenState::Refused | TokenState::Nothing => None,
        };
        let token = match refresh {
            Some(refresh) => match self.refresh(log_in, refresh, refresh_deadline).await {
                // A login is always the way out. While the token is valid, it has time.
                Err(error) if !is_due || error.is_not_authenticated() || error.is_refused() => {
                    self.login(log_in, get_auth_token()?.untyped(), deadline)
                        .await?
                }
                other => other?,
            },
            None => {
                self.login(log_in, get_auth_token()?.untyped(), deadline)
                    .await?
            }
        };
        self.store.put_token(&self.key, &token).await;
        Ok(token)
    }

    async fn refresh(
        &self,
        log_in: &impl LogIn,
        token: &SecretString,
        deadline: Instant,
    ) -> Result<StoredToken, NorthApiError> {
        let fields = AuthRefreshInDto {
            app_id: Some(log_in.config().app_id().to_owned()),
            secret: Some(log_in.config().secret().expose_secret().to_owned()),
            refresh_token: Some(token.expose_secret().to_owned()),
            ..AuthRefreshInDto::default()
        };
        self.login(log_in, refresh_auth_token(&fields)?.untyped(), deadline)
            .await
    }

    /// Sends a login or a refresh, which have the same response.
    async fn login(
        &self,
        log_in: &impl LogIn,
        request: Request<()>,
        deadline: Instant,
    ) -> Result<StoredToken, NorthApiError> {
        let (operation, sent) = (request.operation, SystemTime::now());
        let login = log_in.send(request, deadline).await?;
        let token = login.and_then(|login| StoredToken::from_login(login, sent));
        token.ok_or_else(|| no_access_token(operation.method))
    }
}

/// Creates the error for a login that returns no token.
pub(crate) fn no_access_token(method: &'static str) -> NorthApiError {
    let desc = "the platform's response to the login has no access token";
    NorthApiError::client(ClientCode::NoErrorCode, desc).in_operation(method)
}

fn login_timed_out(began: Instant) -> NorthApiError {
    let waited = began.elapsed().as_millis();
    let desc = format!(
        "the call was not sent: timed out after {waited} ms, while another call was logging in"
    );
    NorthApiError::client(ClientCode::BeforeCall, desc).of_timeout()
}
