//! Faults below HTTP: raw bytes instead of a response or a handshake.

use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep;

/// Time limit of [`End::Hold`].
const HOLD: Duration = Duration::from_secs(60);

/// Raw bytes to write, and the end of the connection after them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wire {
    /// The bytes, in the order in which they are written.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// The end of the connection.
    #[serde(default)]
    pub end: End,
}

/// Some bytes, written once or more often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The bytes, as text.
    #[serde(default)]
    pub text: String,
    /// More bytes, which follow the text.
    #[serde(
        default,
        with = "base64_text",
        skip_serializing_if = "Vec::is_empty",
        rename = "base64"
    )]
    pub bytes: Vec<u8>,
    /// Number of times they are written.
    #[serde(default = "once")]
    pub times: u32,
    /// Real milliseconds to wait before each time.
    #[serde(default)]
    pub ms: u64,
}

const fn once() -> u32 {
    1
}

impl<T: Into<String>> From<T> for Part {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            bytes: Vec::new(),
            times: 1,
            ms: 0,
        }
    }
}

/// The end of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum End {
    /// An orderly close.
    #[default]
    Close,
    /// A TCP reset.
    Reset,
    /// Stays open until the caller closes it, for at most a minute.
    Hold,
}

impl Wire {
    /// Creates a fault that writes these parts and then closes the connection.
    pub(crate) fn closing(parts: Vec<Part>) -> Self {
        let end = End::Close;
        Self { parts, end }
    }

    /// The duration, without the time that the caller needs to read.
    pub(crate) fn duration(&self) -> Duration {
        let pauses = self
            .parts
            .iter()
            .map(|part| Duration::from_millis(part.ms).saturating_mul(part.times));
        let hold = if self.end == End::Hold {
            HOLD
        } else {
            Duration::ZERO
        };
        pauses.fold(hold, Duration::saturating_add)
    }

    /// Writes the parts.
    pub(crate) async fn write(&self, to: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        for part in &self.parts {
            let bytes = [part.text.as_bytes(), &part.bytes].concat();
            for _ in 0..part.times {
                if part.ms > 0 {
                    sleep(Duration::from_millis(part.ms)).await;
                }
                to.write_all(&bytes).await?;
                if part.ms > 0 {
                    to.flush().await?;
                }
            }
        }
        to.flush().await
    }
}

/// Waits until the caller closes its end, and discards the bytes that it sends.
pub(crate) async fn until_closed(stream: &TcpStream) {
    let mut scrap = [0; 1024];
    while stream.readable().await.is_ok() {
        match stream.try_read(&mut scrap) {
            Ok(0) => return,
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => return,
            _ => {}
        }
    }
}

mod base64_text {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        BASE64_STANDARD.decode(text).map_err(D::Error::custom)
    }
}
