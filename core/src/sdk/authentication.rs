//! `Authentication`: login, and refresh of the access token.

use super::table::argument::Fields;

dto! {
    /// What a login answers.
    AuthOutDto = "AuthOutDTO" {
        /// The token that every other call needs.
        access_token: String = "accessToken" (secret),
        /// Always `bearer`.
        token_type: String = "tokenType",
        /// The token that `refreshAuthToken` takes, valid for one month.
        refresh_token: String = "refreshToken" (secret),
        /// Seconds until the access token ends.
        expires_in: i64 = "expiresIn",
        /// Always `default`.
        scope: String = "scope",
    }

    /// What a refresh needs.
    AuthRefreshInDto = "AuthRefreshInDTO" {
        /// Identifies the application. Mandatory, at most 256 characters.
        app_id: String = "appId",
        /// The application's password. Mandatory, at most 256 characters.
        secret: String = "secret" (secret),
        /// From the last login or refresh. Mandatory, at most 256 characters.
        refresh_token: String = "refreshToken" (secret),
    }

    /// What a refresh answers.
    AuthRefreshOutDto = "AuthRefreshOutDTO" {
        /// The new access token; the old one has ended.
        access_token: String = "accessToken" (secret),
        /// Always `bearer`.
        token_type: String = "tokenType",
        /// Seconds until the access token ends.
        expires_in: i64 = "expiresIn",
        /// Always `default`.
        scope: String = "scope",
        /// The next refresh token, valid for one month.
        refresh_token: String = "refreshToken" (secret),
    }
}

service! {
    /// Login, and refresh of the access token.
    "Authentication" {
        /// Logs in with the client's appId and secret.
        ///
        /// An application has one live token: a login ends the token of the
        /// login before it, in every process and on every host.
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
