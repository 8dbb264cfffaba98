//! Tests of authentication: log in, refresh, expiry, quota.

use std::time::Duration;

use crate::common::{Caller, Outcome, still, text};
use northbound_platform::{App, Config, Platform, SettingsChange};
use serde_json::json;

#[tokio::test]
async fn a_login_returns_all_five_fields() -> Outcome {
    let platform = Platform::start(still()).await?;
    let caller = Caller::stranger(&platform)?;
    let grant = caller.login("northbound-demo", "demo-secret").await?;
    assert_eq!(grant.status, 200);
    assert!(text(&grant.body["accessToken"]).len() >= 32);
    assert!(text(&grant.body["refreshToken"]).len() >= 32);
    assert_eq!(grant.body["expiresIn"], json!(3600));
    assert_eq!(grant.body["tokenType"], json!("bearer"));
    assert_eq!(grant.body["scope"], json!("default"));
    assert_eq!(platform.stats().logins, 1);
    Ok(())
}

#[tokio::test]
async fn wrong_credentials_and_missing_ones_have_different_codes() -> Outcome {
    let platform = Platform::start(still()).await?;
    let caller = Caller::stranger(&platform)?;
    for (id, secret, refusal) in [
        ("northbound-demo", "wrong", (401, "100208")),
        ("nobody", "demo-secret", (401, "100208")),
        ("northbound-demo", "", (400, "102202")),
        ("", "demo-secret", (400, "102202")),
    ] {
        let reply = caller.login(id, secret).await?;
        assert_eq!(reply.refusal(), refusal, "{id}:{secret}");
    }
    Ok(())
}

#[tokio::test]
async fn a_new_login_ends_the_previous_token() -> Outcome {
    let platform = Platform::start(still()).await?;
    let first = Caller::new(&platform).await?;
    assert_eq!(first.get("/category").await?.status, 200);
    let second = Caller::new(&platform).await?;
    let refused = first.get("/category").await?;
    assert_eq!(refused.refusal(), (403, "1010005"));
    assert_eq!(refused.body["resultmsg"], "Invalid access token or appId.");
    assert_eq!(second.get("/category").await?.status, 200);
    assert_eq!(platform.stats().rejected_tokens, 1);
    Ok(())
}

#[tokio::test]
async fn a_refresh_replaces_both_tokens() -> Outcome {
    let platform = Platform::start(still()).await?;
    let mut caller = Caller::stranger(&platform)?;
    let old = caller.login("northbound-demo", "demo-secret").await?.body;
    let request = |token: &str| json!({ "appId": "northbound-demo", "secret": "demo-secret", "refreshToken": token });
    let refresh_token = text(&old["refreshToken"]);

    let new = caller.refresh(&request(&refresh_token)).await?;
    assert_eq!(new.status, 200);
    caller.token = text(&old["accessToken"]);
    assert_eq!(caller.get("/category").await?.refusal(), (403, "1010005"));
    caller.token = text(&new.body["accessToken"]);
    assert_eq!(caller.get("/category").await?.status, 200);

    let again = caller.refresh(&request(&refresh_token)).await?;
    assert_eq!(again.refusal(), (401, "100208"));
    let missing = caller
        .refresh(&json!({ "appId": "northbound-demo" }))
        .await?;
    assert_eq!(missing.refusal(), (400, "102202"));
    let malformed = caller.refresh(&json!([1])).await?;
    assert_eq!(malformed.refusal(), (400, "50400"));
    Ok(())
}

#[tokio::test]
async fn tokens_expire_by_the_simulated_clock() -> Outcome {
    let platform = Platform::start(Config {
        expires_in: 60,
        ..still()
    })
    .await?;
    let caller = Caller::new(&platform).await?;
    platform.advance(Duration::from_secs(59));
    assert_eq!(caller.get("/category").await?.status, 200);
    platform.advance(Duration::from_secs(1));
    assert_eq!(caller.get("/category").await?.refusal(), (403, "1010005"));
    Ok(())
}

#[tokio::test]
async fn the_token_must_be_the_applications_own() -> Outcome {
    let other = App {
        id: "other".into(),
        secret: "s".into(),
    };
    let platform = Platform::start(Config {
        apps: vec![App::default(), other],
        ..still()
    })
    .await?;
    let mut caller = Caller::new(&platform).await?;
    caller.token = text(&caller.login("other", "s").await?.body["accessToken"]);
    assert_eq!(caller.get("/category").await?.refusal(), (403, "1010005"));
    Ok(())
}

#[tokio::test]
async fn the_quota_counts_logins_and_ends_with_its_window() -> Outcome {
    let config = Config {
        quota: 3,
        quota_window_ms: 3_600_000,
        ..still()
    };
    let platform = Platform::start(config).await?;
    let caller = Caller::new(&platform).await?;
    assert_eq!(caller.get("/category").await?.status, 200);
    assert_eq!(caller.get("/operations").await?.status, 200);
    let refused = caller.get("/category").await?;
    assert_eq!(refused.refusal(), (403, "1010009"));
    assert_eq!(refused.body["resultmsg"], "app throttle exceed");
    assert_eq!(platform.stats().throttled, 1);

    platform.change(SettingsChange {
        quota_window_ms: Some(0),
        ..SettingsChange::default()
    });
    assert_eq!(caller.get("/category").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn unknown_paths_are_unknown_with_or_without_a_token() -> Outcome {
    let platform = Platform::start(still()).await?;
    let caller = Caller::stranger(&platform)?;
    for path in ["/nothing", "/operations/1/2/3", "/category/1/2"] {
        assert_eq!(caller.get(path).await?.refusal(), (404, "200001"), "{path}");
    }
    Ok(())
}
