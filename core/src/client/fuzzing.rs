//! Access to private functions for the targets of `fuzz/`. Part of no other build.

use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use reqwest::header::HeaderValue;

use super::call::response;
use super::transport::http_response::HttpResponse;
use super::transport::tls::TlsFiles;
use super::{Response, TlsSettings, Verify};
use crate::NorthApiError;
use crate::error::Http;
use crate::sdk::Operation;

/// Classifies a response, as a call does.
///
/// # Errors
///
/// The error that the response stands for, if it is not a success.
pub fn classify(
    operation: &'static Operation,
    status: u16,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<Option<Response>, NorthApiError> {
    let content_type = content_type.and_then(|text| HeaderValue::try_from(text).ok());
    let http = Http {
        status,
        reason: "".into(),
        body: Bytes::copy_from_slice(body),
        retry_after: None,
    };
    response::classify(
        operation,
        HttpResponse {
            generation: 0,
            content_type,
            http,
        },
    )
}

/// Reads a file as certificate, as key and as CAs, as the first call does.
///
/// # Errors
///
/// 1006 if the file cannot be used.
pub fn certificate(file: &Path, content: &[u8], password: &str) -> Result<(), NorthApiError> {
    let path = Some(PathBuf::from(file));
    let mut outcome = Ok(());
    if fs::write(file, content).is_ok() {
        // Without the CAs of the system, which take most of the time.
        for settings in [
            TlsSettings {
                verify: Verify::None,
                client_cert: path.clone(),
                key_password: Some(password.into()),
                ..TlsSettings::default()
            },
            TlsSettings {
                ca_file: path.clone(),
                ..TlsSettings::default()
            },
            TlsSettings {
                verify: Verify::None,
                trust: path,
                ..TlsSettings::default()
            },
        ] {
            let configured = TlsFiles::read(&settings).and_then(|read| read.configure(&settings));
            outcome = outcome.and(configured.map(drop));
        }
    }
    outcome
}
