//! Hides secrets in what the page shows: those in use by their value, others by the name
//! of their field.

use crate::state::State;

/// Text in place of a secret.
const MASK: &str = "***";
/// Ends of the names of fields with secrets, without case and punctuation.
const NAMES: [&str; 6] = ["secret", "token", "psk", "verifycode", "password", "pwd"];
/// Headers with secrets.
const HEADERS: [&str; 4] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
];
/// Shorter secrets are ordinary words; the name of their field hides them.
const SHORTEST: usize = 8;

/// The secrets that are in use.
#[derive(Debug)]
pub(super) struct Mask(Vec<String>);

impl Mask {
    pub(super) fn of(state: &State) -> Self {
        let mut secrets = state.sessions.tokens();
        secrets.extend(state.config.apps.iter().map(|app| app.secret.clone()));
        secrets.retain(|secret| secret.chars().count() >= SHORTEST);
        Self(secrets)
    }

    /// Masks the secrets in JSON, in a form, in a query, or in a part of one of them.
    pub(super) fn text(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, value, after)) = named_secret(rest) {
            masked.push_str(before);
            if !value.is_empty() {
                masked.push_str(MASK);
            }
            rest = after;
        }
        masked.push_str(rest);
        let secrets = self.0.iter();
        secrets.fold(masked, |text, secret| text.replace(secret, MASK))
    }

    /// Masks the secrets in a header, and returns its value.
    pub(super) fn header(&self, name: &str, value: &str) -> String {
        match HEADERS.contains(&name) {
            // The scheme says which kind of secret it is.
            true => match value.split_once(' ') {
                Some((scheme, _)) if name.ends_with("authorization") => format!("{scheme} {MASK}"),
                _ => MASK.to_owned(),
            },
            false => self.text(value),
        }
    }
}

/// Splits a text at the first value of a field with a secret: into what is before it, the
/// value, and what is after it.
fn named_secret(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some((name, end)) = next_word(text, from) {
        from = end;
        if is_secret(name)
            && let Some(start) = value_start(text, end)
        {
            let stop = start + value_length(text, start);
            return Some((
                text.get(..start)?,
                text.get(start..stop)?,
                text.get(stop..)?,
            ));
        }
    }
    None
}

/// Returns the next word at or after this position, and its end.
fn next_word(text: &str, from: usize) -> Option<(&str, usize)> {
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let start = from + text.get(from..)?.find(in_word)?;
    let rest = text.get(start..)?;
    let length = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
    Some((rest.get(..length)?, start + length))
}

fn is_secret(name: &str) -> bool {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let name: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    NAMES.iter().any(|end| name.ends_with(end))
}

/// Returns the start of the value of a field whose name ends here, after the opening
/// quote; `None` if a name ends here that has no value.
fn value_start(text: &str, end: usize) -> Option<usize> {
    let quotes = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\');
    let rest = text.get(end..)?.trim_start_matches(quotes);
    let rest = rest.strip_prefix([':', '='])?.trim_start();
    let rest = rest.trim_start_matches('\\');
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
    Some(text.len() - rest.len())
}

/// Returns the length of a value in bytes. The character before it says how it ends.
fn value_length(text: &str, start: usize) -> usize {
    let value = text.get(start..).unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let quote = before
        .chars()
        .next_back()
        .filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        let ends = |c: char| c.is_whitespace() || matches!(c, '&' | ',' | ';' | '}' | ']' | '"');
        return value.find(ends).unwrap_or(value.len());
    };
    // JSON inside of a JSON string: the quotes are escaped.
    let nested = before.trim_end_matches(quote).ends_with('\\');
    let mut escaped = false;
    for (at, c) in value.char_indices() {
        match c {
            '\\' if nested => return at,
            '\\' => escaped = !escaped,
            c if c == quote && !escaped => return at,
            _ => escaped = false,
        }
    }
    value.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        Mask(vec!["in-use-secret".into()]).text(text)
    }

    #[test]
    fn secrets_are_found_by_the_name_of_their_field() {
        for (text, expected) in [
            ("appId=a&secret=hunter2&x=1", "appId=a&secret=***&x=1"),
            ("Secret=hunter2", "Secret=***"),
            (r#"{"secret":"hunter2","a":1}"#, r#"{"secret":"***","a":1}"#),
            (
                r#"{"accessToken" : "x\"y\\", "tokenType": "bearer"}"#,
                r#"{"accessToken" : "***", "tokenType": "bearer"}"#,
            ),
            (r#"{"refresh_token":"cut off"#, r#"{"refresh_token":"***"#),
            (
                r#"{"psk":12345,"b":[{"verifyCode":"x"}]}"#,
                r#"{"psk":***,"b":[{"verifyCode":"***"}]}"#,
            ),
            (
                r#"{"inner":"{\"appSecret\":\"x\",\"b\":1}"}"#,
                r#"{"inner":"{\"appSecret\":\"***\",\"b\":1}"}"#,
            ),
            ("secret=", "secret="),
            ("secret", "secret"),
            (
                "the secret is out; token: none",
                "the secret is out; token: ***",
            ),
            ("secret=ümlaut&ö=1", "secret=***&ö=1"),
        ] {
            assert_eq!(masked(text), expected);
        }
    }

    #[test]
    fn secrets_in_use_are_found_anywhere() {
        assert_eq!(masked("/x/in-use-secret?y"), "/x/***?y");
    }

    #[test]
    fn headers_keep_their_scheme() {
        let mask = Mask(Vec::new());
        assert_eq!(mask.header("authorization", "Bearer abc"), "Bearer ***");
        assert_eq!(mask.header("cookie", "a=b; c=d"), "***");
        assert_eq!(mask.header("accept", "*/*"), "*/*");
    }
}
