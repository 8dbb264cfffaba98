//! Requests for the pages of a list, built from the request for one page.

use std::borrow::Cow;

use super::request_builder::RequestBuilder;
use super::token::Token;
use super::{Paging, Request};
use crate::NorthApiError;
use crate::error::code::ClientCode;

/// Items per page if the caller sets no `pageSize`: the platform's maximum.
const PAGE_SIZE: u64 = 100;

/// A request for a list, without the number and the size of the page.
#[derive(Debug, Clone)]
pub(crate) struct PagedRequest {
    request: Request<()>,
    /// Path and query, up to the place of `pageNo` and `pageSize`.
    target: String,
    pub(crate) paging: &'static Paging,
    /// First page to read.
    pub(crate) first: u64,
    /// Items per page.
    pub(crate) size: u64,
}

impl PagedRequest {
    /// Removes `pageNo` and `pageSize` from a request; without them, the first
    /// page and the default size apply.
    pub(crate) fn of<T>(request: Request<T>) -> Result<Self, NorthApiError> {
        let request = request.untyped();
        let method = request.operation.method;
        let invalid = |desc: Cow<'static, str>| {
            NorthApiError::client(ClientCode::InvalidInput, desc).in_operation(method)
        };
        let Some(paging) = &request.operation.paging else {
            return Err(invalid(
                "the response of this operation has no pages, so it cannot be paginated".into(),
            ));
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
            // Larger numbers would overflow the position of an item in the list.
            let parsed = value.parse().ok();
            *number = parsed
                .filter(|parsed| (at_least..=u64::from(u32::MAX)).contains(parsed))
                .ok_or_else(|| {
                    let limit = u32::MAX;
                    let range = format!("a whole number from {at_least} to {limit}");
                    invalid(format!("{name} must be {range}, \"{value}\" given").into())
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

    /// Replaces the access token.
    pub(crate) fn renew_token(&mut self, token: &Token) -> Result<(), NorthApiError> {
        let mut builder = RequestBuilder::new(self.request.operation);
        builder.token(token)?;
        (self.request.token, self.request.is_managed) = builder.into_token();
        Ok(())
    }

    /// Returns the request for one page.
    pub(crate) fn page(&self, number: u64, size: u64) -> Request<()> {
        let mut request = self.request.clone();
        request.target = format!("{}pageNo={number}&pageSize={size}", self.target);
        request
    }
}
