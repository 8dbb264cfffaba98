//! Login and refresh of the access token (`Authentication`).
//!
//! Every other call needs the access token. A client with
//! [`with_managed_token`](crate::Client::with_managed_token) does all this by itself.
//!
//! ```no_run
//! use northbound::sdk::Token;
//! use northbound::sdk::authentication::get_auth_token;
//!
//! # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
//! let login = client.send(get_auth_token()?).await?;
//! println!("valid for {:?} s", login.expires_in);
//! let token = login.access_token.map(Token::from);
//!
//! // The same, if only the token is of interest:
//! let token = client.log_in().await?;
//! # Ok(())
//! # }
//! ```

use super::table::argument::Fields;

dto! {
    /// Response of a login.
    AuthOutDto = "AuthOutDTO" {
        /// Access token, which every other call needs.
        access_token: String = "accessToken" (secret),
        /// Type of the token: always `bearer`.
        token_type: String = "tokenType",
        /// Refresh token for `refreshAuthToken`, valid for one month.
        refresh_token: String = "refreshToken" (secret),
        /// Seconds until the access token expires.
        expires_in: i64 = "expiresIn",
        /// Scope of the token: always `default`.
        scope: String = "scope",
    }

    /// Request of a refresh.
    AuthRefreshInDto = "AuthRefreshInDTO" {
        /// Id of the application. Mandatory, at most 256 characters.
        app_id: String = "appId",
        /// Password of the application. Mandatory, at most 256 characters.
        secret: String = "secret" (secret),
        /// Refresh token of the last login or refresh. Mandatory, at most 256
        /// characters.
        refresh_token: String = "refreshToken" (secret),
    }

    /// Response of a refresh.
    AuthRefreshOutDto = "AuthRefreshOutDTO" {
        /// New access token; the old one is no longer valid.
        access_token: String = "accessToken" (secret),
        /// Type of the token: always `bearer`.
        token_type: String = "tokenType",
        /// Seconds until the access token expires.
        expires_in: i64 = "expiresIn",
        /// Scope of the token: always `default`.
        scope: String = "scope",
        /// Next refresh token, valid for one month.
        refresh_token: String = "refreshToken" (secret),
    }
}

service! {
    /// Login and refresh of the access token.
    "Authentication" {
        /// Logs in with the client's appId and secret.
        ///
        /// An application has one valid token. A login invalidates the token of
        /// the previous login, in every process and on every host.
        ///
        /// Errors of the platform: 100208 (appId or secret wrong), 102202 (a
        /// mandatory parameter is missing), 100247 (application frozen), 50252
        /// (internal error).
        ///
        /// Vendor page: iot_06_2209.
        get_auth_token() = "getAuthToken" Post "/iocm/app/sec/v1.1.0/login" by Login -> AuthOutDto;

        /// Exchanges a refresh token for a new access token.
        ///
        /// Errors of the platform: 100208 (appId, secret or refreshToken
        /// wrong), 102202 (a mandatory parameter is missing), 50400 (input
        /// invalid), 100247 (application frozen), 50252 (internal error).
        ///
        /// Vendor page: iot_06_2210.
        refresh_auth_token(ar_in_dto "arInDTO": Fields<AuthRefreshInDto>)
            = "refreshAuthToken" Post "/iocm/app/sec/v1.1.0/refreshToken" by Body -> AuthRefreshOutDto;
    }
}
