//! The state of a `Paginator`, and how it gets the next page.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;

use ext_php_rs::exception::PhpException;
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{BailoutGuard, ce};

use crate::call::arguments;
use crate::call::caller::Caller;
use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::call::logger::EventQueue;
use crate::call::runtime::ProcessOwned;
use crate::values::decode_error::DecodeError;
use crate::values::from_json::{self, Rows};
use crate::zend;
use crate::zend::native_object::{self, Handlers, NativeObject};
use northbound::client::Pages;
use northbound::internal::PagesExt;
use northbound::sdk::{Operation, Param, Place, RequestBuilder};

static HANDLERS: Handlers = Handlers::empty();

/// The private properties, by position: the client object, the items of the current page,
/// and the callable that returns access tokens, if there is one.
pub(super) const PROPERTIES: [&str; 3] = ["client", "page", "tokens"];
pub(super) const CLIENT: usize = 0;
pub(super) const PAGE: usize = 1;
pub(super) const TOKENS: usize = 2;

/// The list that a paginator reads.
pub(super) struct Source {
    pub(super) pages: ProcessOwned<Rc<RefCell<Pages>>>,
    pub(super) operation: &'static Operation,
    pub(super) rows: Rows,
}

impl Source {
    /// Decodes the rows of a response.
    fn decode(&self, body: &[u8]) -> Result<Zval, DecodeError> {
        let Some(shape) = &self.operation.returns else {
            return Ok(Zval::null());
        };
        let page = from_json::dto(shape, self.rows, body)?;
        Ok(page.object().map_or_else(Zval::null, |page| {
            let class = page.get_class_entry();
            zend::read_property(class, page, &ZendStr::new("data", false))
        }))
    }
}

/// The state of a paginator. PHP code may run while the paginator waits, and sees the
/// state of that moment.
#[derive(Default)]
pub(super) struct State {
    /// `None` for a paginator over an array.
    pub(super) source: Option<Source>,
    /// The events of its calls, for the client and its logger.
    pub(super) events: EventQueue,
    /// The indexes of the rows of the page that are returned.
    pub(super) row_indexes: RefCell<Vec<usize>>,
    /// The position of the current row in `row_indexes`.
    pub(super) position: Cell<usize>,
    pub(super) key: Cell<i64>,
    /// The number of the page's first row in the list.
    pub(super) page_start: Cell<u64>,
    /// The number of the row after the last one that was returned.
    pub(super) next_row: Cell<u64>,
    pub(super) is_busy: Cell<bool>,
    pub(super) has_failed: Cell<bool>,
    pub(super) has_ended: Cell<bool>,
    /// True if the caller has used more than the count.
    pub(super) was_used: Cell<bool>,
}

/// Returns the name of the parameter with the access token.
pub(super) fn token_param(operation: &Operation) -> &'static str {
    let is_token = |param: &&Param| matches!(param.place, Place::Token);
    let param = operation.params.iter().find(is_token);
    param.map_or("accessToken", |param| param.name)
}

impl NativeObject for State {
    fn handlers() -> *mut ffi::zend_object_handlers {
        HANDLERS.get()
    }
}

pub(super) fn error(message: &str) -> MethodError {
    MethodError::Php(PhpException::new(message.to_owned(), 0, ce::error()))
}

/// A paginator during a call of one of its methods.
pub(super) struct This<'a> {
    /// Lives as long as the call. It is not a reference, since the properties change.
    object: *mut ZendObject,
    pub(super) state: &'a State,
}

impl<'a> This<'a> {
    pub(super) fn of(frame: &'a Frame<'_>) -> MethodResult<Self> {
        let object = frame.this_ptr()?;
        // SAFETY: the object lives as long as the call, and its Rust value as long as
        // the object.
        let state = unsafe { native_object::value_of::<State>(object) };
        let state = state.ok_or_else(|| error("The Paginator was not created by the SDK"))?;
        Ok(Self { object, state })
    }

    pub(super) fn property(&self, index: usize) -> Zval {
        // SAFETY: the object is of this class and lives for the call, and there is no
        // Rust reference to it.
        unsafe { zend::slot(self.object, index) }
    }

    pub(super) fn set_property(&self, index: usize, value: Zval) {
        // SAFETY: the object is of this class and lives for the call, and there is no
        // Rust reference to it. The old value is dropped after it was replaced.
        drop(unsafe { zend::replace_slot(self.object, index, value) });
    }

    /// Returns a caller for the client object, with its current logger.
    fn caller(&self) -> MethodResult<Caller> {
        Caller::with_events(self.property(CLIENT), Some(self.state.events.clone()))
    }

    /// Makes the pages belong to this process, and checks that no call is reading them.
    pub(super) fn claim_pages(&self) -> MethodResult<()> {
        let state = self.state;
        if let Some(source) = &state.source
            && source.pages.is_inherited()
        {
            let client = self.caller()?.client_for(source.operation)?;
            source.pages.borrow_mut().adopt(client);
            source.pages.adopt();
            state.is_busy.set(false);
        }
        if state.is_busy.get() {
            return Err(error(
                "The Paginator is waiting for its next page; do not use it in a logger, a \
                 signal handler or another fiber until it has the page",
            ));
        }
        Ok(())
    }

    /// Returns true if there is a current row; reads the next page if necessary.
    pub(super) fn has_row(&self) -> MethodResult<bool> {
        let state = self.state;
        while state.position.get() >= state.row_indexes.borrow().len() {
            if state.has_ended.get() {
                return Ok(false);
            }
            let read = self.claim_pages().and_then(|()| self.read_page());
            state.has_failed.set(read.is_err());
            read?;
        }
        Ok(true)
    }

    /// Reads one page. After an error, the next call reads the same page again.
    fn read_page(&self) -> MethodResult<()> {
        let state = self.state;
        let Some(source) = &state.source else {
            return Ok(());
        };
        let caller = self.caller()?;
        let pages = Rc::clone(&source.pages);
        // A token that was just renewed is not renewed again.
        let mut may_renew = !self.property(TOKENS).is_null();
        state.is_busy.set(true);
        let is_ready = loop {
            let pages = Rc::clone(&pages);
            let is_ready = caller.run(Box::pin(async move {
                // Borrowed only during a poll: between polls, a signal handler may fork.
                let is_ready = poll_fn(|cx| pages.borrow_mut().poll_ready(cx)).await?;
                let sending = pages.borrow().send_off();
                sending.await;
                Ok(is_ready)
            }));
            match is_ready {
                Err(MethodError::North(error)) if may_renew && error.is_not_authenticated() => {
                    drop(error);
                    may_renew = false;
                    if let Err(failure) = self.renew_token(source) {
                        break Err(failure);
                    }
                }
                is_ready => break is_ready,
            }
        };
        state.is_busy.set(false);
        if !is_ready? {
            state.has_ended.set(true);
            return Ok(());
        }
        let page = source.pages.borrow().peek().cloned();
        if let Some(page) = page {
            let page = BailoutGuard::new(page);
            let rows = source.decode(page.response().body()).map_err(|error| {
                MethodError::decoding(error, |cause| {
                    let error = page.response().not_as_documented(&cause);
                    source.pages.borrow_mut().refuse(error)
                })
            })?;
            let page = page.into_inner();
            state.page_start.set(page.first_row());
            state.row_indexes.replace(page.rows().to_vec());
            state.position.set(0);
            source.pages.borrow_mut().take();
            self.set_property(PAGE, rows);
        } else {
            source.pages.borrow_mut().take();
        }
        Ok(())
    }

    /// Calls the application for another token. PHP code runs.
    fn renew_token(&self, source: &Source) -> MethodResult<()> {
        let operation = source.operation;
        let token =
            arguments::call_for_token(operation, token_param(operation), &self.property(TOKENS))?;
        let request = RequestBuilder::new(operation);
        let token = arguments::kept_token(&request, token_param(operation), &token)?;
        Ok(source.pages.borrow_mut().renew_token(&token)?)
    }

    /// Returns the number of the current row in the list.
    pub(super) fn row_number(&self) -> Option<u64> {
        let row_indexes = self.state.row_indexes.borrow();
        let index = row_indexes.get(self.state.position.get())?;
        Some(self.state.page_start.get() + *index as u64)
    }
}
