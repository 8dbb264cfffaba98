//! What a paginator has to know of a page: the ids of its rows, and the total.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A page, without its contents.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct PageIndex {
    /// The hash of each row's id, in order; `None` where a row has no id.
    pub(crate) rows: Vec<Option<u64>>,
    /// Rows on all pages, if the platform says so.
    pub(crate) total: Option<u64>,
    /// Rows of a page, if the platform says so.
    pub(crate) size: Option<u64>,
}

impl PageIndex {
    /// Reads a page. Its rows are the members `data`, and `id` is the member
    /// that identifies each.
    pub(crate) fn read(
        body: &[u8],
        id: &str,
        hash: &dyn Fn(&str) -> u64,
    ) -> serde_json::Result<Self> {
        let text = std::str::from_utf8(body).map_err(serde_json::Error::custom)?;
        let mut json = serde_json::Deserializer::from_str(text);
        let page = json.deserialize_map(PageVisitor(Id { name: id, hash }))?;
        json.end()?;
        Ok(page)
    }
}

#[derive(Clone, Copy)]
struct Id<'a> {
    name: &'a str,
    hash: &'a dyn Fn(&str) -> u64,
}

/// Declares what a visitor does with values that mean nothing to it.
macro_rules! ignoring {
    ($nothing:expr; $($what:ident)*) => {$(ignoring!(@$what $nothing);)*};
    (@unit $nothing:expr) => {
        fn visit_unit<E>(self) -> Result<Self::Value, E> { Ok($nothing) }
    };
    (@bool $nothing:expr) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> { Ok($nothing) }
    };
    (@numbers $nothing:expr) => {
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> { Ok($nothing) }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> { Ok($nothing) }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> { Ok($nothing) }
    };
    (@float $nothing:expr) => {
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> { Ok($nothing) }
    };
    (@text $nothing:expr) => {
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> { Ok($nothing) }
    };
    (@list $nothing:expr) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok($nothing)
        }
    };
    (@object $nothing:expr) => {
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok($nothing)
        }
    };
}

/// Lets a visitor be asked for any value.
macro_rules! seeds {
    ($($visitor:ty => $value:ty;)+) => {$(
        impl<'de> DeserializeSeed<'de> for $visitor {
            type Value = $value;

            fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<$value, D::Error> {
                json.deserialize_any(self)
            }
        }
    )+};
}

seeds! {
    RowsVisitor<'_> => Vec<Option<u64>>;
    RowVisitor<'_> => Option<u64>;
    IdVisitor<'_> => Option<u64>;
    CountVisitor => Option<u64>;
}

struct PageVisitor<'a>(Id<'a>);

impl<'de> Visitor<'de> for PageVisitor<'_> {
    type Value = PageIndex;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a page of rows")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PageIndex, A::Error> {
        let mut page = PageIndex::default();
        while let Some(name) =
            map.next_key_seed(Known(&["data", "totalCount", "totalSize", "pageSize"]))?
        {
            match name {
                Some("data") => page.rows = map.next_value_seed(RowsVisitor(self.0))?,
                Some("pageSize") => page.size = map.next_value_seed(CountVisitor)?,
                Some(_) => page.total = map.next_value_seed(CountVisitor)?.or(page.total),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(page)
    }
}

/// The name of a member, if it is one of these.
struct Known<'a>(&'a [&'a str]);

impl<'de, 'a> DeserializeSeed<'de> for Known<'a> {
    type Value = Option<&'a str>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for Known<'a> {
    type Value = Option<&'a str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().copied().find(|known| *known == name))
    }
}

struct RowsVisitor<'a>(Id<'a>);

impl<'de> Visitor<'de> for RowsVisitor<'_> {
    type Value = Vec<Option<u64>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    ignoring!(Vec::new(); unit);

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = list.next_element_seed(RowVisitor(self.0))? {
            rows.push(row);
        }
        Ok(rows)
    }
}

struct RowVisitor<'a>(Id<'a>);

impl<'de> Visitor<'de> for RowVisitor<'_> {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    ignoring!(None; unit bool numbers text list);

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut id = None;
        while let Some(name) = map.next_key_seed(Known(&[self.0.name]))? {
            match name {
                Some(_) => id = map.next_value_seed(IdVisitor(self.0))?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(id)
    }
}

/// An id: text, or a number as text.
struct IdVisitor<'a>(Id<'a>);

impl<'de> Visitor<'de> for IdVisitor<'_> {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id")
    }

    ignoring!(None; unit bool float list object);

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some((self.0.hash)(&number.to_string())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some((self.0.hash)(&number.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((!text.is_empty()).then(|| (self.0.hash)(text)))
    }
}

/// A number of rows; `None` for what is none.
struct CountVisitor;

impl<'de> Visitor<'de> for CountVisitor {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of rows")
    }

    ignoring!(None; unit bool float list object);

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(u64::try_from(number).ok())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.trim().parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Option<PageIndex> {
        // As good a hash as any, for ids of one letter.
        let hash = |id: &str| u64::from(id.as_bytes()[0]);
        PageIndex::read(body.as_bytes(), "id", &hash).ok()
    }

    fn skeleton(rows: &[Option<u64>], total: Option<u64>, size: Option<u64>) -> Option<PageIndex> {
        let rows = rows.to_vec();
        Some(PageIndex { rows, total, size })
    }

    #[test]
    fn ids_and_totals() {
        let body = r#"{"pageNo":0,"data":[{"x":{"id":"n"},"id":"a"},{"id":"b","y":[{}]}],
            "totalCount":7,"pageSize":2}"#;
        let rows = [Some(97), Some(98)];
        assert_eq!(read(body), skeleton(&rows, Some(7), Some(2)));
        let body = r#"{"totalSize":"7","data":[{"id":1}],"pageSize":"2"}"#;
        assert_eq!(read(body), skeleton(&[Some(49)], Some(7), Some(2)));
    }

    #[test]
    fn what_is_missing_or_something_else() {
        assert_eq!(read("{}"), skeleton(&[], None, None));
        let body = r#"{"data":null,"totalCount":null,"pageSize":{"a":[]}}"#;
        assert_eq!(read(body), skeleton(&[], None, None));
        let body = r#"{"totalCount":-1,"data":[{},{"id":null},{"id":""},{"id":[1]},"id",7,null]}"#;
        assert_eq!(read(body), skeleton(&[None; 7], None, None));
        for no_page in [
            "",
            "[]",
            "7",
            "{",
            r#"{"data":[{"id":"a"}"#,
            r#"{"data":{}}"#,
            "{}{}",
        ] {
            assert_eq!(read(no_page), None, "{no_page}");
        }
        assert!(PageIndex::read(b"{\"x\":\"\xff\"}", "id", &|_| 0).is_err());
    }
}
