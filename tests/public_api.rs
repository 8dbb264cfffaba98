//! Compares the public API of the core with the list in the repository.

use std::path::Path;
use std::process::Command;

use public_api::{Builder, MINIMUM_NIGHTLY_RUST_VERSION};

/// If the change is meant, `UPDATE_SNAPSHOTS=yes cargo test public_api` writes the list. A
/// line that is taken away needs another major version.
#[test]
fn the_public_api_is_the_listed_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let documented = Command::new(env!("CARGO"))
        .args([
            "doc",
            "--package",
            "northbound",
            "--no-deps",
            "--locked",
            "--quiet",
        ])
        .args(["--features", "stream"])
        .env("RUSTDOC", root.join(".ci/rustdoc-json"))
        .current_dir(root)
        .status();
    assert!(documented.is_ok_and(|status| status.success()));
    let api = Builder::from_rustdoc_json(target.join("doc/northbound.json"))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build();
    match api {
        Ok(api) => api.assert_eq_or_update(root.join("core/public-api.txt")),
        // The format of the description differs between compilers.
        Err(error) => eprintln!("not compared: {error}; {MINIMUM_NIGHTLY_RUST_VERSION} is needed"),
    }
}
