//! Tests of TLS: certificates on both sides, versions, resumption.

use std::error::Error as _;

use crate::common::{Outcome, client, still};
use northbound_platform::{ClientAuth, Config, Platform, ServerCert, TlsVersion};
use reqwest::{Client, Identity};

async fn status(client: &Client, platform: &Platform) -> Result<u16, String> {
    let url = format!("https://{}/", platform.https_addr());
    match client.get(url).send().await {
        Ok(response) => Ok(response.status().as_u16()),
        Err(error) => {
            let mut cause = error.source();
            let mut text = String::new();
            while let Some(error) = cause {
                text = format!("{text}: {error}");
                cause = error.source();
            }
            Err(text)
        }
    }
}

fn identity(platform: &Platform, name: &str) -> Outcome<Identity> {
    let pem = |end| {
        platform
            .certs()
            .pem(&format!("{name}.{end}"))
            .unwrap_or_default()
    };
    Ok(Identity::from_pem(
        format!("{}{}", pem("pem"), pem("key")).as_bytes(),
    )?)
}

#[tokio::test]
async fn each_server_certificate_fails_for_its_own_reason() -> Outcome {
    for (server_cert, reason) in [
        (ServerCert::Valid, None),
        (ServerCert::Expired, Some("expired")),
        (ServerCert::WrongHost, Some("not valid for name")),
        (ServerCert::SelfSigned, Some("UnknownIssuer")),
    ] {
        let platform = Platform::start(Config {
            server_cert,
            ..still()
        })
        .await?;
        let result = status(&client(&platform)?.build()?, &platform).await;
        match (result, reason) {
            (Ok(status), None) => assert_eq!(status, 404),
            (Err(text), Some(reason)) => assert!(text.contains(reason), "{server_cert:?}: {text}"),
            (result, _) => return Err(format!("{server_cert:?}: {result:?}").into()),
        }
    }
    Ok(())
}

#[tokio::test]
async fn client_certificates_are_requested_as_configured() -> Outcome {
    use ClientAuth::{None as Never, Optional, Required};
    for (client_auth, name, seen) in [
        (Never, Some("client"), Ok(None)),
        (Optional, None, Ok(None)),
        (Optional, Some("client"), Ok(Some("northbound-client"))),
        (Required, Some("client"), Ok(Some("northbound-client"))),
        (Required, None, Err(())),
        (Required, Some("expired-client"), Err(())),
        (Required, Some("untrusted-client"), Err(())),
    ] {
        let platform = Platform::start(Config {
            client_auth,
            ..still()
        })
        .await?;
        let mut builder = client(&platform)?;
        if let Some(name) = name {
            builder = builder.identity(identity(&platform, name)?);
        }
        let result = status(&builder.build()?, &platform).await.map_err(|_| ());
        let request = platform.requests().pop();
        let shown = request.and_then(|request| request.client_certificate);
        assert_eq!(
            result.map(|_| shown.as_deref()),
            seen,
            "{client_auth:?} {name:?}"
        );
        if seen.is_err() {
            assert_eq!(platform.stats().handshake_failures, 1);
        }
    }
    Ok(())
}

#[tokio::test]
async fn versions_can_be_limited() -> Outcome {
    for (version, name) in [(TlsVersion::V1_2, "TLSv1.2"), (TlsVersion::V1_3, "TLSv1.3")] {
        let config = Config {
            tls_min: version,
            tls_max: version,
            ..still()
        };
        let platform = Platform::start(config).await?;
        assert_eq!(
            status(&client(&platform)?.build()?, &platform).await,
            Ok(404)
        );
        assert_eq!(platform.requests()[0].tls_version, name);
    }
    Ok(())
}

#[tokio::test]
async fn a_second_connection_resumes_the_session() -> Outcome {
    let platform = Platform::start(still()).await?;
    let caller = client(&platform)?.pool_max_idle_per_host(0).build()?;
    for _ in 0..2 {
        assert_eq!(status(&caller, &platform).await, Ok(404));
    }
    let resumed: Vec<_> = platform
        .requests()
        .iter()
        .map(|request| request.resumed)
        .collect();
    assert_eq!(resumed, [false, true]);
    Ok(())
}
