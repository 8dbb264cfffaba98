//! Any file as certificate, key or CA: PEM, PKCS#12, old and new keys. The password is that of the corpus.

#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use northbound::client::fuzzing::certificate;

static FILE: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("northbound-fuzz-{}", std::process::id())));

fuzz_target!(|data: &[u8]| {
    if let Err(error) = certificate(&FILE, data, "northbound") {
        assert_eq!(error.code(), "1006");
        assert!(!error.desc().contains("northbound\""));
    }
});
