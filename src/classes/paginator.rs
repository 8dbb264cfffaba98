//! `Paginator`: iterates over all items of a list, page by page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ext_php_rs::error::Result;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendHashTable, ZendObject, Zval};
use ext_php_rs::zend::ce;

use super::paginator_state::{
    CLIENT, PAGE, PROPERTIES, Source, State, TOKENS, This, error, token_param,
};
use crate::call::caller::Caller;
use crate::call::frame::{Frame, MethodResult};
use crate::call::runtime::ProcessOwned;
use crate::call::{arguments, operation};
use crate::values::dto_class::ClassSlot;
use crate::zend::class::{self, Default, namespace};
use crate::zend::method::{Declared, Method, Methods, types};
use crate::zend::native_object;
use crate::{ini, zend};
use northbound::client::Pages;
use northbound::internal::PagesExt;
use northbound::sdk::Service;

static PAGINATOR: ClassSlot = ClassSlot::new("Paginator");

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
    let mut params = operation.params.iter();
    let token_at = params.position(|param| param.name == token_param(operation));
    let tokens = match token_at {
        Some(index) => arguments::token_callable(frame.required(index)?)?,
        None => Zval::null(),
    };
    let token = match tokens.is_null() {
        true => Zval::null(),
        false => arguments::call_for_token(operation, token_param(operation), &tokens)?,
    };
    let request = arguments::request_of(operation, |index| match token_at {
        Some(at) if at == index && !tokens.is_null() => Ok(&token),
        _ => frame.required(index),
    })?;
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
    zend::set_slot(&mut object, TOKENS, tokens);
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

/// `__construct()`: throws an Error.
fn refuse_new(_: &Frame<'_>) -> MethodResult {
    Err(error(
        "A Paginator cannot be created with new; call a method such as \
         DeviceUpgrade::getSubTaskPaginator()",
    ))
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
