//! From the bytes of an answer to PHP values, in one pass.
//!
//! The JSON parser hands its values to visitors that build Zend values at
//! once. Should the memory limit strike meanwhile, Zend jumps out over the
//! parser: what is lost is the parser's buffer for strings with escapes and the
//! list of repeated texts, no more; the body itself is guarded by the caller.

use std::fmt;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{registry, zend};
use crate::sdk::{Dto, Field, Handling, Shape};

/// How much of a body that is not JSON an exception repeats, in bytes.
const EXCERPT: usize = 4096;

/// Decodes an answer into an object of its class, or a list of such objects.
pub(super) fn answer(shape: &Shape, rows: Rows, body: &[u8]) -> serde_json::Result<Zval> {
    let mut json = serde_json::Deserializer::from_str(text(body)?);
    let dto = shape.dto();
    let (class, dto) = dto
        .and_then(registry::dto_class)
        .zip(dto)
        .ok_or_else(|| serde_json::Error::custom("its class is not registered"))?;
    let value = match shape {
        Shape::List(_) => {
            json.deserialize_seq(ValueSeed(Target::List(dto, class, rows), Before::Nothing))
        }
        _ => json.deserialize_map(ObjectVisitor::of(dto, class, rows)),
    }?;
    json.end()?;
    Ok(value)
}

/// Decodes JSON as `json_decode($body, true)` does.
pub(super) fn plain(body: &[u8]) -> serde_json::Result<Zval> {
    let mut json = serde_json::Deserializer::from_str(text(body)?);
    let value = ValueSeed(Target::Plain, Before::Nothing).deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// The same, but text that is not JSON stays text.
pub(super) fn any(body: &[u8]) -> Zval {
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

/// The body as UTF-8. To check it once is faster than string by string.
fn text(body: &[u8]) -> serde_json::Result<&str> {
    std::str::from_utf8(body).map_err(|cause| match serde_json::from_slice::<Value>(body) {
        Err(error) => error,
        Ok(_) => serde_json::Error::custom(cause),
    })
}

/// What the rows of an answer become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// Objects of their documented class.
    Objects,
    /// Plain arrays, as in the original.
    Arrays,
}

/// What a value becomes.
#[derive(Clone, Copy)]
enum Target {
    /// Scalars and arrays.
    Plain,
    /// Where there is a JSON object, an object of this class.
    Object(&'static Dto, &'static ClassEntry, Rows),
    /// Where there is a list, a list of such objects.
    List(&'static Dto, &'static ClassEntry, Rows),
}

impl Target {
    fn of(shape: &'static Shape, rows: Rows) -> Self {
        if rows == Rows::Arrays {
            return Target::Plain;
        }
        let dto = shape.dto();
        match (shape, dto.and_then(registry::dto_class).zip(dto)) {
            (Shape::Object(_), Some((class, dto))) => Target::Object(dto, class, rows),
            (Shape::List(_), Some((class, dto))) => Target::List(dto, class, rows),
            _ => Target::Plain,
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

/// Builds one value.
struct ValueSeed<'a>(Target, Before<'a>);

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Zval;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Zval, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Zval;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Target::List(..) => "a list",
            Target::Plain | Target::Object(..) => "a JSON value",
        })
    }

    fn visit_unit<E>(self) -> Result<Zval, E> {
        Ok(Zval::null())
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Zval, E> {
        let mut value = Zval::new();
        value.set_bool(flag);
        Ok(value)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Zval, E> {
        let mut value = Zval::new();
        value.set_long(number);
        Ok(value)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Zval, E> {
        match i64::try_from(number) {
            Ok(number) => self.visit_i64(number),
            // As json_decode does with what no int of PHP can hold.
            Err(_) => self.visit_f64(number as f64),
        }
    }

    fn visit_f64<E>(self, number: f64) -> Result<Zval, E> {
        let mut value = Zval::new();
        value.set_double(number);
        Ok(value)
    }

    fn visit_str<E>(self, text: &str) -> Result<Zval, E> {
        let Before::Text(before) = self.1 else {
            return Ok(zend::string(text));
        };
        if text.len() > MAX_REPEATED {
            return Ok(zend::string(text));
        }
        let is_repeated = before
            .zend_str()
            .is_some_and(|before| before.as_bytes() == text.as_bytes());
        if !is_repeated {
            *before = zend::string(text);
        }
        Ok(before.shallow_clone())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Zval, A::Error> {
        let (row, mut before) = match self.0 {
            Target::List(dto, class, rows) => {
                let nothing = dto.fields.iter().map(|_| Zval::null());
                (Target::Object(dto, class, rows), nothing.collect())
            }
            Target::Plain | Target::Object(..) => (Target::Plain, Vec::new()),
        };
        let mut rows = ZendHashTable::new();
        while let Some(value) = list.next_element_seed(ValueSeed(row, Before::Row(&mut before)))? {
            rows.push(value).map_err(A::Error::custom)?;
        }
        Ok(zend::array(rows))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Zval, A::Error> {
        if let Target::Object(dto, class, rows) = self.0 {
            let mut visitor = ObjectVisitor::of(dto, class, rows);
            if let Before::Row(before) = self.1 {
                visitor.before = before;
            }
            return visitor.visit_map(map);
        }
        let mut members = ZendHashTable::new();
        while let Some(name) = map.next_key_seed(Name)? {
            let value = map.next_value_seed(ValueSeed(Target::Plain, Before::Nothing))?;
            zend::insert(&mut members, &name, value);
        }
        Ok(zend::array(members))
    }
}

/// The name of a member, as a Zend string.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Zval;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Zval, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Zval;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Zval, E> {
        Ok(zend::string(name))
    }
}

/// Builds an object of a documented class.
struct ObjectVisitor<'a> {
    dto: &'static Dto,
    class: &'static ClassEntry,
    rows: Rows,
    /// What the row before had, by the place of the member.
    before: &'a mut [Zval],
}

impl ObjectVisitor<'_> {
    fn of(dto: &'static Dto, class: &'static ClassEntry, rows: Rows) -> Self {
        Self {
            dto,
            class,
            rows,
            before: &mut [],
        }
    }
}

impl<'de> Visitor<'de> for ObjectVisitor<'_> {
    type Value = Zval;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the members of {}", self.dto.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Zval, A::Error> {
        let mut object = ZendObject::new(self.class);
        #[cfg(feature = "test-panic")]
        crate::test_panic::at("decode");
        // Members mostly come in the documented order.
        let mut expected = 0;
        while let Some(member) = map.next_key_seed(Member(self.dto, expected))? {
            match member {
                Known::Field(index, field) => {
                    expected = index + 1;
                    let target = Target::of(&field.shape, self.rows);
                    let before = match self.before.get_mut(index) {
                        Some(text) => Before::Text(text),
                        None => Before::Nothing,
                    };
                    let mut value = map.next_value_seed(ValueSeed(target, before))?;
                    match field.handling {
                        Handling::Plain | Handling::Secret => {}
                        Handling::BooleanAsText => {
                            if let Some(flag) = value.bool() {
                                value = zend::string(if flag { "true" } else { "false" });
                            }
                        }
                        Handling::Also(name) => {
                            let name = ZendStr::new(name, false);
                            zend::add_property(&mut object, &name, value.shallow_clone());
                        }
                    }
                    zend::set_slot(&mut object, index, value);
                }
                Known::Extra(name) => {
                    let value = map.next_value_seed(ValueSeed(Target::Plain, Before::Nothing))?;
                    add_extra(&mut object, &name, value);
                }
            }
        }
        Ok(zend::object_zval(object))
    }
}

/// Keeps a member that the documents do not know.
fn add_extra(object: &mut ZBox<ZendObject>, name: &Zval, value: Zval) {
    let Some(name) = name.zend_str() else { return };
    // A name that begins with NUL cannot be that of a property of PHP.
    if name.as_bytes().first() != Some(&0) {
        zend::add_property(object, name, value);
    }
}

enum Known {
    Field(usize, &'static Field),
    Extra(Zval),
}

/// Recognises the name of a member; the second is the one to try first.
struct Member(&'static Dto, usize);

impl<'de> DeserializeSeed<'de> for Member {
    type Value = Known;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Known, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Member {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Known, E> {
        let Member(dto, expected) = self;
        if let Some(field) = dto.fields.get(expected)
            && field.name == name
        {
            return Ok(Known::Field(expected, field));
        }
        Ok(match dto.field_of_answer(name) {
            Some((index, field)) => Known::Field(index, field),
            None => Known::Extra(zend::string(name)),
        })
    }
}
