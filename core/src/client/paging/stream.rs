//! Lists as streams, for the combinators of the crate `futures`.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::NorthApiError;
use crate::client::{Page, Pages, Paginator};

/// With the feature `stream`. As with [`next`](Paginator::next), all previous items were
/// returned before an error, and the next poll requests the page again.
impl<Row: DeserializeOwned + Unpin> Stream for Paginator<Row> {
    type Item = Result<Row, NorthApiError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_row(cx)
    }
}

/// With the feature `stream`. The items are the same as those of [`next`](Pages::next).
impl Stream for Pages {
    type Item = Result<Page, NorthApiError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = self.get_mut();
        pages.poll_next_as(cx, |page| Ok(page.clone()))
    }
}
