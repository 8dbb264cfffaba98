//! A store in files, shared by the processes of one host that run as the same user, or as
//! users of the same group.
//!
//! Each application has three files. The token file is replaced as a whole, so that
//! readers need no lock. The login file is locked by the process that logs in. The rate
//! limit file is locked for the microseconds that a reservation takes. The locks end
//! with their process.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustix::fs::{AtFlags, CWD, FlockOperation, Mode, OFlags};
use rustix::fs::{Timespec, Timestamps, UTIME_NOW};
use rustix::fs::{fchmod, flock, fstat, futimens, linkat, mkdir, openat, renameat, unlinkat};
use rustix::io::Errno;
use rustix::process::geteuid;
use secrecy::ExposeSecret;

use super::account::AccountKey;
use super::file_access::{OpenError, PRIVATE_DIR, Sharing};
use super::login_failure::LoginFailure;
use super::rate_limit::{Claim, Lead, Micros, Rate, RateLimit, Slot, boot, now};
use super::store_error::StoreError;
use super::token::{LEASE, StoredToken};
use crate::error::term::Term;

/// The interval between attempts to lock the rate limit file. Another process locks it
/// for microseconds only, unless it was stopped meanwhile.
const LOCK_RETRY_INTERVAL: Duration = Duration::from_millis(1);
const MAX_LOCK_RETRIES: u32 = 3000;

/// Flags that open a new file. Its name is unique.
const NEW_FILE: OFlags = OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::TRUNC);

/// The number of files that this process has written.
static WRITTEN_FILES: AtomicU64 = AtomicU64::new(0);

/// A directory with the data of applications. It is created and opened on first use.
#[derive(Debug)]
pub(crate) struct Files {
    path: PathBuf,
    /// Identifies this start of the system, since each start has its own clock.
    boot: u64,
}

/// The open directory.
struct Directory {
    fd: OwnedFd,
    sharing: Sharing,
}

/// The right to log in. It ends with the process at the latest.
#[derive(Debug)]
pub(crate) struct Lock {
    file: OwnedFd,
    /// False if the lock belongs to a process of which nothing was heard.
    is_owner: bool,
}

impl Lock {
    /// Says that the login is still under way.
    pub(crate) fn renew(&self) {
        let now = Timespec {
            tv_sec: 0,
            tv_nsec: UTIME_NOW,
        };
        let times = Timestamps {
            last_access: now,
            last_modification: now,
        };
        // If it fails, others log in sooner.
        let _ = futimens(&self.file, &times);
    }
}

impl Drop for Lock {
    /// A child that was forked meanwhile has the file open as well, so that closing it
    /// is not enough.
    fn drop(&mut self) {
        if self.is_owner {
            let _ = flock(&self.file, FlockOperation::Unlock);
        }
    }
}

impl Files {
    /// Creates a store in this directory. The default is the user's directory
    /// `northbound-UID` in the system's directory for temporary files.
    pub(crate) fn new(path: Option<&Path>) -> Self {
        let default_path = || {
            let name = format!("northbound-{}", geteuid().as_raw());
            std::env::temp_dir().join(name)
        };
        Self {
            path: path.map_or_else(default_path, Path::to_owned),
            boot: boot(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes sure that files can be written.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let name = format!("{}.check", std::process::id());
        drop(self.create(&name)?);
        let removed = unlinkat(self.directory()?.fd, &*name, AtFlags::empty());
        removed.map_err(|errno| self.unusable(&name, &errno))
    }

    pub(crate) fn token(&self, key: &AccountKey) -> Result<Option<StoredToken>, StoreError> {
        let json = self.read(&format!("{key}.token"))?;
        Ok(json.and_then(|json| StoredToken::from_json(&json)))
    }

    /// Returns the token, if a process of this host has stored one. Creates nothing.
    pub(crate) fn last_token(&self, key: &AccountKey) -> Option<StoredToken> {
        if !self.path.is_dir() {
            return None;
        }
        self.token(key).ok().flatten()
    }

    pub(crate) fn put_token(
        &self,
        key: &AccountKey,
        token: &StoredToken,
    ) -> Result<(), StoreError> {
        let json = token.to_json();
        self.replace(
            key,
            &format!("{key}.token"),
            json.expose_secret().as_bytes(),
        )
    }

    /// Returns the last failed login; `None` if the last one succeeded.
    pub(crate) fn login_failure(&self, key: &AccountKey) -> Option<LoginFailure> {
        if !self.path.is_dir() {
            return None;
        }
        let json = self.read(&format!("{key}.failure")).ok()??;
        serde_json::from_slice(&json).ok()
    }

    /// Stores a failed login, or removes it. If that fails, other processes log in
    /// sooner than they should.
    pub(crate) fn put_login_failure(&self, key: &AccountKey, failure: Option<&LoginFailure>) {
        let name = format!("{key}.failure");
        match failure.map(serde_json::to_vec) {
            Some(Ok(json)) => drop(self.replace(key, &name, &json)),
            Some(Err(_)) | None => {
                if let Ok(directory) = self.directory() {
                    let _ = unlinkat(&directory.fd, &*name, AtFlags::empty());
                }
            }
        }
    }

    /// Reads a whole file; `None` if there is none.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let directory = self.directory()?;
        let mut content = Vec::new();
        match self.open(&directory, name, OFlags::RDONLY) {
            Ok(mut file) => file.read_to_end(&mut content),
            Err(OpenError::System(Errno::NOENT)) => return Ok(None),
            Err(error) => return Err(self.not_opened(name, &error)),
        }
        .map_err(|error| self.unusable(name, &error))?;
        Ok(Some(content))
    }

    /// Replaces a file as a whole, so that reading it takes no lock.
    fn replace(&self, key: &AccountKey, name: &str, content: &[u8]) -> Result<(), StoreError> {
        let directory = self.directory()?;
        let new = new_name(&key.to_string());
        let written = self
            .open(&directory, &new, NEW_FILE)
            .map_err(io::Error::other)
            .and_then(|mut file| file.write_all(content))
            .and_then(|()| Ok(renameat(&directory.fd, &*new, &directory.fd, name)?));
        written.map_err(|error| {
            let _ = unlinkat(&directory.fd, &*new, AtFlags::empty());
            self.unusable(name, &error)
        })
    }

    /// Returns the lock for a login; `None` if another process has it.
    ///
    /// A process that was stopped in the middle of a login keeps the lock. So whoever has
    /// it says every second that it still logs in, see [`Lock::renew`], and a lock of
    /// which nothing was heard for longer than [`LEASE`] holds nobody up.
    pub(crate) fn lock(&self, key: &AccountKey) -> Result<Option<Lock>, StoreError> {
        let name = format!("{key}.login");
        let file = self.create(&name)?;
        let is_owner = match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => true,
            Err(Errno::WOULDBLOCK) => {
                let renewed = file.metadata().and_then(|metadata| metadata.modified());
                let age = renewed.ok().and_then(|renewed| renewed.elapsed().ok());
                // A time in the future is that of another clock.
                if age.is_some_and(|age| age < LEASE) {
                    return Ok(None);
                }
                false
            }
            Err(errno) => return Err(self.unusable(&name, &errno)),
        };
        let lock = Lock {
            file: file.into(),
            is_owner,
        };
        lock.renew();
        Ok(Some(lock))
    }

    pub(crate) async fn reserve(
        &self,
        key: &AccountKey,
        rate: Rate,
        claim: Claim,
        max_wait: Duration,
        lead: Option<&Lead>,
    ) -> Result<Slot, StoreError> {
        self.with_rate_limit(key, |rate_limit, now| {
            rate_limit.reserve(rate, now, claim, max_wait, lead)
        })
        .await
    }

    pub(crate) async fn back_off(
        &self,
        key: &AccountKey,
        rate: Rate,
        retry_after: Option<Duration>,
    ) -> Result<(), StoreError> {
        self.with_rate_limit(key, |rate_limit, now| {
            rate_limit.back_off(rate, now, retry_after)
        })
        .await
    }

    /// Changes the rate limit while its file is locked.
    async fn with_rate_limit<R>(
        &self,
        key: &AccountKey,
        change: impl FnOnce(&mut RateLimit, Micros) -> R,
    ) -> Result<R, StoreError> {
        let name = format!("{key}.budget");
        let file = self.create(&name)?;
        for attempt in 0.. {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => break,
                Err(Errno::WOULDBLOCK) if attempt < MAX_LOCK_RETRIES => {
                    tokio::time::sleep(LOCK_RETRY_INTERVAL).await;
                }
                Err(errno) => return Err(self.unusable(&name, &errno)),
            }
        }
        let mut content = Vec::new();
        (&file)
            .take(RateLimit::MAX_SIZE)
            .read_to_end(&mut content)
            .map_err(|error| self.unusable(&name, &error))?;
        let mut rate_limit = RateLimit::from_bytes(&content, self.boot).unwrap_or_default();
        let result = change(&mut rate_limit, now());
        file.write_all_at(&rate_limit.to_bytes(self.boot), 0)
            .map_err(|error| self.unusable(&name, &error))?;
        Ok(result)
    }

    /// Opens the directory, or creates it. Nobody else must have access to it.
    fn directory(&self) -> Result<Directory, StoreError> {
        let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::RDONLY;
        let open = || openat(CWD, &self.path, flags, Mode::empty());
        let opened = open().or_else(|errno| match errno {
            Errno::NOENT => {
                match mkdir(&self.path, PRIVATE_DIR) {
                    // Another process has created it.
                    Ok(()) | Err(Errno::EXIST) => open(),
                    Err(errno) => Err(errno),
                }
            }
            errno => Err(errno),
        });
        let directory = opened.map_err(|errno| match errno {
            Errno::LOOP | Errno::NOTDIR => {
                self.wrong_directory("it is not a directory, or it is a symbolic link")
            }
            Errno::NOENT => {
                self.wrong_directory("it cannot be created, since its parent does not exist")
            }
            Errno::ACCESS => self.wrong_directory(format!(
                "{}; this process runs as the user {}, which must own it or be in its group",
                io::Error::from(errno),
                geteuid().as_raw()
            )),
            Errno::PERM | Errno::ROFS => self.wrong_directory(io::Error::from(errno)),
            errno => self.unusable("", &io::Error::from(errno)),
        })?;
        let stat = fstat(&directory).map_err(|errno| self.unusable("", &errno))?;
        match Sharing::of_directory(&stat) {
            Ok(sharing) => Ok(Directory {
                fd: directory,
                sharing,
            }),
            Err(reason) => Err(self.wrong_directory(reason)),
        }
    }

    /// Opens a file, or creates it.
    fn create(&self, name: &str) -> Result<File, StoreError> {
        let directory = self.directory()?;
        let open = |create| self.open(&directory, name, OFlags::RDWR | create);
        let opened = match directory.sharing {
            Sharing::User => open(OFlags::CREATE),
            Sharing::Group(_) => match open(OFlags::empty()) {
                Err(OpenError::System(Errno::NOENT)) => self
                    .add(&directory, name)
                    .and_then(|()| open(OFlags::empty())),
                opened => opened,
            },
        };
        opened.map_err(|error| self.not_opened(name, &error))
    }

    /// Adds an empty file, unless another process has. It gets its name when it has its
    /// permissions: other users may open it immediately.
    fn add(&self, directory: &Directory, name: &str) -> Result<(), OpenError> {
        let new = new_name(name);
        let added = self.open(directory, &new, NEW_FILE).and_then(|_| {
            match linkat(&directory.fd, &*new, &directory.fd, name, AtFlags::empty()) {
                Ok(()) | Err(Errno::EXIST) => Ok(()),
                Err(errno) => Err(errno.into()),
            }
        });
        let _ = unlinkat(&directory.fd, &*new, AtFlags::empty());
        added
    }

    fn open(&self, directory: &Directory, name: &str, access: OFlags) -> Result<File, OpenError> {
        let flags = access | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let mode = directory.sharing.file_mode();
        let file = openat(&directory.fd, name, flags, mode)?;
        if access.contains(OFlags::CREATE) && directory.sharing != Sharing::User {
            // The umask of the process takes the permissions of the group away.
            fchmod(&file, mode)?;
        }
        match directory.sharing.refusal(&fstat(&file)?) {
            None => Ok(File::from(file)),
            Some(reason) => Err(OpenError::Others(reason)),
        }
    }

    fn not_opened(&self, name: &str, error: &OpenError) -> StoreError {
        match error {
            OpenError::Others(_) => StoreError::Setting(self.reason(name, error)),
            OpenError::System(_) => self.unusable(name, error),
        }
    }

    fn unusable(&self, name: &str, reason: &dyn Display) -> StoreError {
        StoreError::Unavailable(self.reason(name, reason))
    }

    fn reason(&self, name: &str, reason: &dyn Display) -> String {
        let path = self.path.join(name);
        format!("the file {}: {reason}", path.display())
    }

    fn wrong_directory(&self, reason: impl Display) -> StoreError {
        StoreError::Setting(format!(
            "the directory {} ({}): {reason}",
            self.path.display(),
            Term::StoreDir
        ))
    }
}

/// Returns a unique name for a file that will get another one. Several logins may end at
/// the same time: the application may log in too, also in another thread.
fn new_name(start: &str) -> String {
    let number = WRITTEN_FILES.fetch_add(1, Ordering::Relaxed);
    format!("{start}.{}-{number}.new", std::process::id())
}
