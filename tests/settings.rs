//! Tests of settings as text, which the extension and the command share.

use std::path::PathBuf;

use northbound::client::{ProxySettings, StoreSettings, Verify};
use northbound::internal::settings;

#[test]
fn the_checks_of_a_certificate() {
    for (text, verify) in [
        ("full", Some(Verify::Full)),
        ("ca", Some(Verify::Ca)),
        ("insecure", Some(Verify::None)),
        ("none", Some(Verify::None)),
        ("", None),
        ("Full", None),
        ("0", None),
    ] {
        assert_eq!(settings::verify(text), verify, "{text:?}");
    }
}

#[test]
fn switches() {
    for text in ["1", "on", "yes", "true", "On", "TRUE"] {
        assert_eq!(settings::flag(text), Some(true), "{text:?}");
    }
    for text in ["", "0", "off", "no", "false", "OFF"] {
        assert_eq!(settings::flag(text), Some(false), "{text:?}");
    }
    for text in ["2", "maybe", " 1", "enabled"] {
        assert_eq!(settings::flag(text), None, "{text:?}");
    }
}

#[test]
fn sizes() {
    for (text, bytes) in [
        ("1", Some(1)),
        ("1500", Some(1500)),
        ("3k", Some(3 << 10)),
        ("3K", Some(3 << 10)),
        (" 64M ", Some(64 << 20)),
        ("5 m", Some(5 << 20)),
        ("2G", Some(2 << 30)),
        ("2g", Some(2 << 30)),
        ("0", None),
        ("0K", None),
        ("", None),
        ("M", None),
        ("-1", None),
        ("1T", None),
        ("1.5M", None),
        ("99999999999999999999", None),
        ("99999999999999G", None),
    ] {
        assert_eq!(settings::size(text), bytes, "{text:?}");
    }
}

#[test]
fn places_of_the_shared_state() {
    let (dir, ca) = (PathBuf::from("/srv/state"), PathBuf::from("/srv/ca.pem"));
    let store = |text| settings::store(text, Some(dir.clone()), Some(ca.clone()));
    assert_eq!(store("process"), Some(StoreSettings::Process));
    assert_eq!(store("none"), Some(StoreSettings::Process));
    assert_eq!(store("file"), Some(StoreSettings::FilesIn(dir.clone())));
    assert_eq!(
        settings::store("file", None, None),
        Some(StoreSettings::Files)
    );
    for url in ["redis://10.0.0.5", "rediss://:sesame@redis.example.com/1"] {
        let redis = StoreSettings::Redis {
            url: url.into(),
            ca_file: Some(ca.clone()),
            dir: Some(dir.clone()),
        };
        assert_eq!(store(url), Some(redis), "{url}");
    }
    for text in ["", "files", "http://10.0.0.5", "redis", "redis:10.0.0.5"] {
        assert_eq!(store(text), None, "{text:?}");
    }
}

#[test]
fn passwords_in_addresses_are_masked() {
    for (text, masked) in [
        ("redis://10.0.0.5:6379", "redis://10.0.0.5:6379"),
        ("redis://:sesame@10.0.0.5", "redis://***@10.0.0.5"),
        ("redis://user:ses@me@10.0.0.5", "redis://***@10.0.0.5"),
        ("user:sesame@10.0.0.5", "***@10.0.0.5"),
        // No scheme: a password may contain this, too.
        ("se5ame://x:y@10.0.0.5", "***@10.0.0.5"),
        ("", ""),
    ] {
        assert_eq!(settings::masked_url(text), masked, "{text:?}");
    }
    for (text, masked) in [
        ("env", "env"),
        ("http://10.0.0.5:3128", "http://10.0.0.5:3128"),
        (
            "https://user:sesame@proxy.example.com:3128",
            "https://***@proxy.example.com:3128",
        ),
        ("socks5://user:sesame@10.0.0.5", "***"),
        ("http://user:sesame@", "***"),
    ] {
        assert_eq!(settings::masked_proxy(text), masked, "{text:?}");
    }
}

#[test]
fn the_address_of_a_proxy() {
    let address = |text| ProxySettings::new(text).expect("a valid proxy").address();
    assert_eq!(
        address("http://user:sesame@proxy.example.com:3128").as_deref(),
        Some("http://proxy.example.com:3128")
    );
    assert_eq!(ProxySettings::default().address(), None);
}
