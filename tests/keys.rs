//! Tests of private keys in all formats that the `openssl` program writes.

use std::path::Path;

use crate::support::facts::{assert_error, shown};
use crate::support::openssl::{PASSWORD, openssl};
use crate::support::{Scratch, Stage, login, still};
use northbound::client::ConnectionPools;
use northbound::{NorthApiError, TlsSettings};
use northbound_platform::{ClientAuth, Config};

fn head(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("a PEM file");
    let mut lines = text.lines().filter(|line| line.starts_with("-----BEGIN"));
    lines.next_back().expect("a PEM block").to_owned()
}

/// Loads a certificate and key; returns the error if they cannot be used together.
fn load(cert: &Path, key: &Path, password: Option<&str>) -> Result<(), NorthApiError> {
    let mut tls = TlsSettings::default();
    tls.client_cert = Some(cert.to_owned());
    tls.client_key = Some(key.to_owned());
    tls.key_password = password.map(Into::into);
    // Any CA file, so that the CAs of the system do not matter.
    tls.ca_file = Some(cert.to_owned());
    let connection = ConnectionPools::default().get(&tls);
    connection.map(drop)
}

/// Options of `openssl` to encrypt a key.
const ENCRYPTIONS: [&str; 5] = [
    // openssl's default: PBES2, PBKDF2 with SHA-256, AES-256-CBC.
    "",
    // openssl before 1.1: PBKDF2 with SHA-1.
    "-v2 aes-256-cbc -v2prf hmacWithSHA1 ",
    "-v2 aes-128-cbc -v2prf hmacWithSHA512 ",
    "-v2 des3 -v2prf hmacWithSHA1 ",
    "-scrypt ",
];

fn assert_opens_with_its_password_only(
    files: &Scratch,
    cert: &Path,
    plain: &str,
    encryptions: &[&str],
) {
    for how in encryptions {
        openssl(
            files,
            &format!("pkcs8 -topk8 {how}-in {plain} -out sealed.key -passout env:PASSWORD"),
        );
        let key = files.path("sealed.key");
        assert_eq!(head(&key), "-----BEGIN ENCRYPTED PRIVATE KEY-----");
        load(cert, &key, Some(PASSWORD)).unwrap_or_else(|error| panic!("{how:?}: {error}"));

        let error = load(cert, &key, Some("open sesame")).expect_err("not its password");
        let says = ["sealed.key", "wrong password for"];
        assert_error(&error, "1006", &["configuration"], &says);
        assert!(!shown(&error).contains("sesame"));
        for none in [None, Some("")] {
            let error = load(cert, &key, none).expect_err("no password");
            assert_error(
                &error,
                "1006",
                &["configuration"],
                &["sealed.key", "password"],
            );
        }
    }
}

/// Creates a key of this kind, with a self-signed certificate.
fn certified(files: &Scratch, kind: &str) {
    openssl(
        files,
        &format!(
            "req -x509 -newkey {kind} -noenc -keyout plain.key -out cert.pem -days 2 -subj /CN=x"
        ),
    );
}

#[test]
fn rsa_keys() {
    let files = Scratch::new();
    certified(&files, "rsa:2048");
    let cert = files.path("cert.pem");
    let plain = files.path("plain.key");
    assert_eq!(head(&plain), "-----BEGIN PRIVATE KEY-----");
    load(&cert, &plain, None).expect("PKCS#8");

    openssl(&files, "rsa -traditional -in plain.key -out pkcs1.key");
    let pkcs1 = files.path("pkcs1.key");
    assert_eq!(head(&pkcs1), "-----BEGIN RSA PRIVATE KEY-----");
    load(&cert, &pkcs1, None).expect("PKCS#1");
    assert_opens_with_its_password_only(&files, &cert, "pkcs1.key", &ENCRYPTIONS);
}

#[test]
fn elliptic_keys() {
    for curve in ["prime256v1", "secp384r1"] {
        let files = Scratch::new();
        certified(&files, &format!("ec -pkeyopt ec_paramgen_curve:{curve}"));
        let cert = files.path("cert.pem");
        load(&cert, &files.path("plain.key"), None).expect("PKCS#8");

        openssl(&files, "ec -in plain.key -out sec1.key");
        let sec1 = files.path("sec1.key");
        assert_eq!(head(&sec1), "-----BEGIN EC PRIVATE KEY-----");
        load(&cert, &sec1, None).expect("SEC1");

        // `openssl ecparam -genkey` writes the curve before the key.
        openssl(&files, &format!("ecparam -name {curve} -out curve.pem"));
        let read = |name| std::fs::read_to_string(files.path(name)).expect("a PEM file");
        let both = read("curve.pem") + &read("sec1.key");
        let both = files.write("both.key", both);
        load(&cert, &both, None).expect("SEC1 after its curve");
        assert_opens_with_its_password_only(&files, &cert, "sec1.key", &ENCRYPTIONS[..1]);
    }
}

#[test]
fn edwards_keys() {
    let files = Scratch::new();
    certified(&files, "ed25519");
    let cert = files.path("cert.pem");
    load(&cert, &files.path("plain.key"), None).expect("PKCS#8");
    assert_opens_with_its_password_only(&files, &cert, "plain.key", &ENCRYPTIONS[..1]);
}

#[test]
fn keys_of_another_certificate() {
    let (ours, theirs) = (Scratch::new(), Scratch::new());
    certified(&ours, "rsa:2048");
    certified(&theirs, "rsa:2048");
    let key = theirs.path("plain.key");
    let error = load(&ours.path("cert.pem"), &key, None).expect_err("another key");
    let says = ["plain.key", "certificate and key do not match", "cert.pem"];
    assert_error(&error, "1006", &["configuration"], &says);
}

/// The format of OpenSSL before PKCS#8.
#[test]
fn keys_in_the_old_encryption() {
    let files = Scratch::new();
    let cert = files.path("cert.pem");
    for (kind, convert) in [
        ("rsa:2048", "rsa -traditional"),
        ("ec -pkeyopt ec_paramgen_curve:prime256v1", "ec"),
    ] {
        certified(&files, kind);
        for cipher in ["-aes128", "-aes192", "-aes256", "-des3"] {
            openssl(
                &files,
                &format!("{convert} {cipher} -in plain.key -out old.key -passout env:PASSWORD"),
            );
            let old = files.path("old.key");
            let text = std::fs::read_to_string(&old).expect("a PEM file");
            assert!(text.contains("Proc-Type: 4,ENCRYPTED"), "{text}");
            load(&cert, &old, Some(PASSWORD)).unwrap_or_else(|error| panic!("{cipher}: {error}"));
            // With the certificate in the same file, before it or after it.
            let pem = std::fs::read_to_string(&cert).expect("a PEM file");
            for whole in [
                format!("{pem}{text}"),
                format!("{text}{pem}").replace('\n', "\r\n"),
            ] {
                let whole = files.write("whole.pem", whole);
                load(&whole, &whole, Some(PASSWORD)).expect("both in one file");
            }
            for (password, says) in [
                (Some("open sesame"), "wrong password for the private key"),
                (None, "the private key is encrypted; give its password"),
            ] {
                let error = load(&cert, &old, password).expect_err("not its password");
                assert_error(&error, "1006", &["configuration"], &["old.key", says]);
                assert!(!shown(&error).contains("sesame"));
            }
        }
    }
}

#[test]
fn an_unsupported_old_encryption_is_explained() {
    let files = Scratch::new();
    certified(&files, "rsa:2048");
    openssl(
        &files,
        "rsa -traditional -camellia256 -in plain.key -out old.key -passout env:PASSWORD",
    );
    let cert = files.path("cert.pem");
    let error = load(&cert, &files.path("old.key"), Some(PASSWORD)).expect_err("not supported");
    let says = ["old.key", "CAMELLIA-256-CBC", "openssl pkcs8 -topk8"];
    assert_error(&error, "1006", &["configuration"], &says);
    // The command in the error message works.
    openssl(
        &files,
        "pkcs8 -topk8 -v2 aes-256-cbc -in old.key -out new.key \
         -passin env:PASSWORD -passout env:PASSWORD",
    );
    load(&cert, &files.path("new.key"), Some(PASSWORD)).expect("a new key");
    // Invalid lines.
    let text = std::fs::read_to_string(files.path("old.key")).expect("a PEM file");
    for (from, to) in [
        ("DEK-Info: ", "DEK-Info: ,"),
        ("CAMELLIA-256-CBC,", "AES-256-CBC,zz"),
    ] {
        let broken = files.write("broken.key", text.replace(from, to));
        let error = load(&cert, &broken, Some(PASSWORD)).expect_err("broken");
        assert_error(&error, "1006", &["configuration"], &["broken.key"]);
    }
}

/// Text around the PEM blocks, as `openssl pkcs12` and editors write it.
#[test]
fn files_with_more_than_the_key() {
    let files = Scratch::new();
    certified(&files, "rsa:2048");
    let read = |name| std::fs::read_to_string(files.path(name)).expect("a PEM file");
    let (cert, key) = (read("cert.pem"), read("plain.key"));
    let attributes =
        "Bag Attributes\n    friendlyName: n\u{e4}me\nKey Attributes: <No Attributes>\n";
    for (name, content) in [
        ("bags.pem", format!("{attributes}{cert}{attributes}{key}")),
        ("windows.pem", format!("{cert}{key}").replace('\n', "\r\n")),
        ("no-end.pem", format!("{cert}{}", key.trim_end())),
        ("twice.pem", format!("{key}{cert}{cert}")),
    ] {
        let whole = files.write(name, content);
        load(&whole, &whole, None).unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    openssl(
        &files,
        "pkcs12 -export -inkey plain.key -in cert.pem -out all.p12 -passout env:PASSWORD",
    );
    openssl(
        &files,
        "pkcs12 -in all.p12 -out unpacked.pem -passin env:PASSWORD -passout env:PASSWORD",
    );
    let unpacked = files.path("unpacked.pem");
    load(&unpacked, &unpacked, Some(PASSWORD)).expect("what pkcs12 unpacks");
}

#[tokio::test]
async fn converted_keys_still_sign() {
    let stage = Stage::with(Config {
        client_auth: ClientAuth::Required,
        ..still()
    });
    openssl(&stage.files, "ec -in client.key -out sec1.key");
    openssl(
        &stage.files,
        "pkcs8 -topk8 -in client.key -out sealed.key -passout env:PASSWORD",
    );
    for (name, password) in [("sec1.key", None), ("sealed.key", Some(PASSWORD))] {
        let mut tls = stage.tls();
        tls.client_cert = Some(stage.pem("client.pem"));
        tls.client_key = Some(stage.files.path(name));
        tls.key_password = password.map(Into::into);
        let client = stage.client_with(&tls).expect("a usable key");
        login(&client).await.expect("a known caller");
    }
}
