//! Records how the library was built, for `php --ri northbound`.

use std::process::Command;
use std::{env, fs};

/// `git archive` writes the commit into this file; in a checkout it holds a
/// placeholder. GitHub's archives, which PIE downloads, are made the same way.
const ARCHIVED: &str = ".git_archival.txt";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={ARCHIVED}");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    fact("RUSTC", output(&rustc, &["--version"]));
    fact("TARGET", env::var("TARGET").ok());
    fact("PROFILE", env::var("PROFILE").ok());
    fact("COMMIT", archived_commit().or_else(checked_out_commit));
}

fn archived_commit() -> Option<String> {
    let text = fs::read_to_string(ARCHIVED).ok()?;
    let commit = text.trim().strip_prefix("node: ")?;
    let is_hash = commit.len() >= 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
    is_hash.then(|| commit[..12].to_owned())
}

/// An archive may be unpacked inside another project's checkout, whose commit
/// says nothing about this one. So the checkout must begin in this folder.
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

fn fact(name: &str, value: Option<String>) {
    let value = value.unwrap_or_else(|| "unknown".to_owned());
    println!("cargo:rustc-env=NORTHBOUND_{name}={value}");
}

fn output(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}
