//! The settings of the command, which are those of the extension in php.ini.

use northbound::internal::Term;

/// A setting.
pub(crate) struct Name {
    /// Name in TOML; after `northbound.`, in php.ini.
    pub(crate) key: &'static str,
    pub(crate) kind: Kind,
    /// The default; empty for none.
    pub(crate) default: &'static str,
    pub(crate) help: &'static str,
}

/// The secrets in a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    /// All of it is secret, so that no flag takes it.
    Secret,
    /// User and password in the address of Redis.
    Url,
    /// User and password in the address of a proxy.
    Proxy,
}

impl Name {
    /// Returns the flag, without its dashes. A secret is read from a file.
    pub(crate) fn flag(&self) -> String {
        let suffix = match self.kind {
            Kind::Secret => "-file",
            _ => "",
        };
        format!("{}{suffix}", self.key.replace('_', "-"))
    }

    /// Returns the environment variable.
    pub(crate) fn variable(&self) -> String {
        format!("NORTHBOUND_{}", self.key.to_ascii_uppercase())
    }
}

/// The access token, which is no setting of php.ini.
pub(crate) const ACCESS_TOKEN: &str = "access_token";

/// True if the application lets the client get the token, as the command always does.
pub(crate) const MANAGED_TOKEN: &str = "managed_token";

const fn name(key: &'static str, default: &'static str, help: &'static str) -> Name {
    Name {
        key,
        kind: Kind::Plain,
        default,
        help,
    }
}

const fn of(kind: Kind, name: Name) -> Name {
    Name { kind, ..name }
}

/// All settings, in the order of the documentation.
pub(crate) static ALL: &[Name] = &[
    name("platform_ip", "", "IP address or host name of the platform"),
    name("platform_port", "8743", "Port of the platform"),
    name("app_id", "", "ID of the application"),
    of(
        Kind::Secret,
        name("secret", "", "File with the application's password"),
    ),
    of(
        Kind::Secret,
        name(
            ACCESS_TOKEN,
            "",
            "File with an access token to use instead of the managed one",
        ),
    ),
    name(
        "client_cert",
        "",
        "PEM or PKCS#12 file with the client's certificate",
    ),
    name("client_key", "", "PEM or PKCS#12 file with the private key"),
    of(
        Kind::Secret,
        name(
            "client_key_password",
            "",
            "File with the password of the private key or the PKCS#12 file",
        ),
    ),
    name(
        "ca_file",
        "",
        "PEM file with the CAs to trust instead of the system's",
    ),
    name(
        "tls_verify",
        "full",
        "Checks of the platform's certificate: full, ca or insecure",
    ),
    of(
        Kind::Proxy,
        name(
            "proxy",
            "",
            "HTTP proxy, or env for https_proxy; without user and password here",
        ),
    ),
    name("no_proxy", "", "Hosts that are called without the proxy"),
    name(
        "connect_timeout_ms",
        "5000",
        "Time limit to open a connection, in milliseconds",
    ),
    name(
        "timeout_ms",
        "30000",
        "Time limit for a whole call, in milliseconds",
    ),
    name("max_attempts", "3", "How often a call is tried, 1 to 100"),
    name("max_response_size", "64M", "Larger responses are not read"),
    name(
        "concurrency",
        "4",
        "Maximum number of parallel calls, 1 to 64",
    ),
    name(
        MANAGED_TOKEN,
        "1",
        "0 if the application logs in by itself; the command never does",
    ),
    name(
        "quota_per_minute",
        "0",
        "Calls per minute of all processes together; 0 for no limit",
    ),
    of(
        Kind::Url,
        name(
            "state",
            "file",
            "Shared state: file, process or an address of Redis without password",
        ),
    ),
    name("state_dir", "", "Private directory for the shared files"),
    name(
        "state_ca_file",
        "",
        "PEM file with the CAs to trust for Redis",
    ),
];

/// Returns the setting with this key.
pub(crate) fn find(key: &str) -> Option<&'static Name> {
    ALL.iter().find(|name| name.key == key)
}

/// Returns how users of the command know a term of the SDK's messages.
pub(crate) fn in_messages(term: Term) -> &'static str {
    match term {
        Term::ClientConfig => "the settings",
        Term::PlatformIp => "northbound.platform_ip",
        Term::PlatformPort => "northbound.platform_port",
        Term::AppId => "northbound.app_id",
        Term::Secret => "northbound.secret",
        Term::CallTimeout => "northbound.timeout_ms",
        Term::ConnectTimeout => "northbound.connect_timeout_ms",
        Term::MaxResponseSize => "northbound.max_response_size",
        Term::Quota => "northbound.quota_per_minute",
        Term::ManagedToken => "northbound.managed_token",
        Term::LogIn => "getAuthToken",
        Term::MissingToken => "the access token is empty",
        Term::RedisAddress => "northbound.state",
        Term::RedisCaFile => "northbound.state_ca_file",
        Term::StoreDir => "northbound.state_dir",
        Term::Proxy => "northbound.proxy",
        Term::NoProxy => "northbound.no_proxy",
        Term::ProxyCaFile | Term::CaFile | Term::Trust => "northbound.ca_file",
        Term::VerifyCa => "northbound.tls_verify = ca",
        Term::VerifyNone => "northbound.tls_verify = insecure",
        Term::ClientCert => "northbound.client_cert",
        Term::ClientKey => "northbound.client_key",
        Term::KeyPassword => "northbound.client_key_password",
        Term::MinDelay => "min_delay",
        Term::MaxDelay => "max_delay",
        Term::Wait => "wait",
        Term::ResponseBody => "the body of the error",
    }
}
