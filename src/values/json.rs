//! JSON, token by token.
//!
//! What reads answers knows which member most likely comes next, and looks only
//! for that. A parser with visitors cannot, and half of a call's time was its
//! search for the ends of strings. serde_json still reads what is rare, strings
//! with escapes, and says what is wrong with a text that is not JSON.

use std::borrow::Cow;

/// How many arrays and objects may stand in each other; `json_decode` takes as
/// many.
const LEVELS: usize = 511;

/// The text is not JSON, not of the kind that is wanted, or nested too deeply.
#[derive(Debug)]
pub(crate) struct Unexpected;

/// A number: whole, if PHP's int can hold it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    Int(i64),
    Float(f64),
}

/// A text, and how far it has been read.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    levels: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
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
    pub(crate) fn peek(&mut self) -> Option<u8> {
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
    pub(crate) fn open(&mut self, opening: u8, closing: u8) -> Result<bool, Unexpected> {
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
    pub(crate) fn more(&mut self, closing: u8) -> Result<bool, Unexpected> {
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
    pub(crate) fn skip_name(&mut self, name: &[u8]) -> bool {
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
    pub(crate) fn name(&mut self) -> Result<Cow<'a, str>, Unexpected> {
        let name = self.string()?;
        self.take(b':')?;
        Ok(name)
    }

    /// A string.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Unexpected> {
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
    pub(crate) fn number(&mut self) -> Result<Number, Unexpected> {
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
        if is_whole && let Ok(number) = number.parse() {
            return Ok(Number::Int(number));
        }
        number.parse().map(Number::Float).map_err(|_| Unexpected)
    }

    fn digits(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        rest.get(..count).unwrap_or_default()
    }

    /// One of JSON's three words.
    pub(crate) fn word(&mut self, word: &str) -> Result<(), Unexpected> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(Unexpected);
        }
        self.at += word.len();
        Ok(())
    }

    /// Makes sure that nothing follows.
    pub(crate) fn end(&mut self) -> Result<(), Unexpected> {
        self.peek().map_or(Ok(()), |_| Err(Unexpected))
    }
}

/// How many bytes there are before a quote, a backslash or a control character.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    let is_plain = |byte: &u8| *byte != b'"' && *byte != b'\\' && *byte >= b' ';
    #[cfg(target_arch = "x86_64")]
    {
        let (chunks, tail) = bytes.as_chunks();
        for (index, chunk) in chunks.iter().enumerate() {
            let special = special(chunk);
            if special != 0 {
                return index * chunk.len() + special.trailing_zeros() as usize;
            }
        }
        bytes.len() - tail.len() + tail.iter().take_while(|byte| is_plain(byte)).count()
    }
    #[cfg(not(target_arch = "x86_64"))]
    bytes.iter().take_while(|byte| is_plain(byte)).count()
}

/// A bit for each of the bytes that ends the plain part of a string.
#[cfg(target_arch = "x86_64")]
#[inline]
fn special(chunk: &[u8; 16]) -> u32 {
    use std::arch::x86_64::{
        _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128,
        _mm_set1_epi8,
    };
    // SAFETY: sixteen bytes, which need no alignment, are there. SSE2 is part
    // of x86-64.
    unsafe {
        let bytes = _mm_loadu_si128(chunk.as_ptr().cast());
        let control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
        let quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'"' as i8));
        let backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\' as i8));
        _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), control)) as u32
    }
}
