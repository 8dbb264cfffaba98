//! The mask of secrets.

/// Text that replaces a secret wherever an object is printed.
pub const MASK: &str = "***";

/// Masks a secret in a text, however the text spells it: as it is, with escapes of JSON
/// (`\u003d` for the `=` at the end of base64, `\/`), also of JSON within JSON, or
/// percent-encoded. Returns `None` if the text does not contain it.
pub(super) fn mask(text: &str, secret: &str) -> Option<String> {
    if secret.is_empty() {
        return None;
    }
    let plain = text.contains(secret).then(|| text.replace(secret, MASK));
    let text = plain.as_deref().unwrap_or(text);
    let mut masked = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match length_of(secret, rest) {
            Some(length) => {
                masked.push_str(MASK);
                rest = &rest[length..];
            }
            None => {
                masked.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    match masked == text {
        true => plain,
        false => Some(masked),
    }
}

/// Returns the length of a secret at the start of a text that may spell it with escapes.
fn length_of(secret: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    for c in secret.chars() {
        rest = after_percent(c, rest)
            .or_else(|| after_json(c, rest))
            .or_else(|| rest.strip_prefix(c))?;
    }
    Some(text.len() - rest.len())
}

/// Returns what follows a percent-encoded character.
fn after_percent(c: char, text: &str) -> Option<&str> {
    let mut rest = text;
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        let hex = rest.strip_prefix('%')?.get(..2)?;
        if u8::from_str_radix(hex, 16).ok()? != byte {
            return None;
        }
        rest = &rest[3..];
    }
    Some(rest)
}

/// Returns what follows a character that JSON escapes.
fn after_json(c: char, text: &str) -> Option<&str> {
    let escaped = text.trim_start_matches('\\');
    if escaped.len() == text.len() {
        return None;
    }
    if c == '\\' {
        // Two backslashes stand for one, and JSON within JSON has four.
        return Some(&text[(text.len() - escaped.len()).min(2)..]);
    }
    let letter = match c {
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        _ => c,
    };
    if let Some(rest) = escaped.strip_prefix('u')
        && let Some(rest) = after_units(c, rest)
    {
        return Some(rest);
    }
    escaped.strip_prefix(letter)
}

/// Returns what follows the hexadecimal UTF-16 of a character.
fn after_units(c: char, text: &str) -> Option<&str> {
    let mut rest = text;
    for (index, unit) in c.encode_utf16(&mut [0; 2]).iter().enumerate() {
        if index > 0 {
            rest = rest.trim_start_matches('\\').strip_prefix('u')?;
        }
        if u16::from_str_radix(rest.get(..4)?, 16).ok()? != *unit {
            return None;
        }
        rest = &rest[4..];
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn every_spelling_is_masked() {
        let secret = "p/w\"ü=😀\\x%41";
        for spelling in [
            secret,
            r#"p\/w\"\u00fc\u003D\ud83d\ude00\\x%41"#,
            r#"p\\/w\\\"\\u00fc\\u003d\\uD83D\\uDE00\\\\x%41"#,
            "p%2Fw%22%C3%BC%3d%F0%9F%98%80%5Cx%2541",
        ] {
            let text = format!("é {spelling}, {spelling}");
            assert_eq!(mask(&text, secret).as_deref(), Some("é ***, ***"));
        }
    }

    #[test]
    fn control_characters_are_masked() {
        for (secret, spelling) in [
            ("a\u{8}b", r"a\bb"),
            ("a\u{c}b", r"a\fb"),
            ("a\nb", r"a\nb"),
            ("a\rb", r"a\rb"),
            ("a\tb", r"a\tb"),
            ("a\nb", r"a\u000ab"),
        ] {
            assert_eq!(mask(spelling, secret).as_deref(), Some("***"), "{spelling}");
            assert_eq!(mask("abb anb", secret), None, "{spelling}");
        }
    }

    #[test]
    fn other_text_stays() {
        for text in ["", "secre", "s\\u0065cre", "%", "\\", "\\u00", "%7", "s\\"] {
            assert_eq!(mask(text, "secret"), None, "{text}");
        }
        assert_eq!(mask("anything", ""), None);
        assert_eq!(mask("a secret \\u", "secret").as_deref(), Some("a *** \\u"));
    }
}
