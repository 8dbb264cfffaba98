//! Writes the IDE stubs in `php/stubs` from the table of the SDK.
//!
//! ```text
//! cargo run --example stubs              writes the stubs
//! cargo run --example stubs -- --check   lists the stubs that are out of date
//! cargo run --example stubs -- --package FOLDER   writes the Composer package
//! ```
//!
//! Classes that the table does not describe, such as `NorthApiClient`, have handwritten
//! stubs in the same directory, which this program does not change.

#![allow(
    clippy::print_stdout,
    reason = "a command line program prints its result"
)]

mod bodies;
mod classes;
mod lists;
mod methods;
mod package;
mod php;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use php::MARK;

/// Content of the stubs, by path below the directory of the stubs.
type Stubs = BTreeMap<PathBuf, String>;

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../php/stubs");
    let stubs = classes::stubs();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [] => write(&folder, &stubs),
        ["--check"] => check(&folder, &stubs),
        ["--package", target] => package::write(&folder, Path::new(target)),
        _ => Err(io::Error::other(
            "usage: stubs [--check | --package FOLDER]",
        )),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("stubs: {error}");
        ExitCode::FAILURE
    })
}

/// Writes the files that differ, and removes obsolete generated files.
fn write(folder: &Path, stubs: &Stubs) -> io::Result<ExitCode> {
    let mut written = 0;
    for (path, content) in stubs {
        let file = folder.join(path);
        if is_current(&file, content) {
            continue;
        }
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&file, content)?;
        written += 1;
    }
    for path in obsolete(folder, stubs)? {
        fs::remove_file(folder.join(path))?;
    }
    println!(
        "stubs: {} in {}, {written} written",
        stubs.len(),
        folder.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Lists the files that `write` would change.
fn check(folder: &Path, stubs: &Stubs) -> io::Result<ExitCode> {
    let changed = stubs
        .iter()
        .filter(|(path, content)| !is_current(&folder.join(path), content))
        .map(|(path, _)| path.clone());
    let outdated: BTreeSet<PathBuf> = changed.chain(obsolete(folder, stubs)?).collect();
    if outdated.is_empty() {
        println!("stubs: {} are up to date", stubs.len());
        return Ok(ExitCode::SUCCESS);
    }
    for path in &outdated {
        eprintln!("stubs: {} is out of date", path.display());
    }
    eprintln!("stubs: run `cargo run --example stubs` to update them");
    Ok(ExitCode::FAILURE)
}

fn is_current(file: &Path, content: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|current| current == content)
}

/// Returns the generated files that no row of the table describes any more.
fn obsolete(folder: &Path, stubs: &Stubs) -> io::Result<Vec<PathBuf>> {
    let mut obsolete = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        if !next.is_dir() {
            continue;
        }
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(below) = path.strip_prefix(folder) else {
                continue;
            };
            if !stubs.contains_key(below) && fs::read_to_string(&path)?.contains(MARK) {
                obsolete.push(below.to_owned());
            }
        }
    }
    Ok(obsolete)
}
