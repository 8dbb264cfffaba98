//! Access of other users to the files of a store.

use std::io;

use rustix::fs::{Mode, Stat};
use rustix::io::Errno;
use rustix::process::geteuid;

/// Permissions for the user only.
pub(super) const PRIVATE_DIR: Mode = Mode::RWXU;
const PRIVATE_FILE: Mode = Mode::RUSR.union(Mode::WUSR);
const GROUP_FILE: Mode = PRIVATE_FILE.union(Mode::RGRP).union(Mode::WGRP);

/// The permissions of a directory that a group shares. New files in it belong to the group,
/// because of the set-group-ID bit. Without that bit, a directory with permissions for its
/// group is refused: it may have them by mistake.
const GROUP_DIR: u32 = 0o2770;

const PERMISSIONS_OF_OTHERS: u32 = 0o077;
const PERMISSIONS_OUTSIDE_OF_GROUP: u32 = 0o007;
const ROOT: u32 = 0;

/// The reason why a file is not used.
#[derive(Debug, thiserror::Error)]
pub(super) enum OpenError {
    #[error("{}", io::Error::from(*.0))]
    System(#[from] Errno),
    #[error("{0}")]
    Others(String),
}

/// The users that share a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sharing {
    /// The user that this process runs as.
    User,
    /// The members of this group.
    Group(u32),
}

impl Sharing {
    /// Returns who shares a directory, or the reason why it is not used.
    pub(super) fn of_directory(stat: &Stat) -> Result<Self, String> {
        let (owner, user) = (stat.st_uid, geteuid().as_raw());
        if stat.st_mode & 0o7777 != GROUP_DIR {
            return match access_by_others(stat) {
                None => Ok(Self::User),
                Some(reason) => Err(format!("{reason}; to share it with its group: chmod 2770")),
            };
        }
        if owner != user && owner != ROOT {
            return Err(format!(
                "it belongs to the user {owner}, and this process runs as {user}; the directory \
                 of a group must belong to root (chown root)"
            ));
        }
        Ok(Self::Group(stat.st_gid))
    }

    /// Returns the permissions of a new file.
    pub(super) fn file_mode(self) -> Mode {
        match self {
            Self::User => PRIVATE_FILE,
            Self::Group(_) => GROUP_FILE,
        }
    }

    /// Returns the reason why a file in the directory is not used.
    pub(super) fn refusal(self, stat: &Stat) -> Option<String> {
        let Self::Group(group) = self else {
            return access_by_others(stat);
        };
        if stat.st_gid != group {
            return Some(format!(
                "it belongs to the group {}, and its directory to the group {group}",
                stat.st_gid
            ));
        }
        let mode = stat.st_mode & 0o777;
        (mode & PERMISSIONS_OUTSIDE_OF_GROUP != 0).then(|| {
            format!(
                "users outside of the group have access to it (mode {mode:o}); take their \
                 permissions away (chmod o=)"
            )
        })
    }
}

/// Returns an error message if other users have access to a file or directory.
fn access_by_others(stat: &Stat) -> Option<String> {
    let (owner, user) = (stat.st_uid, geteuid().as_raw());
    if owner != user {
        return Some(format!(
            "it belongs to the user {owner}, and this process runs as {user}"
        ));
    }
    let mode = stat.st_mode & 0o777;
    (mode & PERMISSIONS_OF_OTHERS != 0).then(|| {
        format!(
            "other users have access to it (mode {mode:o}); take their permissions away (chmod \
             go=)"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the state of a directory with this owner and these permissions.
    fn directory(owner: u32, mode: u32) -> Stat {
        let mut stat = rustix::fs::stat("/").expect("the root directory");
        (stat.st_uid, stat.st_gid, stat.st_mode) = (owner, 7, mode);
        stat
    }

    #[test]
    fn who_shares_a_directory() {
        let user = geteuid().as_raw();
        let other = user + 1;
        for (owner, mode, expected) in [
            (user, 0o700, Some(Sharing::User)),
            (user, GROUP_DIR, Some(Sharing::Group(7))),
            (ROOT, GROUP_DIR, Some(Sharing::Group(7))),
            (user, 0o770, None),
            (other, 0o700, None),
            (other, GROUP_DIR, None),
        ] {
            let found = Sharing::of_directory(&directory(owner, mode));
            assert_eq!(found.as_ref().ok(), expected.as_ref(), "{owner} {mode:o}");
        }
    }
}
