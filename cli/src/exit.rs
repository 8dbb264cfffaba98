//! The end of the command: its exit status, and the message of an error.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use northbound::NorthApiError;

/// The end of a command that did its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Good = 0,
    /// A check of `doctor` failed.
    CheckFailed = 1,
    /// The upgrade of some devices failed.
    SomeFailed = 2,
    /// The upgrade has not ended, or not in time.
    NotEnded = 3,
}

/// The reason for which a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line or a setting is wrong.
    Usage(String),
    /// Anything else.
    Error(String),
    /// The output could not be written.
    Output(io::Error),
    /// A signal ended the command.
    Signal(u8),
}

pub(crate) type Result<T = Outcome> = std::result::Result<T, Failure>;

/// Exit statuses in the manner of `sysexits.h` and of shells. 2 means that an upgrade
/// failed, so a wrong command line has another one.
const ERROR: u8 = 1;
const USAGE: u8 = 64;
const SIGNAL: u8 = 128;
const BROKEN_PIPE: u8 = 13;

impl Failure {
    pub(crate) fn error(message: impl Display) -> Self {
        Self::Error(message.to_string())
    }

    pub(crate) fn usage(message: impl Display) -> Self {
        Self::Usage(message.to_string())
    }

    /// Returns the message for people; `None` if there is nobody to read it, or if they
    /// ended the command themselves.
    pub(crate) fn message(&self) -> Option<String> {
        match self {
            Self::Usage(message) | Self::Error(message) => Some(message.clone()),
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => None,
            Self::Output(error) => Some(format!("the output cannot be written: {error}")),
            Self::Signal(_) => None,
        }
    }

    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                SIGNAL + BROKEN_PIPE
            }
            Self::Error(_) | Self::Output(_) => ERROR,
            Self::Signal(number) => SIGNAL.saturating_add(*number),
        }
    }
}

impl From<NorthApiError> for Failure {
    fn from(error: NorthApiError) -> Self {
        Self::error(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}
