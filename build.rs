//! Records how the library was built, for `php --ri northbound`.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    fact("RUSTC", output(&rustc, &["--version"]));
    fact("TARGET", env::var("TARGET").ok());
    fact("PROFILE", env::var("PROFILE").ok());
    if let Some(head) = output("git", &["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo:rerun-if-changed={head}");
    }
    fact(
        "COMMIT",
        output("git", &["rev-parse", "--short=12", "HEAD"]),
    );
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
