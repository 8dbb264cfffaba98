//! The requests for the pages of a list, made of the request for one.

use std::borrow::Cow;

use super::{Paging, Request};
use crate::NorthApiError;
use crate::error::code::ClientCode;

/// Rows of a page where the caller does not say: as many as the platform
/// allows.
const PAGE_SIZE: u64 = 100;

/// A request of which the page is left open.
#[derive(Debug, Clone)]
pub(crate) struct PagedRequest {
    request: Request<()>,
    /// Path and query, up to where the page is to stand.
    target: String,
    pub(crate) paging: &'static Paging,
    /// The page to begin with.
    pub(crate) first: u64,
    /// Rows of a page.
    pub(crate) size: u64,
}

impl PagedRequest {
    /// Takes the page out of a request: where it is none, the first one.
    pub(crate) fn of<T>(request: Request<T>) -> Result<Self, NorthApiError> {
        let request = request.untyped();
        let method = request.operation.method;
        let refused = |what: Cow<'static, str>| {
            NorthApiError::client(ClientCode::InvalidInput, what).in_operation(method)
        };
        let Some(paging) = &request.operation.paging else {
            return Err(refused("the answer of this call has no pages".into()));
        };
        let (path, query) = match request.target.split_once('?') {
            Some((path, query)) => (path, query),
            None => (&*request.target, ""),
        };
        let (mut first, mut size) = (0, PAGE_SIZE);
        let mut rest = String::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (number, at_least) = match name {
                "pageNo" => (&mut first, 0),
                "pageSize" => (&mut size, 1),
                _ => {
                    rest.push_str(pair);
                    rest.push('&');
                    continue;
                }
            };
            // More pages than this would not fit into the counting of rows.
            let given = value.parse().ok();
            *number = given
                .filter(|given| (at_least..=u64::from(u32::MAX)).contains(given))
                .ok_or_else(|| {
                    refused(format!("{name} must be a whole number from {at_least}").into())
                })?;
        }
        Ok(Self {
            target: format!("{path}?{rest}"),
            request,
            paging,
            first,
            size,
        })
    }

    /// The request for one page.
    pub(crate) fn page(&self, number: u64, size: u64) -> Request<()> {
        let mut request = self.request.clone();
        request.target = format!("{}pageNo={number}&pageSize={size}", self.target);
        request
    }
}
