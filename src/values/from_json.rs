//! Decodes the bytes of a response to PHP values, in one pass.
//!
//! If PHP's memory limit is reached, Zend leaves this code with a longjmp, or the decoder
//! sees it and stops (see `zend::memory`). The longjmp leaks only a string with escapes
//! and the lists of names and of repeated texts. The caller guards the body.

use std::borrow::Cow;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;
use serde::de::Error;

use super::decode_error::{DecodeError, Stop};
use super::dto_class;
use crate::zend::{self, MemoryLimit, Thrown};
use northbound::internal::json::{self, Number, Reader, Unexpected};
use northbound::sdk::{Dto, Field, Handling, Shape};

/// The maximum number of bytes that an exception quotes of a body that is not JSON.
const MAX_EXCERPT: usize = 4096;

/// Decodes a response into an object of its class, or a list of such objects.
pub(crate) fn dto(shape: &Shape, rows: Rows, body: &[u8]) -> Result<Zval, DecodeError> {
    let text = json::text(body)?;
    let dto = shape.dto();
    let (class, dto) = dto
        .and_then(dto_class::class_of)
        .zip(dto)
        .ok_or_else(|| serde_json::Error::custom("the class of the response is not registered"))?;
    let mut decoder = Decoder::new(text);
    let value = match shape {
        Shape::List(_) => decoder.list(DecodeAs::List(dto, class, rows)),
        _ => decoder.object(dto, class, rows, &mut []),
    };
    decoder.finished(value, text, Some(shape))
}

/// Decodes JSON as `json_decode($body, true)` does.
pub(crate) fn plain(body: &[u8]) -> Result<Zval, DecodeError> {
    let text = json::text(body)?;
    let mut decoder = Decoder::new(text);
    let value = decoder.value(DecodeAs::Plain, Before::Nothing);
    decoder.finished(value, text, None)
}

/// Decodes JSON as `json_decode($body, true)` does. A body that is not JSON becomes a
/// string of at most 4096 bytes.
pub(crate) fn any(body: &[u8]) -> Result<Zval, Thrown> {
    match plain(body) {
        Ok(value) => return Ok(value),
        Err(DecodeError::Thrown(thrown)) => return Err(thrown),
        Err(DecodeError::Json(_)) => {}
    }
    let text = String::from_utf8_lossy(body);
    let end = text
        .char_indices()
        .map(|(at, char)| at + char.len_utf8())
        .take_while(|end| *end <= MAX_EXCERPT)
        .last()
        .unwrap_or(0);
    Ok(zend::string(text.get(..end).unwrap_or_default()))
}

/// The PHP type for the items of a response, from the setting `northbound.rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Objects of their documented class.
    Objects,
    /// Plain arrays, as in the original.
    Arrays,
}

/// The PHP type that a JSON value is decoded to.
#[derive(Clone, Copy)]
enum DecodeAs {
    /// Scalars and arrays.
    Plain,
    /// An object of this class, if the value is a JSON object.
    Object(&'static Dto, &'static ClassEntry, Rows),
    /// A list of such objects, if the value is a list.
    List(&'static Dto, &'static ClassEntry, Rows),
}

impl DecodeAs {
    fn of(shape: &'static Shape, rows: Rows) -> Self {
        let (Shape::Object(_) | Shape::List(_), Rows::Objects) = (shape, rows) else {
            return DecodeAs::Plain;
        };
        let dto = shape.dto();
        match (shape, dto.and_then(dto_class::class_of).zip(dto)) {
            (Shape::Object(_), Some((class, dto))) => DecodeAs::Object(dto, class, rows),
            (Shape::List(_), Some((class, dto))) => DecodeAs::List(dto, class, rows),
            _ => DecodeAs::Plain,
        }
    }
}

/// Texts of the previous item of a list.
///
/// Items often repeat a text, such as a state or a time. The PHP string for it is made
/// once, and the next item uses it again.
enum Before<'a> {
    /// No previous text: the value is not in an item of a list.
    Nothing,
    /// The text of the same field in the previous item.
    Text(&'a mut Zval),
    /// All texts of the previous item, by the index of the field.
    Row(&'a mut [Zval]),
}

/// The maximum length of a repeated text. A longer one is mostly an id, which occurs in
/// one item only.
const MAX_REPEATED: usize = 20;

/// The number of values between two checks of the memory limit. They take much less memory
/// than the smallest limit.
const BETWEEN_CHECKS: usize = 64;

/// The size, in bytes, from which a single allocation is checked before it is made.
const LARGE: usize = 64 << 10;

/// A decoder that builds PHP values while it reads the JSON.
struct Decoder<'a> {
    json: Reader<'a>,
    memory: MemoryLimit,
    /// The number of decoded values.
    values: usize,
    /// The field names of the last plain object, by position. The next object most
    /// likely has the same names, and Zend has already computed their hashes.
    names: Vec<Zval>,
}

/// The maximum number of remembered names. Objects with more fields are unlikely to have
/// the same ones.
const MAX_NAMES: usize = 32;

impl<'a> Decoder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            json: Reader::new(text),
            memory: MemoryLimit::of_script(),
            values: 0,
            names: Vec::new(),
        }
    }

    /// Returns the result: the value, if the text ends after it.
    fn finished(
        &mut self,
        value: Result<Zval, Stop>,
        text: &str,
        shape: Option<&Shape>,
    ) -> Result<Zval, DecodeError> {
        let finished = value.and_then(|value| {
            self.json.end()?;
            self.memory.check()?;
            Ok(value)
        });
        finished.map_err(|stop| stop.into_error(text, shape))
    }

    /// Checks the memory limit before an entry is added to an array with this number of
    /// entries. An array that is full becomes twice as large.
    #[inline]
    fn reserve(&self, entries: usize) -> Result<(), Thrown> {
        /// The bytes of an entry of a hash table, with its place in the index.
        const ENTRY: usize = 36;
        if entries >= LARGE / ENTRY && entries.is_power_of_two() {
            return self.memory.reserve(entries.saturating_mul(2 * ENTRY));
        }
        Ok(())
    }

    fn value(&mut self, target: DecodeAs, before: Before<'_>) -> Result<Zval, Stop> {
        self.values = self.values.wrapping_add(1);
        if self.values.is_multiple_of(BETWEEN_CHECKS) {
            self.memory.check()?;
        }
        match self.json.peek() {
            Some(b'"') => {
                let text = self.json.string()?;
                if text.len() >= LARGE {
                    self.memory.reserve(text.len())?;
                }
                Ok(string(&text, before))
            }
            Some(b'{') => match (target, before) {
                (DecodeAs::Object(dto, class, rows), Before::Row(before)) => {
                    self.object(dto, class, rows, before)
                }
                (DecodeAs::Object(dto, class, rows), _) => self.object(dto, class, rows, &mut []),
                _ => self.plain_object(),
            },
            Some(b'[') => self.list(target),
            Some(b'n') => Ok(self.json.word("null").map(|()| Zval::new())?),
            Some(b't') => Ok(self.json.word("true").map(|()| zend::boolean(true))?),
            Some(b'f') => Ok(self.json.word("false").map(|()| zend::boolean(false))?),
            Some(b'-' | b'0'..=b'9') => Ok(match self.json.number()? {
                Number::Int(number) => zend::long(number),
                Number::Float(number) => zend::double(number),
            }),
            _ => Err(Stop::Unexpected),
        }
    }

    fn list(&mut self, target: DecodeAs) -> Result<Zval, Stop> {
        let (row, mut before) = match target {
            DecodeAs::List(dto, class, rows) => {
                let no_texts = dto.fields.iter().map(|_| Zval::new());
                (DecodeAs::Object(dto, class, rows), no_texts.collect())
            }
            DecodeAs::Plain | DecodeAs::Object(..) => (DecodeAs::Plain, Vec::new()),
        };
        let mut list = ZendHashTable::new();
        let mut more = self.json.open(b'[', b']')?;
        while more {
            let value = self.value(row, Before::Row(&mut before))?;
            self.reserve(list.len())?;
            list.push(value).map_err(|_| Unexpected)?;
            more = self.json.more(b']')?;
        }
        Ok(zend::array(list))
    }

    /// Decodes a JSON object to an array.
    fn plain_object(&mut self) -> Result<Zval, Stop> {
        let mut fields = ZendHashTable::new();
        let mut more = self.json.open(b'{', b'}')?;
        let mut position = 0;
        while more {
            let name = self.name(position)?;
            let value = self.value(DecodeAs::Plain, Before::Nothing)?;
            self.reserve(fields.len())?;
            zend::insert(&mut fields, &name, value);
            position += 1;
            more = self.json.more(b'}')?;
        }
        Ok(zend::array(fields))
    }

    /// Reads the field name at this position of a plain object. Tries the name that the
    /// previous object had at this position first.
    fn name(&mut self, position: usize) -> Result<Zval, Stop> {
        if let Some(previous) = self.names.get(position)
            && let Some(name) = previous.zend_str()
            && self.json.skip_name(name.as_bytes())
        {
            return Ok(previous.shallow_clone());
        }
        let name = self.json.name()?;
        let value = zend::string(name.as_ref());
        if matches!(name, Cow::Borrowed(_)) && position < MAX_NAMES {
            self.names.truncate(position);
            if self.names.len() == position {
                self.names.push(value.shallow_clone());
            }
        }
        Ok(value)
    }

    /// Decodes an object of a documented class. `before` contains the texts of the
    /// previous item, by the index of the field.
    fn object(
        &mut self,
        dto: &'static Dto,
        class: &'static ClassEntry,
        rows: Rows,
        before: &mut [Zval],
    ) -> Result<Zval, Stop> {
        let mut more = self.json.open(b'{', b'}')?;
        let mut object = ZendObject::new(class);
        #[cfg(feature = "test-panic")]
        northbound::internal::panic_if_ordered("decode");
        // Fields mostly come in the documented order.
        let mut expected = 0;
        let mut undocumented = 0;
        while more {
            match self.field_name(dto, expected)? {
                FieldName::Documented(index, field) => {
                    expected = index + 1;
                    let before = match before.get_mut(index) {
                        Some(text) => Before::Text(text),
                        None => Before::Nothing,
                    };
                    let value = self.value(DecodeAs::of(&field.kind.shape, rows), before)?;
                    set_field(&mut object, index, field, value);
                }
                FieldName::Undocumented(name) => {
                    let name = zend::string(name.as_ref());
                    let value = self.value(DecodeAs::Plain, Before::Nothing)?;
                    undocumented += 1;
                    self.reserve(undocumented)?;
                    add_undocumented(&mut object, &name, value);
                }
            }
            more = self.json.more(b'}')?;
        }
        Ok(zend::object_zval(object))
    }

    /// Reads a field name. Tries the field at the index `expected` first.
    #[inline]
    fn field_name(
        &mut self,
        dto: &'static Dto,
        expected: usize,
    ) -> Result<FieldName<'_>, Unexpected> {
        if let Some(field) = dto.fields.get(expected)
            && self.json.skip_name(field.name.as_bytes())
        {
            return Ok(FieldName::Documented(expected, field));
        }
        let name = self.json.name()?;
        Ok(match dto.response_field(&name) {
            Some((index, field)) => FieldName::Documented(index, field),
            None => FieldName::Undocumented(name),
        })
    }
}

/// The name of a field whose value is read next.
enum FieldName<'a> {
    /// A field of the DTO, and its index.
    Documented(usize, &'static Field),
    Undocumented(Cow<'a, str>),
}

/// Creates a string, or reuses the one of the previous item if the text is the same.
fn string(text: &str, before: Before<'_>) -> Zval {
    let Before::Text(before) = before else {
        return zend::string(text);
    };
    if text.len() > MAX_REPEATED {
        return zend::string(text);
    }
    let is_repeated = before
        .zend_str()
        .is_some_and(|before| before.as_bytes() == text.as_bytes());
    if !is_repeated {
        *before = zend::string(text);
    }
    before.shallow_clone()
}

/// Sets the property for a field of a new object.
fn set_field(object: &mut ZBox<ZendObject>, index: usize, field: &'static Field, mut value: Zval) {
    match field.kind.handling {
        Handling::Plain | Handling::Secret => {}
        Handling::BooleanAsText => {
            if let Some(flag) = value.bool() {
                value = zend::string(if flag { "true" } else { "false" });
            }
        }
        Handling::Also(name) => {
            let name = ZendStr::new(name, false);
            zend::add_property(object, &name, value.shallow_clone());
        }
    }
    zend::set_slot(object, index, value);
}

/// Adds a property for a field that is not documented.
fn add_undocumented(object: &mut ZBox<ZendObject>, name: &Zval, value: Zval) {
    let Some(name) = name.zend_str() else { return };
    // The name of a PHP property cannot begin with NUL.
    if name.as_bytes().first() != Some(&0) {
        zend::add_property(object, name, value);
    }
}
