//! The page: one HTML file that makes no request to anywhere else.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use hyper::header::{ACCEPT, CONTENT_SECURITY_POLICY, HeaderMap, HeaderValue};
use sha2::{Digest as _, Sha256};

use crate::response::Response;

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/style.css");
const SCRIPTS: [&str; 4] = [
    include_str!("page/elements.js"),
    include_str!("page/tasks.js"),
    include_str!("page/traffic.js"),
    include_str!("page/controls.js"),
];

static PAGE: LazyLock<String> = LazyLock::new(|| {
    let script = SCRIPTS.join("\n");
    TEMPLATE
        .replace("/* style */", STYLE)
        .replace("/* script */", &script)
});

/// Returns true if the caller is a browser: it prefers HTML to other types.
pub(super) fn is_asked_for(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter();
    let mut accepted = accepted.filter_map(|value| value.to_str().ok());
    accepted.any(|types| {
        types.split(',').any(|kind| {
            kind.split(';')
                .next()
                .is_some_and(|name| name.trim() == "text/html")
        })
    })
}

/// Returns the page. Its policy allows the script and the style of the page by their
/// hashes, and calls to the control interface, and nothing else.
pub(super) fn response() -> Response {
    let mut response =
        Response::empty(StatusCode::OK).with_body("text/html;charset=utf-8", PAGE.as_str());
    if let Ok(policy) = HeaderValue::from_str(&POLICY) {
        response.headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |tag| content(&PAGE, tag).map(sha256).unwrap_or_default();
    format!(
        "default-src 'none'; script-src {}; style-src {}; connect-src 'self'; img-src data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        hash("script"),
        hash("style"),
    )
});

/// Returns the text between the tags of the only element of this name.
fn content<'a>(page: &'a str, tag: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("<{tag}>"))?;
    Some(rest.split_once(&format!("</{tag}>"))?.0)
}

fn sha256(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}
