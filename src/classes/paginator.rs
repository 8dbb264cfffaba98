//! `Paginator`: all rows of a list, to be iterated over.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;

use ext_php_rs::error::Result;
use ext_php_rs::exception::PhpException;
use ext_php_rs::ffi;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{BailoutGuard, ce};

use super::{north_api_client, service};
use crate::call::drive::follow;
use crate::call::frame::{Call, Failure};
use crate::call::logger;
use crate::call::logger::{Log, Queue};
use crate::call::runtime::Owned;
use crate::call::{arguments, runtime};
use crate::values::decode;
use crate::values::decode::Rows;
use crate::values::dto_class::Slot;
use crate::zend::class;
use crate::zend::class::{Default, namespace};
use crate::zend::method::{Declared, Method, Methods};
use crate::zend::native_object;
use crate::zend::native_object::{Handlers, Held};
use crate::{ini, zend};
use northbound::client::{Client, Pages};
use northbound::internal::PagesExt;
use northbound::sdk::{Operation, Service};

static PAGINATOR: Slot = Slot::empty();
static HANDLERS: Handlers = Handlers::empty();

/// The private members, by their places: the client, which has the logger, and
/// the rows of the page that is being handed out.
const MEMBERS: [&str; 2] = ["client", "page"];
const CLIENT: usize = 0;
const PAGE: usize = 1;

handler! {
    construct => refuse;
    method_current => current;
    method_key => key;
    method_next => next;
    method_rewind => rewind;
    method_valid => valid;
    method_count => count;
    method_is_consistent => is_consistent;
    method_get_page_no => page_no;
    get_paginator => make;
}

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let of_interface =
        |name, handler| Method::new(name, [], handler).declaring(Declared::ForInterface);
    let methods = Methods::new([
        Method::new("__construct", [], construct),
        of_interface("current", method_current),
        of_interface("key", method_key),
        of_interface("next", method_next),
        of_interface("rewind", method_rewind),
        of_interface("valid", method_valid),
        of_interface("count", method_count),
        Method::new("isConsistent", [], method_is_consistent),
        Method::new("getPageNo", [], method_get_page_no),
    ])?;
    let interfaces = [ce::iterator(), ce::countable()];
    let ce = class::register(namespace::CLIENT, "Paginator", &methods, None, &interfaces)?;
    for member in MEMBERS {
        class::property(ce, member, PropertyFlags::Private, Default::Null)?;
    }
    native_object::equip::<State>(ce);
    PAGINATOR.set(ce);
    Ok(())
}

/// The methods of a service that give paginators.
pub(crate) fn methods_of(service: &Service) -> impl Iterator<Item = Method<'static>> {
    service.operations.iter().filter_map(|operation| {
        let params = operation.params.iter().map(|param| param.name);
        let paging = operation.paging.as_ref()?;
        let method = Method::new(paging.method, params, get_paginator);
        Some(method.hiding(service::secrets(operation)))
    })
}

/// What a paginator knows. PHP code may run while it waits, and find it as it
/// is then.
struct State {
    pages: Owned<Rc<RefCell<Pages>>>,
    operation: &'static Operation,
    rows: Rows,
    /// What its calls have to tell the client's logger, if there was one.
    events: Option<Queue>,
    /// The rows of the page that are to be handed out, and which is next.
    wanted: RefCell<Vec<usize>>,
    at: Cell<usize>,
    key: Cell<i64>,
    /// Where the page stands in the list, and the row after the last one that
    /// was handed out.
    page_start: Cell<u64>,
    next_row: Cell<u64>,
    is_busy: Cell<bool>,
    has_failed: Cell<bool>,
    has_ended: Cell<bool>,
    /// Whether somebody has looked at more than the count.
    was_used: Cell<bool>,
}

impl Held for State {
    fn handlers() -> *mut ffi::zend_object_handlers {
        HANDLERS.get()
    }
}

/// `DeviceUpgrade::getSubTaskPaginator()` and the like: nothing is asked for yet.
fn make(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let service = northbound::sdk::service(service::class_of(call)?);
    let operations = service.map_or(&[][..], |service| service.operations);
    let operation = operations.iter().copied().find(|operation| {
        let paging = operation.paging.as_ref();
        paging.is_some_and(|paging| paging.method.eq_ignore_ascii_case(call.function_name()))
    });
    let operation = operation.ok_or_else(service::not_in_table)?;
    let rows = ini::rows()?;
    let client = service::client_of(call)?;
    let class = PAGINATOR.get().ok_or(Failure::Pending)?;
    let mut object = ZendObject::new(class);

    let request = arguments::request(operation, call)?;
    let has_logger = !north_api_client::logger(client_object(&client)?)?.is_null();
    let events = has_logger.then(Queue::default);
    let core = resolve(&client, operation, events.as_ref())?;
    let pages = Pages::new(&core, request)?;
    let state = State {
        next_row: Cell::new(pages.first_row()),
        pages: Owned::new(Rc::new(RefCell::new(pages))),
        operation,
        rows,
        events,
        wanted: RefCell::default(),
        at: Cell::default(),
        key: Cell::default(),
        page_start: Cell::default(),
        is_busy: Cell::default(),
        has_failed: Cell::default(),
        has_ended: Cell::default(),
        was_used: Cell::default(),
    };
    native_object::put(&mut object, state);
    zend::set_slot(&mut object, CLIENT, client);
    Ok(zend::object_zval(object))
}

fn client_object(client: &Zval) -> std::result::Result<&ZendObject, Failure> {
    client.object().ok_or(Failure::Pending)
}

/// The core's client, which notes what happens.
fn resolve(
    client: &Zval,
    operation: &Operation,
    events: Option<&Queue>,
) -> std::result::Result<Client, Failure> {
    let client = north_api_client::resolve(client_object(client)?, runtime::context()?)
        .map_err(|failure| failure.in_operation(operation.method))?;
    Ok(match events {
        Some(events) => client.with_observer(logger::observer(events)),
        None => client,
    })
}

fn error(message: &str) -> Failure {
    Failure::Php(PhpException::new(message.to_owned(), 0, ce::error()))
}

fn refuse(_: &Call<'_>) -> std::result::Result<Zval, Failure> {
    Err(error(
        "A Paginator is not made by new, but by methods such as \
         DeviceUpgrade::getSubTaskPaginator()",
    ))
}

/// A paginator, for the time of a call of one of its methods.
struct This<'a> {
    /// Live as long as the call. Not a reference: the members change.
    object: *mut ZendObject,
    state: &'a State,
}

impl<'a> This<'a> {
    fn of(call: &'a Call<'_>) -> std::result::Result<Self, Failure> {
        let object = call.this_ptr()?;
        // SAFETY: the object lives as long as the call, and what it holds as long
        // as the object.
        let state = unsafe { native_object::of::<State>(object) };
        let state = state.ok_or_else(|| error("The Paginator was not made by the SDK"))?;
        Ok(Self { object, state })
    }

    fn member(&self, index: usize) -> Zval {
        // SAFETY: the object is one of this class, live for the call, and nobody
        // holds a reference to it.
        unsafe { zend::slot(self.object, index) }
    }

    fn set_member(&self, index: usize, value: Zval) {
        // SAFETY: the same. What it was is dropped after it was replaced.
        drop(unsafe { zend::replace_slot(self.object, index, value) });
    }

    /// Makes sure that the pages are this process's own, and nobody is at them.
    fn claim(&self) -> std::result::Result<(), Failure> {
        let state = self.state;
        if state.pages.is_inherited() {
            let client = self.member(CLIENT);
            let client = resolve(&client, state.operation, state.events.as_ref())?;
            state.pages.borrow_mut().adopt(client);
            state.pages.adopt();
            state.is_busy.set(false);
        }
        if state.is_busy.get() {
            return Err(error(
                "The Paginator is waiting for its next page: a logger, a signal handler or \
                 another fiber cannot use it meanwhile",
            ));
        }
        Ok(())
    }

    /// Whether there is a current row; reads the next page if need be.
    fn has_row(&self) -> std::result::Result<bool, Failure> {
        let state = self.state;
        while state.at.get() >= state.wanted.borrow().len() {
            if state.has_ended.get() {
                return Ok(false);
            }
            let read = self.claim().and_then(|()| self.read_page());
            state.has_failed.set(read.is_err());
            read?;
        }
        Ok(true)
    }

    /// Reads one page. If that fails, it will be read again.
    fn read_page(&self) -> std::result::Result<(), Failure> {
        let state = self.state;
        let client = self.member(CLIENT);
        let client = client_object(&client)?;
        let log = match &state.events {
            Some(events) => {
                let logger = north_api_client::logger(client)?;
                Some(Log::of(Queue::clone(events), logger))
            }
            None => None,
        };
        let pages = Rc::clone(&state.pages);
        state.is_busy.set(true);
        let waiting = Box::pin(async move {
            // Borrowed for no longer than a turn: a signal handler may fork.
            let is_ready = poll_fn(|cx| pages.borrow_mut().poll_ready(cx)).await?;
            let sending = pages.borrow().send_off();
            sending.await;
            Ok(is_ready)
        });
        let is_ready = follow(client, log.as_ref(), waiting);
        state.is_busy.set(false);
        if !is_ready? {
            state.has_ended.set(true);
            return Ok(());
        }
        let page = state.pages.borrow().peek().cloned();
        if let Some(page) = page {
            let page = BailoutGuard::new(page);
            let rows = self.decode(page.answer().body()).map_err(|cause| {
                let error = page.answer().not_as_documented(&cause);
                state.pages.borrow_mut().refuse(error)
            })?;
            let page = page.into_inner();
            state.page_start.set(page.first_row());
            state.wanted.replace(page.rows().to_vec());
            state.at.set(0);
            state.pages.borrow_mut().take();
            self.set_member(PAGE, rows);
        } else {
            state.pages.borrow_mut().take();
        }
        Ok(())
    }

    /// The rows of an answer.
    fn decode(&self, body: &[u8]) -> serde_json::Result<Zval> {
        let Some(shape) = &self.state.operation.returns else {
            return Ok(Zval::null());
        };
        let page = decode::answer(shape, self.state.rows, body)?;
        Ok(page.object().map_or_else(Zval::null, |page| {
            let class = page.get_class_entry();
            zend::read_property(class, page, &ZendStr::new("data", false))
        }))
    }

    /// Where the current row stands in the list.
    fn row(&self) -> Option<u64> {
        let wanted = self.state.wanted.borrow();
        let index = wanted.get(self.state.at.get())?;
        Some(self.state.page_start.get() + *index as u64)
    }
}

fn current(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = This::of(call)?;
    this.state.was_used.set(true);
    if !this.has_row()? {
        return Ok(Zval::null());
    }
    let wanted = this.state.wanted.borrow();
    let index = wanted.get(this.state.at.get()).copied();
    let rows = this.member(PAGE);
    let row = rows
        .array()
        .zip(index.and_then(|index| i64::try_from(index).ok()))
        .and_then(|(rows, index)| rows.get_index(index));
    Ok(row.map_or_else(Zval::null, |row| row.dereference().shallow_clone()))
}

fn key(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = This::of(call)?;
    this.state.was_used.set(true);
    Ok(match this.has_row()? {
        true => zend::long(this.state.key.get()),
        false => Zval::null(),
    })
}

/// Where there is no current row because its page could not be read, there is
/// nothing to leave behind: the page is read again when it is asked for.
fn next(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = This::of(call)?;
    let state = this.state;
    state.was_used.set(true);
    if let Some(row) = this.row() {
        state.next_row.set(row + 1);
        state.at.set(state.at.get() + 1);
        state.key.set(state.key.get() + 1);
    } else if !state.has_failed.get() && this.has_row()? {
        return next(call);
    }
    Ok(Zval::null())
}

/// After an error the iteration goes on where it was; else it begins anew.
fn rewind(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = This::of(call)?;
    let state = this.state;
    this.claim()?;
    let is_first = state.key.get() == 0 && !state.has_ended.get();
    if state.has_failed.replace(false) || is_first || !state.was_used.replace(false) {
        return Ok(Zval::null());
    }
    let mut pages = state.pages.borrow_mut();
    pages.restart();
    state.next_row.set(pages.first_row());
    drop(pages);
    state.wanted.borrow_mut().clear();
    state.at.set(0);
    state.key.set(0);
    state.has_ended.set(false);
    this.set_member(PAGE, Zval::null());
    Ok(Zval::null())
}

fn valid(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = This::of(call)?;
    this.state.was_used.set(true);
    Ok(zend::boolean(this.has_row()?))
}

/// Rows on all pages. Asks for the first page if nothing is known yet.
fn count(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = This::of(call)?;
    let total = || this.state.pages.borrow().total();
    let known = total();
    if known.is_none() {
        this.has_row()?;
    }
    let total = known.or_else(total).unwrap_or(0);
    Ok(zend::long(i64::try_from(total).unwrap_or(i64::MAX)))
}

fn is_consistent(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = This::of(call)?;
    Ok(zend::boolean(this.state.pages.borrow().is_consistent()))
}

fn page_no(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let this = This::of(call)?;
    let row = this.row().unwrap_or(this.state.next_row.get());
    let page = this.state.pages.borrow().page_of(row);
    Ok(zend::long(i64::try_from(page).unwrap_or(i64::MAX)))
}
