//! Settings of a store.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

use super::redis::SCHEMES;

/// The place where applications store the data that they share with other processes.
///
/// ```no_run
/// use northbound::client::{Client, SharedStore, StoreSettings};
///
/// # fn run(client: Client) -> Result<(), northbound::NorthApiError> {
/// let settings = StoreSettings::Redis {
///     url: "rediss://user:password@redis.example.com:6380/0".into(),
///     ca_file: None,
///     dir: None,
/// };
/// let store = SharedStore::open(&settings)?;
/// let client = client.with_managed_token(&store);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum StoreSettings {
    /// In the memory of this process. Not shared.
    Process,
    /// In files, shared by the processes of the same user on this host: in the directory
    /// `northbound-UID` of the system's temporary directory. The default.
    #[default]
    Files,
    /// In files of this directory, which only the user may have access to. If its mode is
    /// 2770, the processes of all users of its group share the files.
    FilesIn(PathBuf),
    /// In Redis, shared by all hosts. While it cannot be reached, calls go on with files,
    /// which each host has for itself: see [`EventKind::StoreChanged`] and
    /// [`SharedStore::check`].
    ///
    /// [`EventKind::StoreChanged`]: crate::client::EventKind::StoreChanged
    /// [`SharedStore::check`]: crate::client::SharedStore::check
    Redis {
        /// One of
        ///
        /// - `redis://user:password@host:port/database`
        /// - `unix://user:password@/path?db=database` (or `redis+unix://`)
        /// - `redis-sentinel://user:password@host:port,host:port/database?master=name`
        /// - `redis-cluster://user:password@host:port,host:port`
        ///
        /// `rediss://`, `rediss-sentinel://` and `rediss-cluster://` use TLS. User,
        /// password, port and database are optional.
        url: SecretString,
        /// PEM file with the CAs to trust instead of the system's.
        ca_file: Option<PathBuf>,
        /// The directory to use while Redis cannot be reached, and for logins that failed;
        /// `None` for that of [`Files`](Self::Files).
        dir: Option<PathBuf>,
    },
}

impl StoreSettings {
    /// The schemes that the address of Redis may have, without `://`.
    pub const REDIS_SCHEMES: [&str; 8] = SCHEMES;

    fn key(&self) -> (u8, Option<&str>, [Option<&PathBuf>; 2]) {
        match self {
            Self::Process => (0, None, [None; 2]),
            Self::Files => (1, None, [None; 2]),
            Self::FilesIn(dir) => (1, None, [Some(dir), None]),
            Self::Redis { url, ca_file, dir } => (
                2,
                Some(url.expose_secret()),
                [dir.as_ref(), ca_file.as_ref()],
            ),
        }
    }
}

impl PartialEq for StoreSettings {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for StoreSettings {}

impl Hash for StoreSettings {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// Leaves the URL out, since it may contain a password.
impl fmt::Debug for StoreSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, _, paths) = self.key();
        let kind = ["Process", "Files", "Redis"][usize::from(kind)];
        f.debug_struct(kind)
            .field("paths", &paths)
            .finish_non_exhaustive()
    }
}
