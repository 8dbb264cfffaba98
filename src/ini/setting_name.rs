//! Names of settings in the messages of exceptions.

use northbound::internal::Setting;

/// Returns how PHP code knows a setting.
pub(crate) fn in_php(setting: Setting) -> &'static str {
    match setting {
        Setting::ClientConfig => "clientInfo",
        Setting::PlatformIp => "platformIp",
        Setting::PlatformPort => "platformPort",
        Setting::AppId => "appId",
        Setting::Secret => "secret",
        Setting::CallTimeout => "northbound.timeout_ms",
        Setting::ConnectTimeout => "northbound.connect_timeout_ms",
        Setting::MaxResponseSize => "northbound.max_response_size",
        Setting::Quota => "northbound.quota_per_minute",
        Setting::ManagedToken => "northbound.managed_token",
        Setting::LogIn => "Authentication::getAuthToken",
        Setting::MissingToken => "accessToken is null or empty",
        Setting::RedisAddress => "northbound.state",
        Setting::RedisCaFile => "northbound.state_ca_file",
        Setting::StoreDir => "northbound.state_dir",
        Setting::Proxy => "northbound.proxy",
        Setting::NoProxy => "northbound.no_proxy",
        Setting::ProxyCaFile => "northbound.ca_file",
        Setting::CaFile => "northbound.ca_file or SSLConfig::trustCAPath",
        Setting::Trust => "trustCAPath",
        Setting::VerifyCa => "northbound.tls_verify = ca",
        Setting::VerifyNone => "northbound.tls_verify = insecure",
        Setting::ClientCert => "northbound.client_cert or SSLConfig::selfCertPath",
        Setting::ClientKey => "SSLConfig::trustCAPath or northbound.client_key",
        Setting::KeyPassword => "SSLConfig::selfCertPwd or northbound.client_key_password",
        Setting::MinDelay => "minDelay",
        Setting::MaxDelay => "maxDelay",
        Setting::Wait => "waitUntilUpgradeTaskEnds",
        Setting::ResponseBody => "httpMessage",
    }
}
