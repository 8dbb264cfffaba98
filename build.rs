//! Records how the library was built, for `php --ri northbound`.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    fact("RUSTC", output(&rustc, &["--version"]));
    fact("TARGET", env::var("TARGET").ok());
    fact("PROFILE", env::var("PROFILE").ok());
    pack_relocations();
    if let Some(head) = output("git", &["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo:rerun-if-changed={head}");
    }
    fact(
        "COMMIT",
        output("git", &["rev-parse", "--short=12", "HEAD"]),
    );
}

/// Most of what the loader has to adjust in the library are addresses within
/// itself. Packed, they take a twentieth of the space, which every PHP process
/// would map and read. Loaders know that from glibc 2.36 on.
fn pack_relocations() {
    println!("cargo:rerun-if-env-changed=CARGO_CFG_TARGET_ENV");
    let is_native = env::var("HOST") == env::var("TARGET");
    let version = output("getconf", &["GNU_LIBC_VERSION"]);
    let version = version
        .as_deref()
        .and_then(|text| text.strip_prefix("glibc "))
        .and_then(|version| version.split_once('.'))
        .and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
    if is_native && version >= Some((2, 36)) {
        println!("cargo:rustc-link-arg-cdylib=-Wl,-z,pack-relative-relocs");
    }
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
