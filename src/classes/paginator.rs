//! `Paginator`: iterates over all items of a list, page by page.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;

use ext_php_rs::error::Result;
use ext_php_rs::exception::PhpException;
use ext_php_rs::ffi;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{BailoutGuard, ce};

use crate::call::caller::Caller;
use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::call::logger::EventQueue;
use crate::call::runtime::ProcessOwned;
use crate::call::{arguments, operation};
use crate::values::decode_error::DecodeError;
use crate::values::dto_class::ClassSlot;
use crate::values::from_json::{self, Rows};
use crate::zend::class::{self, Default, namespace};
use crate::zend::method::{Declared, Method, Methods, types};
use crate::zend::native_object::{self, Handlers, NativeObject};
use crate::{ini, zend};
use northbound::client::Pages;
use northbound::internal::PagesExt;
use northbound::sdk::{Operation, Service};

static PAGINATOR: ClassSlot = ClassSlot::new("Paginator");
static HANDLERS: Handlers = Handlers::empty();

/// The private properties, by position: the client object, and the items of the current
/// page.
const PROPERTIES: [&str; 2] = ["client", "page"];
const CLIENT: usize = 0;
const PAGE: usize = 1;

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([
        method!("__construct", [] => refuse_new),
        method!("current", [] => current).declaring(Declared::ForInterface),
        method!("key", [] => key).declaring(Declared::ForInterface),
        method!("next", [] => next).declaring(Declared::ForInterface),
        method!("rewind", [] => rewind).declaring(Declared::ForInterface),
        method!("valid", [] => valid).declaring(Declared::ForInterface),
        method!("count", [] => count).declaring(Declared::ForInterface),
        method!("isConsistent", [] => is_consistent),
        method!("getPageNo", [] => page_no),
        method!("fromArray", ["items"] => from_array)
            .typing("items", types::ARRAY, c"[]")
            .with_static(),
    ])?;
    let interfaces = [ce::iterator(), ce::countable()];
    let name = PAGINATOR.name();
    let ce = class::register(namespace::CLIENT, name, &methods, None, &interfaces)?;
    for property in PROPERTIES {
        class::property(ce, property, PropertyFlags::Private, Default::Null)?;
    }
    native_object::add_native_value::<State>(ce);
    PAGINATOR.set(ce);
    Ok(())
}

/// Creates the methods of a service that return paginators.
pub(crate) fn methods_of(service: &Service) -> impl Iterator<Item = Method<'static>> {
    service.operations.iter().filter_map(|operation| {
        let params = operation.params.iter().map(|param| param.name);
        let paging = operation.paging.as_ref()?;
        let method = method!(paging.method, params => make);
        Some(method.hiding(operation::secret_params(operation)))
    })
}

/// The list that a paginator reads.
struct Source {
    pages: ProcessOwned<Rc<RefCell<Pages>>>,
    operation: &'static Operation,
    rows: Rows,
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
struct State {
    /// `None` for a paginator over an array.
    source: Option<Source>,
    /// The events of its calls, for the client and its logger.
    events: EventQueue,
    /// The indexes of the rows of the page that are returned.
    row_indexes: RefCell<Vec<usize>>,
    /// The position of the current row in `row_indexes`.
    position: Cell<usize>,
    key: Cell<i64>,
    /// The number of the page's first row in the list.
    page_start: Cell<u64>,
    /// The number of the row after the last one that was returned.
    next_row: Cell<u64>,
    is_busy: Cell<bool>,
    has_failed: Cell<bool>,
    has_ended: Cell<bool>,
    /// True if the caller has used more than the count.
    was_used: Cell<bool>,
}

impl NativeObject for State {
    fn handlers() -> *mut ffi::zend_object_handlers {
        HANDLERS.get()
    }
}

/// Creates a paginator, for methods such as `DeviceUpgrade::getSubTaskPaginator()`. Sends
/// nothing yet.
fn make(frame: &Frame<'_>) -> MethodResult {
    let name = frame.function_name();
    let operation = operation::find(frame, |operation| {
        let paging = operation.paging.as_ref();
        paging.is_some_and(|paging| paging.method.eq_ignore_ascii_case(name))
    })?;
    let rows = ini::rows()?;
    let mut object = ZendObject::new(PAGINATOR.get()?);
    let request = arguments::request(operation, frame)?;
    let caller = Caller::new(operation::client(frame)?)?;
    let pages = Pages::new(&caller.client_for(operation)?, request)?;
    let state = State {
        next_row: Cell::new(pages.first_row()),
        source: Some(Source {
            pages: ProcessOwned::new(Rc::new(RefCell::new(pages))),
            operation,
            rows,
        }),
        events: caller.events(),
        ..State::default()
    };
    native_object::set_value(&mut object, state);
    zend::set_slot(&mut object, CLIENT, caller.into_object());
    Ok(zend::object_zval(object))
}

/// `Paginator::fromArray($items)`: a paginator over items that an application has, for
/// tests of its own code. It sends nothing.
fn from_array(frame: &Frame<'_>) -> MethodResult {
    let given = frame.required(0)?;
    let Some(items) = given.array() else {
        let expected = format!("of type array, {} given", zend::type_name(given));
        return Err(zend::wrong_type(1, &expected).into());
    };
    let mut rows = ZendHashTable::new();
    for (_, item) in zend::entries(Some(items)) {
        rows.push(item.dereference().shallow_clone())?;
    }
    let state = State {
        row_indexes: RefCell::new((0..rows.len()).collect()),
        has_ended: Cell::new(true),
        ..State::default()
    };
    let mut object = ZendObject::new(PAGINATOR.get()?);
    native_object::set_value(&mut object, state);
    zend::set_slot(&mut object, PAGE, zend::array(rows));
    Ok(zend::object_zval(object))
}

fn error(message: &str) -> MethodError {
    MethodError::Php(PhpException::new(message.to_owned(), 0, ce::error()))
}

/// `__construct()`: throws an Error.
fn refuse_new(_: &Frame<'_>) -> MethodResult {
    Err(error(
        "A Paginator cannot be created with new; call a method such as \
         DeviceUpgrade::getSubTaskPaginator()",
    ))
}

/// A paginator during a call of one of its methods.
struct This<'a> {
    /// Lives as long as the call. It is not a reference, since the properties change.
    object: *mut ZendObject,
    state: &'a State,
}

impl<'a> This<'a> {
    fn of(frame: &'a Frame<'_>) -> MethodResult<Self> {
        let object = frame.this_ptr()?;
        // SAFETY: the object lives as long as the call, and its Rust value as long as
        // the object.
        let state = unsafe { native_object::value_of::<State>(object) };
        let state = state.ok_or_else(|| error("The Paginator was not created by the SDK"))?;
        Ok(Self { object, state })
    }

    fn property(&self, index: usize) -> Zval {
        // SAFETY: the object is of this class and lives for the call, and there is no
        // Rust reference to it.
        unsafe { zend::slot(self.object, index) }
    }

    fn set_property(&self, index: usize, value: Zval) {
        // SAFETY: the object is of this class and lives for the call, and there is no
        // Rust reference to it. The old value is dropped after it was replaced.
        drop(unsafe { zend::replace_slot(self.object, index, value) });
    }

    /// Returns a caller for the client object, with its current logger.
    fn caller(&self) -> MethodResult<Caller> {
        Caller::with_events(self.property(CLIENT), Some(self.state.events.clone()))
    }

    /// Makes the pages belong to this process, and checks that no call is reading them.
    fn claim_pages(&self) -> MethodResult<()> {
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
    fn has_row(&self) -> MethodResult<bool> {
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
        state.is_busy.set(true);
        let is_ready = caller.run(Box::pin(async move {
            // Borrowed only during a poll: between polls, a signal handler may fork.
            let is_ready = poll_fn(|cx| pages.borrow_mut().poll_ready(cx)).await?;
            let sending = pages.borrow().send_off();
            sending.await;
            Ok(is_ready)
        }));
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

    /// Returns the number of the current row in the list.
    fn row_number(&self) -> Option<u64> {
        let row_indexes = self.state.row_indexes.borrow();
        let index = row_indexes.get(self.state.position.get())?;
        Some(self.state.page_start.get() + *index as u64)
    }
}

fn current(frame: &Frame<'_>) -> MethodResult {
    let this = This::of(frame)?;
    this.state.was_used.set(true);
    if !this.has_row()? {
        return Ok(Zval::null());
    }
    let row_indexes = this.state.row_indexes.borrow();
    let index = row_indexes.get(this.state.position.get()).copied();
    let rows = this.property(PAGE);
    let row = rows
        .array()
        .zip(index.and_then(|index| i64::try_from(index).ok()))
        .and_then(|(rows, index)| rows.get_index(index));
    Ok(row.map_or_else(Zval::null, |row| row.dereference().shallow_clone()))
}

fn key(frame: &Frame<'_>) -> MethodResult {
    let this = This::of(frame)?;
    this.state.was_used.set(true);
    Ok(match this.has_row()? {
        true => zend::long(this.state.key.get()),
        false => Zval::null(),
    })
}

/// `next()`: goes to the next row. If there is no current row because its page could not
/// be read, it does nothing: the page is read again when its rows are requested.
fn next(frame: &Frame<'_>) -> MethodResult {
    let this = This::of(frame)?;
    let state = this.state;
    state.was_used.set(true);
    if let Some(row) = this.row_number() {
        state.next_row.set(row + 1);
        state.position.set(state.position.get() + 1);
        state.key.set(state.key.get() + 1);
    } else if !state.has_failed.get() && this.has_row()? {
        return next(frame);
    }
    Ok(Zval::null())
}

/// `rewind()`: starts the iteration again. After an error, continues at the same row.
fn rewind(frame: &Frame<'_>) -> MethodResult {
    let this = This::of(frame)?;
    let state = this.state;
    this.claim_pages()?;
    let is_first = state.key.get() == 0 && (!state.has_ended.get() || state.source.is_none());
    if state.has_failed.replace(false) || is_first || !state.was_used.replace(false) {
        return Ok(Zval::null());
    }
    state.position.set(0);
    state.key.set(0);
    let Some(source) = &state.source else {
        return Ok(Zval::null());
    };
    let mut pages = source.pages.borrow_mut();
    pages.restart();
    state.next_row.set(pages.first_row());
    drop(pages);
    state.row_indexes.borrow_mut().clear();
    state.has_ended.set(false);
    this.set_property(PAGE, Zval::null());
    Ok(Zval::null())
}

fn valid(frame: &Frame<'_>) -> MethodResult {
    let this = This::of(frame)?;
    this.state.was_used.set(true);
    Ok(zend::boolean(this.has_row()?))
}

/// `count()`: the number of rows on all pages. Reads the first page if no page has been
/// read yet.
fn count(frame: &Frame<'_>) -> MethodResult {
    let this = This::of(frame)?;
    let Some(source) = &this.state.source else {
        let count = this.state.row_indexes.borrow().len();
        return Ok(zend::long(i64::try_from(count).unwrap_or(i64::MAX)));
    };
    let total = || source.pages.borrow().total();
    let known_total = total();
    if known_total.is_none() {
        this.has_row()?;
    }
    let total = known_total.or_else(total).unwrap_or(0);
    Ok(zend::long(i64::try_from(total).unwrap_or(i64::MAX)))
}

fn is_consistent(frame: &Frame<'_>) -> MethodResult {
    let this = This::of(frame)?;
    let source = this.state.source.as_ref();
    let is_consistent = source.is_none_or(|source| source.pages.borrow().is_consistent());
    Ok(zend::boolean(is_consistent))
}

fn page_no(frame: &Frame<'_>) -> MethodResult {
    let this = This::of(frame)?;
    let row = this.row_number().unwrap_or(this.state.next_row.get());
    let source = this.state.source.as_ref();
    let page = source.map_or(0, |source| source.pages.borrow().page_of(row));
    Ok(zend::long(i64::try_from(page).unwrap_or(i64::MAX)))
}
