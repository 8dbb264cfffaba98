//! Query parameters and paging, in the dialects of the services.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde_json::{Value, json};

use crate::clock::parse_stamp;
use crate::response::{Refusal, refusals};

/// Longest filter value, in bytes.
const LONGEST: usize = 256;

/// The error codes and page sizes of a service.
#[derive(Debug)]
pub(super) struct Dialect {
    /// Refusal of a malformed value.
    bad: Refusal,
    /// Refusal of a page out of range.
    page: Refusal,
    default_size: i32,
    largest_size: i32,
    pub(super) no_app: Refusal,
    pub(super) other_app: Refusal,
}

/// Dialect of the upgrades; the page sizes are documented.
const UPGRADE: Dialect = Dialect {
    bad: refusals::BAD_REQUEST,
    page: refusals::PAGE_LIMIT,
    default_size: 10,
    largest_size: 100,
    ..DEVICES
};

/// Dialect of the devices and their data.
pub(super) const DEVICES: Dialect = Dialect {
    bad: refusals::BAD_PARAMETER,
    page: refusals::BAD_INPUT,
    default_size: 25,
    largest_size: 250,
    no_app: refusals::NO_APP,
    other_app: refusals::OTHER_APP,
};

/// Dialect of the commands, which refuse a wrong application with status 200.
pub(super) const COMMANDS: Dialect = Dialect {
    default_size: 1000,
    largest_size: 1000,
    no_app: refusals::COMMAND_NO_APP,
    other_app: refusals::COMMAND_OTHER_APP,
    ..DEVICES
};

/// Dialect of the batch tasks and subscriptions.
pub(super) const BATCHES: Dialect = Dialect {
    default_size: 10,
    largest_size: 1000,
    ..DEVICES
};

pub(super) const GROUPS: Dialect = Dialect {
    bad: refusals::BAD_GROUP,
    page: refusals::BAD_GROUP,
    default_size: 200,
    largest_size: 1000,
    ..DEVICES
};

pub(super) const RULES: Dialect = Dialect {
    bad: refusals::BAD_RULE,
    ..DEVICES
};

/// The query of a request. An empty value counts as absent, as in the frameworks
/// that such platforms use.
#[derive(Debug)]
pub(super) struct Query<'a> {
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    dialect: &'static Dialect,
}

impl<'a> Query<'a> {
    pub(super) fn parse(query: Option<&'a str>) -> Self {
        Self::of(query, &UPGRADE)
    }

    pub(super) fn of(query: Option<&'a str>, dialect: &'static Dialect) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        Self {
            pairs: pairs.filter(|(_, value)| !value.is_empty()).collect(),
            dialect,
        }
    }

    fn raw(&self, name: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|(key, _)| key == name)?;
        Some(&pair.1)
    }

    /// Returns a text parameter.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.raw(name) {
            Some(value) if value.len() > LONGEST => Err(self.dialect.bad),
            value => Ok(value),
        }
    }

    /// Returns a parameter with a fixed set of values.
    pub(super) fn word<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Refusal> {
        self.raw(name)
            .map(|value| {
                let word: StrDeserializer<'_, ValueError> = value.into_deserializer();
                T::deserialize(word).map_err(|_| self.dialect.bad)
            })
            .transpose()
    }

    /// Returns a mandatory text parameter.
    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name)?.ok_or(refusals::MISSING_PARAMETER)
    }

    /// Returns a parameter that is a whole number, 0 or more.
    pub(super) fn number(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let number = self.raw(name).map(str::parse).transpose();
        number.map_err(|_| self.dialect.bad)
    }

    /// Returns a boolean parameter.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        match self.raw(name) {
            None => Ok(None),
            Some(flag) if flag.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(flag) if flag.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(_) => Err(self.dialect.bad),
        }
    }

    /// Returns the seconds from `startTime` to `endTime`, inclusive. An absent
    /// parameter is no limit.
    pub(super) fn span(&self) -> Result<RangeInclusive<i64>, Refusal> {
        let time = |name, default| match self.raw(name).map(parse_stamp) {
            None => Ok(default),
            Some(Some(time)) => Ok(time),
            Some(None) => Err(refusals::BAD_INPUT),
        };
        let (from, to) = (time("startTime", i64::MIN)?, time("endTime", i64::MAX)?);
        match from <= to {
            true => Ok(from..=to),
            false => Err(refusals::BAD_INPUT),
        }
    }

    pub(super) fn page(&self) -> Result<Page, Refusal> {
        let number = |name, default| match self.raw(name).map(str::parse::<i32>) {
            None => Ok(default),
            Some(Ok(number)) => Ok(number),
            Some(Err(_)) => Err(self.dialect.bad),
        };
        let page = Page {
            no: number("pageNo", 0)?,
            size: number("pageSize", self.dialect.default_size)?,
        };
        match page.no >= 0 && (1..=self.dialect.largest_size).contains(&page.size) {
            true => Ok(page),
            false => Err(self.dialect.page),
        }
    }
}

/// The requested page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    no: i32,
    size: i32,
}

impl Page {
    pub(super) fn size(self) -> usize {
        usize::try_from(self.size).unwrap_or_default()
    }

    /// Number of items before this page.
    pub(super) fn skip(self) -> u64 {
        u64::try_from(i64::from(self.no) * i64::from(self.size)).unwrap_or_default()
    }

    /// Cuts this page from a complete list.
    pub(super) fn of<T>(self, rows: Vec<T>) -> Paged<T> {
        let total = rows.len() as u64;
        let skip = usize::try_from(self.skip()).unwrap_or(usize::MAX);
        let rows = rows.into_iter().skip(skip).take(self.size()).collect();
        self.with(rows, total)
    }

    /// Cuts this page from a complete list; `name` is the field of the items.
    pub(super) fn list(self, name: &str, rows: Vec<Value>) -> Value {
        let paged = self.of(rows);
        self.listed(name, paged.data, paged.total_count)
    }

    /// Builds a page from its items; `name` is the field of the items.
    pub(super) fn listed(self, name: &str, rows: Vec<Value>, total: u64) -> Value {
        let mut list = json!({
            "totalCount": total,
            "pageNo": self.no,
            "pageSize": self.size,
        });
        list[name] = Value::Array(rows);
        list
    }

    /// Cuts this page from a complete list, in the format of the command service.
    pub(super) fn pagination(self, rows: Vec<Value>) -> Value {
        let paged = self.of(rows);
        json!({
            "pagination": {
                "pageNo": self.no,
                "pageSize": self.size,
                "totalSize": paged.total_count,
            },
            "data": paged.data,
        })
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

/// One page of a list, in the format of the upgrade service.
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
    fn pages_are_checked_as_documented() {
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
    fn spans_run_forwards() {
        let span = |query| Query::of(Some(query), &DEVICES).span();
        assert_eq!(span(""), Ok(i64::MIN..=i64::MAX));
        assert_eq!(
            span("startTime=20151212T121212Z&endTime=20151212T121212Z"),
            Ok(1_449_922_332..=1_449_922_332)
        );
        for wrong in [
            "startTime=today",
            "startTime=20151212T121213Z&endTime=20151212T121212Z",
        ] {
            assert_eq!(span(wrong), Err(refusals::BAD_INPUT), "{wrong}");
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
