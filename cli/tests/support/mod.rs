//! A platform, and the command with the settings for it.

#[allow(dead_code, reason = "other tests use all of it")]
#[path = "../../../tests/support/redis.rs"]
pub(crate) mod redis;
#[path = "../../../tests/support/scratch.rs"]
mod scratch;
pub(crate) mod tmux;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use northbound_platform::{App, Config, Platform, TaskSpec};
use serde_json::Value;

pub(crate) use scratch::Scratch;

/// A platform with a stopped clock, and the files of the command.
pub(crate) struct Stage {
    pub(crate) platform: Platform,
    pub(crate) files: Scratch,
}

/// What a command has done.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Returns the output of a command that succeeded.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert_eq!(self.status, Some(0), "{self:?}");
        assert_eq!(self.err, "", "{self:?}");
        self.out
    }
}

/// Configuration with a stopped clock and without a quota.
pub(crate) fn still() -> Config {
    Config {
        speed: 0.0,
        quota: 0,
        ..Config::default()
    }
}

/// Returns the command without any setting, and without those of this machine.
pub(crate) fn bare(files: &Scratch) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_northbound"));
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", files.path(""))
        .env("LC_ALL", "C.UTF-8")
        // No test asks a name server.
        .env("RES_OPTIONS", "attempts:0")
        .stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn ran(command: &mut Command) -> Ran {
    let output = command.output().expect("the command runs");
    Ran {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with(still())
    }

    pub(crate) fn with(config: Config) -> Self {
        let files = Scratch::new();
        let certs = Some(files.path(""));
        let platform = Platform::spawn(Config { certs, ..config }).expect("the platform starts");
        Self { platform, files }
    }

    /// Returns the settings for the platform, as environment variables.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let (at, app) = (self.platform.https_addr(), App::default());
        let path = |name: &str| self.files.path(name).display().to_string();
        vec![
            ("NORTHBOUND_PLATFORM_IP", at.ip().to_string()),
            ("NORTHBOUND_PLATFORM_PORT", at.port().to_string()),
            ("NORTHBOUND_APP_ID", app.id),
            ("NORTHBOUND_SECRET", app.secret),
            ("NORTHBOUND_CA_FILE", path("ca.pem")),
            ("NORTHBOUND_STATE_DIR", path("state")),
        ]
    }

    /// Returns the command with the settings for the platform.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = bare(&self.files);
        command.envs(self.settings()).args(words);
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        ran(&mut self.command(words))
    }

    pub(crate) fn pem(&self, name: &str) -> PathBuf {
        self.platform.certs().path(name).expect("a known file")
    }

    /// Creates a task of this age, in seconds; returns its id.
    pub(crate) fn task(&self, devices: u32, age: u32) -> String {
        let spec = TaskSpec {
            devices,
            age,
            ..TaskSpec::default()
        };
        self.platform.task(&spec).expect("a task")
    }

    /// Runs `doctor --json` with further settings; returns its status and its report.
    #[track_caller]
    pub(crate) fn doctor(&self, settings: &[(&str, &str)]) -> (Option<i32>, Value) {
        let mut command = self.command(&["doctor", "--json", "--watch-token", "0"]);
        let ran = ran(command.envs(settings.iter().copied()));
        let json = serde_json::from_str(&ran.out);
        (
            ran.status,
            json.unwrap_or_else(|error| panic!("{error}: {ran:?}")),
        )
    }
}

/// Returns a check of a report by its name.
#[track_caller]
pub(crate) fn check<'a>(report: &'a Value, name: &str) -> &'a Value {
    let checks = report["checks"].as_array().expect("checks");
    let found = checks.iter().find(|check| check["name"] == name);
    found.unwrap_or_else(|| panic!("no check {name} in {report:#}"))
}

/// True if a program of this machine runs.
pub(crate) fn has(program: &str, argument: &str) -> bool {
    let mut command = Command::new(program);
    let quiet = command
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    quiet
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
