//! Tests of TLS trust: accepted and rejected platforms, client certificates, errors.

use std::path::Path;

use crate::support::facts::assert_error;
use crate::support::identity::{greeted, identity, strict, try_login};
use crate::support::{Stage, still, until};
use northbound::TlsSettings;
use northbound::client::{ConnectionPools, Verify};
use northbound_platform::{ClientAuth, Config, ServerCert, TlsVersion};

#[tokio::test]
async fn each_certificate_passes_the_checks_that_are_asked_for() {
    use ServerCert::{Expired, SelfSigned, Valid, WrongHost};
    let unknown = &[
        "not signed by a trusted CA",
        "TlsSettings::ca_file",
        "TlsSettings::ca_file",
    ][..];
    let expired = &["has expired"][..];
    let elsewhere = &[
        "does not match the address",
        "TlsSettings::verify = Verify::Ca",
    ][..];
    for (server_cert, full, ca) in [
        (Valid, None, None),
        (Expired, Some(expired), Some(expired)),
        (WrongHost, Some(elsewhere), None),
        (SelfSigned, Some(unknown), Some(unknown)),
    ] {
        let stage = Stage::with(Config {
            server_cert,
            ..still()
        });
        for (verify, wrong) in [(Verify::Full, full), (Verify::Ca, ca), (Verify::None, None)] {
            let tls = stage.tls().with_verify(verify);
            let outcome = try_login(&stage, &tls).await;
            match (outcome, wrong) {
                (Ok(_), None) => {}
                (Err(error), Some(says)) => {
                    assert_error(&error, "1003", &["transport"], says);
                    assert!(error.to_string().contains("getAuthToken"), "{error}");
                }
                (outcome, _) => panic!("{server_cert:?} under {verify:?}: {outcome:?}"),
            }
        }
    }
}

#[tokio::test]
async fn another_ca_is_not_trusted() {
    use ServerCert::{SelfSigned, Valid, WrongHost};
    for server_cert in [Valid, WrongHost, SelfSigned] {
        let stage = Stage::with(Config {
            server_cert,
            ..still()
        });
        let mut tls = TlsSettings::default().with_ca_file(stage.pem("other-ca.pem"));
        for verify in [Verify::Full, Verify::Ca] {
            tls.verify = verify;
            let error = try_login(&stage, &tls).await.expect_err("no trust");
            let says = ["not signed by a trusted CA", "TlsSettings::ca_file"];
            assert_error(&error, "1003", &["transport"], &says);
        }
        assert_eq!(stage.platform.requests(), [], "no request was sent");
        tls.verify = Verify::None;
        try_login(&stage, &tls).await.expect("nothing is checked");
    }
}

#[tokio::test]
async fn without_a_ca_the_system_decides() {
    let stage = Stage::new();
    for verify in [Verify::Full, Verify::Ca] {
        let tls = TlsSettings::default().with_verify(verify);
        let error = try_login(&stage, &tls).await;
        let error = error.expect_err("no system knows the platform's CA");
        // A minimal system has no CAs, which the client reports before it connects.
        assert!(["1003", "1006"].contains(&error.code()), "{error}");
        assert!(
            error.to_string().contains("TlsSettings::ca_file"),
            "{error}"
        );
    }
    let tls = TlsSettings::default().with_verify(Verify::None);
    try_login(&stage, &tls).await.expect("nothing is checked");
}

#[tokio::test]
async fn several_cas_may_share_a_file() {
    let stage = Stage::new();
    let certs = stage.platform.certs();
    let other = certs.pem("other-ca.pem").expect("a CA");
    let both = stage
        .files
        .write("both.pem", format!("{other}\n{}", certs.ca()));
    for tls in [
        TlsSettings::default().with_ca_file(both.clone()),
        TlsSettings::default().with_trust(both.clone()),
    ] {
        try_login(&stage, &tls)
            .await
            .expect("one of them signed it");
    }
    // The file of SSLConfig has priority over the setting.
    let tls = stage.tls().with_trust(stage.pem("other-ca.pem"));
    let error = try_login(&stage, &tls).await.expect_err("no trust");
    assert_error(&error, "1003", &["transport"], &["TlsSettings::ca_file"]);
}

#[tokio::test]
async fn a_platform_that_asks_sees_the_client_certificate() {
    for version in [TlsVersion::V1_2, TlsVersion::V1_3] {
        let stage = strict(version);
        let (cert, key) = (stage.pem("client.pem"), stage.pem("client.key"));
        let whole = format!(
            "{}{}",
            stage.platform.certs().client_key(),
            stage.platform.certs().client()
        );
        let whole = stage.files.write("whole.pem", whole);
        let trust = |trust: &Path| identity(&stage, &cert, None).with_trust(trust.to_owned());
        for tls in [
            identity(&stage, &cert, Some(&key)),
            identity(&stage, &whole, None),
            trust(&key),
            trust(&whole),
        ] {
            let name = try_login(&stage, &tls).await.expect("a known caller");
            assert_eq!(name.as_deref(), Some("northbound-client"), "{tls:?}");
        }
    }
}

#[tokio::test]
async fn an_unrequested_certificate_is_ignored() {
    let stage = Stage::new();
    let tls = identity(
        &stage,
        &stage.pem("client.pem"),
        Some(&stage.pem("client.key")),
    );
    assert_eq!(try_login(&stage, &tls).await.expect("a login"), None);
    let stage = Stage::with(Config {
        client_auth: ClientAuth::Optional,
        ..still()
    });
    let anonymous = try_login(&stage, &stage.tls()).await.expect("a login");
    assert_eq!(anonymous, None);
}

#[tokio::test]
async fn a_platform_that_asks_refuses_strangers() {
    // With TLS 1.3, servers check the certificate after the handshake.
    for (version, code, facts) in [
        (TlsVersion::V1_2, "1003", &["transport"][..]),
        (TlsVersion::V1_3, "1004", &["transport", "sent"][..]),
    ] {
        let stage = strict(version);
        let cert = stage.pem("untrusted-client.pem");
        let key = stage.pem("untrusted-client.key");
        for tls in [stage.tls(), identity(&stage, &cert, Some(&key))] {
            let error = try_login(&stage, &tls).await.expect_err("a stranger");
            let says = [
                "did not accept the client certificate",
                "TlsSettings::client_cert",
            ];
            assert_error(&error, code, facts, &says);
        }
        // It counts a failure after it has sent the alert.
        until(|| stage.platform.stats().handshake_failures == 2).await;
        assert_eq!(stage.platform.requests(), []);
    }
}

#[tokio::test]
async fn identities_do_not_share_connections() {
    let stage = Stage::with(Config {
        client_auth: ClientAuth::Optional,
        ..still()
    });
    let mut connections = ConnectionPools::default();
    let certified = identity(
        &stage,
        &stage.pem("client.pem"),
        Some(&stage.pem("client.key")),
    );
    for (tls, name) in [
        (&certified, Some("northbound-client")),
        (&stage.tls(), None),
        (&certified, Some("northbound-client")),
        (&stage.tls(), None),
    ] {
        let client = stage.client_among(&mut connections, tls).expect("a client");
        let seen = greeted(&stage, &client).await.expect("a login");
        assert_eq!(seen.as_deref(), name);
    }
    assert_eq!(stage.platform.stats().connections, 2);
}
