//! JSON, token by token.
//!
//! The code that reads a response knows the field that most likely comes next, and
//! compares only with its name. A parser with visitors cannot do that: half of the time
//! of a call went into its search for the ends of strings. serde_json still decodes
//! strings with escapes, which are rare, and describes the error in a text that is not
//! JSON.

use std::borrow::Cow;

use serde::de::Error;
use serde_json::Value;

/// Maximum nesting depth of arrays and objects, the same as that of `json_decode`.
const MAX_DEPTH: usize = 511;

/// Error for a text that is not JSON, has another type than expected, or is nested too
/// deeply.
#[derive(Debug)]
pub struct Unexpected;

/// A number: an integer if it fits into PHP's int.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// An integer.
    Int(i64),
    /// Any other number.
    Float(f64),
}

/// A JSON text, and the position up to which it has been read.
pub struct Reader<'a> {
    text: &'a str,
    position: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the beginning of a text.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            position: 0,
            depth: 0,
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.text
            .as_bytes()
            .get(self.position..)
            .unwrap_or_default()
    }

    /// Skips white space and returns the next byte.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.position) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.position += 1,
                other => return other.copied(),
            }
        }
    }

    /// Consumes this byte.
    #[inline]
    fn take(&mut self, wanted: u8) -> Result<(), Unexpected> {
        if self.peek() != Some(wanted) {
            return Err(Unexpected);
        }
        self.position += 1;
        Ok(())
    }

    /// Enters an array or object. Returns false if it is empty.
    pub fn open(&mut self, opening: u8, closing: u8) -> Result<bool, Unexpected> {
        self.take(opening)?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unexpected);
        }
        if self.peek() == Some(closing) {
            self.close();
            return Ok(false);
        }
        Ok(true)
    }

    /// Moves to the next element, or out of the array or object. Returns false
    /// after the last element.
    #[inline]
    pub fn more(&mut self, closing: u8) -> Result<bool, Unexpected> {
        match self.peek() {
            Some(b',') => {
                self.position += 1;
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
        self.position += 1;
        self.depth -= 1;
    }

    /// Consumes the name of a field and its colon, if the name is this one and
    /// written without escapes and without white space before the colon.
    #[inline]
    pub fn skip_name(&mut self, name: &[u8]) -> bool {
        if self.peek() != Some(b'"') {
            return false;
        }
        let start = self.position + 1;
        let end = start + name.len();
        let bytes = self.text.as_bytes();
        // Comparing the two bytes after the name is cheaper than comparing the name.
        let matches =
            bytes.get(end..end + 2) == Some(b"\":") && bytes.get(start..end) == Some(name);
        if matches {
            self.position = end + 2;
        }
        matches
    }

    /// Reads the name of a field and its colon.
    pub fn name(&mut self) -> Result<Cow<'a, str>, Unexpected> {
        let name = self.string()?;
        self.take(b':')?;
        Ok(name)
    }

    /// Reads a string.
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

    /// Reads the string at the current position; `None` if it has escapes.
    #[inline]
    fn plain_string(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.position + 1..)?;
        let length = plain_length(rest.as_bytes());
        if rest.as_bytes().get(length) != Some(&b'"') {
            return None;
        }
        self.position += length + 2;
        rest.get(..length)
    }

    /// Reads the string at the current position, which may have escapes.
    #[cold]
    fn escaped(&mut self) -> Result<String, Unexpected> {
        let start = self.position;
        self.position += 1;
        self.position += plain_length(self.rest());
        while self.text.as_bytes().get(self.position) == Some(&b'\\') {
            self.position += 2;
            self.position += plain_length(self.rest());
        }
        self.position += 1;
        let quoted = self.text.get(start..self.position).ok_or(Unexpected)?;
        serde_json::from_str(quoted).map_err(|_| Unexpected)
    }

    /// Reads a number.
    pub fn number(&mut self) -> Result<Number, Unexpected> {
        let (number, is_whole) = self.number_text()?;
        if is_whole && let Ok(number) = number.parse() {
            return Ok(Number::Int(number));
        }
        number.parse().map(Number::Float).map_err(|_| Unexpected)
    }

    /// Reads a number; returns its text, and true if it is an integer.
    pub fn number_text(&mut self) -> Result<(&'a str, bool), Unexpected> {
        let start = self.position;
        if self.text.as_bytes().get(self.position) == Some(&b'-') {
            self.position += 1;
        }
        let whole = self.digits();
        if whole.is_empty() || (whole.len() > 1 && whole.starts_with(b"0")) {
            return Err(Unexpected);
        }
        let mut is_whole = true;
        if self.rest().starts_with(b".") {
            self.position += 1;
            is_whole = false;
            if self.digits().is_empty() {
                return Err(Unexpected);
            }
        }
        if let [b'e' | b'E', sign, ..] = self.rest() {
            self.position += 1 + usize::from(matches!(sign, b'+' | b'-'));
            is_whole = false;
            if self.digits().is_empty() {
                return Err(Unexpected);
            }
        }
        let number = self.text.get(start..self.position).ok_or(Unexpected)?;
        Ok((number, is_whole))
    }

    fn digits(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.position += count;
        rest.get(..count).unwrap_or_default()
    }

    /// Consumes `null`, `true` or `false`.
    pub fn word(&mut self, word: &str) -> Result<(), Unexpected> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(Unexpected);
        }
        self.position += word.len();
        Ok(())
    }

    /// Skips a value.
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

    /// Checks that nothing follows.
    pub fn end(&mut self) -> Result<(), Unexpected> {
        self.peek().map_or(Ok(()), |_| Err(Unexpected))
    }
}

/// Returns the number of bytes before a quote, a backslash or a control character.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    let (chunks, tail) = bytes.as_chunks();
    for (index, chunk) in chunks.iter().enumerate() {
        let special = special_bits(u64::from_le_bytes(*chunk));
        if special != 0 {
            return index * chunk.len() + special.trailing_zeros() as usize / 8;
        }
    }
    let is_plain = |byte: &&u8| **byte != b'"' && **byte != b'\\' && **byte >= b' ';
    bytes.len() - tail.len() + tail.iter().take_while(is_plain).count()
}

/// Sets the highest bit of each byte that ends the plain part of a string. The lowest
/// mark is exact; those above it may be wrong.
#[inline]
fn special_bits(chunk: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES << 7;
    // The subtraction borrows from the highest bit of each byte that is smaller.
    let below = |bytes: u64, limit: u8| bytes.wrapping_sub(ONES * u64::from(limit)) & !bytes;
    let equal = |byte: u8| below(chunk ^ (ONES * u64::from(byte)), 1);
    (below(chunk, b' ') | equal(b'"') | equal(b'\\')) & HIGH
}

/// Returns the text of a body. One UTF-8 check of the whole body is faster than one for
/// each string.
///
/// # Errors
///
/// Describes the first error, as serde_json does.
pub fn text(body: &[u8]) -> serde_json::Result<&str> {
    std::str::from_utf8(body).map_err(|cause| match serde_json::from_slice::<Value>(body) {
        Err(error) => error,
        Ok(_) => Error::custom(cause),
    })
}

/// Returns the error of serde_json for a text that this reader refused.
#[cold]
pub fn error(text: &str) -> serde_json::Error {
    serde_json::from_str::<Value>(text)
        .err()
        .unwrap_or_else(|| Error::custom("unexpected JSON value"))
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
                    assert_eq!(plain_length(&bytes), length, "{end} after {filler}");
                }
            }
        }
        assert_eq!(plain_length(&[b'x'; 23]), 23);
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
