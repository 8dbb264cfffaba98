//! Tests of who gets what from the control address: browsers, programs, other websites.

use crate::common::{Outcome, plain_http, reply};
use northbound_platform::{Config, Platform};
use serde_json::json;

fn address(platform: &Platform) -> String {
    format!("http://{}/", platform.control_addr())
}

#[tokio::test]
async fn a_browser_gets_a_page_and_a_program_the_commands() -> Outcome {
    let platform = Platform::start(Config::default()).await?;
    let get = |accept: &'static str| {
        let request =
            plain_http().map(|http| http.get(address(&platform)).header("accept", accept));
        async move { Ok::<_, Box<dyn std::error::Error>>(request?.send().await?) }
    };
    for accept in ["*/*", "application/json", "text/plain, text/htmlish"] {
        let body = get(accept).await?.text().await?;
        assert!(body.contains("POST   /faults"), "{accept}");
    }
    let page = get("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8").await?;
    let policy = page.headers()["content-security-policy"]
        .to_str()?
        .to_owned();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'sha256-"),
        "{policy}"
    );
    let page = page.text().await?;
    assert!(page.starts_with("<!doctype html>"));
    // Namespaces are names, not addresses of requests.
    let page = page.replace("http://www.w3.org/2000/svg", "");
    assert!(
        !page.contains("http://") && !page.contains("https://"),
        "no other address"
    );
    Ok(())
}

#[tokio::test]
async fn requests_of_other_websites_are_refused() -> Outcome {
    let platform = Platform::start(Config::default()).await?;
    let fault = json!({ "fault": { "kind": "close" } });
    let post = |name: &'static str, value: String| {
        let http = plain_http();
        let request = http.map(|http| http.post(format!("{}faults", address(&platform))));
        let request = request.map(|request| request.header(name, value).json(&fault));
        async move { Ok::<_, Box<dyn std::error::Error>>(reply(request?).await?.status) }
    };
    let own = address(&platform);
    let own = own.trim_end_matches('/');
    assert_eq!(post("origin", own.to_owned()).await?, 200);
    platform.clear_faults();
    assert_eq!(post("origin", "https://example.com".into()).await?, 403);
    assert_eq!(post("origin", "null".into()).await?, 403);
    assert_eq!(post("host", "example.com".into()).await?, 403);
    assert_eq!(post("sec-fetch-site", "same-site".into()).await?, 403);
    for path in ["events", "requests", ""] {
        let request = plain_http()?.get(format!("{}{path}", address(&platform)));
        let refused = reply(request.header("host", "example.com")).await?;
        assert_eq!(refused.status, 403, "/{path}");
    }
    assert_eq!(platform.faults(), []);
    Ok(())
}
