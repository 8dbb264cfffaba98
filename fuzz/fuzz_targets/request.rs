//! Any arguments of any operation: what is sent is one request line for the path of the operation, or nothing.
//!
//! The first byte picks the operation; the rest are the arguments in order, each ended by 0xFF.

#![no_main]

use libfuzzer_sys::fuzz_target;
use northbound::NorthApiError;
use northbound::sdk::{Operation, Place, Request, RequestBuilder, SERVICES, Verb};
use percent_encoding::percent_decode_str;
use url::Url;

fuzz_target!(|data: &[u8]| {
    let [operation, arguments @ ..] = data else {
        return;
    };
    let arguments: Vec<&[u8]> = arguments.split(|byte| *byte == 0xff).collect();
    let operations: Vec<&'static Operation> = SERVICES
        .iter()
        .flat_map(|service| service.operations)
        .copied()
        .collect();
    let operation = operations[usize::from(*operation) % operations.len()];

    if let Ok(request) = build(operation, &arguments) {
        let url = check(request.target());
        assert_eq!(url, request.target());
        assert_eq!(segments(&url), segments(operation.path), "{url}");
    }
    if let Some(Ok(target)) = arguments.first().map(|target| std::str::from_utf8(target))
        && let Ok(request) = raw(target, &arguments)
    {
        let url = check(request.target());
        assert_eq!(segments(&url), segments(target), "{url}");
        assert!(
            decoded(&url).starts_with(decoded(target).trim_end_matches('?')),
            "{url}"
        );
    }
});

fn segments(target: &str) -> usize {
    let path = target.split('?').next().unwrap_or_default();
    path.split('/').count()
}

/// Without the percent-encoding, which libraries add where it is missing.
fn decoded(target: &str) -> String {
    percent_decode_str(target).decode_utf8_lossy().into_owned()
}

fn build(operation: &'static Operation, arguments: &[&[u8]]) -> Result<Request<()>, NorthApiError> {
    let mut arguments = arguments.iter().copied();
    let mut request = RequestBuilder::new(operation);
    for param in operation.params {
        let value = arguments.next().unwrap_or_default();
        match param.place {
            Place::Path => request.path(param.name, value)?,
            Place::Query => request.query(param.name, value),
            Place::Token => request.token(value)?,
            Place::Fields(dto) if operation.verb.has_body() => {
                request.members(dto, value.to_vec())
            }
            Place::Fields(dto) => {
                dto.fields
                    .iter()
                    .for_each(|field| request.query(field.name, value));
            }
            Place::PathFields(dto) => {
                for field in dto.fields {
                    request.path(field.name, value)?;
                }
            }
        }
    }
    request.build()
}

fn raw(target: &str, arguments: &[&[u8]]) -> Result<Request<()>, NorthApiError> {
    let mut request = RequestBuilder::raw(Verb::Post, target)?;
    if let [_, name, value, ..] = arguments
        && let (Ok(name), Ok(value)) = (std::str::from_utf8(name), std::str::from_utf8(value))
    {
        request.query(name, value.as_bytes());
        request.header(name, value)?;
    }
    request.build()
}

/// Nothing in it ends the request line, and no library folds a part of it away: gives what is sent.
fn check(target: &str) -> String {
    assert!(target.starts_with('/'), "{target:?}");
    assert!(
        target.bytes().all(|byte| byte.is_ascii_graphic()),
        "{target:?}"
    );
    let url = Url::parse(&format!("https://platform.example:8743{target}")).expect("a URL");
    assert_eq!(url.host_str(), Some("platform.example"), "{target}");
    assert_eq!(url.port(), Some(8743), "{target}");
    assert_eq!(url.fragment(), None, "{target}");
    let query = url.query().map(|query| format!("?{query}"));
    format!("{}{}", url.path(), query.unwrap_or_default())
}
