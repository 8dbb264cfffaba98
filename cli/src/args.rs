//! The command line.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use northbound::sdk::FieldValue;
use northbound::sdk::device_upgrade::{PackageType, SubtaskStatus, TaskStatus};

use crate::settings::flags::Flags;

/// Sees upgrades of devices, and what is wrong with the connection to the IoT platform.
///
/// Settings are those of the PHP extension. Each comes from the first place that has it:
/// a flag, an environment variable, the file of --config, and, with --php or --php-fpm,
/// php.ini. Secrets are no flags: everyone on the machine can read a command line.
///
/// Exit status: 0 all is well, 1 an error or a failed check, 2 the upgrade of some
/// devices failed, 3 the upgrade has not ended, 64 wrong usage, 130 interrupted.
#[derive(Debug, Parser)]
#[command(
    name = "northbound",
    version,
    max_term_width = 100,
    propagate_version = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) settings: Flags,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Checks settings, certificates, connection, login, shared state and PHP-FPM
    ///
    /// One line per check, with what to change if it fails. Exit status 1 if any fails.
    Doctor(DoctorArgs),
    /// Shows an upgrade task: its subtasks by status, and the causes of failures
    ///
    /// Exit status 0 if all succeeded, 2 if some failed, 3 if it has not ended.
    Task(TaskArgs),
    /// Lists upgrade tasks
    Tasks(TasksArgs),
    /// Lists upgrade packages
    Packages(PackagesArgs),
    /// Lists the subtasks of an upgrade task: one for each device
    Subtasks(SubtasksArgs),
    /// Logs in unless there is a valid token, and shows its age
    Token(TokenArgs),
    /// Calls any operation of the API, and prints the response as JSON
    Call(CallArgs),
    /// Prints completions for a shell
    Completions {
        /// Shell
        shell: Shell,
    },
    /// Writes the man pages
    Man {
        /// Folder to write them to [default: the page of the command, to standard output]
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {
    /// Print JSON, for monitoring
    #[arg(long)]
    pub(crate) json: bool,
    /// Do not log in, and make no call that needs a token
    #[arg(long)]
    pub(crate) no_login: bool,
    /// Seconds for which to watch if another program ends the token
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0, value_parser = seconds)]
    pub(crate) watch_token: f64,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TaskArgs {
    /// ID of the task
    pub(crate) id: String,
    /// Watch until it has ended
    #[arg(long)]
    pub(crate) watch: bool,
    /// Seconds to watch at most; exit status 3 after them
    #[arg(long, value_name = "SECONDS", value_parser = seconds, requires = "watch")]
    pub(crate) timeout: Option<f64>,
    /// Seconds between two looks at least
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value_t = 5.0)]
    pub(crate) min_delay: f64,
    /// Seconds between two looks at most
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value_t = 120.0)]
    pub(crate) max_delay: f64,
}

/// The form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for people
    Table,
    /// Comma-separated values, with a header
    Csv,
    /// One JSON array
    Json,
    /// One JSON object per line
    Ndjson,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// Form of the output
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
    /// Columns of a table or of CSV, such as deviceId,status
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Items at most
    #[arg(long, value_name = "COUNT")]
    pub(crate) limit: Option<u64>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TasksArgs {
    /// Only tasks in this status
    #[arg(long, value_parser = PossibleValuesParser::new(TaskStatus::WORDS))]
    pub(crate) status: Option<String>,
    /// Only tasks with this device
    #[arg(long, value_name = "ID")]
    pub(crate) device: Option<String>,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct PackagesArgs {
    /// Only packages of this type
    #[arg(long = "type", value_name = "TYPE", value_parser = PossibleValuesParser::new(PackageType::WORDS))]
    pub(crate) file_type: Option<String>,
    /// Only packages for this model of devices
    #[arg(long)]
    pub(crate) model: Option<String>,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SubtasksArgs {
    /// ID of the task
    pub(crate) id: String,
    /// Only subtasks in this status
    #[arg(long, value_parser = PossibleValuesParser::new(SubtaskStatus::WORDS))]
    pub(crate) status: Option<String>,
    #[command(flatten)]
    pub(crate) list: ListArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TokenArgs {
    /// Print the token itself, and nothing else
    #[arg(long)]
    pub(crate) show: bool,
    /// Do not log in: only look at the stored token
    #[arg(long)]
    pub(crate) stored: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CallArgs {
    /// Operation, such as queryUpgradeTask or DeviceUpgrade.queryUpgradeTask
    #[arg(required_unless_present = "list")]
    pub(crate) operation: Option<String>,
    /// Argument; repeatable
    ///
    /// The name is that of a parameter, or of a field of its DTO: operationId=5f3a,
    /// pageNo=0, targets.devices='["d1"]'. The value is text, or JSON where the field is
    /// an object or a list. @FILE takes it from a file, as secrets need, and @- from
    /// standard input.
    #[arg(long = "arg", value_name = "NAME=VALUE")]
    pub(crate) arguments: Vec<String>,
    /// List all operations
    #[arg(long, conflicts_with_all = ["arguments", "describe"])]
    pub(crate) list: bool,
    /// Describe the operation and its arguments instead of calling it
    #[arg(long)]
    pub(crate) describe: bool,
    /// Print secrets in the response, such as tokens, instead of ***
    #[arg(long)]
    pub(crate) show_secrets: bool,
}

/// Parses a number of seconds, up to a day.
fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().ok();
    let in_range = seconds.filter(|seconds| (0.0..=86_400.0).contains(seconds));
    in_range.ok_or_else(|| "a number of seconds from 0 to 86400 is expected".to_owned())
}
