//! From the bytes of an answer to PHP values, in one pass.
//!
//! Should the memory limit strike meanwhile, Zend jumps out over all this: what
//! is lost is a string with escapes and the lists of names and of repeated texts,
//! no more; the body itself is guarded by the caller.

use std::borrow::Cow;
use std::fmt;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, Visitor};
use serde_json::Value;

use super::dto_class;
use crate::zend;
use northbound::internal::json::{self, Number, Reader, Unexpected};
use northbound::sdk::{Dto, Field, Handling, Shape};

/// How much of a body that is not JSON an exception repeats, in bytes.
const EXCERPT: usize = 4096;

/// Decodes an answer into an object of its class, or a list of such objects.
pub(crate) fn dto(shape: &Shape, rows: Rows, body: &[u8]) -> serde_json::Result<Zval> {
    let text = json::text(body)?;
    let dto = shape.dto();
    let (class, dto) = dto
        .and_then(dto_class::class_of)
        .zip(dto)
        .ok_or_else(|| Error::custom("its class is not registered"))?;
    let mut decoder = Decoder::new(text);
    let value = match shape {
        Shape::List(_) => decoder.list(DecodeAs::List(dto, class, rows)),
        _ => decoder.object(dto, class, rows, &mut []),
    };
    value
        .and_then(|value| decoder.json.end().map(|()| value))
        .map_err(|Unexpected| wrong(text, Some(shape)))
}

/// Decodes JSON as `json_decode($body, true)` does.
pub(crate) fn plain(body: &[u8]) -> serde_json::Result<Zval> {
    let text = json::text(body)?;
    let mut decoder = Decoder::new(text);
    decoder
        .value(DecodeAs::Plain, Before::Nothing)
        .and_then(|value| decoder.json.end().map(|()| value))
        .map_err(|Unexpected| wrong(text, None))
}

/// The same, but text that is not JSON stays text.
pub(crate) fn any(body: &[u8]) -> Zval {
    if let Ok(value) = plain(body) {
        return value;
    }
    let text = String::from_utf8_lossy(body);
    let end = text
        .char_indices()
        .map(|(at, char)| at + char.len_utf8())
        .take_while(|end| *end <= EXCERPT)
        .last()
        .unwrap_or(0);
    zend::string(text.get(..end).unwrap_or_default())
}

/// What is wrong with a text, and where.
#[cold]
fn wrong(text: &str, shape: Option<&Shape>) -> serde_json::Error {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        return error;
    }
    // JSON, but not what is wanted, nested too deeply, or with half a surrogate
    // pair.
    let opening = match shape {
        Some(Shape::List(_)) => '[',
        _ => '{',
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let error = match shape {
        Some(shape) if !text.trim_start().starts_with(opening) => {
            json.deserialize_any(Wanted(shape)).err()
        }
        _ => Value::deserialize(&mut json).err(),
    };
    error.unwrap_or_else(|| Error::custom("it cannot be read"))
}

/// Takes no value, and says what would have been one.
struct Wanted<'a>(&'a Shape);

impl Visitor<'_> for Wanted<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Shape::List(_) => f.write_str("a list"),
            shape => {
                let name = shape.dto().map_or("its class", |dto| dto.name);
                write!(f, "an object with the members of {name}")
            }
        }
    }
}

/// What the rows of an answer become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Objects of their documented class.
    Objects,
    /// Plain arrays, as in the original.
    Arrays,
}

/// What a value becomes.
#[derive(Clone, Copy)]
enum DecodeAs {
    /// Scalars and arrays.
    Plain,
    /// Where there is a JSON object, an object of this class.
    Object(&'static Dto, &'static ClassEntry, Rows),
    /// Where there is a list, a list of such objects.
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

/// Texts that rows of a list repeat, such as a state or a time, are made once:
/// each row knows those of the row before.
enum Before<'a> {
    /// Not in a row.
    Nothing,
    /// The text that the row before had here.
    Text(&'a mut Zval),
    /// All texts of the row before, by the place of the member.
    Row(&'a mut [Zval]),
}

/// What is longer is mostly an id, and in one row only.
const MAX_REPEATED: usize = 20;

/// Builds values as they are read.
struct Decoder<'a> {
    json: Reader<'a>,
    /// Names of members of plain objects, by their place. The next object most
    /// likely has the same, and Zend knows their hashes already.
    names: Vec<Zval>,
}

/// Objects with more members are unlikely to be alike.
const MAX_NAMES: usize = 32;

impl<'a> Decoder<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            json: Reader::new(text),
            names: Vec::new(),
        }
    }

    fn value(&mut self, target: DecodeAs, before: Before<'_>) -> Result<Zval, Unexpected> {
        match self.json.peek() {
            Some(b'"') => Ok(string(&self.json.string()?, before)),
            Some(b'{') => match (target, before) {
                (DecodeAs::Object(dto, class, rows), Before::Row(before)) => {
                    self.object(dto, class, rows, before)
                }
                (DecodeAs::Object(dto, class, rows), _) => self.object(dto, class, rows, &mut []),
                _ => self.members(),
            },
            Some(b'[') => self.list(target),
            Some(b'n') => self.json.word("null").map(|()| Zval::new()),
            Some(b't') => self.json.word("true").map(|()| zend::boolean(true)),
            Some(b'f') => self.json.word("false").map(|()| zend::boolean(false)),
            Some(b'-' | b'0'..=b'9') => Ok(match self.json.number()? {
                Number::Int(number) => zend::long(number),
                Number::Float(number) => zend::double(number),
            }),
            _ => Err(Unexpected),
        }
    }

    fn list(&mut self, target: DecodeAs) -> Result<Zval, Unexpected> {
        let (row, mut before) = match target {
            DecodeAs::List(dto, class, rows) => {
                let nothing = dto.fields.iter().map(|_| Zval::new());
                (DecodeAs::Object(dto, class, rows), nothing.collect())
            }
            DecodeAs::Plain | DecodeAs::Object(..) => (DecodeAs::Plain, Vec::new()),
        };
        let mut list = ZendHashTable::new();
        let mut more = self.json.open(b'[', b']')?;
        while more {
            let value = self.value(row, Before::Row(&mut before))?;
            list.push(value).map_err(|_| Unexpected)?;
            more = self.json.more(b']')?;
        }
        Ok(zend::array(list))
    }

    /// An object as an array.
    fn members(&mut self) -> Result<Zval, Unexpected> {
        let mut members = ZendHashTable::new();
        let mut more = self.json.open(b'{', b'}')?;
        let mut place = 0;
        while more {
            let name = self.name(place)?;
            let value = self.value(DecodeAs::Plain, Before::Nothing)?;
            zend::insert(&mut members, &name, value);
            place += 1;
            more = self.json.more(b'}')?;
        }
        Ok(zend::array(members))
    }

    /// The name of a member of a plain object; the one that the object before
    /// had in this place is tried first.
    fn name(&mut self, place: usize) -> Result<Zval, Unexpected> {
        if let Some(known) = self.names.get(place)
            && let Some(name) = known.zend_str()
            && self.json.skip_name(name.as_bytes())
        {
            return Ok(known.shallow_clone());
        }
        let name = self.json.name()?;
        let value = zend::string(name.as_ref());
        if matches!(name, Cow::Borrowed(_)) && place < MAX_NAMES {
            self.names.truncate(place);
            if self.names.len() == place {
                self.names.push(value.shallow_clone());
            }
        }
        Ok(value)
    }

    /// An object of a documented class. `before` is what the row before had, by
    /// the place of the member.
    fn object(
        &mut self,
        dto: &'static Dto,
        class: &'static ClassEntry,
        rows: Rows,
        before: &mut [Zval],
    ) -> Result<Zval, Unexpected> {
        let mut more = self.json.open(b'{', b'}')?;
        let mut object = ZendObject::new(class);
        #[cfg(feature = "test-panic")]
        northbound::internal::panic_if_ordered("decode");
        // Fields mostly come in the documented order.
        let mut expected = 0;
        while more {
            match self.member(dto, expected)? {
                Member::Field(index, field) => {
                    expected = index + 1;
                    let before = match before.get_mut(index) {
                        Some(text) => Before::Text(text),
                        None => Before::Nothing,
                    };
                    let value = self.value(DecodeAs::of(&field.kind.shape, rows), before)?;
                    set_field(&mut object, index, field, value);
                }
                Member::Extra(name) => {
                    let name = zend::string(name.as_ref());
                    let value = self.value(DecodeAs::Plain, Before::Nothing)?;
                    add_extra(&mut object, &name, value);
                }
            }
            more = self.json.more(b'}')?;
        }
        Ok(zend::object_zval(object))
    }

    /// Recognises the name of a member; the one at `expected` is tried first.
    #[inline]
    fn member(&mut self, dto: &'static Dto, expected: usize) -> Result<Member<'_>, Unexpected> {
        if let Some(field) = dto.fields.get(expected)
            && self.json.skip_name(field.name.as_bytes())
        {
            return Ok(Member::Field(expected, field));
        }
        let name = self.json.name()?;
        Ok(match dto.response_field(&name) {
            Some((index, field)) => Member::Field(index, field),
            None => Member::Extra(name),
        })
    }
}

/// A member, of which the value is next.
enum Member<'a> {
    Field(usize, &'static Field),
    Extra(Cow<'a, str>),
}

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

/// Sets a member of a new object.
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

/// Keeps a member that the documents do not know.
fn add_extra(object: &mut ZBox<ZendObject>, name: &Zval, value: Zval) {
    let Some(name) = name.zend_str() else { return };
    // A name that begins with NUL cannot be that of a property of PHP.
    if name.as_bytes().first() != Some(&0) {
        zend::add_property(object, name, value);
    }
}
