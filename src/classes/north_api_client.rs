//! `NorthApiClient` and `DefaultNorthApiClient`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use ext_php_rs::error::Result;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{ClassEntry, ce};
use secrecy::SecretString;

use super::{invoke_api, refresh_token_timer};
use crate::call::arguments::kind;
use crate::call::frame::{Call, Failure};
use crate::call::runtime;
use crate::call::runtime::Context;
use crate::call::{idle, logger};
use crate::values::dto_class;
use crate::values::dto_class::Slot;
use crate::zend::class;
use crate::zend::class::{Default, namespace};
use crate::zend::method::{Method, Methods};
use crate::zend::request::RequestStatic;
use crate::{ini, zend};
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::client::{Client, ClientConfig, Connection, Timeouts, TlsSettings};
use northbound::internal::ErrorExt;
use northbound::sdk::client_settings::{ClientInfo, SslConfig};
use northbound::sdk::{Described, SDK_VERSION};

static NORTH_API_CLIENT: Slot = Slot::empty();
static DEFAULT_CLIENT: Slot = Slot::empty();

/// Private members of a client.
const CLIENT_INFO: &str = "clientInfo";
const SSL_CONFIG: &str = "sslConfig";
const LOGGER: &str = "logger";
const IDLE_HANDLER: &str = "idleHandler";
const CONNECT_TIMEOUT: &str = "connectTimeout";
const TIMEOUT: &str = "timeout";

/// All of them, as they are declared.
const MEMBERS: [&str; 6] = [
    CLIENT_INFO,
    SSL_CONFIG,
    LOGGER,
    IDLE_HANDLER,
    CONNECT_TIMEOUT,
    TIMEOUT,
];

/// The static that holds what the script said about the managed token.
static TIMER_FLAG: RequestStatic = RequestStatic::new("timerFlag", &TIMER_FLAG_SET_IN);

/// The static that holds the default client until the request ends.
static HELD: RequestStatic = RequestStatic::new("defaultApiClient", &HELD_SET_IN);

thread_local! {
    static TIMER_FLAG_SET_IN: Cell<u64> = const { Cell::new(0) };
    static HELD_SET_IN: Cell<u64> = const { Cell::new(0) };
}

handler! {
    construct => nothing;
    magic_get => get;
    magic_set => set;
    magic_isset => isset;
    init_ssl_config => init;
    get_version => version;
    set_logger => keep_logger;
    set_idle_handler => keep_idle_handler;
    set_connect_timeout => keep_connect_timeout;
    set_timeout => keep_timeout;
    get_default => default_client;
    set_default => set_default_client;
}

/// Registers both classes.
pub(crate) fn register() -> Result<()> {
    let methods = [
        Method::new("__construct", [], construct),
        Method::new("__get", ["name"], magic_get),
        Method::new("__set", ["name", "value"], magic_set).hiding([1]),
        Method::new("__isset", ["name"], magic_isset),
        Method::new("initSSLConfig", ["sslConfig"], init_ssl_config)
            .requiring(0)
            .hiding([0]),
        Method::new("initSSLConfig0", [], init_ssl_config),
        Method::new("initSSLConfig1", ["sslConfig"], init_ssl_config).hiding([0]),
        Method::new("getVersion", [], get_version).with_static(),
        Method::new("setLogger", ["logger"], set_logger),
        Method::new("setIdleHandler", ["handler"], set_idle_handler),
        Method::new("setConnectTimeout", ["milliseconds"], set_connect_timeout),
        Method::new("setTimeout", ["milliseconds"], set_timeout),
    ];
    let methods = Methods::new(
        methods
            .into_iter()
            .chain(invoke_api::methods())
            .chain(refresh_token_timer::methods_of_client()),
    )?;
    let ce = class::register(namespace::CLIENT, "NorthApiClient", &methods, None, &[])?;
    for name in MEMBERS {
        class::property(ce, name, PropertyFlags::Private, Default::Null)?;
    }
    let of_class = PropertyFlags::Private | PropertyFlags::Static;
    class::property(ce, TIMER_FLAG.name(), of_class, Default::Null)?;
    NORTH_API_CLIENT.set(ce);

    let methods = Methods::new([
        Method::new("getDefaultApiClient", [], get_default).with_static(),
        Method::new("setDefaultApiClient", ["defaultApiClient"], set_default).with_static(),
    ])?;
    let ce = class::register(
        namespace::CLIENT,
        "DefaultNorthApiClient",
        &methods,
        None,
        &[],
    )?;
    let flags = PropertyFlags::Private | PropertyFlags::Static;
    class::property(ce, HELD.name(), flags, Default::Null)?;
    DEFAULT_CLIENT.set(ce);
    Ok(())
}

fn nothing(_: &Call<'_>) -> std::result::Result<Zval, Failure> {
    Ok(Zval::null())
}

fn client_class() -> std::result::Result<&'static ClassEntry, Failure> {
    NORTH_API_CLIENT.get().ok_or(Failure::Pending)
}

fn member(client: &ZendObject, name: &str) -> std::result::Result<Zval, Failure> {
    let index = MEMBERS.iter().position(|known| *known == name);
    Ok(zend::read_declared(client_class()?, client, index, name))
}

fn set_member(client: &ZendObject, name: &str, value: &Zval) -> std::result::Result<(), Failure> {
    let name = ZendStr::new(name, false);
    Ok(zend::write_property(client_class()?, client, &name, value)?)
}

fn get(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    if call.name(0)?.as_bytes() == CLIENT_INFO.as_bytes() {
        return member(call.this()?, CLIENT_INFO);
    }
    Ok(Zval::null())
}

/// Like the original, takes only what it knows, and checks it.
fn set(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let (name, value) = (call.name(0)?, call.required(1)?);
    if name.as_bytes() == CLIENT_INFO.as_bytes() {
        let info = client_info(value)?;
        config(info, ClientConfig::new)?;
        set_member(call.this()?, CLIENT_INFO, value)?;
    } else {
        let class = call.this()?.get_class_name()?;
        zend::deprecated(&crate::classes::dto::unknown_member(
            &class,
            name.as_bytes(),
        ))?;
    }
    Ok(Zval::null())
}

fn isset(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let is_set = call.name(0)?.as_bytes() == CLIENT_INFO.as_bytes()
        && !member(call.this()?, CLIENT_INFO)?.is_null();
    Ok(zend::boolean(is_set))
}

/// `initSSLConfig()`, `initSSLConfig0()`, `initSSLConfig1($sslConfig)`: checks
/// the certificates, and reads them again if they have changed.
fn init(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = call.this()?;
    let given = call.arg(0).map_or_else(Zval::null, Zval::shallow_clone);
    let tls = tls_settings(&given)?;
    runtime::context()?.with_connections(|open| open.refresh(&tls))?;
    set_member(this, SSL_CONFIG, &given)?;
    Ok(Zval::null())
}

fn version(_: &Call<'_>) -> std::result::Result<Zval, Failure> {
    Ok(zend::string(SDK_VERSION))
}

/// `setLogger($logger)`: keeps it where PHP's garbage collector sees it.
fn keep_logger(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let logger = call.required(0)?;
    logger::check(logger)?;
    set_member(call.this()?, LOGGER, logger)?;
    Ok(Zval::null())
}

/// The logger of a client; null if it has none.
pub(crate) fn logger(client: &ZendObject) -> std::result::Result<Zval, Failure> {
    member(client, LOGGER)
}

/// `setIdleHandler($handler)`: what a fiber does while its calls wait.
fn keep_idle_handler(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let handler = call.required(0)?;
    idle::check(handler)?;
    set_member(call.this()?, IDLE_HANDLER, handler)?;
    Ok(Zval::null())
}

/// The idle handler of a client; null if it has none.
pub(crate) fn idle_handler(client: &ZendObject) -> std::result::Result<Zval, Failure> {
    member(client, IDLE_HANDLER)
}

fn keep_connect_timeout(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    keep_limit(call, CONNECT_TIMEOUT)
}

fn keep_timeout(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    keep_limit(call, TIMEOUT)
}

/// `setTimeout($milliseconds)` and the like; null for php.ini's.
fn keep_limit(call: &Call<'_>, name: &str) -> std::result::Result<Zval, Failure> {
    let value = call.required(0)?;
    let limit = match value.long() {
        Some(number) => u64::try_from(number).ok(),
        None => value.str().and_then(|text| text.trim().parse().ok()),
    };
    let limit = limit.filter(|ms| ini::MILLISECONDS.contains(ms));
    let kept = match (limit.and_then(|ms| i64::try_from(ms).ok()), value.is_null()) {
        (Some(ms), _) => zend::long(ms),
        (None, true) => Zval::null(),
        (None, false) => {
            let given = match value.long() {
                Some(number) => number.to_string(),
                None => kind(value).to_string(),
            };
            return Err(Failure::North(NorthApiError::client(
                ClientCode::InvalidInput,
                format!(
                    "{}(): a number of milliseconds from 1 to 86400000, or null for php.ini's \
                     limit, is expected, {given} given",
                    call.function_name()
                ),
            )));
        }
    };
    set_member(call.this()?, name, &kept)?;
    Ok(Zval::null())
}

/// How long calls of this client may take: what it leaves open, php.ini says.
fn timeouts(client: &ZendObject) -> std::result::Result<Timeouts, Failure> {
    let own = |name| -> std::result::Result<Option<Duration>, Failure> {
        let ms = member(client, name)?.long();
        Ok(ms
            .and_then(|ms| u64::try_from(ms).ok())
            .map(Duration::from_millis))
    };
    Ok(Timeouts {
        connect: match own(CONNECT_TIMEOUT)? {
            Some(limit) => limit,
            None => ini::connect_timeout()?,
        },
        call: match own(TIMEOUT)? {
            Some(limit) => limit,
            None => ini::timeout()?,
        },
    })
}

/// `DefaultNorthApiClient::getDefaultApiClient()`: the one that was set, else
/// one out of php.ini, the same for the whole request.
fn default_client(_: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let class = DEFAULT_CLIENT.get().ok_or(Failure::Pending)?;
    let held = HELD.read(class);
    if !held.is_null() {
        return Ok(held);
    }
    let client = ZendObject::new(client_class()?);
    if let Some(account) = ini::account()? {
        let class = dto_class::dto_class(ClientInfo::DTO).ok_or(Failure::Pending)?;
        let info = ZendObject::new(class);
        let mut port = Zval::new();
        port.set_long(i64::from(account.platform_port));
        for (name, value) in [
            ("platformIp", zend::string(account.platform_ip)),
            ("platformPort", port),
            ("appId", zend::string(account.app_id)),
            ("secret", zend::string(account.secret)),
        ] {
            zend::write_property(class, &info, &ZendStr::new(name, false), &value)?;
        }
        set_member(&client, CLIENT_INFO, &zend::object_zval(info))?;
    }
    let client = zend::object_zval(client);
    HELD.write(class, &client)?;
    Ok(client)
}

fn set_default_client(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let class = DEFAULT_CLIENT.get().ok_or(Failure::Pending)?;
    let client = call.required(0)?;
    if !client.is_null() {
        checked(client, "setDefaultApiClient", "defaultApiClient")?;
    }
    HELD.write(class, client)?;
    Ok(Zval::null())
}

/// What the script said about the managed token, if it did.
pub(crate) fn timer_flag() -> std::result::Result<Option<bool>, Failure> {
    Ok(TIMER_FLAG.read(client_class()?).bool())
}

/// Sets that until the request ends.
pub(crate) fn set_timer_flag(flag: Option<bool>) -> std::result::Result<(), Failure> {
    let value = flag.map_or_else(Zval::null, zend::boolean);
    Ok(TIMER_FLAG.write(client_class()?, &value)?)
}

/// The client that a service was made with, or the default one.
pub(crate) fn or_default(call: &Call<'_>, client: &Zval) -> std::result::Result<Zval, Failure> {
    if client.is_null() {
        default_client(call)
    } else {
        Ok(client.shallow_clone())
    }
}

/// Refuses what is no client.
pub(crate) fn checked(
    client: &Zval,
    function: &str,
    param: &str,
) -> std::result::Result<(), Failure> {
    let class = client_class()?;
    if client
        .object()
        .is_some_and(|object| object.instance_of(class))
    {
        return Ok(());
    }
    Err(Failure::Php(PhpException::new(
        format!(
            "{function}(): {param} must be a {}\\NorthApiClient, {} given",
            namespace::CLIENT,
            kind(client)
        ),
        0,
        ce::type_error(),
    )))
}

/// The core's client for a client of PHP, as it is set up right now.
pub(crate) fn resolve(
    object: &ZendObject,
    context: &Context,
) -> std::result::Result<Client, Failure> {
    let info = member(object, CLIENT_INFO)?;
    if info.is_null() {
        return Err(Failure::North(NorthApiError::client(
            ClientCode::ClientInfo,
            "the client does not know its platform; assign a ClientInfo to its clientInfo, \
             or set northbound.platform_ip, app_id and secret in php.ini",
        )));
    }
    let tls = tls_settings(&member(object, SSL_CONFIG)?)?;
    let config = config(client_info(&info)?, |ip, port, app_id, secret| {
        context.config(ip, port, app_id, secret)
    })?
    .with_timeouts(timeouts(object)?)
    .with_max_attempts(ini::max_attempts()?)
    .with_max_answer_size(ini::max_answer_size()?)
    .with_concurrency(ini::concurrency()?);
    let connection: Connection = context.with_connections(|open| open.get(&tls))?;
    share(Client::with_connection(config, connection), context)
}

/// Gives the client what it shares with other processes, if anything.
fn share(client: Client, context: &Context) -> std::result::Result<Client, Failure> {
    let (managed, quota) = (refresh_token_timer::is_running()?, ini::quota_per_minute()?);
    if !managed && quota.is_none() {
        return Ok(client);
    }
    let settings = ini::state()?;
    let state = context.with_states(|states| states.get(&settings))?;
    let client = match managed {
        true => client.with_managed_token(&state),
        false => client,
    };
    Ok(match quota {
        Some(per_minute) => client.with_quota(&state, per_minute),
        None => client,
    })
}

fn client_info(value: &Zval) -> std::result::Result<&ZendObject, NorthApiError> {
    let class = dto_class::dto_class(ClientInfo::DTO);
    value
        .object()
        .filter(|object| class.is_some_and(|class| object.instance_of(class)))
        .ok_or_else(|| {
            NorthApiError::client(
                ClientCode::ClientInfo,
                format!(
                    "clientInfo must be a {}\\ClientInfo, {} given",
                    namespace::DTO,
                    kind(value)
                ),
            )
        })
}

/// Checks a ClientInfo, in the original's order.
fn config(
    info: &ZendObject,
    make: impl FnOnce(&str, u16, &str, SecretString) -> std::result::Result<ClientConfig, NorthApiError>,
) -> std::result::Result<ClientConfig, NorthApiError> {
    let class = dto_class::dto_class(ClientInfo::DTO).unwrap_or_else(|| info.get_class_entry());
    let text = |name: &str| {
        let field = ClientInfo::DTO.field(name.as_bytes());
        let value = zend::read_declared(class, info, field.map(|(index, _)| index), name);
        if value.is_null() || value.is_array() || value.is_object() {
            return String::new();
        }
        value.coerce_to_string().unwrap_or_default()
    };
    let platform_ip = text("platformIp");
    let port_text = text("platformPort");
    let port = match port_text.trim().parse::<u16>() {
        Ok(port) => port,
        Err(_) if port_text.is_empty() || platform_ip.is_empty() => 0,
        Err(_) => {
            return Err(NorthApiError::client(
                ClientCode::ClientInfo,
                format!("clientInfo: platformPort must be from 1 to 65535, not \"{port_text}\""),
            ));
        }
    };
    let secret = SecretString::from(text("secret"));
    make(&platform_ip, port, &text("appId"), secret)
}

/// The TLS settings of an SSLConfig; what it leaves out, php.ini supplies.
fn tls_settings(config: &Zval) -> std::result::Result<Rc<TlsSettings>, NorthApiError> {
    let tls = ini::tls()?;
    if config.is_null() {
        return Ok(tls);
    }
    let mut tls = TlsSettings::clone(&tls);
    let class = dto_class::dto_class(SslConfig::DTO);
    let object = config
        .object()
        .filter(|object| class.is_some_and(|class| object.instance_of(class)))
        .ok_or_else(|| {
            NorthApiError::client(
                ClientCode::SslConfig,
                format!(
                    "sslConfig must be a {}\\SSLConfig, {} given",
                    namespace::DTO,
                    kind(config)
                ),
            )
        })?;
    let text = |name: &str| {
        let class = object.get_class_entry();
        zend::read_property(class, object, &ZendStr::new(name, false))
            .string()
            .filter(|text| !text.is_empty())
    };
    if let Some(path) = text("selfCertPath") {
        tls.client_cert = Some(path.into());
    }
    if let Some(password) = text("selfCertPwd") {
        tls.key_password = Some(SecretString::from(password));
    }
    tls.trust = text("trustCAPath").map(Into::into);
    Ok(Rc::new(tls))
}
