//! Query parameters, and paging.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as ValueError, StrDeserializer};

use crate::answer::{Refusal, refusals};

/// Longest filter value, in bytes.
const LONGEST: usize = 256;
const DEFAULT_SIZE: i32 = 10;
const LARGEST_SIZE: i32 = 100;

/// The query of a request. An empty value counts as absent, as it does for the
/// frameworks such platforms are built with.
#[derive(Debug)]
pub(super) struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Query<'a> {
    pub(super) fn parse(query: Option<&'a str>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        Self(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    fn raw(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name)?;
        Some(&found.1)
    }

    /// A filter on a text.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.raw(name) {
            Some(value) if value.len() > LONGEST => Err(refusals::BAD_REQUEST),
            value => Ok(value),
        }
    }

    /// A filter on one of a fixed set of words.
    pub(super) fn word<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Refusal> {
        self.raw(name)
            .map(|value| {
                let word: StrDeserializer<'_, ValueError> = value.into_deserializer();
                T::deserialize(word).map_err(|_| refusals::BAD_REQUEST)
            })
            .transpose()
    }

    pub(super) fn page(&self) -> Result<Page, Refusal> {
        let number = |name, default| match self.raw(name).map(str::parse::<i32>) {
            None => Ok(default),
            Some(Ok(number)) => Ok(number),
            Some(Err(_)) => Err(refusals::BAD_REQUEST),
        };
        let page = Page {
            no: number("pageNo", 0)?,
            size: number("pageSize", DEFAULT_SIZE)?,
        };
        match page.no >= 0 && (1..=LARGEST_SIZE).contains(&page.size) {
            true => Ok(page),
            false => Err(refusals::PAGE_LIMIT),
        }
    }
}

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    no: i32,
    size: i32,
}

impl Page {
    pub(super) fn size(self) -> usize {
        usize::try_from(self.size).unwrap_or_default()
    }

    /// How many rows come before it.
    pub(super) fn skip(self) -> u64 {
        u64::try_from(i64::from(self.no) * i64::from(self.size)).unwrap_or_default()
    }

    /// Its part of a list that is at hand.
    pub(super) fn of<T>(self, rows: Vec<T>) -> Paged<T> {
        let total = rows.len() as u64;
        let skip = usize::try_from(self.skip()).unwrap_or(usize::MAX);
        let rows = rows.into_iter().skip(skip).take(self.size()).collect();
        self.with(rows, total)
    }

    pub(super) fn with<T>(self, data: Vec<T>, total_count: u64) -> Paged<T> {
        Paged {
            data,
            page_no: self.no,
            page_size: self.size,
            total_count,
        }
    }
}

/// One page of a list, as every list of the interface is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Paged<T> {
    data: Vec<T>,
    page_no: i32,
    page_size: i32,
    total_count: u64,
}

impl<T> Paged<T> {
    pub(super) fn map<U>(self, row: impl FnMut(T) -> U) -> Paged<U> {
        Paged {
            data: self.data.into_iter().map(row).collect(),
            page_no: self.page_no,
            page_size: self.page_size,
            total_count: self.total_count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Status;

    #[test]
    fn pages_are_judged_as_documented() {
        let page = |query| {
            Query::parse(Some(query))
                .page()
                .map_err(|refusal| refusal.code())
        };
        assert_eq!(page(""), Ok(Page { no: 0, size: 10 }));
        assert_eq!(page("pageNo=&pageSize=100"), Ok(Page { no: 0, size: 100 }));
        for query in ["pageSize=0", "pageSize=101", "pageSize=-1", "pageNo=-1"] {
            assert_eq!(page(query), Err("123029"), "{query}");
        }
        for query in ["pageNo=x", "pageSize=1.5", "pageNo=99999999999"] {
            assert_eq!(page(query), Err("120015"), "{query}");
        }
    }

    #[test]
    fn words_are_a_fixed_set() {
        let query = Query::parse(Some("a=fail&b=failed"));
        assert_eq!(query.word("a"), Ok(Some(Status::Fail)));
        assert_eq!(query.word::<Status>("b"), Err(refusals::BAD_REQUEST));
        assert_eq!(query.word::<Status>("c"), Ok(None));
    }
}
