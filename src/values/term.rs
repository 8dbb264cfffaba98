//! The words of the core's messages, as PHP code knows them.

use northbound::internal::Term;

/// Returns how PHP code knows a term.
pub(crate) fn in_php(term: Term) -> &'static str {
    match term {
        Term::ClientConfig => "clientInfo",
        Term::PlatformIp => "platformIp (northbound.platform_ip)",
        Term::PlatformPort => "platformPort (northbound.platform_port)",
        Term::AppId => "appId (northbound.app_id)",
        Term::Secret => "secret (northbound.secret)",
        Term::CallTimeout => "northbound.timeout_ms",
        Term::ConnectTimeout => "northbound.connect_timeout_ms",
        Term::MaxResponseSize => "northbound.max_response_size",
        Term::Quota => "northbound.quota_per_minute",
        Term::ManagedToken => "northbound.managed_token",
        Term::LogIn => "Authentication::getAuthToken",
        Term::MissingToken => "accessToken is null or empty",
        Term::RedisAddress => "northbound.state",
        Term::RedisCaFile => "northbound.state_ca_file",
        Term::StoreDir => "northbound.state_dir",
        Term::Proxy => "northbound.proxy",
        Term::NoProxy => "northbound.no_proxy",
        Term::ProxyCaFile => "northbound.ca_file",
        Term::CaFile => "northbound.ca_file or SSLConfig::trustCAPath",
        Term::Trust => "trustCAPath",
        Term::VerifyCa => "northbound.tls_verify = ca",
        Term::VerifyNone => "northbound.tls_verify = insecure",
        Term::ClientCert => "northbound.client_cert or SSLConfig::selfCertPath",
        Term::ClientKey => "SSLConfig::trustCAPath or northbound.client_key",
        Term::KeyPassword => "SSLConfig::selfCertPwd or northbound.client_key_password",
        Term::MinDelay => "minDelay",
        Term::MaxDelay => "maxDelay",
        Term::Wait => "waitUntilUpgradeTaskEnds",
        Term::ResponseBody => "httpMessage",
    }
}
