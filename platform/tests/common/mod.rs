//! A caller for the tests: plain HTTP over TLS, without the client of this project.

pub(crate) mod browser;
pub(crate) mod receiver;

use std::error::Error;
use std::time::Duration;

use northbound_platform::{Config, Platform};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder, Method, RequestBuilder};
use serde_json::{Value, json};

/// Result of a test, so that tests can use `?`.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Path of the upgrade service.
pub(crate) const UPGRADE: &str = "/iodm/northbound/v1.5.0";
/// A firmware package for the water meters.
pub(crate) const FIRMWARE: &str = "5f3a1c7e9b2d4806a1c3e501";

/// Configuration with a stopped clock and without a quota.
pub(crate) fn still() -> Config {
    Config {
        speed: 0.0,
        quota: 0,
        ..Config::default()
    }
}

/// An application that calls the platform.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    http: Client,
    base: String,
    pub(crate) token: String,
}

/// A response with its parsed body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Reply {
    /// Returns the error code from either of the two JSON shapes.
    pub(crate) fn code(&self) -> &str {
        let code = self.body.get("error_code").or(self.body.get("resultcode"));
        code.and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns status and error code, for one comparison.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        (self.status, self.code())
    }
}

/// Builds a client that trusts only this platform.
pub(crate) fn client(platform: &Platform) -> Outcome<ClientBuilder> {
    // Fails from the second test on, because the provider is already installed.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let ca = Certificate::from_pem(platform.certs().ca().as_bytes())?;
    Ok(Client::builder()
        .tls_certs_only([ca])
        .redirect(Policy::none())
        .no_proxy())
}

/// Builds a client for plain HTTP, such as the control interface.
pub(crate) fn plain_http() -> Outcome<Client> {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    Ok(Client::builder().no_proxy().tls_certs_only([]).build()?)
}

impl Caller {
    /// Creates a caller that has not logged in.
    pub(crate) fn stranger(platform: &Platform) -> Outcome<Self> {
        Ok(Self {
            http: client(platform)?.build()?,
            base: format!("https://{}", platform.https_addr()),
            token: String::new(),
        })
    }

    /// Creates the demo application, logged in.
    pub(crate) async fn new(platform: &Platform) -> Outcome<Self> {
        let mut caller = Self::stranger(platform)?;
        let grant = caller.login("northbound-demo", "demo-secret").await?.body;
        caller.token = text(&grant["accessToken"]);
        Ok(caller)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.base))
            .header("app_key", "northbound-demo")
            .header("authorization", format!("Bearer {}", self.token))
    }

    pub(crate) async fn login(&self, id: &str, secret: &str) -> Outcome<Reply> {
        let form = [("appId", id), ("secret", secret)];
        let url = format!("{}/iocm/app/sec/v1.1.0/login", self.base);
        reply(self.http.post(url).form(&form)).await
    }

    pub(crate) async fn refresh(&self, body: &Value) -> Outcome<Reply> {
        let url = format!("{}/iocm/app/sec/v1.1.0/refreshToken", self.base);
        reply(self.http.post(url).json(body)).await
    }

    /// Sends a GET to the upgrade service.
    pub(crate) async fn get(&self, path: &str) -> Outcome<Reply> {
        reply(self.request(Method::GET, &format!("{UPGRADE}{path}"))).await
    }

    /// Sends a POST to the upgrade service.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Outcome<Reply> {
        let request = self.request(Method::POST, &format!("{UPGRADE}{path}"));
        reply(request.json(body)).await
    }
}

/// Sends a request; parses an empty body as null.
pub(crate) async fn reply(request: RequestBuilder) -> Outcome<Reply> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let body = response.bytes().await?;
    let body = match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&body)?,
    };
    Ok(Reply { status, body })
}

/// Returns the text of a JSON string.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Builds a task for the water meters of some groups.
pub(crate) fn for_groups(groups: &[&str]) -> Value {
    json!({
        "fileId": FIRMWARE,
        "targets": {
            "deviceGroups": groups,
            "deviceType": "WaterMeter",
            "model": "WM100-NB",
            "manufacturerName": "Brookline",
        },
    })
}

impl Caller {
    /// Sends any call with a JSON body.
    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Outcome<Reply> {
        let request = self.request(method.parse()?, path);
        reply(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    /// Sends a GET to a complete path.
    pub(crate) async fn read(&self, path: &str) -> Outcome<Reply> {
        self.call("GET", path, None).await
    }

    /// Registers a water meter and returns its id.
    pub(crate) async fn register(&self, node: &str) -> Outcome<String> {
        let info = json!({
            "manufacturerId": "Brookline", "manufacturerName": "Brookline",
            "deviceType": "WaterMeter", "model": "WM100-NB", "protocolType": "LWM2M",
        });
        let body = json!({ "nodeId": node, "deviceInfo": info });
        let registered = self.call("POST", CREDENTIALS, Some(&body)).await?;
        assert_eq!(registered.status, 200, "{registered:?}");
        Ok(text(&registered.body["deviceId"]))
    }
}

/// Path for the registration of devices.
pub(crate) const CREDENTIALS: &str = "/iocm/app/reg/v1.1.0/deviceCredentials";

/// Starts a platform, and logs a caller in for a year.
pub(crate) async fn started() -> Outcome<(Platform, Caller)> {
    let config = Config {
        expires_in: 365 * 24 * 3600,
        ..still()
    };
    let platform = Platform::start(config).await?;
    let caller = Caller::new(&platform).await?;
    Ok((platform, caller))
}

/// Moves the simulated clock by this many seconds.
pub(crate) fn pass(platform: &Platform, seconds: u64) {
    platform.advance(Duration::from_secs(seconds));
}
