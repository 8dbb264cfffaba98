//! Writes the IDE stubs in `php/stubs` from the table of the SDK.
//!
//! ```text
//! cargo run --example stubs              writes them
//! cargo run --example stubs -- --check   names what is out of date
//! ```
//!
//! Classes that the table does not describe, such as `NorthApiClient`, have
//! stubs written by hand beside the generated ones, which are left alone.

#![allow(
    clippy::print_stdout,
    reason = "a program for the command line says what it did"
)]

mod classes;
mod lists;
mod methods;
mod php;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use php::MARK;

/// What the stubs are to be, by path below the folder of the stubs.
type Stubs = BTreeMap<PathBuf, String>;

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../php/stubs");
    let stubs = classes::stubs();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [] => write(&folder, &stubs),
        ["--check"] => check(&folder, &stubs),
        _ => Err(io::Error::other("usage: stubs [--check]")),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("stubs: {error}");
        ExitCode::FAILURE
    })
}

/// Writes what differs, and removes generated files that are no longer due.
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
    for path in left_over(folder, stubs)? {
        fs::remove_file(folder.join(path))?;
    }
    println!(
        "stubs: {} in {}, {written} written",
        stubs.len(),
        folder.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Names what `write` would change.
fn check(folder: &Path, stubs: &Stubs) -> io::Result<ExitCode> {
    let outdated = stubs
        .iter()
        .filter(|(path, content)| !is_current(&folder.join(path), content))
        .map(|(path, _)| path.clone());
    let wrong: BTreeSet<PathBuf> = outdated.chain(left_over(folder, stubs)?).collect();
    if wrong.is_empty() {
        println!("stubs: {} are up to date", stubs.len());
        return Ok(ExitCode::SUCCESS);
    }
    for path in &wrong {
        eprintln!("stubs: {} is out of date", path.display());
    }
    eprintln!("stubs: cargo run --example stubs brings them up to date");
    Ok(ExitCode::FAILURE)
}

fn is_current(file: &Path, content: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|found| found == content)
}

/// Generated files that nothing in the table stands behind any more.
fn left_over(folder: &Path, stubs: &Stubs) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
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
                found.push(below.to_owned());
            }
        }
    }
    Ok(found)
}
