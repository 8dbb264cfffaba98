//! All rows of a list.

use std::fmt;
use std::vec::IntoIter;

use serde::{Deserialize, de::DeserializeOwned};

use super::pages;
use crate::NorthApiError;
use crate::client::{Client, Pages};
use crate::sdk;
use crate::sdk::Request;

/// All rows of a list, page after page, each row once.
///
/// Several pages are in flight at a time, as many as the configuration's
/// [`concurrency`](crate::client::ClientConfig::concurrency) says. Rows come in the
/// order of the list. Each id comes at most once, and each row that is in the
/// list from the beginning of the reading to its end is there, also if others
/// come and go meanwhile. No more than a few pages are in memory, and 10 bytes
/// for each row that was handed out.
///
/// ```no_run
/// # use northbound::sdk::device_upgrade::{QueryUpgradeSubTaskInDto, query_upgrade_sub_task};
/// # async fn run(client: northbound::Client, token: &str) -> Result<(), northbound::NorthApiError> {
/// let mut failed = QueryUpgradeSubTaskInDto::default();
/// failed.sub_operation_status = Some("fail".to_owned());
/// let request = query_upgrade_sub_task(&failed, "operation-id", token)?;
/// let mut subtasks = client.paginate(request)?;
/// while let Some(subtask) = subtasks.next().await {
///     println!("{:?}", subtask?.device_id);
/// }
/// # Ok(())
/// # }
/// ```
pub struct Paginator<Row> {
    pages: Pages,
    /// The new rows of the page, with where they stand in the list.
    rows: IntoIter<(u64, Row)>,
    row: Option<u64>,
}

impl<Row> fmt::Debug for Paginator<Row> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paginator")
            .field("pages", &self.pages)
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// All rows of the list that this request is for one page of. Its `pageNo`
    /// is where they begin, 0 if it has none, and its `pageSize` how many rows
    /// a page has, 100 if it has none; its other members filter.
    ///
    /// # Errors
    ///
    /// 1007 for a `pageNo` or `pageSize` that cannot be counted with.
    pub fn paginate<T: sdk::PagedResponse>(
        &self,
        request: Request<T>,
    ) -> Result<Paginator<T::Row>, NorthApiError> {
        Ok(Paginator {
            pages: Pages::new(self, request)?,
            rows: Vec::new().into_iter(),
            row: None,
        })
    }
}

/// The rows of a page.
#[derive(Deserialize)]
struct Data<Row> {
    #[serde(default = "Option::default")]
    data: Option<Vec<Row>>,
}

impl<Row: DeserializeOwned> Paginator<Row> {
    /// The next row; `None` after the last one.
    ///
    /// May be dropped at any time, and begun again.
    ///
    /// # Errors
    ///
    /// Those of the call for its page, after its retries, with the page in the
    /// message. All rows before it were handed out, and the next call tries the
    /// page again.
    pub async fn next(&mut self) -> Option<Result<Row, NorthApiError>> {
        loop {
            if let Some((place, row)) = self.rows.next() {
                self.row = Some(place);
                return Some(Ok(row));
            }
            match self.pages.next_as(Self::decode).await {
                Ok(Some(rows)) => self.rows = rows,
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn decode(page: &pages::Page) -> serde_json::Result<IntoIter<(u64, Row)>> {
        let data: Data<Row> = serde_json::from_slice(page.response().body())?;
        let mut wanted = page.rows().iter().peekable();
        let rows = (page.first_row()..).zip(data.data.unwrap_or_default());
        let rows = rows.enumerate().filter_map(|(index, row)| {
            wanted.next_if(|wanted| **wanted == index)?;
            Some(row)
        });
        Ok(rows.collect::<Vec<_>>().into_iter())
    }
}

impl<Row> Paginator<Row> {
    /// Begins anew, at the first page.
    pub fn restart(&mut self) {
        self.pages.restart();
        self.rows = Vec::new().into_iter();
        self.row = None;
    }

    /// Rows on all pages, as last told; those handed out so far, if the platform
    /// does not say. `None` before the first page was read.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// Whether nothing has moved so far: each page told the same total, no row
    /// was there twice, and there were as many as the platform counts.
    pub fn is_consistent(&self) -> bool {
        self.pages.is_consistent()
    }

    /// The page of the row that was handed out last, from 0: where another
    /// paginator can go on. `None` before the first row.
    pub fn page_no(&self) -> Option<u64> {
        self.row.map(|row| self.pages.page_of(row))
    }
}
