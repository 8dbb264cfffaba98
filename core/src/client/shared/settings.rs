//! Where applications keep what they share.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};

/// Where applications keep what they share.
#[derive(Clone, Default)]
pub enum StoreSettings {
    /// In the memory of this process, with nobody.
    Process,
    /// In files: with the processes of the same user on this host.
    #[default]
    Files,
    /// In files of this directory, which only the user may have access to.
    FilesIn(PathBuf),
    /// In Redis: with all hosts.
    Redis {
        /// `redis://user:password@host:port/database`, or `rediss://` for TLS.
        url: SecretString,
        /// PEM file with the CAs to trust in the place of the system's.
        ca_file: Option<PathBuf>,
        /// The directory to use while Redis cannot be reached.
        dir: Option<PathBuf>,
    },
}

impl StoreSettings {
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

/// The URL may hold a password.
impl fmt::Debug for StoreSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, _, paths) = self.key();
        let kind = ["Process", "Files", "Redis"][usize::from(kind)];
        f.debug_struct(kind)
            .field("paths", &paths)
            .finish_non_exhaustive()
    }
}
