//! Checks that no dependency needs a newer Rust than this crate does. Clippy checks the code
//! itself: its lint `incompatible_msrv` knows since when the standard library has a function.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn no_dependency_needs_a_newer_rust() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version=1"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root)
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours = packages
        .iter()
        .find(|package| package["name"] == "northbound");
    let limit = version(&ours.unwrap()["rust_version"]).unwrap();
    for package in packages {
        let needed = version(&package["rust_version"]);
        assert!(
            needed <= Some(limit),
            "{} {}",
            package["name"],
            package["version"]
        );
    }
}

/// Returns the major and the minor version.
fn version(text: &Value) -> Option<(u32, u32)> {
    let mut parts = text.as_str()?.split('.');
    let mut next = || parts.next()?.parse().ok();
    Some((next()?, next().unwrap_or_default()))
}
