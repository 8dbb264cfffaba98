//! JSON, token by token.
//!
//! The code that reads a response knows which field most likely comes next, and
//! looks only for that. A parser with visitors cannot: half of the time of a call
//! went into its search for the ends of strings. serde_json still reads what is
//! rare, strings with escapes, and says what is wrong with a text that is not JSON.

use std::borrow::Cow;

use serde::de::Error;
use serde_json::Value;

/// How many arrays and objects may stand in each other; `json_decode` takes as
/// many.
const LEVELS: usize = 511;

/// The text is not JSON, not of the kind that is wanted, or nested too deeply.
#[derive(Debug)]
pub struct Unexpected;

/// A number: whole, if PHP's int can hold it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number.
    Int(i64),
    /// Any other.
    Float(f64),
}

/// A text, and how far it has been read.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    levels: usize,
}

impl<'a> Reader<'a> {
    /// Begins at the start of a text.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            levels: 0,
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is not white space.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    /// Steps over this byte.
    #[inline]
    fn take(&mut self, wanted: u8) -> Result<(), Unexpected> {
        if self.peek() != Some(wanted) {
            return Err(Unexpected);
        }
        self.at += 1;
        Ok(())
    }

    /// Steps into an array or object. Whether there is anything in it.
    pub fn open(&mut self, opening: u8, closing: u8) -> Result<bool, Unexpected> {
        self.take(opening)?;
        self.levels += 1;
        if self.levels > LEVELS {
            return Err(Unexpected);
        }
        if self.peek() == Some(closing) {
            self.close();
            return Ok(false);
        }
        Ok(true)
    }

    /// Steps to the next element, or out of the array or object. Whether there
    /// is another.
    #[inline]
    pub fn more(&mut self, closing: u8) -> Result<bool, Unexpected> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == closing => {
                self.close();
                Ok(false)
            }
            _ => Err(Unexpected),
        }
    }

    fn close(&mut self) {
        self.at += 1;
        self.levels -= 1;
    }

    /// Steps over the name of a member and its colon, if it is this one, and
    /// written as most would write it. The name is one without escapes.
    #[inline]
    pub fn skip_name(&mut self, name: &[u8]) -> bool {
        if self.peek() != Some(b'"') {
            return false;
        }
        let start = self.at + 1;
        let end = start + name.len();
        let bytes = self.text.as_bytes();
        // What follows decides at less cost than the name itself.
        let is_it = bytes.get(end..end + 2) == Some(b"\":") && bytes.get(start..end) == Some(name);
        if is_it {
            self.at = end + 2;
        }
        is_it
    }

    /// The name of a member.
    pub fn name(&mut self) -> Result<Cow<'a, str>, Unexpected> {
        let name = self.string()?;
        self.take(b':')?;
        Ok(name)
    }

    /// A string.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'a, str>, Unexpected> {
        if self.peek() != Some(b'"') {
            return Err(Unexpected);
        }
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped().map(Cow::Owned),
        }
    }

    /// A string that begins here, if it has no escapes, as most.
    #[inline]
    fn plain_string(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at + 1..)?;
        let length = plain(rest.as_bytes());
        if rest.as_bytes().get(length) != Some(&b'"') {
            return None;
        }
        self.at += length + 2;
        rest.get(..length)
    }

    /// A string that begins here, and may have escapes.
    #[cold]
    fn escaped(&mut self) -> Result<String, Unexpected> {
        let start = self.at;
        self.at += 1;
        self.at += plain(self.rest());
        while self.text.as_bytes().get(self.at) == Some(&b'\\') {
            self.at += 2;
            self.at += plain(self.rest());
        }
        self.at += 1;
        let quoted = self.text.get(start..self.at).ok_or(Unexpected)?;
        serde_json::from_str(quoted).map_err(|_| Unexpected)
    }

    /// A number.
    pub fn number(&mut self) -> Result<Number, Unexpected> {
        let (number, is_whole) = self.number_text()?;
        if is_whole && let Ok(number) = number.parse() {
            return Ok(Number::Int(number));
        }
        number.parse().map(Number::Float).map_err(|_| Unexpected)
    }

    /// A number as it is written, and if it is a whole one.
    pub fn number_text(&mut self) -> Result<(&'a str, bool), Unexpected> {
        let start = self.at;
        if self.text.as_bytes().get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        let whole = self.digits();
        if whole.is_empty() || (whole.len() > 1 && whole.starts_with(b"0")) {
            return Err(Unexpected);
        }
        let mut is_whole = true;
        if self.rest().starts_with(b".") {
            self.at += 1;
            is_whole = false;
            if self.digits().is_empty() {
                return Err(Unexpected);
            }
        }
        if let [b'e' | b'E', sign, ..] = self.rest() {
            self.at += 1 + usize::from(matches!(sign, b'+' | b'-'));
            is_whole = false;
            if self.digits().is_empty() {
                return Err(Unexpected);
            }
        }
        let number = self.text.get(start..self.at).ok_or(Unexpected)?;
        Ok((number, is_whole))
    }

    fn digits(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        rest.get(..count).unwrap_or_default()
    }

    /// One of JSON's three words.
    pub fn word(&mut self, word: &str) -> Result<(), Unexpected> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(Unexpected);
        }
        self.at += word.len();
        Ok(())
    }

    /// Steps over a value.
    pub fn skip(&mut self) -> Result<(), Unexpected> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'{') => {
                let mut more = self.open(b'{', b'}')?;
                while more {
                    self.name()?;
                    self.skip()?;
                    more = self.more(b'}')?;
                }
                Ok(())
            }
            Some(b'[') => {
                let mut more = self.open(b'[', b']')?;
                while more {
                    self.skip()?;
                    more = self.more(b']')?;
                }
                Ok(())
            }
            Some(b'n') => self.word("null"),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            _ => self.number_text().map(drop),
        }
    }

    /// Makes sure that nothing follows.
    pub fn end(&mut self) -> Result<(), Unexpected> {
        self.peek().map_or(Ok(()), |_| Err(Unexpected))
    }
}

/// The number of bytes before a quote, a backslash or a control character.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    let (chunks, tail) = bytes.as_chunks();
    for (index, chunk) in chunks.iter().enumerate() {
        let special = special(u64::from_le_bytes(*chunk));
        if special != 0 {
            return index * chunk.len() + special.trailing_zeros() as usize / 8;
        }
    }
    let is_plain = |byte: &&u8| **byte != b'"' && **byte != b'\\' && **byte >= b' ';
    bytes.len() - tail.len() + tail.iter().take_while(is_plain).count()
}

/// Marks the bytes that end the plain part of a string, by their highest bits. The
/// lowest mark is exact; those above it may be wrong.
#[inline]
fn special(chunk: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES << 7;
    // Subtracting borrows from the highest bit of each byte that is smaller.
    let below = |bytes: u64, limit: u8| bytes.wrapping_sub(ONES * u64::from(limit)) & !bytes;
    let equal = |byte: u8| below(chunk ^ (ONES * u64::from(byte)), 1);
    (below(chunk, b' ') | equal(b'"') | equal(b'\\')) & HIGH
}

/// The text of a body. Checking all of it for UTF-8 is faster than string by string.
///
/// # Errors
///
/// Says what is wrong, as serde_json does.
pub fn text(body: &[u8]) -> serde_json::Result<&str> {
    std::str::from_utf8(body).map_err(|cause| match serde_json::from_slice::<Value>(body) {
        Err(error) => error,
        Ok(_) => Error::custom(cause),
    })
}

/// Says what is wrong with a text that this reader refused.
#[cold]
pub fn error(text: &str) -> serde_json::Error {
    serde_json::from_str::<Value>(text)
        .err()
        .unwrap_or_else(|| Error::custom("it cannot be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_parts_of_strings() {
        for length in 0..40 {
            for end in [b'"', b'\\', 0, 0x1f, b'\n'] {
                for filler in [b'a', b' ', 0x7f, 0x80, 0xff, b'!', b'#'] {
                    let mut bytes = vec![filler; length];
                    bytes.push(end);
                    bytes.extend([filler; 20]);
                    assert_eq!(plain(&bytes), length, "{end} after {filler}");
                }
            }
        }
        assert_eq!(plain(&[b'x'; 23]), 23);
    }

    #[test]
    fn skips_what_serde_json_takes() {
        for json in [
            "null",
            "true",
            " [ ] ",
            "{}",
            r#"{"a":[1,-2.5e3,{"b":"\u0041"}],"c":"d"}"#,
            "0",
        ] {
            let mut reader = Reader::new(json);
            assert!(reader.skip().is_ok() && reader.end().is_ok(), "{json}");
        }
        for wrong in [
            "", "nul", "[1,]", "[1", "{\"a\"}", "{a:1}", "01", "1.", "\"a", "[1]]", "\"\t\"",
        ] {
            let mut reader = Reader::new(wrong);
            let whole = reader.skip().and_then(|()| reader.end());
            assert!(whole.is_err(), "{wrong}");
            assert!(serde_json::from_str::<Value>(wrong).is_err(), "{wrong}");
        }
        let deep = format!("{}{}", "[".repeat(512), "]".repeat(512));
        assert!(Reader::new(&deep).skip().is_err());
    }
}
