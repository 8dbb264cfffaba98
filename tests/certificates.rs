//! Tests of certificate files: error messages of unusable files, and the reload of
//! renewed files.

use std::fs;

use crate::support::facts::{assert_error, shown};
use crate::support::identity::{greeted, identity, strict, try_login};
use crate::support::{Stage, login};
use northbound::client::ConnectionPools;
use northbound::{Client, TlsSettings};
use northbound_platform::{KEY_PASSWORD, TlsVersion};

/// Asserts an error 1006 with all of these texts.
#[track_caller]
fn assert_unusable(tls: &TlsSettings, says: &[&str]) {
    let connection = ConnectionPools::default().get(tls);
    let error = connection.expect_err("unusable settings");
    assert_error(&error, "1006", &["configuration"], says);
    assert_eq!(error.http_status(), None);
}

#[test]
fn an_expired_certificate_is_named_before_anything_is_sent() {
    let stage = Stage::new();
    let cert = stage.pem("expired-client.pem");
    let key = stage.pem("expired-client.key");
    let says = ["expired-client.pem", "expired on", "2021"];
    assert_unusable(&identity(&stage, &cert, Some(&key)), &says);
}

#[tokio::test]
async fn an_encrypted_key_needs_its_password() {
    let stage = strict(TlsVersion::V1_3);
    let cert = stage.pem("client.pem");
    let key = stage.pem("client-encrypted.key");
    let with = |password: Option<&str>| {
        let mut tls = identity(&stage, &cert, Some(&key));
        tls.key_password = password.map(Into::into);
        tls
    };
    let name = try_login(&stage, &with(Some(KEY_PASSWORD))).await;
    let name = name.expect("the password opens the key");
    assert_eq!(name.as_deref(), Some("northbound-client"));

    let says = ["client-encrypted.key", "wrong password for"];
    assert_unusable(&with(Some("open sesame")), &says);
    let says = [
        "client-encrypted.key",
        "is encrypted",
        "TlsSettings::key_password",
    ];
    assert_unusable(&with(None), &says);
    // The folder of the files may have the password in its name.
    let folder = stage.files.path("").display().to_string();
    for password in ["open sesame", KEY_PASSWORD] {
        let tls = with(Some(password));
        assert!(!format!("{tls:?}").replace(&folder, "").contains(password));
        if let Err(error) = stage.client_with(&tls) {
            assert!(!shown(&error).replace(&folder, "").contains(password));
        }
    }

    // A password for a key without encryption is ignored.
    let plain = with(Some("open sesame")).with_client_key(stage.pem("client.key"));
    try_login(&stage, &plain).await.expect("an open key");
}

#[test]
fn a_key_must_match_its_certificate() {
    let stage = Stage::new();
    let cert = stage.pem("client.pem");
    let key = stage.pem("untrusted-client.key");
    let says = [
        "untrusted-client.key",
        "certificate and key do not match",
        "/client.pem",
    ];
    assert_unusable(&identity(&stage, &cert, Some(&key)), &says);
    let says = ["/client.pem", "no private key", "TlsSettings::client_key"];
    assert_unusable(&identity(&stage, &cert, None), &says);
    // A CA in place of the key is recognized.
    let tls = identity(&stage, &cert, None).with_trust(stage.pem("ca.pem"));
    assert_unusable(&tls, &["/client.pem", "no private key"]);
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let stage = Stage::new();
    let missing = stage.files.path("missing.pem");
    let directory = stage.files.path("directory.pem");
    fs::create_dir(&directory).expect("a directory");
    let empty = stage.files.write("empty.pem", "");
    let binary = stage.files.write("binary.pem", b"\x30\x82\x01\x0a\xff\xfe");
    let damaged = "-----BEGIN CERTIFICATE-----\nMIIB!!!\n-----END CERTIFICATE-----\n";
    let damaged = stage.files.write("damaged.pem", damaged);
    let hollow = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let hollow = stage.files.write("hollow.pem", hollow);
    let broken = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let broken = stage.files.write("broken.pem", broken);

    let (cert, key) = (stage.pem("client.pem"), stage.pem("client.key"));
    for (file, of_certificate, of_key) in [
        (&missing, "no such file", "no such file"),
        (&directory, "cannot be read", "cannot be read"),
        (&empty, "no PEM certificate", "no PEM private key"),
        (
            &binary,
            "no PEM certificate in it; if it is DER, convert it with: openssl x509 -inform der",
            "no PEM private key in it; if it is DER, convert it with: openssl pkey -inform der",
        ),
        (&damaged, "damaged", ""),
        (&hollow, "", ""),
        (&broken, "no PEM certificate", "damaged"),
    ] {
        let name = file.file_name().and_then(|name| name.to_str());
        let name = name.expect("a name");
        let as_ca = TlsSettings::default().with_ca_file(file.clone());
        assert_unusable(&as_ca, &[name, of_certificate]);
        assert_unusable(&identity(&stage, file, Some(&key)), &[name]);
        assert_unusable(&identity(&stage, &cert, Some(file)), &[name, of_key]);
        if file != &broken {
            assert_unusable(&identity(&stage, file, None), &[name, of_certificate]);
            let as_trust = TlsSettings::default().with_trust(file.clone());
            assert_unusable(&as_trust, &[name, of_certificate]);
        }
    }
    // Text is not taken for DER.
    for tls in [
        TlsSettings::default().with_ca_file(empty.clone()),
        identity(&stage, &cert, Some(&empty)),
    ] {
        let error = stage.client_with(&tls).expect_err("an empty file");
        assert!(!error.desc().contains("DER"), "{error}");
    }
    // With its role, if the problem does not show it.
    for (tls, role) in [
        (identity(&stage, &missing, Some(&key)), "client certificate"),
        (identity(&stage, &cert, Some(&missing)), "private key"),
        (
            TlsSettings::default().with_ca_file(missing.clone()),
            "CA file",
        ),
        (
            TlsSettings::default().with_trust(missing.clone()),
            "TlsSettings::trust",
        ),
    ] {
        assert_unusable(&tls, &[role, "missing.pem", "no such file"]);
    }
}

#[tokio::test]
async fn renewed_files_are_used_after_a_refresh() {
    let stage = strict(TlsVersion::V1_3);
    let certs = stage.platform.certs();
    let pem = |name: &str| {
        let part = |end| certs.pem(&format!("{name}.{end}")).expect("a file");
        format!("{}{}", part("pem"), part("key"))
    };
    let file = stage.files.write("identity.pem", pem("untrusted-client"));
    let tls = identity(&stage, &file, None);
    let mut connections = ConnectionPools::default();
    let client = stage
        .client_among(&mut connections, &tls)
        .expect("a client");
    login(&client).await.expect_err("a stranger");

    stage.files.write("identity.pem", pem("client"));
    let client = stage
        .client_among(&mut connections, &tls)
        .expect("a client");
    login(&client).await.expect_err("the old files are in use");

    let fresh = connections.refresh(&tls).expect("new files");
    let fresh = Client::with_pool(stage.config(), fresh);
    let name = greeted(&stage, &fresh).await.expect("a known caller");
    assert_eq!(name.as_deref(), Some("northbound-client"));
    let client = stage
        .client_among(&mut connections, &tls)
        .expect("a client");
    greeted(&stage, &client).await.expect("from now on for all");

    // Unchanged files keep their connection.
    let before = stage.platform.stats().connections;
    let same = connections.refresh(&tls).expect("the same files");
    let same = Client::with_pool(stage.config(), same);
    greeted(&stage, &same).await.expect("a known caller");
    assert_eq!(stage.platform.stats().connections, before);

    // Invalid files are an error; the client continues with the old files.
    stage.files.write("identity.pem", "nothing");
    let error = connections.refresh(&tls).expect_err("bad files");
    assert_error(&error, "1006", &["configuration"], &["identity.pem"]);
    let client = stage
        .client_among(&mut connections, &tls)
        .expect("a client");
    greeted(&stage, &client).await.expect("the good files");
}
