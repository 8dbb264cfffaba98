//! The TLS settings of a client: its SSLConfig, and php.ini.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::rc::Rc;

use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use northbound::client::TlsSettings;
use northbound::internal::ErrorExt;
use northbound::sdk::DtoType;
use northbound::sdk::client_settings::SslConfig;
use northbound::{ClientCode, NorthApiError};
use secrecy::SecretString;

use super::frame::MethodResult;
use crate::ini;
use crate::values::dto_class;
use crate::zend;
use crate::zend::class::namespace;

/// Returns the TLS settings of an SSLConfig. The ones that are not set come from php.ini.
pub(crate) fn tls_settings(config: &Zval) -> MethodResult<Rc<TlsSettings>> {
    let tls = ini::tls()?;
    if config.is_null() {
        let tls = with_absolute_paths(tls);
        check_open_basedir(&tls)?;
        return Ok(tls);
    }
    let mut tls = TlsSettings::clone(&tls);
    let class = dto_class::class_of(SslConfig::DTO);
    let object = config
        .object()
        .filter(|object| class.is_some_and(|class| object.instance_of(class)))
        .ok_or_else(|| {
            NorthApiError::client(
                ClientCode::SslConfig,
                format!(
                    "sslConfig must be a {}\\SSLConfig, {} given",
                    namespace::DTO,
                    zend::type_name(config)
                ),
            )
        })?;
    if let Some(path) = ssl_text(object, "selfCertPath")? {
        tls.client_cert = Some(path.into());
    }
    if let Some(password) = ssl_text(object, "selfCertPwd")? {
        let password = password.into_string().map_err(|_| {
            let desc = "sslConfig: selfCertPwd must be UTF-8";
            NorthApiError::client(ClientCode::SslConfig, desc)
        })?;
        tls.key_password = Some(SecretString::from(password));
    }
    tls.trust = ssl_text(object, "trustCAPath")?.map(Into::into);
    let tls = with_absolute_paths(Rc::new(tls));
    check_open_basedir(&tls)?;
    Ok(tls)
}

/// Returns the settings with the files that relative paths name in the current directory:
/// in another directory, they are other settings.
fn with_absolute_paths(tls: Rc<TlsSettings>) -> Rc<TlsSettings> {
    let files = [&tls.client_cert, &tls.client_key, &tls.ca_file, &tls.trust];
    if files.into_iter().flatten().all(|file| file.is_absolute()) {
        return tls;
    }
    let mut tls = TlsSettings::clone(&tls);
    let files = [
        &mut tls.client_cert,
        &mut tls.client_key,
        &mut tls.ca_file,
        &mut tls.trust,
    ];
    for file in files
        .into_iter()
        .flatten()
        .filter(|file| file.is_relative())
    {
        // Without a current directory, it stays as it is.
        if let Some(absolute) = zend::path::absolute(file) {
            *file = absolute;
        }
    }
    Rc::new(tls)
}

/// Refuses files that PHP's `open_basedir` does not allow.
fn check_open_basedir(tls: &TlsSettings) -> Result<(), NorthApiError> {
    if !zend::open_basedir::is_set() {
        return Ok(());
    }
    let files = [&tls.client_cert, &tls.client_key, &tls.ca_file, &tls.trust];
    let refused = files
        .into_iter()
        .flatten()
        .find(|file| !zend::open_basedir::is_allowed(file));
    match refused {
        None => Ok(()),
        Some(file) => Err(NorthApiError::client(
            ClientCode::SslConfig,
            format!(
                "{} is not in a directory that open_basedir in php.ini allows",
                file.display()
            ),
        )),
    }
}

/// Reads a property of an SSLConfig: a string, a number, or an object that is convertible
/// to a string, such as `SplFileInfo`. `None` if it is null or empty.
fn ssl_text(config: &ZendObject, name: &str) -> MethodResult<Option<OsString>> {
    let class = config.get_class_entry();
    let value = zend::read_property(class, config, &ZendStr::new(name, false));
    let given = zend::type_name(&value);
    let value = match value.object() {
        Some(object) if zend::has_method(object.get_class_entry(), "__toString") => {
            zend::call_method(object, "__toString", &mut [])?
        }
        _ => value,
    };
    let text = match value.zend_str() {
        Some(text) => text.as_bytes().to_vec(),
        None if value.is_null() => Vec::new(),
        None if value.is_long() || value.is_double() => {
            value.coerce_to_string().unwrap_or_default().into_bytes()
        }
        None => {
            let desc = format!("sslConfig: {name} must be a string, {given} given");
            return Err(NorthApiError::client(ClientCode::SslConfig, desc).into());
        }
    };
    Ok(Some(OsString::from_vec(text)).filter(|text| !text.is_empty()))
}
