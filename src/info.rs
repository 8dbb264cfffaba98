//! `phpinfo()` and `php --ri northbound`.

use ext_php_rs::zend::ModuleEntry;
use ext_php_rs::{info_table_end, info_table_header, info_table_row, info_table_start};

use crate::call::runtime;
use crate::ini;
use northbound::sdk;
use northbound::sdk::SDK_VERSION;

/// Prints the tables. Masks secrets, which PHP's own table of ini settings
/// cannot do.
pub(crate) extern "C" fn print(_: *mut ModuleEntry) {
    let operations: usize = sdk::SERVICES
        .iter()
        .map(|service| service.operations.len())
        .sum();
    let size = format!("{operations} operations, {} DTOs", sdk::dtos().count());
    table(
        None,
        [
            ("northbound support", "enabled"),
            ("Version", env!("CARGO_PKG_VERSION")),
            ("Northbound SDK version", SDK_VERSION),
            ("API", &size),
            ("HTTP", "reqwest, HTTP/1.1"),
            ("TLS", "rustls with AWS-LC, TLS 1.2 and 1.3"),
            ("Compiler", env!("NORTHBOUND_RUSTC")),
            ("Target", env!("NORTHBOUND_TARGET")),
            ("Profile", env!("NORTHBOUND_PROFILE")),
            ("Commit", env!("NORTHBOUND_COMMIT")),
        ],
    );
    let counters =
        runtime::counters().map(|(name, count)| (name.replace('_', " "), count.to_string()));
    table(
        Some(("Since this process began", "Count")),
        counters
            .iter()
            .map(|(name, count)| (name.as_str(), count.as_str())),
    );
    table(
        Some(("Setting", "Value")),
        ini::ALL
            .iter()
            .map(|setting| (setting.name(), setting.shown())),
    );
}

fn table<'a, V: AsRef<str>>(
    header: Option<(&str, &str)>,
    rows: impl IntoIterator<Item = (&'a str, V)>,
) {
    // The macros require text without NUL.
    let clean = |text: &str| text.replace('\0', "\\0");
    info_table_start!();
    if let Some((name, value)) = header {
        info_table_header!(clean(name), clean(value));
    }
    for (name, value) in rows {
        info_table_row!(clean(name), clean(value.as_ref()));
    }
    info_table_end!();
}
