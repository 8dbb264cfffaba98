//! Tests of TLS with another implementation: the server of OpenSSL, configured like
//! old and new platforms.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::thread;

use crate::support::facts::assert_error;
use crate::support::openssl::{Authority, Server, openssl};
use crate::support::{Scratch, Stage, still};
use northbound::client::Verify;
use northbound::sdk::device_upgrade::query_upgrade_task;
use northbound::{Client, ClientConfig, NorthApiError, TlsSettings};
use northbound_platform::{Config, ServerCert};

const P256: &str = "ec -pkeyopt ec_paramgen_curve:prime256v1";
const NAMED: &str = "subjectAltName=IP:127.0.0.1";
/// Enables the insecure cipher suites of OpenSSL.
const LAX: &str = "-cipher DEFAULT@SECLEVEL=0";

/// Writes the response to the file that `s_server` sends.
fn write_response(files: &Scratch) {
    fs::create_dir_all(files.path("iodm/northbound/v1.5.0/operations")).expect("directories");
    files.write(
        "iodm/northbound/v1.5.0/operations/5a",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n\
         {\"operationId\":\"5a\"}",
    );
}

/// Starts a server with this certificate, its key, and these options.
fn serve(files: &Scratch, name: &str, options: &str) -> Server {
    write_response(files);
    let options = format!("-cert {name}.pem -key {name}.key {options}");
    Server::start(files, &options)
}

async fn ask(at: SocketAddr, tls: &TlsSettings) -> Result<(), NorthApiError> {
    let config = ClientConfig::new("127.0.0.1", at.port(), "app", "secret".into());
    let client = Client::new(config.expect("a configuration"), tls)?;
    let request = query_upgrade_task("5a", &"token".into()).expect("a request");
    let response = client.send(request).await?;
    assert_eq!(response.operation_id.as_deref(), Some("5a"));
    Ok(())
}

fn trusting(ca: &Path, verify: Verify) -> TlsSettings {
    TlsSettings::default()
        .with_verify(verify)
        .with_ca_file(ca.to_owned())
}

/// Expected texts for the modes full, ca and none; empty if the call succeeds.
type Outcomes<'a> = [&'a [&'a str]; 3];

/// Asserts the outcomes of all three modes with this CA.
async fn assert_modes(server: &Server, ca: &Path, outcomes: Outcomes<'_>, what: &str) {
    for (verify, says) in [Verify::Full, Verify::Ca, Verify::None]
        .into_iter()
        .zip(outcomes)
    {
        let outcome = ask(server.at, &trusting(ca, verify)).await;
        match (outcome, says) {
            (Ok(()), []) => {}
            (Err(error), [_, ..]) => assert_error(&error, "1003", &["transport"], says),
            (outcome, _) => panic!("{what} under {verify:?}: {outcome:?}"),
        }
    }
}

#[tokio::test]
async fn versions() {
    let authority = Authority::new();
    authority.issue("server", P256, NAMED, "");
    let tls = trusting(&authority.path("ca.pem"), Verify::Full);
    for version in ["-tls1_2", "-tls1_3"] {
        let server = serve(&authority.files, "server", version);
        ask(server.at, &tls).await.expect(version);
    }
    for version in ["-tls1", "-tls1_1"] {
        let server = serve(&authority.files, "server", &format!("{version} {LAX}"));
        let error = ask(server.at, &tls).await.expect_err(version);
        let says = ["older versions of TLS", "must offer TLS 1.2 or 1.3"];
        assert_error(&error, "1003", &["transport"], &says);
    }
}

/// Servers older than TLS 1.2 do not refuse it, but respond in their own version.
#[tokio::test]
async fn a_server_that_responds_in_an_older_version() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = listener.local_addr().expect("an address");
    let server = thread::spawn(move || {
        let mut caller = listener.accept().expect("a caller").0;
        let _ = caller.read(&mut [0; 4096]).expect("a ClientHello");
        // A ServerHello of TLS 1.0: random, no session, AES128-SHA, no compression.
        let hello = [
            &[0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1][..],
            &[7; 32],
            &[0, 0, 0x2f, 0],
        ];
        caller.write_all(&hello.concat()).expect("a caller");
        // The reaction of the client.
        let _ = caller.read(&mut [0; 64]);
    });
    let authority = Authority::new();
    let tls = trusting(&authority.path("ca.pem"), Verify::Full);
    let error = ask(at, &tls).await.expect_err("an older version");
    let says = [
        "speaks an older version of TLS",
        "must offer TLS 1.2 or 1.3",
    ];
    assert_error(&error, "1003", &["transport"], &says);
    server.join().expect("a server");
}

#[tokio::test]
async fn cipher_suites() {
    let authority = Authority::new();
    authority.issue("server", "rsa:2048", NAMED, "");
    let tls = trusting(&authority.path("ca.pem"), Verify::Full);
    for suite in [
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-RSA-CHACHA20-POLY1305",
    ] {
        let server = serve(
            &authority.files,
            "server",
            &format!("-tls1_2 -cipher {suite}"),
        );
        ask(server.at, &tls).await.expect(suite);
    }
    for suite in [
        "AES128-SHA",
        "AES128-GCM-SHA256",
        "ECDHE-RSA-AES128-SHA",
        "DHE-RSA-AES128-GCM-SHA256",
    ] {
        let server = serve(
            &authority.files,
            "server",
            &format!("-tls1_2 -cipher {suite}"),
        );
        let error = ask(server.at, &tls).await.expect_err(suite);
        let says = [
            "offers only cipher suites",
            "RSA key exchange",
            "ECDHE with AES-GCM",
        ];
        assert_error(&error, "1003", &["transport"], &says);
    }
}

#[tokio::test]
async fn kinds_of_keys() {
    let authority = Authority::new();
    let tls = trusting(&authority.path("ca.pem"), Verify::Full);
    let both = &["-tls1_2", "-tls1_3"][..];
    for (kind, versions) in [
        ("rsa:2048", both),
        (P256, both),
        ("ec -pkeyopt ec_paramgen_curve:secp384r1", both),
        // In TLS 1.2, the curve of a key must also be allowed for the key exchange.
        ("ec -pkeyopt ec_paramgen_curve:secp521r1", &["-tls1_3"]),
        ("ed25519", both),
    ] {
        authority.issue("server", kind, NAMED, "");
        for version in versions {
            let server = serve(&authority.files, "server", version);
            let outcome = ask(server.at, &tls).await;
            outcome.unwrap_or_else(|error| panic!("{kind} with {version}: {error}"));
        }
    }
}

#[tokio::test]
async fn client_certificates() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    authority.issue("server", P256, NAMED, "");
    let extensions = "extendedKeyUsage=clientAuth";
    authority.issue("client", P256, extensions, "");
    // As `openssl x509 -req` creates them.
    authority.issue("first", "rsa:2048", "", "");
    stranger.issue("client", P256, extensions, "");
    let anonymous = trusting(&authority.path("ca.pem"), Verify::Full);
    let with_identity = |of: &Authority, name: &str| {
        anonymous
            .clone()
            .with_client_cert(of.path(&format!("{name}.pem")))
            .with_client_key(of.path(&format!("{name}.key")))
    };
    let not_accepted = "did not accept the client certificate";
    let wants_one = "it wants a client certificate (TlsSettings::client_cert";
    for (version, none, code, facts) in [
        ("-tls1_2", wants_one, "1003", &["transport"][..]),
        ("-tls1_3", not_accepted, "1004", &["transport", "sent"][..]),
    ] {
        let options = format!("{version} -Verify 1 -verify_return_error -CAfile ca.pem");
        let server = serve(&authority.files, "server", &options);
        for name in ["client", "first"] {
            let outcome = ask(server.at, &with_identity(&authority, name)).await;
            outcome.unwrap_or_else(|error| panic!("{name} with {version}: {error}"));
        }
        let error = ask(server.at, &anonymous).await.expect_err("anonymous");
        assert_error(&error, code, facts, &[none, "TlsSettings::client_cert"]);
        let error = ask(server.at, &with_identity(&stranger, "client")).await;
        let says = [not_accepted, "TlsSettings::client_cert"];
        assert_error(&error.expect_err("a stranger"), code, facts, &says);
    }
}

#[tokio::test]
async fn certificates_that_are_refused() {
    let authority = Authority::new();
    let ca = authority.path("ca.pem");
    let elsewhere = "subjectAltName=DNS:iot.example,IP:192.0.2.7";
    authority.issue("server", P256, elsewhere, "");
    let server = serve(&authority.files, "server", "");
    let named: &[&str] = &[
        "does not match the address: it is for iot.example, 192.0.2.7, not for 127.0.0.1",
        "TlsSettings::verify = Verify::Ca",
    ];
    assert_modes(&server, &ca, [named, &[], &[]], "another address").await;

    let unknown: &[&str] = &[
        "not signed by a trusted CA",
        "TlsSettings::ca_file",
        "TlsSettings::ca_file",
    ];
    let stage = Stage::with(Config {
        server_cert: ServerCert::Expired,
        ..still()
    });
    let ca = stage.pem("ca.pem");
    assert_modes(&server, &ca, [unknown, unknown, &[]], "an unknown CA").await;
    let renewed: &[&str] = &[
        "is not signed with the key of the trusted CA that has its issuer's name",
        "TlsSettings::ca_file",
    ];
    let other = Authority::new();
    let other = other.path("ca.pem");
    assert_modes(&server, &other, [renewed, renewed, &[]], "a namesake").await;

    let server = serve(&stage.files, "server", "");
    let expired: &[&str] = &["has expired: it was valid until 2021-01-01T00:00:00Z"];
    assert_modes(&server, &ca, [expired, expired, &[]], "expired").await;
}

/// Certificates as on old platforms, with the CA trusted, and with the certificate
/// itself in place of the CA.
#[tokio::test]
async fn certificates_of_old_platforms() {
    let authority = Authority::new();
    let ca = authority.path("ca.pem");
    let fine: &[&str] = &[];
    let nameless: &[&str] = &[
        "has no subjectAltName (a common name is not used)",
        "does not match 127.0.0.1",
        "TlsSettings::verify = Verify::Ca",
    ];
    let version_1: &[&str] = &[
        "is of X.509 version 1",
        "put this certificate itself into TlsSettings::ca_file",
        "under TlsSettings::verify = Verify::Ca",
    ];
    let short: &[&str] = &[
        "an RSA key of 1024 bits",
        "TlsSettings::verify = Verify::None",
    ];
    let sha1: &[&str] = &[
        "has a signature algorithm that is not accepted, such as SHA-1",
        "put this certificate itself into TlsSettings::ca_file",
    ];
    let end = "basicConstraints=CA:FALSE";
    let named = &format!("{end}\n{NAMED}");
    for (name, kind, extensions, options, by_ca, pinned) in [
        (
            "cn-only",
            P256,
            end,
            "",
            [nameless, fine, fine],
            [nameless, fine, fine],
        ),
        (
            "v1",
            P256,
            "",
            "",
            [version_1, version_1, fine],
            [nameless, fine, fine],
        ),
        (
            "v1-rsa",
            "rsa:2048",
            "",
            "",
            [version_1, version_1, fine],
            [nameless, fine, fine],
        ),
        (
            "short",
            "rsa:1024",
            named,
            "",
            [short, short, fine],
            [short, short, fine],
        ),
        (
            "sha1",
            P256,
            named,
            "-sha1",
            [sha1, sha1, fine],
            [fine, fine, fine],
        ),
    ] {
        authority.issue(name, kind, extensions, options);
        let itself = authority.path(&format!("{name}.pem"));
        for version in ["-tls1_2", "-tls1_3"] {
            let server = serve(&authority.files, name, &format!("{version} {LAX}"));
            assert_modes(&server, &ca, by_ca, name).await;
            assert_modes(&server, &itself, pinned, &format!("{name}, pinned")).await;
        }
    }
}

/// As `openssl req -x509` creates them.
#[tokio::test]
async fn certificates_that_signed_themselves() {
    let authority = Authority::new();
    let ca = authority.path("ca.pem");
    let files = &authority.files;
    let unknown: &[&str] = &["is not signed by a trusted CA", "TlsSettings::ca_file"];
    let itself: &[&str] = &[
        "is marked as a CA",
        "put this certificate itself into TlsSettings::ca_file",
    ];
    for (kind, refused) in [("CA:TRUE", itself), ("CA:FALSE", unknown)] {
        openssl(
            files,
            &format!(
                "req -x509 -newkey {P256} -noenc -keyout own.key -out own.pem -days 2 \
                 -subj /CN=platform -addext {NAMED} -addext basicConstraints={kind}"
            ),
        );
        let server = serve(files, "own", "");
        assert_modes(&server, &ca, [refused, refused, &[]], kind).await;
        let own = authority.path("own.pem");
        assert_modes(&server, &own, [&[], &[], &[]], &format!("{kind}, pinned")).await;
        // Another certificate with the same name is rejected.
        let copy = Scratch::new();
        openssl(
            &copy,
            &format!(
                "req -x509 -newkey {P256} -noenc -keyout own.key -out own.pem -days 2 \
                 -subj /CN=platform -addext {NAMED} -addext basicConstraints={kind}"
            ),
        );
        let server = serve(&copy, "own", "");
        for verify in [Verify::Full, Verify::Ca] {
            let error = ask(server.at, &trusting(&own, verify)).await;
            let error = error.expect_err("another certificate");
            assert_error(
                &error,
                "1003",
                &["transport"],
                &["the platform's certificate"],
            );
        }
    }
}

/// As guides make them: marked as a CA, and signed by another.
#[tokio::test]
async fn a_server_certificate_that_is_marked_as_a_ca() {
    let authority = Authority::new();
    let ca = authority.path("ca.pem");
    let marked = format!("basicConstraints=critical,CA:TRUE\n{NAMED}");
    let refused: &[&str] = &["is marked as a CA", "put this certificate itself"];
    let elsewhere: &[&str] = &["does not match the address"];
    let fine: &[&str] = &[];
    for (name, kind, extensions, by_ca) in [
        ("p256", P256, marked.clone(), [fine, fine, fine]),
        ("rsa", "rsa:2048", marked.clone(), [fine, fine, fine]),
        (
            "usage",
            P256,
            format!("{marked}\nkeyUsage=critical,digitalSignature,keyCertSign"),
            [fine, fine, fine],
        ),
        (
            "only-for-clients",
            P256,
            format!("{marked}\nextendedKeyUsage=clientAuth"),
            [refused, refused, fine],
        ),
        (
            "elsewhere",
            P256,
            "basicConstraints=CA:TRUE\nsubjectAltName=IP:127.0.0.2".to_owned(),
            [elsewhere, fine, fine],
        ),
    ] {
        authority.issue(name, kind, &extensions, "");
        for version in ["-tls1_2", "-tls1_3"] {
            let server = serve(&authority.files, name, version);
            assert_modes(&server, &ca, by_ca, name).await;
        }
    }
    // Another CA of the same name has not signed it.
    let other = Authority::new();
    let server = serve(&authority.files, "p256", "");
    let error = ask(server.at, &trusting(&other.path("ca.pem"), Verify::Ca)).await;
    assert_error(
        &error.expect_err("another CA"),
        "1003",
        &["transport"],
        refused,
    );
}

#[tokio::test]
async fn an_address_as_a_dns_name() {
    let authority = Authority::new();
    authority.issue("server", P256, "subjectAltName=DNS:127.0.0.1", "");
    let server = serve(&authority.files, "server", "");
    let says: &[&str] = &[
        "contains 127.0.0.1 as a DNS name",
        "an IP address must be an iPAddress entry",
        "TlsSettings::verify = Verify::Ca",
    ];
    let ca = authority.path("ca.pem");
    assert_modes(&server, &ca, [says, &[], &[]], "DNS:127.0.0.1").await;
}

/// A server that asks for the client's certificate only when it knows the request.
#[tokio::test]
async fn renegotiation() {
    let authority = Authority::new();
    authority.issue("server", P256, NAMED, "");
    let options = "-cert server.pem -key server.key -tls1_2";
    let server = Server::renegotiating(&authority.files, options);
    let tls = trusting(&authority.path("ca.pem"), Verify::Full);
    let error = ask(server.at, &tls).await.expect_err("a renegotiation");
    let says = ["TLS 1.2 renegotiation", "not supported", "first handshake"];
    assert_error(&error, "1004", &["transport", "sent"], &says);
}

/// The validity period of a pinned certificate is checked.
#[tokio::test]
async fn a_pinned_certificate_that_has_expired() {
    let stage = Stage::with(Config {
        server_cert: ServerCert::Expired,
        ..still()
    });
    let server = serve(&stage.files, "server", "");
    let expired: &[&str] = &["has expired", "2021-01-01"];
    let pin = stage.pem("server.pem");
    assert_modes(&server, &pin, [expired, expired, &[]], "pinned").await;
}
