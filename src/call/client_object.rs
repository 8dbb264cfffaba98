//! The properties of a `NorthApiClient`, and the core's client that is built from them.

use std::borrow::Cow;
use std::cell::Cell;
use std::time::Duration;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use northbound::client::{Client, ClientConfig, Timeouts};
use northbound::internal::ErrorExt;
use northbound::sdk::DtoType;
use northbound::sdk::client_settings::ClientInfo;
use northbound::{ClientCode, NorthApiError};

use super::frame::{MethodError, MethodResult};
use super::runtime::Context;
use super::ssl_config;
use crate::ini::{self, DefaultAccount};
use crate::values::dto_class::{self, ClassSlot};
use crate::zend::class::namespace;
use crate::zend::request::RequestStatic;
use crate::zend::{self, Thrown};

pub(crate) static CLASS: ClassSlot = ClassSlot::new("NorthApiClient");

/// The private property with the platform address and the credentials.
pub(crate) const CLIENT_INFO: &str = "clientInfo";
/// The private property with the SSLConfig.
pub(crate) const SSL_CONFIG: &str = "sslConfig";
pub(crate) const LOGGER: &str = "logger";
pub(crate) const IDLE_HANDLER: &str = "idleHandler";
/// True if the idle handler runs also where there is no fiber.
pub(crate) const IDLE_OUTSIDE_OF_FIBERS: &str = "idleOutsideOfFibers";
/// What `getLastCall()` returns.
pub(crate) const LAST_CALL: &str = "lastCall";
pub(crate) const CONNECT_TIMEOUT: &str = "connectTimeout";
pub(crate) const TIMEOUT: &str = "timeout";
/// Identifies the account in php.ini from which the ClientInfo was made; null if the
/// application has made it.
const INI_ACCOUNT: &str = "iniAccount";

/// All private properties of a client, in the order of their declaration.
pub(crate) const PROPERTIES: [&str; 9] = [
    CLIENT_INFO,
    SSL_CONFIG,
    LOGGER,
    IDLE_HANDLER,
    IDLE_OUTSIDE_OF_FIBERS,
    CONNECT_TIMEOUT,
    TIMEOUT,
    LAST_CALL,
    INI_ACCOUNT,
];

/// The static property that is true if the script uses the managed token.
pub(crate) static TIMER_FLAG: RequestStatic = RequestStatic::new("timerFlag", &TIMER_FLAG_SET_IN);

thread_local! {
    static TIMER_FLAG_SET_IN: Cell<u64> = const { Cell::new(0) };
}

/// Reads a property of a client.
pub(crate) fn get(client: &ZendObject, name: &str) -> MethodResult {
    let index = PROPERTIES.iter().position(|property| *property == name);
    Ok(zend::read_declared(CLASS.get()?, client, index, name))
}

/// Sets a property of a client.
pub(crate) fn set(client: &ZendObject, name: &str, value: &Zval) -> MethodResult<()> {
    let name = ZendStr::new(name, false);
    Ok(zend::write_property(CLASS.get()?, client, &name, value)?)
}

/// Creates the client of the settings in php.ini.
pub(crate) fn of_ini() -> MethodResult<ZBox<ZendObject>> {
    let client = ZendObject::new(CLASS.get()?);
    set_info_of_ini(&client)?;
    Ok(client)
}

/// Returns the ClientInfo of a client; null if it has none.
pub(crate) fn info(client: &ZendObject) -> MethodResult {
    follow_ini(client)?;
    get(client, CLIENT_INFO)
}

/// Sets the ClientInfo that the application has made.
pub(crate) fn set_info(client: &ZendObject, info: &Zval) -> MethodResult<()> {
    set(client, CLIENT_INFO, info)?;
    set(client, INI_ACCOUNT, &Zval::null())
}

/// Makes the ClientInfo again if it comes from php.ini, and the account there is another
/// one by now.
fn follow_ini(client: &ZendObject) -> MethodResult<()> {
    let Some(known) = get(client, INI_ACCOUNT)?.long() else {
        return Ok(());
    };
    if known == ini::account_id()? {
        return Ok(());
    }
    set_info_of_ini(client)
}

fn set_info_of_ini(client: &ZendObject) -> MethodResult<()> {
    let info = match ini::account()? {
        Some(account) => info_of_ini(&account)?,
        None => Zval::null(),
    };
    set(client, CLIENT_INFO, &info)?;
    set(client, INI_ACCOUNT, &zend::long(ini::account_id()?))
}

fn info_of_ini(account: &DefaultAccount) -> MethodResult {
    let class = dto_class::class_of(ClientInfo::DTO)
        .ok_or_else(|| MethodError::internal("the class ClientInfo is not registered"))?;
    let info = ZendObject::new(class);
    for (name, value) in [
        ("platformIp", zend::string(account.platform_ip)),
        ("platformPort", zend::long(account.platform_port.into())),
        ("appId", zend::string(account.app_id)),
        ("secret", zend::string(account.secret)),
    ] {
        zend::write_property(class, &info, &ZendStr::new(name, false), &value)?;
    }
    Ok(zend::object_zval(info))
}

/// Sets what `getLastCall()` returns.
pub(crate) fn set_last_call(client: &ZendObject, call: &Zval) -> Result<(), Thrown> {
    match CLASS.get() {
        Ok(class) => zend::write_property(class, client, &ZendStr::new(LAST_CALL, false), call),
        Err(_) => Ok(()),
    }
}

/// Returns the flag for the managed token; `None` if the script has not set it.
pub(crate) fn timer_flag() -> MethodResult<Option<bool>> {
    Ok(TIMER_FLAG.read(CLASS.get()?).bool())
}

/// Sets the flag for the managed token, until the request ends.
pub(crate) fn set_timer_flag(flag: Option<bool>) -> MethodResult<()> {
    let value = flag.map_or_else(Zval::null, zend::boolean);
    Ok(TIMER_FLAG.write(CLASS.get()?, &value)?)
}

/// Returns true if null means the managed token in this request: as the script set it
/// last, else as php.ini sets it.
pub(crate) fn manages_token() -> MethodResult<bool> {
    match timer_flag()? {
        Some(flag) => Ok(flag),
        None => Ok(ini::managed_token()?),
    }
}

/// Builds the core's client from the current properties.
pub(crate) fn resolve(object: &ZendObject, context: &Context) -> MethodResult<Client> {
    let info = info(object)?;
    if info.is_null() {
        return Err(NorthApiError::client(
            ClientCode::ClientInfo,
            "the client has no platform address; assign a ClientInfo to its property \
             clientInfo, or set northbound.platform_ip, northbound.app_id and \
             northbound.secret in php.ini",
        )
        .into());
    }
    let tls = ssl_config::tls_settings(&get(object, SSL_CONFIG)?)?;
    let config = config(client_info(&info)?, |ip, port, app_id, secret| {
        context.config(ip, port, app_id, secret)
    })?
    .with_timeouts(timeouts(object)?)
    .with_max_attempts(ini::max_attempts()?)
    .with_max_response_size(ini::max_response_size()?)
    .with_concurrency(ini::concurrency()?);
    let config = match ini::proxy()? {
        Some(proxy) => config.with_proxy(&proxy),
        None => config,
    };
    let pool = context.with_pools(|pools| pools.get(&tls))?;
    with_shared_state(Client::with_pool(config, pool), context)
}

/// Adds the state that the client shares with other processes: the managed token and the
/// rate limit, if they are enabled.
fn with_shared_state(client: Client, context: &Context) -> MethodResult<Client> {
    let (managed, quota) = (manages_token()?, ini::quota_per_minute()?);
    if !managed && quota.is_none() {
        return Ok(client);
    }
    let settings = ini::store()?;
    let store = context.with_stores(|stores| stores.get(&settings))?;
    let client = match managed {
        true => client.with_managed_token(&store),
        false => client,
    };
    Ok(match quota {
        Some(per_minute) => client.with_quota(&store, per_minute),
        None => client,
    })
}

/// Returns the time limits of a client. The ones that are not set come from php.ini.
fn timeouts(client: &ZendObject) -> MethodResult<Timeouts> {
    let limit = |name| -> MethodResult<Option<Duration>> {
        let ms = get(client, name)?.long();
        Ok(ms
            .and_then(|ms| u64::try_from(ms).ok())
            .map(Duration::from_millis))
    };
    Ok(Timeouts::default()
        .with_connect(match limit(CONNECT_TIMEOUT)? {
            Some(limit) => limit,
            None => ini::connect_timeout()?,
        })
        .with_call(match limit(TIMEOUT)? {
            Some(limit) => limit,
            None => ini::timeout()?,
        }))
}

/// Returns the ClientInfo in a value. Anything else is error 1008.
pub(crate) fn client_info(value: &Zval) -> Result<&ZendObject, NorthApiError> {
    let class = dto_class::class_of(ClientInfo::DTO);
    value
        .object()
        .filter(|object| class.is_some_and(|class| object.instance_of(class)))
        .ok_or_else(|| {
            NorthApiError::client(
                ClientCode::ClientInfo,
                format!(
                    "clientInfo must be a {}\\ClientInfo, {} given",
                    namespace::DTO,
                    zend::type_name(value)
                ),
            )
        })
}

/// Checks a ClientInfo, in the original's order, and converts it to a configuration.
pub(crate) fn config(
    info: &ZendObject,
    make: impl FnOnce(&str, u16, &str, &str) -> Result<ClientConfig, NorthApiError>,
) -> Result<ClientConfig, NorthApiError> {
    let class = dto_class::class_of(ClientInfo::DTO).unwrap_or_else(|| info.get_class_entry());
    let value = |name: &str| {
        let field = ClientInfo::DTO.field(name.as_bytes());
        zend::read_declared(class, info, field.map(|(index, _)| index), name)
    };
    let (platform_ip, port) = (value("platformIp"), value("platformPort"));
    let (app_id, secret) = (value("appId"), value("secret"));
    let platform_ip = text(&platform_ip);
    let port = match port.long().map(u16::try_from) {
        Some(Ok(port)) => port,
        _ => parse_port(&text(&port), &platform_ip)?,
    };
    make(&platform_ip, port, &text(&app_id), &text(&secret))
}

/// Checks a platform address and credentials, and creates a new configuration.
pub(crate) fn new_config(
    platform_ip: &str,
    platform_port: u16,
    app_id: &str,
    secret: &str,
) -> Result<ClientConfig, NorthApiError> {
    ClientConfig::new(platform_ip, platform_port, app_id, secret.into())
}

/// Returns the text of a scalar; empty for anything else. Does not copy a string: every
/// call reads them.
fn text(value: &Zval) -> Cow<'_, str> {
    if let Some(text) = value.str() {
        return Cow::from(text);
    }
    if value.is_null() || value.is_array() || value.is_object() {
        return Cow::default();
    }
    Cow::from(value.coerce_to_string().unwrap_or_default())
}

fn parse_port(text: &str, platform_ip: &str) -> Result<u16, NorthApiError> {
    match text.trim().parse::<u16>() {
        Ok(port) => Ok(port),
        Err(_) if text.is_empty() || platform_ip.is_empty() => Ok(0),
        Err(_) => Err(NorthApiError::client(
            ClientCode::ClientInfo,
            format!("clientInfo: platformPort must be from 1 to 65535, not \"{text}\""),
        )),
    }
}
