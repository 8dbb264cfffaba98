//! The subset of Redis's protocol (RESP 2) that a few commands need.
//!
//! This does not use the crate `redis`, which would make the extension 0.5 MB larger, a
//! twelfth of its size, for five commands.

use std::fmt;
use std::io::{self, ErrorKind};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

/// Limits for a line and a text. The data in Redis is far smaller.
const MAX_LINE: u64 = 4096;
const MAX_TEXT: usize = 1 << 20;

/// A response of Redis.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Nothing,
    Number(i64),
    Text(Vec<u8>),
    /// The command failed, with this message.
    Error(String),
}

/// A TCP connection, with or without TLS.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A connection to Redis. It must not be used again after an error, or after a command
/// was canceled before its response arrived.
pub(crate) struct RedisConnection(BufReader<Box<dyn Stream>>);

impl fmt::Debug for RedisConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisConnection").finish_non_exhaustive()
    }
}

impl RedisConnection {
    pub(crate) fn new(stream: impl Stream + 'static) -> Self {
        Self(BufReader::new(Box::new(stream)))
    }

    /// Sends a command and reads its response.
    pub(crate) async fn round_trip(&mut self, command: &[u8]) -> io::Result<Reply> {
        self.0.write_all(command).await?;
        self.0.flush().await?;
        let line = self.line().await?;
        let (kind, rest) = line.split_at_checked(1).ok_or_else(invalid_reply)?;
        match kind {
            "+" => Ok(Reply::Text(rest.as_bytes().to_vec())),
            "-" => Ok(Reply::Error(rest.to_owned())),
            ":" => Ok(Reply::Number(rest.parse().map_err(|_| invalid_reply())?)),
            "$" if rest == "-1" => Ok(Reply::Nothing),
            "$" => {
                let size: usize = rest.parse().map_err(|_| invalid_reply())?;
                self.text(size).await.map(Reply::Text)
            }
            _ => Err(invalid_reply()),
        }
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        (&mut self.0)
            .take(MAX_LINE)
            .read_until(b'\n', &mut line)
            .await?;
        if line.is_empty() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let text = line.strip_suffix(b"\r\n").ok_or_else(invalid_reply)?;
        Ok(String::from_utf8_lossy(text).into_owned())
    }

    async fn text(&mut self, size: usize) -> io::Result<Vec<u8>> {
        if size > MAX_TEXT {
            return Err(invalid_reply());
        }
        let mut text = vec![0; size + 2];
        self.0.read_exact(&mut text).await?;
        if text.split_off(size) != b"\r\n" {
            return Err(invalid_reply());
        }
        Ok(text)
    }
}

fn invalid_reply() -> io::Error {
    io::Error::new(
        ErrorKind::InvalidData,
        "the response is not from Redis; check the address in northbound.state",
    )
}

/// Encodes a command.
pub(crate) fn encode_command<'a>(words: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let (mut count, mut body) = (0, Vec::new());
    for word in words {
        count += 1;
        body.extend(format!("${}\r\n", word.len()).into_bytes());
        body.extend(word);
        body.extend(b"\r\n");
    }
    let mut whole = format!("*{count}\r\n").into_bytes();
    whole.extend(body);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the result of reading this response.
    async fn reply_to(with: &[u8]) -> Result<Reply, ErrorKind> {
        let (ours, mut theirs) = tokio::io::duplex(64);
        let with = with.to_vec();
        let server = tokio::spawn(async move {
            let mut received = [0; 14];
            let read = theirs.read_exact(&mut received).await.map(|_| received);
            let _ = theirs.write_all(&with).await;
            read.ok()
        });
        let reply = RedisConnection::new(ours)
            .round_trip(&encode_command([&b"PING"[..]]))
            .await;
        assert_eq!(
            server.await.ok().flatten().as_ref(),
            Some(b"*1\r\n$4\r\nPING\r\n")
        );
        reply.map_err(|error| error.kind())
    }

    #[tokio::test]
    async fn replies_of_every_kind() {
        for (with, reply) in [
            (&b"+PONG\r\n"[..], Reply::Text(b"PONG".to_vec())),
            (b":-42\r\n", Reply::Number(-42)),
            (b"$-1\r\n", Reply::Nothing),
            (b"$0\r\n\r\n", Reply::Text(Vec::new())),
            (b"$4\r\na\r\nb\r\n", Reply::Text(b"a\r\nb".to_vec())),
            (
                b"-WRONGPASS no\r\n",
                Reply::Error("WRONGPASS no".to_owned()),
            ),
        ] {
            assert_eq!(reply_to(with).await, Ok(reply));
        }
    }

    #[tokio::test]
    async fn invalid_replies() {
        use ErrorKind::{InvalidData, UnexpectedEof};
        let long = [&b"+"[..], &[b'x'; 5000], b"\r\n"].concat();
        for (with, kind) in [
            (&b""[..], UnexpectedEof),
            (b"$5\r\nab", UnexpectedEof),
            (b"HTTP/1.1 400 Bad Request\r\n\r\n", InvalidData),
            (b"\r\n", InvalidData),
            (b":many\r\n", InvalidData),
            (b"$-2\r\n", InvalidData),
            (b"$99999999999\r\n", InvalidData),
            (b"$1\r\nabc", InvalidData),
            (b"+cut off", InvalidData),
            (&long, InvalidData),
        ] {
            assert_eq!(reply_to(with).await, Err(kind), "{with:?}");
        }
    }
}
