//! The man pages and the completions, which clap makes of the command line.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::args::Cli;
use crate::exit::{Outcome, Result};

pub(crate) fn completions(shell: Shell) -> Result {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "northbound", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Good)
}

/// Writes the page of the command, or a page for each subcommand too.
pub(crate) fn man(folder: Option<&Path>) -> Result {
    let mut command = Cli::command();
    // The help of each subcommand repeats the global flags.
    command.build();
    let Some(folder) = folder else {
        let mut page = Vec::new();
        Man::new(command).render(&mut page)?;
        io::stdout().write_all(&page)?;
        return Ok(Outcome::Good);
    };
    fs::create_dir_all(folder)?;
    let subcommands: Vec<_> = command.get_subcommands().cloned().collect();
    write_page(folder, "northbound", command)?;
    for subcommand in subcommands
        .into_iter()
        .filter(|sub| sub.get_name() != "help")
    {
        let name = format!("northbound-{}", subcommand.get_name());
        write_page(folder, &name, subcommand)?;
    }
    Ok(Outcome::Good)
}

fn write_page(folder: &Path, name: &str, command: clap::Command) -> Result<()> {
    let mut file = File::create(folder.join(format!("{name}.1")))?;
    let command = command
        .name(name.to_owned())
        .bin_name(name.replacen('-', " ", 1));
    Man::new(command).render(&mut file)?;
    Ok(())
}
