//! The error codes of the client, as opposed to those of the platform.

/// A client-side error code.
///
/// These codes have four digits. The platform documents codes of five to seven digits.
///
/// ```
/// use northbound::ClientCode;
///
/// assert_eq!(ClientCode::InvalidInput.code(), "1007");
/// assert_eq!(ClientCode::InvalidInput.number(), 1007);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientCode {
    /// 1001: internal error of this library.
    Internal,
    /// 1002: an HTTP method that the API does not have.
    InvalidMethod,
    /// 1003: the call failed before the request was sent.
    BeforeCall,
    /// 1004: the call failed after the request may have been sent.
    AfterCall,
    /// 1005: the platform reported a failure without an error code.
    NoErrorCode,
    /// 1006: a certificate or another TLS setting is wrong.
    SslConfig,
    /// 1007: an argument that cannot be sent.
    InvalidInput,
    /// 1008: the client's platform address or credentials are missing.
    ClientInfo,
    /// 1009: the access token is missing.
    AccessToken,
    /// 1010: appId or secret contains spaces.
    Spaces,
    /// 1011: no northbound API responds at this port.
    Port,
    /// 1000: marks the end of the list of the original SDK. No error has it.
    #[doc(hidden)]
    End,
}

impl ClientCode {
    /// All codes, in the order of the original SDK.
    #[doc(hidden)]
    pub const ALL: &'static [ClientCode] = &[
        Self::Internal,
        Self::InvalidMethod,
        Self::BeforeCall,
        Self::AfterCall,
        Self::NoErrorCode,
        Self::SslConfig,
        Self::InvalidInput,
        Self::ClientInfo,
        Self::AccessToken,
        Self::Spaces,
        Self::Port,
        Self::End,
    ];

    /// Returns the code with these four digits.
    pub(super) fn of(code: &str) -> Option<Self> {
        let mut codes = Self::ALL.iter().copied();
        codes.find(|known| *known != Self::End && known.code() == code)
    }

    /// Returns code, constant name and text.
    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Internal => (
                "1001",
                "CLIENT_INTERNAL_ERROR",
                "internal error of the client",
            ),
            Self::InvalidMethod => ("1002", "CLIENT_INVALID_METHOD", "invalid HTTP method"),
            Self::BeforeCall => (
                "1003",
                "CLIENT_BEFORE_INVOK_ERROR",
                "the call failed before it was sent",
            ),
            Self::AfterCall => (
                "1004",
                "CLIENT_AFTER_INVOK_ERROR",
                "the call failed after it was sent",
            ),
            Self::NoErrorCode => (
                "1005",
                "CLIENT_ERROR_BUT_NO_ERRORCODE",
                "the call failed without an error code; see httpMessage",
            ),
            Self::SslConfig => (
                "1006",
                "CLIENT_SSL_CONFIG_ERROR",
                "wrong TLS settings; check the certificate paths",
            ),
            Self::InvalidInput => (
                "1007",
                "CLIENT_INPUT_PARAMETER_INVALID",
                "invalid input parameter",
            ),
            Self::ClientInfo => (
                "1008",
                "CLIENT_INFO_ERROR",
                "clientInfo is not set, or not complete",
            ),
            Self::AccessToken => (
                "1009",
                "CLIENT_INPUT_ACCESSTOKEN_INVALID",
                "accessToken must not be null or empty",
            ),
            Self::Spaces => (
                "1010",
                "APPID_SECRET_INCLUDE_SPACE",
                "appId or secret contains spaces",
            ),
            Self::Port => ("1011", "PORT_ERROR", "wrong port"),
            Self::End => ("1000", "CLIENT_EXC_END", ""),
        }
    }

    /// Returns the code, four digits.
    pub const fn code(self) -> &'static str {
        self.row().0
    }

    /// Returns the code as a number.
    pub fn number(self) -> i64 {
        self.code().parse().unwrap_or_default()
    }

    /// Returns the name of the constant in PHP's `ExceptionEnum`.
    #[doc(hidden)]
    pub const fn name(self) -> &'static str {
        self.row().1
    }

    /// Returns the text of the constant in PHP's `ExceptionEnum`.
    #[doc(hidden)]
    pub const fn text(self) -> &'static str {
        self.row().2
    }
}
