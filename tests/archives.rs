//! Tests of PKCS#12 archives, as `openssl pkcs12` and other programs write them.

use std::path::Path;

use crate::support::facts::{assert_error, shown};
use crate::support::identity::{identity, strict, try_login};
use crate::support::openssl::{PASSWORD, openssl};
use crate::support::{Scratch, Stage};
use northbound::client::ConnectionPools;
use northbound::{NorthApiError, TlsSettings};
use northbound_platform::TlsVersion;

const FORMS: [&str; 6] = [
    // openssl 3: PBES2 with AES-256, a MAC with SHA-256.
    "",
    // openssl 1, Windows, Java: certificates by RC2, the key by 3DES.
    "-legacy ",
    "-legacy -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1 ",
    "-legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-2DES ",
    "-certpbe AES-128-CBC -keypbe AES-192-CBC -macalg sha384 -iter 1000 ",
    "-certpbe NONE -keypbe NONE -macalg sha512 ",
];

/// Writes the certificate and key of these files to the archive `name`.
fn export(files: &Scratch, name: &str, options: &str) {
    openssl(
        files,
        &format!("pkcs12 -export {options} -out {name} -passout env:PASSWORD"),
    );
}

fn with(stage: &Stage, file: &Path, password: Option<&str>) -> TlsSettings {
    let mut tls = identity(stage, file, None);
    tls.key_password = password.map(Into::into);
    tls
}

/// Returns the error 1006 for unusable settings.
fn refusal(tls: &TlsSettings) -> NorthApiError {
    let connection = ConnectionPools::default().get(tls);
    connection.expect_err("unusable settings")
}

#[tokio::test]
async fn each_form_opens_with_its_password_only() {
    let stage = strict(TlsVersion::V1_3);
    let files = &stage.files;
    for form in FORMS {
        // The file name does not matter.
        export(
            files,
            "all.pem",
            &format!("{form}-in client.pem -inkey client.key"),
        );
        let file = files.path("all.pem");
        let name = try_login(&stage, &with(&stage, &file, Some(PASSWORD))).await;
        let name = name.unwrap_or_else(|error| panic!("{form:?}: {error}"));
        assert_eq!(name.as_deref(), Some("northbound-client"), "{form:?}");

        for (password, says) in [
            (
                Some("open sesame"),
                "wrong password for the PKCS#12 archive",
            ),
            (
                Some("open \u{1f511}"),
                "wrong password for the PKCS#12 archive",
            ),
            (
                Some(""),
                "the PKCS#12 archive is encrypted; give its password",
            ),
            (None, "the PKCS#12 archive is encrypted; give its password"),
        ] {
            let error = refusal(&with(&stage, &file, password));
            let says = ["all.pem", says];
            assert_error(&error, "1006", &["configuration"], &says);
            let shown = shown(&error);
            assert!(!shown.contains("sesame") && !shown.contains('\u{1f511}'));
        }
    }
}

#[tokio::test]
async fn an_archive_may_replace_the_key_file() {
    let stage = strict(TlsVersion::V1_2);
    let files = &stage.files;
    export(files, "key.p12", "-nocerts -inkey client.key");
    export(files, "all.p12", "-in client.pem -inkey client.key");
    let (key, all) = (files.path("key.p12"), files.path("all.p12"));
    let cert = stage.pem("client.pem");
    let password = Some(PASSWORD.into());
    for (client_cert, client_key, trust) in [
        (&cert, Some(&key), None),
        (&cert, None, Some(&key)),
        (&cert, Some(&all), None),
        (&all, None, Some(&all)),
        (&all, None, None),
    ] {
        let mut tls = stage.tls();
        tls.client_cert = Some(client_cert.clone());
        tls.client_key = client_key.cloned();
        tls.trust = trust.cloned();
        tls.key_password = password.clone();
        let name = try_login(&stage, &tls).await.expect("a known caller");
        assert_eq!(name.as_deref(), Some("northbound-client"), "{tls:?}");
    }
}

/// No password, in both forms, and no MAC that could check a password.
#[tokio::test]
async fn archives_without_protection() {
    let stage = strict(TlsVersion::V1_3);
    let all = "-in client.pem -inkey client.key -out open.p12 -passout env:EMPTY";
    for options in [
        "",
        "-certpbe NONE -keypbe NONE ",
        "-certpbe NONE -keypbe NONE -nomac ",
    ] {
        openssl(&stage.files, &format!("pkcs12 -export {options}{all}"));
        for password in [None, Some("")] {
            let tls = with(&stage, &stage.files.path("open.p12"), password);
            let name = try_login(&stage, &tls).await;
            let name = name.unwrap_or_else(|error| panic!("{options:?}: {error}"));
            assert_eq!(name.as_deref(), Some("northbound-client"));
        }
    }
    // Without a MAC, only the decryption shows a wrong password.
    export(
        &stage.files,
        "nomac.p12",
        "-nomac -in client.pem -inkey client.key",
    );
    let file = stage.files.path("nomac.p12");
    try_login(&stage, &with(&stage, &file, Some(PASSWORD)))
        .await
        .expect("a known caller");
    let error = refusal(&with(&stage, &file, Some("open sesame")));
    assert_error(
        &error,
        "1006",
        &["configuration"],
        &["nomac.p12", "wrong password for"],
    );
}

/// The client sends the certificate that matches the key, in any position.
#[tokio::test]
async fn the_chain_is_put_in_order() {
    let stage = strict(TlsVersion::V1_2);
    let pem = |name| std::fs::read_to_string(stage.pem(name)).expect("a PEM file");
    for order in [
        ["ca.pem", "other-ca.pem", "client.pem"],
        ["client.pem", "other-ca.pem", "ca.pem"],
    ] {
        stage.files.write("certs.pem", order.map(pem).concat());
        export(&stage.files, "all.p12", "-in certs.pem -inkey client.key");
        stage
            .files
            .write("all.pem", order.map(pem).concat() + &pem("client.key"));
        for name in ["all.p12", "all.pem"] {
            let tls = with(&stage, &stage.files.path(name), Some(PASSWORD));
            let name = try_login(&stage, &tls).await.expect("a known caller");
            assert_eq!(name.as_deref(), Some("northbound-client"));
        }
    }
}

#[test]
fn errors_name_the_problem_of_an_archive() {
    let stage = Stage::new();
    let files = &stage.files;
    let unusable = |tls: &TlsSettings, says: &[&str]| {
        assert_error(&refusal(tls), "1006", &["configuration"], says);
    };
    let of = |name: &str| with(&stage, &files.path(name), Some(PASSWORD));

    export(files, "no-key.p12", "-nokeys -in client.pem");
    unusable(
        &of("no-key.p12"),
        &["no-key.p12", "no private key in the PKCS#12"],
    );
    export(files, "no-cert.p12", "-nocerts -inkey client.key");
    unusable(
        &of("no-cert.p12"),
        &["no-cert.p12", "no certificate in the PKCS#12"],
    );

    export(
        files,
        "expired.p12",
        "-in expired-client.pem -inkey expired-client.key",
    );
    unusable(
        &of("expired.p12"),
        &["expired.p12", "expired on 2021-01-01"],
    );

    let tls = of("no-key.p12").with_client_key(stage.pem("untrusted-client.key"));
    unusable(&tls, &["no-key.p12", "no private key in the PKCS#12"]);
    export(files, "other.p12", "-nocerts -inkey untrusted-client.key");
    let tls = identity(&stage, &stage.pem("client.pem"), None)
        .with_client_key(files.path("other.p12"))
        .with_key_password(PASSWORD);
    unusable(
        &tls,
        &[
            "other.p12",
            "certificate and key do not match",
            "client.pem",
        ],
    );

    let as_ca = TlsSettings::default().with_ca_file(files.path("no-key.p12"));
    unusable(
        &as_ca,
        &["no-key.p12", "CAs are read from PEM", "openssl pkcs12"],
    );

    export(files, "whole.p12", "-in client.pem -inkey client.key");
    let whole = std::fs::read(files.path("whole.p12")).expect("an archive");
    for length in [8, 100, whole.len() - 1] {
        files.write("torn.p12", &whole[..length]);
        unusable(&of("torn.p12"), &["torn.p12", "archive is damaged"]);
    }
    export(
        files,
        "camellia.p12",
        "-keypbe CAMELLIA-128-CBC -in client.pem -inkey client.key",
    );
    unusable(
        &of("camellia.p12"),
        &["camellia.p12", "not supported", "openssl pkcs12"],
    );
}

/// Encodes one DER element.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u16::try_from(content.len()).expect("a short element");
    let mut element = vec![tag];
    match length.to_be_bytes() {
        [0, short @ ..=0x7f] => element.push(short),
        [0, byte] => element.extend([0x81, byte]),
        [high, low] => element.extend([0x82, high, low]),
    }
    element.extend(content);
    element
}

/// `openssl` writes one key to an archive; other programs may write several.
#[tokio::test]
async fn only_one_key_is_expected() {
    const DATA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
    const KEY_BAG: &[u8] = b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x01";
    let data = |content: &[u8]| {
        let content = der(0x04, &[content]);
        der(0x30, &[DATA, &der(0xa0, &[&content])])
    };
    let stage = strict(TlsVersion::V1_3);
    let files = &stage.files;
    openssl(
        files,
        "pkcs8 -topk8 -nocrypt -in client.key -outform DER -out key.der",
    );
    let key = std::fs::read(files.path("key.der")).expect("a key");
    let bag = der(0x30, &[KEY_BAG, &der(0xa0, &[&key])]);
    let archive = |bags: &[&[u8]]| {
        let safe = data(&der(0x30, bags));
        der(0x30, &[b"\x02\x01\x03", &data(&der(0x30, &[&safe]))])
    };
    let one = files.write("one.p12", archive(&[&bag]));
    let several = files.write("several.p12", archive(&[&bag, &bag]));
    let cert = stage.pem("client.pem");
    let name = try_login(&stage, &identity(&stage, &cert, Some(&one))).await;
    assert_eq!(
        name.expect("a caller").as_deref(),
        Some("northbound-client")
    );
    assert_error(
        &refusal(&identity(&stage, &cert, Some(&several))),
        "1006",
        &["configuration"],
        &["several.p12", "several private keys in the PKCS#12 archive"],
    );
}
