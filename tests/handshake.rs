//! Tests of the look at certificates: those of the platform, and those in the settings.

use std::net::TcpListener;
use std::time::{Duration, SystemTime};

use crate::support::facts::assert_error;
use crate::support::identity::{identity, strict};
use crate::support::openssl::Authority;
use crate::support::tls_server::TlsServer;
use crate::support::{Stage, still};
use northbound::client::{CertificateInfo, Handshake, Timeouts};
use northbound::{ClientConfig, TlsSettings};
use northbound_platform::{Config, ServerCert, TlsVersion};

/// Asserts what the certificates of the local platform have in common.
#[track_caller]
fn assert_current(cert: &CertificateInfo, subject: &str) {
    assert!(cert.subject.contains(subject), "{}", cert.subject);
    assert!(cert.issuer.contains("CN="), "{}", cert.issuer);
    let now = SystemTime::now();
    assert!(cert.not_before < now && now < cert.not_after, "{cert:?}");
}

#[tokio::test]
async fn a_platform_that_is_trusted() {
    let stage = Stage::new();
    let seen = Handshake::inspect(&stage.config(), &stage.tls())
        .await
        .expect("a handshake");
    assert_eq!(seen.address, stage.platform.https_addr());
    assert_eq!(seen.version, "TLSv1_3");
    assert!(seen.cipher_suite.starts_with("TLS13_"), "{seen:?}");
    assert_eq!((&seen.full, &seen.ca), (&Ok(()), &Ok(())));
    assert_eq!(seen.refused, None);
    let [cert, ..] = &seen.certificates[..] else {
        panic!("no certificate in {seen:?}");
    };
    assert_current(cert, "");
    assert!(cert.names.contains(&"127.0.0.1".to_owned()), "{cert:?}");
    assert!(cert.names.contains(&"localhost".to_owned()), "{cert:?}");
}

#[tokio::test]
async fn a_platform_that_is_not_trusted() {
    let stage = Stage::new();
    let seen = Handshake::inspect(&stage.config(), &TlsSettings::default())
        .await
        .expect("a handshake");
    for verdict in [&seen.full, &seen.ca] {
        let reason = verdict.as_ref().expect_err("not trusted");
        assert!(reason.contains("not signed by a trusted CA"), "{reason}");
    }
    assert!(!seen.certificates.is_empty());
    assert!(
        seen.ca
            .unwrap_err()
            .contains("the CAs of this system are trusted")
    );

    let other = Authority::new();
    let tls = TlsSettings::default().with_ca_file(other.path("ca.pem"));
    let seen = Handshake::inspect(&stage.config(), &tls).await;
    let reason = seen.expect("a handshake").ca.expect_err("another CA");
    let trusted = format!("the CAs in {} are trusted", other.path("ca.pem").display());
    assert!(reason.contains(&trusted), "{reason}");

    // A CA of the same name, with another key.
    let elsewhere = Stage::new();
    let seen = Handshake::inspect(&stage.config(), &elsewhere.tls())
        .await
        .expect("a handshake");
    let reason = seen.ca.expect_err("another CA");
    assert!(
        reason.contains("is not signed with the key of the trusted CA"),
        "{reason}"
    );
    assert!(
        reason.contains("restart this program if the file was replaced"),
        "{reason}"
    );
}

#[tokio::test]
async fn a_certificate_for_another_name() {
    let stage = Stage::with(Config {
        server_cert: ServerCert::WrongHost,
        ..still()
    });
    let seen = Handshake::inspect(&stage.config(), &stage.tls())
        .await
        .expect("a handshake");
    assert!(seen.full.is_err(), "{seen:?}");
    assert_eq!(seen.ca, Ok(()), "the name does not matter");
}

#[tokio::test]
async fn a_client_certificate_that_is_missing() {
    let stage = strict(TlsVersion::V1_3);
    let seen = Handshake::inspect(&stage.config(), &stage.tls())
        .await
        .expect("a handshake");
    let refused = seen.refused.expect("the platform asks for a certificate");
    assert!(refused.contains("certificate"), "{refused}");
    assert_eq!(seen.clock_offset, None);

    let cert = stage.pem("client.pem");
    let tls = identity(&stage, &cert, Some(&stage.pem("client.key")));
    let seen = Handshake::inspect(&stage.config(), &tls).await;
    assert_eq!(seen.expect("a handshake").refused, None);
}

#[tokio::test]
async fn the_clock_of_the_platform() {
    let stage = Stage::new();
    for (ahead, expected) in [(7200, 7195..=7200), (-7200, -7205..=-7199)] {
        let server = TlsServer::start(&stage, move |_| {
            let time = match u64::try_from(ahead) {
                Ok(ahead) => SystemTime::now() + Duration::from_secs(ahead),
                Err(_) => SystemTime::now() - Duration::from_secs(7200),
            };
            let date = httpdate::fmt_http_date(time);
            format!("HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: 0\r\n\r\n").into_bytes()
        });
        let seen = Handshake::inspect(&server.config(), &stage.tls())
            .await
            .expect("a handshake");
        let offset = seen.clock_offset.expect("a date");
        assert!(expected.contains(&offset), "{offset} for {ahead}");
    }
}

#[tokio::test]
async fn no_connection() {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = closed.local_addr().expect("an address").port();
    let config = |port| {
        let timeouts = Timeouts::default().with_connect(Duration::from_millis(200));
        let config = ClientConfig::new("127.0.0.1", port, "app", "secret".into());
        config.expect("a configuration").with_timeouts(timeouts)
    };
    // It accepts, and says nothing.
    let error = Handshake::inspect(&config(port), &TlsSettings::default())
        .await
        .expect_err("no handshake");
    assert_error(
        &error,
        "1003",
        &["transport", "timeout"],
        &["timed out after 200 ms"],
    );
    drop(closed);
    let error = Handshake::inspect(&config(port), &TlsSettings::default())
        .await
        .expect_err("no connection");
    assert_error(&error, "1003", &["transport"], &["cannot connect to"]);
}

#[test]
fn the_certificates_in_the_settings() {
    let stage = Stage::new();
    let cert = stage.pem("client.pem");
    let tls = identity(&stage, &cert, Some(&stage.pem("client.key")));
    let own = tls.client_certificate().expect("usable files");
    assert_current(&own.expect("a certificate"), "northbound-client");
    let trusted = tls.trusted_certificates().expect("usable files");
    let [ca] = &trusted.expect("a CA file")[..] else {
        panic!("not one CA");
    };
    assert_eq!(ca.subject, ca.issuer);
    assert_current(ca, "CN=");

    let none = TlsSettings::default();
    assert_eq!(none.client_certificate().expect("nothing to read"), None);
    assert_eq!(none.trusted_certificates().expect("nothing to read"), None);

    // Each looks at its own files only.
    let missing = stage.files.path("missing.pem");
    let without_ca = tls.clone().with_ca_file(missing.clone());
    assert!(without_ca.client_certificate().expect("its own").is_some());
    assert_eq!(
        without_ca.trusted_certificates().unwrap_err().code(),
        "1006"
    );
    let without_cert = identity(&stage, &missing, Some(&missing));
    assert!(
        without_cert
            .trusted_certificates()
            .expect("its own")
            .is_some()
    );
    assert_eq!(
        without_cert.client_certificate().unwrap_err().code(),
        "1006"
    );
}
