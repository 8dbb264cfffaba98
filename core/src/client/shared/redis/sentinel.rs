//! Finds the master that the sentinels name.
//!
//! The crate `redis` has a client for this, which opens connections only by its own TLS.

use std::io;
use std::path::Path;

use redis::{Cmd, RedisError, RedisResult, Value, cmd};
use tokio::task::JoinSet;

use super::address::{Access, Node};
use super::connection::Connection;
use crate::error::term::Term;

/// Asks all sentinels at the same time, and connects to the first server that says that
/// it is the master.
pub(super) async fn connect(
    sentinels: &[Node],
    name: &str,
    access: &Access,
    ca_file: Option<&Path>,
) -> RedisResult<Connection> {
    let mut questions = JoinSet::new();
    for sentinel in sentinels {
        let (sentinel, name, access) = (sentinel.clone(), name.to_owned(), access.clone());
        let ca_file = ca_file.map(Path::to_owned);
        questions.spawn(async move { ask(&sentinel, &name, &access, ca_file.as_deref()).await });
    }
    let mut failure = None;
    while let Some(answer) = questions.join_next().await {
        let master = match answer {
            Ok(Ok(master)) => open_master(&master, access, ca_file).await,
            Ok(Err(error)) => Err(error),
            Err(error) => Err(failed(error.to_string())),
        };
        match master {
            Ok(master) => return Ok(master),
            Err(error) => failure = Some(error),
        }
    }
    Err(failure.unwrap_or_else(|| failed("no sentinel was asked".to_owned())))
}

/// Asks a sentinel for the address of the master. Sends user and password only if the
/// sentinel requires a password.
async fn ask(
    sentinel: &Node,
    name: &str,
    access: &Access,
    ca_file: Option<&Path>,
) -> RedisResult<Node> {
    let access = Access {
        database: 0,
        ..access.clone()
    };
    let without_password = Access {
        user: String::new(),
        password: String::new().into(),
        ..access.clone()
    };
    let mut question = cmd("SENTINEL");
    question.arg("GET-MASTER-ADDR-BY-NAME").arg(name);
    let mut connection = Connection::open(sentinel, &without_password, ca_file, None).await?;
    let answer = question.query_async(&mut connection).await;
    let answer: Value = match answer {
        Err(error) if error.code() == Some("NOAUTH") => {
            let mut connection = Connection::open(sentinel, &access, ca_file, None).await?;
            question.query_async(&mut connection).await?
        }
        other => other?,
    };
    if answer == Value::Nil {
        return Err(failed(format!(
            "the sentinels know no master {name}; check ?master=NAME in {}",
            Term::RedisAddress
        )));
    }
    let (host, port) = redis::from_redis_value(answer)?;
    Ok(Node { host, port })
}

/// Connects to a server, and checks that it is a master: a sentinel may not know yet.
async fn open_master(
    master: &Node,
    access: &Access,
    ca_file: Option<&Path>,
) -> RedisResult<Connection> {
    let at_master = |error: RedisError| match error.is_io_error() {
        true => failed(format!("the master {master}: {error}")),
        false => error,
    };
    let connection = Connection::open(master, access, ca_file, None).await;
    let mut connection = connection.map_err(at_master)?;
    let role: Vec<Value> = Cmd::query_async(&cmd("ROLE"), &mut connection).await?;
    match role.first() {
        Some(Value::BulkString(role)) if role == b"master" => Ok(connection),
        _ => Err(failed(format!(
            "the sentinels name {master}, which is not the master"
        ))),
    }
}

fn failed(reason: String) -> RedisError {
    io::Error::other(reason).into()
}
