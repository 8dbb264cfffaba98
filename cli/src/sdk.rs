//! The SDK as this command uses it. Only this module and `doctor` call it.

use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use console::Term;
use serde_json::{Map, Value};

use northbound::client::{Pages, ProxySettings, SharedStore, StoreSettings, Timeouts};
use northbound::sdk::device_upgrade::TaskStatus;
use northbound::sdk::{
    ArgumentValue, Dto, Field, Operation, Param, Place, Request, RequestBuilder, Token,
};
use northbound::{Client, ClientConfig, TlsSettings};

use crate::exit::{Failure, Result};
use crate::settings::Settings;
use crate::settings::names::ACCESS_TOKEN;

pub(crate) use northbound::NorthApiError;
pub(crate) use northbound::client::{Counts, Progress, TokenInfo, WaitOptions, Waiter};
pub(crate) use northbound::internal::ProgressExt;
pub(crate) use northbound::internal::settings as text;
pub(crate) use northbound::sdk::{self as table, MASK};

/// What every command needs: a client and its settings.
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) config: ClientConfig,
    pub(crate) tls: TlsSettings,
    pub(crate) store: Arc<SharedStore>,
    /// The token of calls: that of the settings, or the managed one.
    pub(crate) token: Token,
    pub(crate) quota: Option<NonZeroU32>,
}

impl Session {
    /// Reads the settings. Asks for the secret, if a person is there to type it.
    pub(crate) fn open(settings: &mut Settings) -> Result<Self> {
        let token = settings.secret(ACCESS_TOKEN);
        let is_known = ["platform_ip", "app_id"]
            .iter()
            .all(|key| !settings.text(key).is_empty());
        if settings.secret("secret").is_none() && token.is_none() && is_known {
            ask_for_secret(settings)?;
        }
        let config = config(settings)?;
        let tls = tls(settings)?;
        let store = SharedStore::open(&store(settings)?)?;
        let quota = match settings.text("quota_per_minute") {
            // PHP reads `off` as empty.
            "" => 0,
            _ => number(
                settings,
                "quota_per_minute",
                text::QUOTA,
                "a number of calls",
            )?,
        };
        let quota = NonZeroU32::new(quota);
        let client = Client::new(config.clone(), &tls)?.with_managed_token(&store);
        let client = match quota {
            Some(calls) => client.with_quota(&store, calls),
            None => client,
        };
        let token = token.map_or(Token::Managed, Token::from);
        Ok(Self {
            client,
            config,
            tls,
            store,
            token,
            quota,
        })
    }

    /// True if the client provides the token.
    pub(crate) fn is_managed(&self) -> bool {
        matches!(self.token, Token::Managed)
    }

    /// Builds the request of an operation. `arguments` are its parameters by name; those
    /// of a DTO are objects.
    pub(crate) fn request(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
    ) -> Result<Request<Value>> {
        let mut request = RequestBuilder::new(operation);
        for param in operation.params {
            if matches!(param.place, Place::Token) {
                request.token(&self.token)?;
                continue;
            }
            let value = arguments.get(param.name).unwrap_or(&Value::Null);
            let value = argument(&request, param, value)?;
            request.place(param, value)?;
        }
        Ok(request.build()?)
    }

    /// Calls an operation; `None` if the response has no body.
    pub(crate) async fn call(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
    ) -> Result<Option<Value>> {
        let request = self.request(operation, arguments)?;
        let response = self.client.execute(request).await?;
        let decoded = response.map(|response| {
            let json = serde_json::from_slice(response.body());
            json.map_err(|cause| response.not_as_documented(&cause))
        });
        Ok(decoded.transpose()?)
    }

    /// Reads the pages of a list.
    pub(crate) fn list(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
    ) -> Result<List> {
        let request = self.request(operation, arguments)?;
        Ok(List {
            pages: Pages::new(&self.client, request)?,
            total: None,
        })
    }
}

/// The items of a list, page after page, each once.
pub(crate) struct List {
    pages: Pages,
    total: Option<u64>,
}

#[derive(serde::Deserialize)]
struct Data {
    data: Option<Vec<Map<String, Value>>>,
    #[serde(rename = "totalCount", default)]
    total: Value,
}

impl List {
    /// Returns the new items of the next page; `None` after the last page.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Map<String, Value>>>> {
        let Some(page) = self.pages.next().await.transpose()? else {
            return Ok(None);
        };
        let data: Data = serde_json::from_slice(page.response().body())
            .map_err(|cause| page.response().not_as_documented(&cause))?;
        self.total = data.total.as_u64().or(self.total);
        let mut is_new = page.rows().iter().peekable();
        let items = data.data.unwrap_or_default().into_iter().enumerate();
        let new = items.filter_map(|(at, item)| is_new.next_if(|new| **new == at).map(|_| item));
        Ok(Some(new.collect()))
    }

    /// Returns the number of items on all pages, as last sent by the platform.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }
}

/// Returns the status of an upgrade task; empty if the platform sends none.
pub(crate) fn status_of(progress: &Progress) -> &str {
    progress.status.as_ref().map_or("", TaskStatus::as_str)
}

/// Returns an operation of the upgrade service.
pub(crate) fn upgrade(method: &str) -> Result<&'static Operation> {
    let found = table::operation("DeviceUpgrade", method);
    found.ok_or_else(|| Failure::error(format!("the table has no operation {method}")))
}

/// Converts a value for its place in the request, as the functions of the SDK do.
fn argument(request: &RequestBuilder, param: &Param, value: &Value) -> Result<ArgumentValue> {
    let dto: &Dto = match param.place {
        Place::Path | Place::Query | Place::Token => return Ok(scalar(value)),
        Place::Fields(dto) | Place::PathFields(dto) => dto,
    };
    let fields = match value {
        Value::Object(fields) => fields.clone(),
        _ => Map::new(),
    };
    if matches!(param.place, Place::Fields(_)) && request.operation().verb.has_body() {
        return Ok(ArgumentValue::Json(
            Value::Object(fields).to_string().into_bytes(),
        ));
    }
    let fields = fields.into_iter().map(|(name, value)| match value {
        Value::Array(_) | Value::Object(_) => {
            Err(request.not_a_scalar(format_args!("{}.{name}", dto.name)))
        }
        value => Ok((name.into(), scalar(&value))),
    });
    Ok(ArgumentValue::Fields(
        fields.collect::<std::result::Result<_, _>>()?,
    ))
}

fn scalar(value: &Value) -> ArgumentValue {
    match value {
        Value::Null => ArgumentValue::Null,
        Value::Bool(flag) => ArgumentValue::Bool(*flag),
        Value::String(text) => ArgumentValue::Text(text.clone().into_bytes()),
        other => ArgumentValue::Text(other.to_string().into_bytes()),
    }
}

/// Replaces the secrets in a response, such as tokens.
pub(crate) fn mask(value: &mut Value, dto: &Dto) {
    let Value::Object(fields) = value else {
        return;
    };
    for (name, value) in fields {
        let Some((_, field)) = dto.response_field(name) else {
            continue;
        };
        match (field.is_secret(), value) {
            (true, Value::Null) => {}
            (true, value) => *value = MASK.into(),
            (false, Value::Array(items)) => items.iter_mut().for_each(|item| mask_in(field, item)),
            (false, value) => mask_in(field, value),
        }
    }
}

fn mask_in(field: &Field, value: &mut Value) {
    if let Some(dto) = field.kind.shape.dto() {
        mask(value, dto);
    }
}

fn ask_for_secret(settings: &mut Settings) -> Result<()> {
    let terminal = Term::stderr();
    if !terminal.is_term() || !Term::stdout().is_term() {
        return Ok(());
    }
    terminal.write_str(&format!(
        "Secret of the application {}: ",
        settings.text("app_id")
    ))?;
    let secret = terminal.read_secure_line()?;
    settings.put_typed("secret", secret.into());
    Ok(())
}

fn number<T>(
    settings: &Settings,
    key: &'static str,
    range: RangeInclusive<T>,
    what: &str,
) -> Result<T>
where
    T: FromStr + PartialOrd + std::fmt::Display,
{
    let number = settings.text(key).trim().parse().ok();
    number
        .filter(|number| range.contains(number))
        .ok_or_else(|| {
            let expected = format!("{what} from {} to {}", range.start(), range.end());
            settings.invalid(key, &expected)
        })
}

/// Builds the configuration of the client.
fn config(settings: &Settings) -> Result<ClientConfig> {
    let required = |key| match settings.text(key) {
        "" => Err(settings.missing(key)),
        text => Ok(text),
    };
    let port = number(settings, "platform_port", 1..=u16::MAX, "a port")?;
    let (host, app_id) = (required("platform_ip")?, required("app_id")?);
    // A given token needs no login.
    let secret = match settings.secret(ACCESS_TOKEN) {
        Some(token) => settings.secret("secret").unwrap_or(token),
        None => required("secret")?.into(),
    };
    let milliseconds = |key| {
        let limit = number(
            settings,
            key,
            text::MILLISECONDS,
            "a number of milliseconds",
        );
        limit.map(Duration::from_millis)
    };
    let size = text::size(settings.text("max_response_size")).ok_or_else(|| {
        settings.invalid(
            "max_response_size",
            "a number of bytes, such as 1000000 or 64M",
        )
    })?;
    let config = ClientConfig::new(host, port, app_id, secret)?
        .with_timeouts(
            Timeouts::default()
                .with_connect(milliseconds("connect_timeout_ms")?)
                .with_call(milliseconds("timeout_ms")?),
        )
        .with_max_attempts(number(
            settings,
            "max_attempts",
            text::ATTEMPTS,
            "a number",
        )?)
        .with_max_response_size(size)
        .with_concurrency(number(
            settings,
            "concurrency",
            text::CONCURRENCY,
            "a number",
        )?);
    Ok(match proxy(settings)? {
        Some(proxy) => config.with_proxy(&proxy),
        None => config,
    })
}

fn proxy(settings: &Settings) -> Result<Option<ProxySettings>> {
    let proxy = match settings.text("proxy").trim() {
        "" => return Ok(None),
        "env" => ProxySettings::from_env(),
        url => ProxySettings::new(url),
    };
    let proxy = proxy.map_err(|error| Failure::usage(format!("proxy: {}", error.desc())))?;
    Ok(Some(match settings.text("no_proxy") {
        "" => proxy,
        hosts => proxy.with_no_proxy(hosts),
    }))
}

/// Builds the TLS settings.
pub(crate) fn tls(settings: &Settings) -> Result<TlsSettings> {
    let verify = text::verify(settings.text("tls_verify"))
        .ok_or_else(|| settings.invalid("tls_verify", "full, ca or insecure"))?;
    let mut tls = TlsSettings::default();
    tls.verify = verify;
    tls.client_cert = settings.path("client_cert");
    tls.client_key = settings.path("client_key");
    tls.key_password = settings.secret("client_key_password");
    tls.ca_file = settings.path("ca_file");
    Ok(tls)
}

/// Returns where processes share the token.
pub(crate) fn store(settings: &Settings) -> Result<StoreSettings> {
    let (dir, ca_file) = (settings.path("state_dir"), settings.path("state_ca_file"));
    text::store(settings.text("state"), dir, ca_file).ok_or_else(|| {
        settings.invalid(
            "state",
            "file, process or an address of Redis such as redis://host",
        )
    })
}
