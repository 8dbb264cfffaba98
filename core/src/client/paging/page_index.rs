//! The parts of a page that paging needs: the ids of its items and the total.

use crate::json::{self, Reader, Unexpected};

/// The ids and the total of a page, without its contents.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct PageIndex {
    /// The hash of each item's id, in order; `None` for an item without an id.
    pub(crate) rows: Vec<Option<u64>>,
    /// The number of items on all pages, if the platform sends it.
    pub(crate) total: Option<u64>,
    /// The number of items per page, if the platform sends it.
    pub(crate) size: Option<u64>,
    /// The hash of the whole page, if it has items without an id.
    pub(crate) content: Option<u64>,
}

impl PageIndex {
    /// Reads a page. Its items are in the field `data`, and the field `id` identifies
    /// each.
    pub(crate) fn read(
        body: &[u8],
        id: &str,
        hash: &dyn Fn(&str) -> u64,
    ) -> serde_json::Result<Self> {
        let text = json::text(body)?;
        let mut parser = Parser {
            json: Reader::new(text),
            id,
            hash,
        };
        let page = parser.page();
        page.and_then(|page| parser.json.end().map(|()| page))
            .map(|page| Self {
                content: page.rows.contains(&None).then(|| hash(text)),
                ..page
            })
            .map_err(|Unexpected| json::error(text))
    }
}

struct Parser<'a> {
    json: Reader<'a>,
    id: &'a str,
    hash: &'a dyn Fn(&str) -> u64,
}

impl Parser<'_> {
    fn page(&mut self) -> Result<PageIndex, Unexpected> {
        let mut page = PageIndex::default();
        let mut more = self.json.open(b'{', b'}')?;
        while more {
            match &*self.json.name()? {
                "data" => page.rows = self.rows()?,
                "pageSize" => page.size = self.count()?,
                "totalCount" | "totalSize" => page.total = self.count()?.or(page.total),
                _ => self.json.skip()?,
            }
            more = self.json.more(b'}')?;
        }
        Ok(page)
    }

    fn rows(&mut self) -> Result<Vec<Option<u64>>, Unexpected> {
        let mut rows = Vec::new();
        if self.json.peek() == Some(b'n') {
            self.json.word("null")?;
            return Ok(rows);
        }
        let mut more = self.json.open(b'[', b']')?;
        while more {
            rows.push(self.row()?);
            more = self.json.more(b']')?;
        }
        Ok(rows)
    }

    fn row(&mut self) -> Result<Option<u64>, Unexpected> {
        if self.json.peek() != Some(b'{') {
            return self.json.skip().map(|()| None);
        }
        let mut id = None;
        let mut more = self.json.open(b'{', b'}')?;
        while more {
            if self.json.skip_name(self.id.as_bytes()) || self.json.name()? == self.id {
                id = self.id()?;
            } else {
                self.json.skip()?;
            }
            more = self.json.more(b'}')?;
        }
        Ok(id)
    }

    /// Reads an id and returns its hash. An id is a string, or an integer with the text
    /// that it has in the JSON.
    fn id(&mut self) -> Result<Option<u64>, Unexpected> {
        match self.json.peek() {
            Some(b'"') => {
                let text = self.json.string()?;
                Ok((!text.is_empty()).then(|| (self.hash)(&text)))
            }
            Some(b'-' | b'0'..=b'9') => {
                let (text, is_whole) = self.json.number_text()?;
                Ok(is_whole.then(|| (self.hash)(text)))
            }
            _ => self.json.skip().map(|()| None),
        }
    }

    /// Reads a number of items, which may be a string; `None` for anything else.
    fn count(&mut self) -> Result<Option<u64>, Unexpected> {
        match self.json.peek() {
            Some(b'"') => Ok(self.json.string()?.trim().parse().ok()),
            Some(b'-' | b'0'..=b'9') => Ok(self.json.number_text()?.0.parse().ok()),
            _ => self.json.skip().map(|()| None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Option<PageIndex> {
        // The first byte is a good enough hash for ids of one letter.
        let hash = |id: &str| u64::from(id.as_bytes()[0]);
        PageIndex::read(body.as_bytes(), "id", &hash).ok()
    }

    fn index(rows: &[Option<u64>], total: Option<u64>, size: Option<u64>) -> Option<PageIndex> {
        let content = rows.contains(&None).then_some(u64::from(b'{'));
        let rows = rows.to_vec();
        Some(PageIndex {
            rows,
            total,
            size,
            content,
        })
    }

    #[test]
    fn ids_and_totals() {
        let body = r#"{"pageNo":0,"data":[{"x":{"id":"n"},"id":"a"},{"id":"b","y":[{}]}],
            "totalCount":7,"pageSize":2}"#;
        let rows = [Some(97), Some(98)];
        assert_eq!(read(body), index(&rows, Some(7), Some(2)));
        let body = r#"{"totalSize":"7","data":[{"id":1}],"pageSize":"2"}"#;
        assert_eq!(read(body), index(&[Some(49)], Some(7), Some(2)));
    }

    #[test]
    fn missing_fields_and_other_types() {
        assert_eq!(read("{}"), index(&[], None, None));
        let body = r#"{"data":null,"totalCount":null,"pageSize":{"a":[]}}"#;
        assert_eq!(read(body), index(&[], None, None));
        let body = r#"{"totalCount":-1,"data":[{},{"id":null},{"id":""},{"id":[1]},"id",7,null]}"#;
        assert_eq!(read(body), index(&[None; 7], None, None));
        for invalid in [
            "",
            "[]",
            "7",
            "{",
            r#"{"data":[{"id":"a"}"#,
            r#"{"data":{}}"#,
            "{}{}",
        ] {
            assert_eq!(read(invalid), None, "{invalid}");
        }
        assert!(PageIndex::read(b"{\"x\":\"\xff\"}", "id", &|_| 0).is_err());
    }
}
