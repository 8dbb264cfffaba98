//! The response to a request.

use std::borrow::Cow;
use std::io;
use std::time::SystemTime;

use bytes::{Bytes, BytesMut};
use hyper::ext::ReasonPhrase;
use reqwest::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};

use super::retry_after;
use super::transport_error::incomplete_response;
use crate::NorthApiError;
use crate::client::ClientConfig;
use crate::error::Http;
use crate::error::term::Term;

/// An HTTP response.
pub(crate) struct HttpResponse {
    /// The generation of the [`HttpClient`](super::http_client::HttpClient) that received
    /// it.
    pub(crate) generation: u64,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) http: Http,
}

/// Reads the whole response. `generation` is that of the client that received it.
pub(crate) async fn read(
    config: &ClientConfig,
    mut response: reqwest::Response,
    generation: u64,
) -> Result<HttpResponse, NorthApiError> {
    let status = response.status();
    let reason = match response.extensions().get::<ReasonPhrase>() {
        Some(reason) => Cow::from(String::from_utf8_lossy(reason.as_bytes()).into_owned()),
        None => Cow::from(status.canonical_reason().unwrap_or_default()),
    };
    let content_type = response.headers().get(CONTENT_TYPE).cloned();
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| retry_after::parse(value.to_str().ok()?, SystemTime::now()));
    let content_length = response.content_length().unwrap_or(0);
    let max_size = config.max_response_size();
    #[cfg(feature = "test-panic")]
    crate::test_panic::at("read");
    let mut body = BytesMut::new();
    let mut whole = None;
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) => return Err(incomplete_response(config, error)),
        };
        if body.len() + chunk.len() > max_size || content_length > max_size as u64 {
            let desc = format!(
                "the platform's response is larger than {} ({})",
                format_size(max_size),
                Term::MaxResponseSize
            );
            return Err(NorthApiError::transport(
                true,
                false,
                desc,
                io::Error::from(io::ErrorKind::FileTooLarge),
            ));
        }
        if body.is_empty() {
            if chunk.len() as u64 == content_length {
                whole = Some(chunk);
                continue;
            }
            body.reserve(chunk.len().max(content_length as usize));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpResponse {
        generation,
        content_type,
        http: Http {
            status: status.as_u16(),
            reason,
            body: whole.unwrap_or_else(|| Bytes::from(body)),
            retry_after,
        },
    })
}

/// Formats a number of bytes with its unit.
fn format_size(bytes: usize) -> String {
    match bytes {
        _ if bytes > 0 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes > 0 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::format_size;

    #[test]
    fn sizes_have_the_largest_unit_that_is_exact() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1, "1 bytes"),
            (1023, "1023 bytes"),
            (1024, "1 KiB"),
            (1025, "1025 bytes"),
            (3 << 10, "3 KiB"),
            (64 << 20, "64 MiB"),
            ((64 << 20) + 1024, "65537 KiB"),
        ] {
            assert_eq!(format_size(bytes), text);
        }
    }
}
