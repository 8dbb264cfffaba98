//! The flags of the settings, made of the table of their names.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, builder::ValueParser};

use super::names::{ALL, Kind};

const HEADING: &str = "Settings";

/// The flags that name settings, and the places to take settings from.
#[derive(Debug, Default, Clone)]
pub(crate) struct Flags {
    /// Values by key; for a secret, the file that contains it.
    pub(crate) values: BTreeMap<&'static str, String>,
    pub(crate) config: Option<PathBuf>,
    /// The PHP to ask; empty for the first one in PATH.
    pub(crate) php: Option<String>,
    /// The PHP-FPM to ask; empty for the first one that is found.
    pub(crate) fpm: Option<String>,
    pub(crate) fpm_config: Option<String>,
}

fn place(id: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(id)
        .long(id)
        .value_name(value)
        .help(help)
        .global(true)
        .help_heading("Where settings come from")
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let optional = |arg: Arg| {
            arg.num_args(0..=1)
                .require_equals(true)
                .default_missing_value("")
        };
        let command = command
            .arg(
                place(
                    "config",
                    "FILE",
                    "TOML file with settings [env: NORTHBOUND_CONFIG]",
                )
                .value_parser(ValueParser::path_buf()),
            )
            .arg(optional(place(
                "php",
                "BINARY",
                "Use the settings that this PHP reports: what its php.ini says",
            )))
            .arg(optional(place(
                "php-fpm",
                "BINARY",
                "Use the settings of PHP-FPM: its php.ini, and its pool",
            )))
            .arg(place(
                "php-fpm-config",
                "FILE",
                "Configuration file of PHP-FPM",
            ));
        ALL.iter().fold(command, |command, name| {
            let value = match name.kind {
                Kind::Secret => "FILE",
                _ => "VALUE",
            };
            let default = match name.default {
                "" => String::new(),
                default => format!(" [default: {default}]"),
            };
            let help = format!("{} [env: {}]{default}", name.help, name.variable());
            let arg = Arg::new(name.key)
                .long(name.flag())
                .value_name(value)
                .help(help);
            command.arg(arg.global(true).hide_short_help(true).help_heading(HEADING))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags = Self::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        let text = |id: &str| matches.get_one::<String>(id).cloned();
        for name in ALL {
            if let Some(value) = text(name.key) {
                self.values.insert(name.key, value);
            }
        }
        self.config = matches.get_one::<PathBuf>("config").cloned();
        self.php = text("php");
        self.fpm = text("php-fpm");
        self.fpm_config = text("php-fpm-config");
        Ok(())
    }
}
