//! Compares the public API of the core with the list in the repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use public_api::Builder;

/// The format in which rustdoc describes a crate, as `public_api` reads it. Another compiler
/// may have another one.
const FORMAT: &str = r#""format_version":57}"#;

/// If the change is meant, `UPDATE_SNAPSHOTS=yes cargo test public_api` writes the list. A
/// line that is taken away needs another major version.
#[test]
fn the_public_api_is_the_listed_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let command = "doc --package northbound --no-deps --locked --quiet --features stream";
    let documented = Command::new(env!("CARGO"))
        .args(command.split(' '))
        .env("RUSTDOC", root.join(".ci/rustdoc-json"))
        // Cargo compares these flags, so that it does not take JSON for HTML.
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json")
        .current_dir(root)
        .status();
    assert!(documented.is_ok_and(|status| status.success()));
    let description = target.join("doc/northbound.json");
    if !fs::read_to_string(&description).unwrap().ends_with(FORMAT) {
        eprintln!("left out: this rustdoc has another format than {FORMAT}");
        return;
    }
    let api = Builder::from_rustdoc_json(description)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build();
    api.unwrap()
        .assert_eq_or_update(root.join("core/public-api.txt"));
}
