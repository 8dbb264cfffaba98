//! Records how the library was built, for `php --ri northbound`.

use std::process::Command;
use std::{env, fs};

/// The file into which `git archive` writes the commit; in a checkout it contains a
/// placeholder. GitHub's archives, which PIE downloads, are made in the same way.
const ARCHIVED: &str = ".git_archival.txt";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={ARCHIVED}");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    set_env("RUSTC", output(&rustc, &["--version"]));
    set_env("TARGET", env::var("TARGET").ok());
    set_env("PROFILE", env::var("PROFILE").ok());
    set_env("COMMIT", archived_commit().or_else(checked_out_commit));
}

/// Returns the commit that `git archive` wrote, shortened to 12 digits.
fn archived_commit() -> Option<String> {
    let text = fs::read_to_string(ARCHIVED).ok()?;
    let commit = text.trim().strip_prefix("node: ")?;
    let is_hash = commit.len() >= 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
    is_hash.then(|| commit[..12].to_owned())
}

/// Returns the commit of the checkout whose root is this folder.
///
/// An archive may be unpacked inside the checkout of another project, whose commit
/// says nothing about this one.
fn checked_out_commit() -> Option<String> {
    let prefix = Command::new("git")
        .args(["rev-parse", "--show-prefix"])
        .output()
        .ok()?;
    if !prefix.status.success() || !prefix.stdout.trim_ascii().is_empty() {
        return None;
    }
    if let Some(head) = output("git", &["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo:rerun-if-changed={head}");
    }
    output("git", &["rev-parse", "--short=12", "HEAD"])
}

/// Passes a value to the compiler as the environment variable `NORTHBOUND_{name}`.
fn set_env(name: &str, value: Option<String>) {
    let value = value.unwrap_or_else(|| "unknown".to_owned());
    println!("cargo:rustc-env=NORTHBOUND_{name}={value}");
}

/// Returns what a program prints; `None` if it fails or prints nothing.
fn output(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}
