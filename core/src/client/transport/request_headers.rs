//! The headers of requests with an access token.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use secrecy::{ExposeSecret, SecretString};

use super::http_client::NAME;
use crate::NorthApiError;
use crate::error::code::ClientCode;

/// The headers of the last request with an access token. Consecutive calls mostly have
/// the same application and token, so the headers are created once.
#[derive(Default)]
pub(crate) struct RequestHeaders(Mutex<Option<LastHeaders>>);

struct LastHeaders {
    app_id: String,
    token: SecretString,
    headers: HeaderMap,
}

/// Omits the headers, which contain the token.
impl fmt::Debug for RequestHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestHeaders").finish_non_exhaustive()
    }
}

impl RequestHeaders {
    /// Returns the headers for this application and token.
    ///
    /// # Errors
    ///
    /// 1007 if one of them contains characters that no header can contain.
    pub(crate) fn get(&self, app_id: &str, token: &str) -> Result<HeaderMap, NorthApiError> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last
            && last.app_id == app_id
            && last.token.expose_secret() == token
        {
            return Ok(last.headers.clone());
        }
        let headers = create(app_id, token)?;
        *last = Some(LastHeaders {
            app_id: app_id.to_owned(),
            token: SecretString::from(token),
            headers: headers.clone(),
        });
        Ok(headers)
    }
}

fn create(app_id: &str, token: &str) -> Result<HeaderMap, NorthApiError> {
    let value = |name: &str, text: String| {
        HeaderValue::try_from(text).map_err(|_| {
            let desc = format!("{name} contains characters that are not allowed in an HTTP header");
            NorthApiError::client(ClientCode::InvalidInput, desc)
        })
    };
    let mut bearer = value("accessToken", format!("Bearer {token}"))?;
    bearer.set_sensitive(true);
    Ok(HeaderMap::from_iter([
        (
            HeaderName::from_static("app_key"),
            value("appId", app_id.to_owned())?,
        ),
        (AUTHORIZATION, bearer),
        // reqwest adds these two to a request that has none, which takes longer.
        (ACCEPT, HeaderValue::from_static("*/*")),
        (USER_AGENT, HeaderValue::from_static(NAME)),
    ]))
}
