//! The words of error messages that depend on the program.
//!
//! An error says which setting to change. A Rust program sets a field or calls a function, and
//! other programs have a configuration file. So messages contain a [`Term`], and the program
//! may say once how its users know each.

use std::fmt;
use std::sync::OnceLock;

/// A setting, a step of the caller, or a part of an error, that messages name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// The settings that [`ClientConfig::new`](crate::ClientConfig::new) checks.
    ClientConfig,
    /// The host of the platform.
    PlatformIp,
    /// The port of the platform.
    PlatformPort,
    /// The id of the application.
    AppId,
    /// The secret of the application.
    Secret,
    /// The limit for a call.
    CallTimeout,
    /// The limit for opening a connection.
    ConnectTimeout,
    /// The maximum size of a response.
    MaxResponseSize,
    /// The quota, in calls per minute.
    Quota,
    /// The token that the client manages.
    ManagedToken,
    /// The step to log in.
    LogIn,
    /// An access token that is missing.
    MissingToken,
    /// The address of Redis.
    RedisAddress,
    /// The CAs that the certificate of Redis may come from.
    RedisCaFile,
    /// The directory of the files that processes share.
    StoreDir,
    /// The address of the proxy.
    Proxy,
    /// The hosts that are called without the proxy.
    NoProxy,
    /// The CAs that the certificate of a proxy may come from.
    ProxyCaFile,
    /// The CAs that the certificate of the platform may come from.
    CaFile,
    /// The file that is either a private key or CAs.
    Trust,
    /// The check that accepts any host name.
    VerifyCa,
    /// The check that accepts any certificate.
    VerifyNone,
    /// The certificate of the client.
    ClientCert,
    /// The private key of the client.
    ClientKey,
    /// The password of the private key.
    KeyPassword,
    /// The minimum time between two polls of a waiter.
    MinDelay,
    /// The maximum time between two polls of a waiter.
    MaxDelay,
    /// The operation that waits for an upgrade task.
    Wait,
    /// The part of an error that contains the response.
    ResponseBody,
}

static NAMES: OnceLock<fn(Term) -> &'static str> = OnceLock::new();

impl Term {
    /// Sets the names that messages use from now on. Only the first call has an effect.
    pub(crate) fn name_by(names: fn(Term) -> &'static str) {
        let _ = NAMES.set(names);
    }

    /// Returns the name.
    pub(crate) fn name(self) -> &'static str {
        NAMES.get().map_or(self.in_rust(), |names| names(self))
    }

    /// Returns the name in a Rust program.
    const fn in_rust(self) -> &'static str {
        match self {
            Self::ClientConfig => "ClientConfig",
            Self::PlatformIp => "platform_ip",
            Self::PlatformPort => "platform_port",
            Self::AppId => "app_id",
            Self::Secret => "secret",
            Self::CallTimeout => "Timeouts::call",
            Self::ConnectTimeout => "Timeouts::connect",
            Self::MaxResponseSize => "ClientConfig::with_max_response_size",
            Self::Quota => "Client::with_quota",
            Self::ManagedToken => "Client::with_managed_token and Token::Managed",
            Self::LogIn => "Client::log_in",
            Self::MissingToken => "the access token is empty",
            Self::RedisAddress => "StoreSettings::Redis",
            Self::RedisCaFile => "ca_file of StoreSettings::Redis",
            Self::StoreDir => "StoreSettings::FilesIn",
            Self::Proxy => "the address in ProxySettings",
            Self::NoProxy => "ProxySettings::with_no_proxy",
            Self::ProxyCaFile | Self::CaFile => "TlsSettings::ca_file",
            Self::Trust => "TlsSettings::trust",
            Self::VerifyCa => "TlsSettings::verify = Verify::Ca",
            Self::VerifyNone => "TlsSettings::verify = Verify::None",
            Self::ClientCert => "TlsSettings::client_cert",
            Self::ClientKey => "TlsSettings::client_key",
            Self::KeyPassword => "TlsSettings::key_password",
            Self::MinDelay => "min_delay",
            Self::MaxDelay => "max_delay",
            Self::Wait => "Waiter",
            Self::ResponseBody => "NorthApiError::http_body",
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
