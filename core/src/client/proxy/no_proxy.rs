//! The hosts that are called without the proxy.
//!
//! reqwest has such a list, too. It does not tell whether a host is in it. Error messages
//! name the proxy only if there is one, and the resolver needs its port.

use std::net::IpAddr;

/// True if a list of hosts, domains, addresses and networks contains this host.
pub(crate) fn contains(list: &str, host: &str) -> bool {
    let host = without_brackets(host).trim_end_matches('.');
    let ip = host.parse::<IpAddr>().ok();
    list.split([',', ' ', '\t'])
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .any(|entry| {
            entry == "*"
                || match ip {
                    Some(ip) => is_in_network(entry, ip),
                    None => is_in_domain(entry, host),
                }
        })
}

fn is_in_network(entry: &str, ip: IpAddr) -> bool {
    let (network, prefix) = match entry.split_once('/') {
        Some((network, prefix)) => (network, Some(prefix)),
        None => (entry, None),
    };
    let (Ok(network), prefix) = (
        without_brackets(network).parse::<IpAddr>(),
        prefix.map(str::parse::<u32>),
    ) else {
        return false;
    };
    let (network, ip, length) = match (network, ip) {
        (IpAddr::V4(network), IpAddr::V4(ip)) => {
            (u128::from(network.to_bits()), u128::from(ip.to_bits()), 32)
        }
        (IpAddr::V6(network), IpAddr::V6(ip)) => (network.to_bits(), ip.to_bits(), 128),
        _ => return false,
    };
    match prefix {
        None => network == ip,
        Some(Ok(prefix)) if prefix <= length => {
            let host_bits = length - prefix;
            network.checked_shr(host_bits) == ip.checked_shr(host_bits)
        }
        Some(_) => false,
    }
}

fn is_in_domain(entry: &str, host: &str) -> bool {
    let domain = entry.trim_start_matches('.').trim_end_matches('.');
    let Some(start) = host.len().checked_sub(domain.len()) else {
        return false;
    };
    let is_suffix = (host.as_bytes().get(start..))
        .is_some_and(|end| end.eq_ignore_ascii_case(domain.as_bytes()));
    let is_label = start == 0 || host.as_bytes().get(start - 1) == Some(&b'.');
    !domain.is_empty() && is_suffix && is_label
}

fn without_brackets(host: &str) -> &str {
    let inner = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    inner.unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_without_a_proxy() {
        for (list, host, is_in) in [
            ("", "example.com", false),
            ("*", "example.com", true),
            ("example.com", "example.com", true),
            ("example.com", "iot.Example.COM.", true),
            (".example.com", "example.com", true),
            (".example.com", "iot.example.com", true),
            ("example.com.", "iot.example.com", true),
            ("example.com", "notexample.com", false),
            ("iot.example.com", "example.com", false),
            ("a,example.com , b", "example.com", true),
            ("a example.com", "example.com", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.10", false),
            ("0.0.1", "127.0.0.1", false),
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.0.0.0/8", "11.1.2.3", false),
            ("10.0.0.0/33", "10.0.0.0", false),
            ("0.0.0.0/0", "10.1.2.3", true),
            ("::/0", "[2001:db8::1]", true),
            ("10.0.0.0/8", "10.example.com", false),
            ("::1", "[::1]", true),
            ("[::1]", "[::1]", true),
            ("2001:db8::/32", "[2001:db8:1::1]", true),
            ("2001:db8::/32", "[2001:db9::1]", false),
            ("::/0", "127.0.0.1", false),
        ] {
            assert_eq!(contains(list, host), is_in, "{list} {host}");
        }
    }
}
