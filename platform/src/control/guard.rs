//! Access to the control interface: programs on this machine, and its own page.
//!
//! A page of another website runs in a browser on this machine, so it can reach a
//! loopback address. It cannot hide where it is from: the browser names its host in
//! `Host`, even if its name resolves to a loopback address, and its origin in `Origin`.

use std::net::IpAddr;

use hyper::header::{
    CACHE_CONTROL, HOST, HeaderName, HeaderValue, ORIGIN, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::http::request::Parts;
use hyper::http::uri::Authority;
use hyper::{HeaderMap, Method};

use crate::response::Response;

pub(super) const REFUSAL: &str = "Host is not a loopback address, or the request comes from another website; \
     call the control interface by its address, without a header Origin";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Returns false if a page of another website may have sent this request.
pub(super) fn admits(parts: &Parts) -> bool {
    let Some(host) = only(&parts.headers, &HOST) else {
        return false;
    };
    let own = match parts.headers.contains_key(ORIGIN) {
        true => {
            only(&parts.headers, &ORIGIN).and_then(|origin| origin.strip_prefix("http://"))
                == Some(host)
        }
        false => true,
    };
    // Some browsers leave out `Origin` where they send this header.
    let site = only(&parts.headers, &SEC_FETCH_SITE);
    let foreign = matches!(site, Some("cross-site" | "same-site"));
    is_loopback(host) && own && !(foreign && parts.method != Method::GET)
}

/// Returns the value of a header that is there exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority
        .host()
        .trim_start_matches('[')
        .trim_end_matches(']');
    !host.contains('@')
        && (name.eq_ignore_ascii_case("localhost")
            || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()))
}

/// Adds the headers that keep other websites from reading or framing a response.
pub(super) fn closed_to_others(mut response: Response) -> Response {
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (RESOURCE_POLICY, "same-origin"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
    ] {
        response
            .headers
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::Request;

    fn admitted(method: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri("/faults");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).map(Request::into_parts);
        request.is_ok_and(|(parts, ())| admits(&parts))
    }

    #[test]
    fn hosts_are_loopback_addresses() {
        for host in [
            "127.0.0.1:1",
            "127.9.9.9",
            "localhost:1",
            "LOCALHOST",
            "[::1]:1",
        ] {
            assert!(admitted("POST", &[("host", host)]), "{host}");
        }
        for host in [
            "",
            "example.com",
            "127.0.0.1.example.com:1",
            "localhost.example.com",
            "127.0.0.1@example.com",
            "example.com@127.0.0.1",
            "10.0.0.1:1",
            "[::2]:1",
            "0.0.0.0:1",
        ] {
            assert!(!admitted("GET", &[("host", host)]), "{host}");
        }
        assert!(!admitted("GET", &[]), "no host");
        let twice = [("host", "127.0.0.1:1"), ("host", "example.com")];
        assert!(!admitted("GET", &twice), "two hosts");
    }

    #[test]
    fn origins_are_the_page_itself() {
        let post = |name, value| admitted("POST", &[("host", "127.0.0.1:1"), (name, value)]);
        assert!(post("origin", "http://127.0.0.1:1"));
        for origin in [
            "null",
            "",
            "http://127.0.0.1:2",
            "http://localhost:1",
            "https://127.0.0.1:1",
            "http://example.com",
        ] {
            assert!(!post("origin", origin), "{origin}");
        }
        assert!(post("sec-fetch-site", "same-origin") && post("sec-fetch-site", "none"));
        assert!(!post("sec-fetch-site", "cross-site") && !post("sec-fetch-site", "same-site"));
        let link = [("host", "127.0.0.1:1"), ("sec-fetch-site", "cross-site")];
        assert!(admitted("GET", &link), "a link from elsewhere");
    }
}
