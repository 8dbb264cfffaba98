//! Connections to one server. The crate `redis` speaks the protocol, on a stream of
//! ours: its TLS has other settings than the TLS of the platform's connections.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::{
    AsyncConnectionConfig, Cmd, ErrorKind, Pipeline, RedisConnectionInfo, RedisError, RedisFuture,
    RedisResult, RetryMethod, Value,
};
use rustls_pki_types::ServerName;
use secrecy::ExposeSecret;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::task::AbortHandle;
use tokio_rustls::TlsConnector;

use super::address::{Access, Node};
use crate::client::TlsSettings;
use crate::client::transport::lookup;
use crate::client::transport::tls::{CertificateRejection, TlsFiles};
use crate::error::term::Term;
use crate::sdk::MASK;

/// The maximum number of bytes of a message of Redis in a log line.
const MAX_MESSAGE: usize = 300;

/// A connection to one server. Its clones share it.
///
/// A task of the runtime reads and writes. It stops while the runtime does not run, and
/// is aborted with the last clone.
#[derive(Clone)]
pub(super) struct Connection {
    commands: MultiplexedConnection,
    _task: Arc<Task>,
}

/// Aborts the task of a connection when it is dropped, which closes the connection.
struct Task(AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Connection {
    /// Connects to a server, and logs in.
    pub(super) async fn open(
        node: &Node,
        access: &Access,
        ca_file: Option<&Path>,
        response_timeout: Option<Duration>,
    ) -> RedisResult<Self> {
        let addresses = lookup::addresses(&node.host, node.port, ()).await?;
        let stream = TcpStream::connect(&addresses[..]).await?;
        stream.set_nodelay(true)?;
        if !access.tls {
            return Self::start(stream, access, response_timeout).await;
        }
        let name = ServerName::try_from(node.host.clone()).map_err(io::Error::other)?;
        let stream = tls(ca_file)?.connect(name, stream).await;
        let stream = stream.map_err(with_advice)?;
        Self::start(stream, access, response_timeout).await
    }

    /// Connects to a server on this host.
    pub(super) async fn open_socket(path: &Path, access: &Access) -> RedisResult<Self> {
        Self::start(UnixStream::connect(path).await?, access, None).await
    }

    async fn start(
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        access: &Access,
        response_timeout: Option<Duration>,
    ) -> RedisResult<Self> {
        let password = access.password.expose_secret();
        // The name of the library is not sent: Redis knows the command since 7.2 only.
        let mut login = RedisConnectionInfo::default()
            .set_db(i64::from(access.database))
            .set_skip_set_lib_name();
        if !password.is_empty() {
            login = login.set_password(password);
            if !access.user.is_empty() {
                login = login.set_username(&access.user);
            }
        }
        let config = AsyncConnectionConfig::new().set_response_timeout(response_timeout);
        let (commands, task) =
            MultiplexedConnection::new_with_config(&login, stream, config).await?;
        let task = Arc::new(Task(tokio::spawn(task).abort_handle()));
        Ok(Self {
            commands,
            _task: task,
        })
    }
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        self.commands.req_packed_command(command)
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        self.commands.req_packed_commands(pipeline, offset, count)
    }

    fn get_db(&self) -> i64 {
        self.commands.get_db()
    }
}

/// Returns a TLS connector that verifies the server, as for the platform.
fn tls(ca_file: Option<&Path>) -> io::Result<TlsConnector> {
    let settings = TlsSettings {
        ca_file: ca_file.map(Path::to_owned),
        ..TlsSettings::default()
    };
    let config = TlsFiles::read(&settings).and_then(|files| files.configure(&settings));
    let config = config.map_err(|error| io::Error::other(error.desc().to_owned()))?;
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Says what to change if the certificate of Redis is not trusted.
fn with_advice(error: io::Error) -> io::Error {
    let fault = error
        .get_ref()
        .and_then(|error| error.downcast_ref::<rustls::Error>());
    match fault.and_then(CertificateRejection::of) {
        Some(rejection) => io::Error::new(
            error.kind(),
            format!(
                "its certificate {rejection}; name its CA's certificate in {}",
                Term::RedisCaFile
            ),
        ),
        None => error,
    }
}

/// Returns true if another connection may do better: this one is closed, or its server
/// is no longer the master.
pub(super) fn needs_reconnect(error: &RedisError) -> bool {
    error.is_io_error()
        || error.kind() == ErrorKind::Parse
        || !matches!(error.retry_method(), RetryMethod::NoRetry)
}

/// Describes an error without any secret.
///
/// Redis repeats the arguments of a command that it does not know, such as one that was
/// renamed: a password, or a token.
pub(super) fn describe(error: &RedisError, access: &Access) -> String {
    let message = match (error.kind(), error.code(), error.detail()) {
        (ErrorKind::AuthenticationFailed, ..) => {
            "wrong user or password (authentication failed)".to_owned()
        }
        (ErrorKind::Parse, ..) => {
            format!(
                "the response is not from Redis; check the address in {}",
                Term::RedisAddress
            )
        }
        (_, Some(code), Some(detail)) => format!("{code} {detail}"),
        (_, Some(code), None) => code.to_owned(),
        _ => error.to_string(),
    };
    let message = message.split(", with args").next().unwrap_or_default();
    let message: String = message.chars().take(MAX_MESSAGE).collect();
    match access.password.expose_secret() {
        "" => message,
        password => message.replace(password, MASK),
    }
}

/// Finds the version in the response to `INFO`. A cluster returns one for each node.
pub(super) fn version(info: &Value) -> Option<String> {
    let in_text = |text: &str| {
        let mut lines = text.lines();
        lines.find_map(|line| Some(line.strip_prefix("redis_version:")?.trim().to_owned()))
    };
    match info {
        Value::BulkString(bytes) => in_text(&String::from_utf8_lossy(bytes)),
        Value::VerbatimString { text, .. } => in_text(text),
        Value::Array(items) => items.iter().find_map(version),
        Value::Map(items) => items.iter().find_map(|(_, value)| version(value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use redis::{ServerErrorKind, VerbatimFormat};

    use super::*;

    fn refusal(kind: ServerErrorKind) -> RedisError {
        RedisError::from((ErrorKind::Server(kind), "a refusal", "of sesame".to_owned()))
    }

    #[test]
    fn what_another_connection_can_repair() {
        for error in [
            RedisError::from(io::Error::from(io::ErrorKind::BrokenPipe)),
            // An error for which the client of Redis would not try again.
            RedisError::from(io::Error::from(io::ErrorKind::PermissionDenied)),
            RedisError::from((ErrorKind::Parse, "not Redis")),
            refusal(ServerErrorKind::ReadOnly),
        ] {
            assert!(needs_reconnect(&error), "{error:?}");
        }
        for error in [
            refusal(ServerErrorKind::NoPerm),
            refusal(ServerErrorKind::ResponseError),
        ] {
            assert!(!needs_reconnect(&error), "{error:?}");
        }
    }

    #[test]
    fn errors_are_described_without_the_password() {
        let access = Access {
            tls: false,
            user: String::new(),
            password: "sesame".into(),
            database: 0,
        };
        for (error, says) in [
            (
                RedisError::from((ErrorKind::AuthenticationFailed, "no")),
                "wrong user or password",
            ),
            (
                RedisError::from((ErrorKind::Parse, "no")),
                "the response is not from Redis",
            ),
            (refusal(ServerErrorKind::ReadOnly), "READONLY of ***"),
            (
                RedisError::from((ErrorKind::Server(ServerErrorKind::ReadOnly), "no detail")),
                "READONLY",
            ),
        ] {
            let text = describe(&error, &access);
            assert!(text.contains(says), "{text}");
            assert!(!text.contains("sesame"), "{text}");
        }
    }

    #[test]
    fn the_version_in_any_form_of_the_information() {
        let info = "# Server\r\nredis_version:7.0.15\r\nredis_mode:cluster\r\n";
        let bulk = || Value::BulkString(info.into());
        let text = Value::VerbatimString {
            format: VerbatimFormat::Text,
            text: info.to_owned(),
        };
        let nodes = Value::Map(vec![(Value::Nil, Value::Nil), (Value::Nil, bulk())]);
        for value in [bulk(), text, Value::Array(vec![Value::Nil, bulk()]), nodes] {
            assert_eq!(version(&value).as_deref(), Some("7.0.15"), "{value:?}");
        }
        assert_eq!(version(&Value::Nil), None);
        assert_eq!(version(&Value::BulkString(b"no version".to_vec())), None);
    }
}
