//! Reads all items of a list.

use std::fmt;
use std::vec::IntoIter;

use serde::{Deserialize, de::DeserializeOwned};

use super::pages;
use crate::NorthApiError;
use crate::client::{Client, Pages};
use crate::sdk;
use crate::sdk::{Request, Token};

/// All items of a list, page after page, each item once.
///
/// Requests several pages concurrently, up to the configuration's
/// [`concurrency`](crate::client::ClientConfig::concurrency). The items have the order
/// of the list. Each id is returned at most once. Each item that is in the list during
/// the whole reading is returned, even if other items are added or removed meanwhile. A
/// few pages are in memory, and 10 bytes for each item that was returned.
///
/// ```no_run
/// use northbound::sdk::Token;
/// use northbound::sdk::device_upgrade::{QueryUpgradeSubTaskInDto, query_upgrade_sub_task};
///
/// # async fn run(client: northbound::Client) -> Result<(), northbound::NorthApiError> {
/// let failed = QueryUpgradeSubTaskInDto::default().sub_operation_status("fail");
/// let request = query_upgrade_sub_task(&failed, "operation-id", &Token::Managed)?;
/// let mut subtasks = client.paginate(request)?;
/// while let Some(subtask) = subtasks.next().await {
///     println!("{:?}", subtask?.device_id);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a paginator does nothing until its items are read"]
pub struct Paginator<Row> {
    pages: Pages,
    /// The new items of the page, with their positions in the list.
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
    /// Reads all items of a list, from a request for one page. Its `pageNo` is the
    /// first page, 0 if it has none. Its `pageSize` is the number of items per page,
    /// 100 if it has none. Its other fields filter the list.
    ///
    /// # Errors
    ///
    /// 1007 for a `pageNo` or `pageSize` that is not valid.
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

/// The items of a page.
#[derive(Deserialize)]
struct Data<Row> {
    #[serde(default = "Option::default")]
    data: Option<Vec<Row>>,
}

impl<Row: DeserializeOwned> Paginator<Row> {
    /// Returns the next item; `None` after the last one.
    ///
    /// The future may be dropped at any time, and the call repeated.
    ///
    /// # Errors
    ///
    /// The errors of the call for its page, after its retries, with the page in the
    /// message. All previous items were returned. The next call of this method requests
    /// the page again.
    pub async fn next(&mut self) -> Option<Result<Row, NorthApiError>> {
        loop {
            if let Some((position, row)) = self.rows.next() {
                self.row = Some(position);
                return Some(Ok(row));
            }
            match self.pages.next_as(Self::decode).await {
                Ok(Some(rows)) => self.rows = rows,
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Polls for the next item.
    #[cfg(feature = "stream")]
    pub(super) fn poll_row(
        &mut self,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Row, NorthApiError>>> {
        loop {
            if let Some((position, row)) = self.rows.next() {
                self.row = Some(position);
                return std::task::Poll::Ready(Some(Ok(row)));
            }
            match std::task::ready!(self.pages.poll_next_as(cx, Self::decode)) {
                Some(Ok(rows)) => self.rows = rows,
                Some(Err(error)) => return std::task::Poll::Ready(Some(Err(error))),
                None => return std::task::Poll::Ready(None),
            }
        }
    }

    fn decode(page: &pages::Page) -> serde_json::Result<IntoIter<(u64, Row)>> {
        let data: Data<Row> = serde_json::from_slice(page.response().body())?;
        let mut new_rows = page.rows().iter().peekable();
        let rows = (page.first_row()..).zip(data.data.unwrap_or_default());
        let rows = rows.enumerate().filter_map(|(index, row)| {
            new_rows.next_if(|new_rows| **new_rows == index)?;
            Some(row)
        });
        Ok(rows.collect::<Vec<_>>().into_iter())
    }
}

impl<Row> Paginator<Row> {
    /// Replaces the access token, after the platform refused it: a list may take longer to
    /// read than a token lives. The next call of [`next`](Self::next) continues where the
    /// paginator was. A [managed token](Client::with_managed_token) needs no such call.
    ///
    /// ```no_run
    /// # use northbound::client::Paginator;
    /// # use northbound::sdk::device_upgrade::SubOperationInfo;
    /// # async fn read(client: northbound::Client, mut rows: Paginator<SubOperationInfo>) -> Result<(), northbound::NorthApiError> {
    /// while let Some(row) = rows.next().await {
    ///     match row {
    ///         Err(error) if error.is_not_authenticated() => {
    ///             rows.renew_token(&client.log_in().await?)?;
    ///         }
    ///         row => println!("{:?}", row?.device_id),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 1009 if the token is empty, 1007 if it contains characters that no HTTP header can
    /// carry.
    pub fn renew_token(&mut self, token: &Token) -> Result<(), NorthApiError> {
        self.pages.renew_token(token)
    }

    /// Starts again at the first page.
    pub fn restart(&mut self) {
        self.pages.restart();
        self.rows = Vec::new().into_iter();
        self.row = None;
    }

    /// Returns the number of items on all pages, as last sent by the platform. If it
    /// sends none, returns the number of items returned so far. `None` before the first
    /// page was read.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// True if the list has not changed so far: each page has the same total, no item
    /// was read twice, and there are as many items as the platform counts.
    pub fn is_consistent(&self) -> bool {
        self.pages.is_consistent()
    }

    /// Returns the number of the page with the last returned item, from 0, where
    /// another paginator can continue. `None` before the first item.
    pub fn page_no(&self) -> Option<u64> {
        self.row.map(|row| self.pages.page_of(row))
    }
}
