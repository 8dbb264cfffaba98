//! The managed token: one login for all processes of an application.
//!
//! A new login invalidates the previous token in all processes. So a call that needs a
//! token first looks for the one in the store. Only one process at a time gets a new
//! token, and the others wait for it. A token that the platform refuses is replaced in
//! the same way: the second process to notice finds a newer token in the store.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep, timeout_at};

use super::account::{AccountKey, Application};
use super::store::{Lease, SharedStore};
use super::token::{Age, LEASE, StoredToken};
use crate::NorthApiError;
use crate::client::ClientConfig;
use crate::error::code::ClientCode;
use crate::sdk::Request;
use crate::sdk::authentication::{
    AuthOutDto, AuthRefreshInDto, get_auth_token, refresh_auth_token,
};

/// The first and the longest interval between checks whether another process has stored
/// the token.
const LOOK_AGAIN: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(80));

/// The time limit of a login. It is shorter than the lease, so that the lease does not
/// end during a login.
const LOGIN: Duration = Duration::from_secs(LEASE.as_secs() - 1);

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
}

/// Gets, caches and stores the token of an application.
#[derive(Debug, Clone)]
pub(crate) struct ManagedToken {
    store: Arc<SharedStore>,
    key: AccountKey,
    application: Arc<Application>,
}

/// A token for a call.
#[derive(Debug)]
pub(crate) struct CallToken {
    pub(crate) access: SecretString,
    /// True if this call has just obtained the token from the platform.
    pub(crate) is_new: bool,
}

impl CallToken {
    fn kept(token: &StoredToken) -> Self {
        Self {
            access: token.access().clone(),
            is_new: false,
        }
    }

    fn new(token: &StoredToken) -> Self {
        Self {
            is_new: true,
            ..Self::kept(token)
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
        let spare = match self.judge(self.application.token(), refused) {
            TokenState::Good(token) => return Ok(CallToken::kept(&token)),
            TokenState::Due(token) => Some(token),
            _ => None,
        };
        // One call of this process gets the token. The others wait only if they have no
        // valid token.
        let began = Instant::now();
        let _turn = match &spare {
            None => match timeout_at(deadline, self.application.login.lock()).await {
                Ok(turn) => turn,
                Err(_) => return Err(too_late(began)),
            },
            Some(spare) => match self.application.login.try_lock() {
                Ok(turn) => turn,
                Err(_) => return Ok(CallToken::kept(spare)),
            },
        };
        match self.judge(self.store.token(&self.key).await?, refused) {
            TokenState::Good(token) => Ok(self.know(token)),
            TokenState::Due(token) => self.next(log_in, refused, Some(token), deadline).await,
            _ => self.next(log_in, refused, spare, deadline).await,
        }
    }

    fn know(&self, token: StoredToken) -> CallToken {
        let got = CallToken::kept(&token);
        self.application.know(token);
        got
    }

    /// Waits until no call of this process is getting a token.
    pub(crate) async fn end_of_login(&self) {
        drop(self.application.login.lock().await);
    }

    /// Stores the token of a login that the application made itself, since that login
    /// has invalidated the stored token.
    pub(crate) async fn keep(&self, login: AuthOutDto, sent: SystemTime) {
        if let Some(token) = StoredToken::of_login(login, sent) {
            self.store.put_token(&self.key, &token).await;
            self.application.know(token);
        }
    }

    fn judge(&self, token: Option<StoredToken>, refused: Option<&SecretString>) -> TokenState {
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
    async fn next(
        &self,
        log_in: &impl LogIn,
        refused: Option<&SecretString>,
        mut spare: Option<StoredToken>,
        deadline: Instant,
    ) -> Result<CallToken, NorthApiError> {
        let began = Instant::now();
        let mut pause = LOOK_AGAIN.0;
        loop {
            let lease = self.store.lease(&self.key).await?;
            // Read under the lease, so that no other process replaces it now.
            let found = self.judge(self.store.token(&self.key).await?, refused);
            if let TokenState::Good(token) = found {
                self.give_back(lease).await;
                return Ok(self.know(token));
            }
            if let TokenState::Due(token) = &found {
                spare = Some(token.clone());
            }
            if lease.is_some() || (spare.is_none() && began.elapsed() >= LEASE) {
                let renewed = self.renew(log_in, found, deadline).await;
                self.give_back(lease).await;
                return match (renewed, spare) {
                    (Ok(token), _) => {
                        let got = CallToken::new(&token);
                        self.application.know(token);
                        Ok(got)
                    }
                    // A token that is due is still valid for some time.
                    (Err(_), Some(spare)) => Ok(self.know(spare)),
                    (Err(error), None) => Err(error),
                };
            }
            if let Some(spare) = spare {
                return Ok(self.know(spare));
            }
            if Instant::now() + pause >= deadline {
                return Err(too_late(began));
            }
            sleep(pause).await;
            pause = (pause * 2).min(LOOK_AGAIN.1);
        }
    }

    async fn give_back(&self, lease: Option<Lease>) {
        if let Some(lease) = lease {
            self.store.end_lease(&self.key, lease).await;
        }
    }

    /// Gets a new token, with the refresh token if there is one, and stores it.
    async fn renew(
        &self,
        log_in: &impl LogIn,
        found: TokenState,
        deadline: Instant,
    ) -> Result<StoredToken, NorthApiError> {
        let deadline = deadline.min(Instant::now() + LOGIN);
        let refresh = match &found {
            TokenState::Due(token) | TokenState::Ended(token) => token.refresh(),
            // If the access token was refused, its refresh token is most likely invalid
            // too.
            TokenState::Good(_) | TokenState::Refused | TokenState::Nothing => None,
        };
        let token = match refresh {
            Some(refresh) => match self.refresh(log_in, refresh, deadline).await {
                Err(error) if error.is_not_authenticated() || error.is_refused() => {
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
        let members = AuthRefreshInDto {
            app_id: Some(log_in.config().app_id().to_owned()),
            secret: Some(log_in.config().secret().expose_secret().to_owned()),
            refresh_token: Some(token.expose_secret().to_owned()),
            ..AuthRefreshInDto::default()
        };
        self.login(log_in, refresh_auth_token(&members)?.untyped(), deadline)
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
        let token = login.and_then(|login| StoredToken::of_login(login, sent));
        token.ok_or_else(|| {
            let desc = "the platform's response to the login has no access token";
            NorthApiError::client(ClientCode::NoErrorCode, desc).in_operation(operation.method)
        })
    }
}

fn too_late(began: Instant) -> NorthApiError {
    let waited = began.elapsed().as_millis();
    let desc = format!(
        "the call was not sent: timed out after {waited} ms, while another call was logging in"
    );
    NorthApiError::client(ClientCode::BeforeCall, desc)
}
