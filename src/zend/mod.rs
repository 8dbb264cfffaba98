//! The few pieces of the Zend API that ext-php-rs does not wrap.

pub(crate) mod class;
pub(crate) mod method;
pub(crate) mod native_object;
pub(crate) mod request;
pub(crate) mod startup;

use std::ffi::{CStr, CString, c_char, c_int};
use std::mem::offset_of;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use ext_php_rs::boxed::ZBox;
use ext_php_rs::ffi;
use ext_php_rs::flags::{DataType, ZvalTypeFlags};
use ext_php_rs::types::{ArrayKey, ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{ClassEntry, ExecutorGlobals, ce};

unsafe extern "C" {
    fn zend_error(kind: c_int, format: *const c_char, ...);
    fn zend_exception_set_previous(
        exception: *mut ffi::zend_object,
        add_previous: *mut ffi::zend_object,
    );
    fn zend_argument_type_error(number: u32, format: *const c_char, ...);
    fn php_log_err_with_severity(message: *const c_char, severity: c_int);
}

/// Something was thrown, and waits in the engine.
#[derive(Debug)]
pub(crate) struct Pending;

/// Raises an E_DEPRECATED. The user's error handler may run, and throw.
///
/// Call it while owning nothing but Zend values: the handler may also end the
/// script, with a longjmp.
pub(crate) fn deprecated(message: &str) -> Result<(), Pending> {
    raise(ffi::E_DEPRECATED, message);
    pending()
}

/// Raises an error of PHP of this level.
pub(crate) fn raise(level: u32, message: &str) {
    // On the request's heap, which the engine clears after a longjmp.
    let message = ZendStr::new(message.replace('\0', "\\0"), false);
    if let Ok(text) = message.as_c_str() {
        // SAFETY: the format takes one C string, and is given one that lives
        // for the call.
        unsafe {
            zend_error(level as c_int, c"%s".as_ptr(), text.as_ptr());
        }
    }
}

/// Prints a warning while modules start, when no PHP code can run.
pub(crate) fn warning(message: &str) {
    raise(ffi::E_CORE_WARNING, message);
}

/// Writes a line to PHP's log, wherever `error_log` says that is.
pub(crate) fn log(message: &str) {
    /// `LOG_WARNING` of syslog.
    const WARNING: c_int = 4;
    if let Ok(text) = CString::new(message.replace('\0', "\\0")) {
        // SAFETY: the text is a C string that lives for the call, which runs no
        // code of PHP.
        unsafe { php_log_err_with_severity(text.as_ptr(), WARNING) };
    }
}

/// `Err` if something was thrown.
pub(crate) fn pending() -> Result<(), Pending> {
    if ExecutorGlobals::has_exception() {
        Err(Pending)
    } else {
        Ok(())
    }
}

/// Reads a property as code in `scope` would, without notices. What cannot be
/// seen or does not exist is null.
pub(crate) fn read_property(scope: &ClassEntry, object: &ZendObject, name: &ZendStr) -> Zval {
    let mut buffer = Zval::new();
    // SAFETY: all pointers are live for the call; the engine does not change
    // the class entry. A returned pointer is either `buffer` or a slot of the
    // object, and is copied at once.
    unsafe {
        let found = ffi::zend_read_property_ex(
            ptr::from_ref(scope).cast_mut(),
            ptr::from_ref(object).cast_mut(),
            name.as_ptr().cast_mut(),
            true,
            &raw mut buffer,
        );
        match found.as_ref() {
            Some(value) => value.dereference().shallow_clone(),
            None => Zval::null(),
        }
    }
}

/// Reads a property that `class` declares, at this position if it is known: straight
/// from its slot, unless the object is of a subclass or has no value there.
pub(crate) fn read_declared(
    class: &ClassEntry,
    object: &ZendObject,
    index: Option<usize>,
    name: &str,
) -> Zval {
    match index.and_then(|index| own_slot(class, object, index)) {
        Some(value) => value.shallow_clone(),
        None => read_property(class, object, &ZendStr::new(name, false)),
    }
}

/// The value at this position of an object of just this class, if it has one.
fn own_slot<'a>(class: &ClassEntry, object: &'a ZendObject, index: usize) -> Option<&'a Zval> {
    let count = usize::try_from(class.default_properties_count).ok()?;
    if !ptr::eq(object.ce, class) || index >= count {
        return None;
    }
    // SAFETY: an object has the slots that its class declares, and they are only
    // read.
    let value = unsafe { &*slot_of(ptr::from_ref(object).cast_mut(), index) };
    Some(value.dereference()).filter(|value| !is_undef(value))
}

/// Writes a property as code in `scope` would.
pub(crate) fn write_property(
    scope: &ClassEntry,
    object: &ZendObject,
    name: &ZendStr,
    value: &Zval,
) -> Result<(), Pending> {
    // SAFETY: as above; the engine takes its own reference to the value.
    unsafe {
        ffi::zend_update_property_ex(
            ptr::from_ref(scope).cast_mut(),
            ptr::from_ref(object).cast_mut(),
            name.as_ptr().cast_mut(),
            ptr::from_ref(value).cast_mut(),
        );
    }
    pending()
}

/// The properties of an object with their names, declared ones first.
///
/// Names of private and protected ones are mangled, as Zend keeps them.
pub(crate) fn properties(object: &ZendObject) -> impl Iterator<Item = (Zval, &Zval)> {
    entries(property_table(object))
        .map(|(name, value)| (name, value.indirect().unwrap_or(value).dereference()))
}

/// `ZEND_INTERNAL_FUNCTION`
const INTERNAL: u8 = 1;

/// The entries of an array, in order.
///
/// Not by ext-php-rs's iterator: that stops after as many entries as have a
/// value, although those without one, of properties that were unset, stand
/// among them.
pub(crate) fn entries(table: Option<&ZendHashTable>) -> impl Iterator<Item = (Zval, &Zval)> {
    let mut position: ffi::HashPosition = 0;
    std::iter::from_fn(move || {
        let table = ptr::from_ref(table?).cast_mut();
        let mut key = Zval::new();
        // SAFETY: the table lives as long as the iterator and is only read; the
        // engine copies the key, and moves the position to the next entry.
        unsafe {
            let value = ffi::zend_hash_get_current_data_ex(table, &raw mut position).as_ref()?;
            ffi::zend_hash_get_current_key_zval_ex(table, &raw mut key, &raw const position);
            ffi::zend_hash_move_forward_ex(table, &raw mut position);
            Some((key, value))
        }
    })
}

fn property_table(object: &ZendObject) -> Option<&ZendHashTable> {
    // SAFETY: plain objects use the standard handler, which builds the table
    // if need be and keeps it as long as the object lives.
    unsafe { ffi::zend_std_get_properties(ptr::from_ref(object).cast_mut()).as_ref() }
}

/// How a class declares a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    Undeclared,
    Public,
    /// Private or protected: a subclass's own business.
    Hidden,
}

/// How the class of an object declares the property of this name.
pub(crate) fn visibility(object: &ZendObject, name: &ZendStr) -> Visibility {
    // SAFETY: the table lives as long as the class, is only read, and points to
    // descriptions of properties.
    let info = unsafe {
        ffi::zend_hash_find(
            &raw const (*object.ce).properties_info,
            name.as_ptr().cast_mut(),
        )
        .as_ref()
        .and_then(|entry| entry.value.ptr.cast::<ffi::zend_property_info>().as_ref())
    };
    match info {
        None => Visibility::Undeclared,
        Some(info) if info.flags & ffi::ZEND_ACC_PUBLIC != 0 => Visibility::Public,
        Some(_) => Visibility::Hidden,
    }
}

/// Whether `__set` of the class is that of an extension, and not of PHP code.
pub(crate) fn has_internal_setter(class: &ClassEntry) -> bool {
    // SAFETY: null, or a live function, of which `type_` is a valid view.
    unsafe { class.__set.as_ref() }.is_some_and(|setter| unsafe { setter.type_ } == INTERNAL)
}

/// Whether the object has a property of this name, declared or not.
pub(crate) fn has_property(object: &ZendObject, name: &ZendStr) -> bool {
    property_table(object).is_some_and(|table| table.get(ArrayKey::ZendString(name)).is_some())
}

/// Gives a new object a property that its class does not declare, without
/// regard to `__set`.
pub(crate) fn add_property(object: &mut ZendObject, name: &ZendStr, value: Zval) {
    // SAFETY: as above. Only `object` refers to the table of a new object.
    if let Some(table) = unsafe { ffi::zend_std_get_properties(object).as_mut() } {
        let _ = table.insert(ArrayKey::ZendString(name), value);
    }
}

/// Sets the declared property at this position of a new object.
///
/// The parent of the DTO classes has no properties, so that theirs stand in the
/// order of their fields.
pub(crate) fn set_slot(object: &mut ZendObject, index: usize, value: Zval) {
    // SAFETY: an object has at least as many slots as its class has fields.
    // The slot of a new object holds a value that may be dropped.
    unsafe {
        let slot = slot_of(object, index);
        if !(*slot).is_null() {
            ptr::drop_in_place(slot);
        }
        slot.write(value);
    }
}

/// Sets the declared property at this position, and gives what it was: dropping
/// that may run PHP code.
///
/// # Safety
///
/// The object is live, its class has no parent and declares more properties than
/// that, and nobody holds a reference to the object.
pub(crate) unsafe fn replace_slot(object: *mut ZendObject, index: usize, value: Zval) -> Zval {
    // SAFETY: the slot is within the object, and holds a value.
    unsafe { ptr::replace(slot_of(object, index), value) }
}

/// Another reference to the declared property at this position.
///
/// # Safety
///
/// The same.
pub(crate) unsafe fn slot(object: *mut ZendObject, index: usize) -> Zval {
    // SAFETY: the slot is within the object, and holds a value.
    unsafe { (*slot_of(object, index)).shallow_clone() }
}

fn slot_of(object: *mut ZendObject, index: usize) -> *mut Zval {
    let slots = object.wrapping_byte_add(offset_of!(ZendObject, properties_table));
    slots.cast::<Zval>().wrapping_add(index)
}

/// Removes a property that the class does not declare.
pub(crate) fn remove_property(object: &ZendObject, name: &ZendStr) {
    // SAFETY: all pointers live for the call; without a cache slot the engine
    // looks the property up.
    unsafe {
        ffi::zend_std_unset_property(
            ptr::from_ref(object).cast_mut(),
            name.as_ptr().cast_mut(),
            ptr::null_mut(),
        );
    }
}

/// Adds an entry under a key that came out of another table.
pub(crate) fn insert(table: &mut ZendHashTable, key: &Zval, value: Zval) {
    let _ = match (key.zend_str(), key.long()) {
        (Some(name), _) => {
            let may_be_number = matches!(name.as_bytes().first(), Some(b'0'..=b'9' | b'-'));
            let number = may_be_number.then(|| name.as_str().ok()).flatten();
            match number.map(ArrayKey::from) {
                Some(ArrayKey::Long(index)) => table.insert_at_index(index, value),
                _ => table.insert(ArrayKey::ZendString(name), value),
            }
        }
        (None, Some(index)) => table.insert_at_index(index, value),
        (None, None) => Ok(()),
    };
}

/// Whether the slot of a property has no value at all.
pub(crate) fn is_undef(value: &Zval) -> bool {
    value.get_type() == DataType::Undef
}

/// A string.
pub(crate) fn string(text: impl AsRef<[u8]>) -> Zval {
    let text = text.as_ref();
    let string = ZendStr::new(text, false);
    let mut value = Zval::new();
    if text.len() > 1 {
        // Not by the setter, which asks what is known: answers have thousands
        // of strings, and only those of one letter or none are interned.
        value.value.str_ = string.into_raw();
        value.u1.type_info = ZvalTypeFlags::StringEx.bits();
    } else {
        value.set_zend_string(string);
    }
    value
}

/// A number.
pub(crate) fn long(number: i64) -> Zval {
    let mut value = Zval::new();
    value.set_long(number);
    value
}

/// What PHP wants to do in between: run signal handlers, or end the script
/// because its time is up.
///
/// `Err` if a handler threw, or if time is up; the engine sees to the rest as
/// soon as the running function returns.
pub(crate) fn run_interrupts() -> Result<(), Pending> {
    // SAFETY: the globals are this thread's. Signal handlers of C set the flags
    // behind our back, hence atomics. The interrupt function is called as the
    // engine itself calls it between two opcodes.
    unsafe {
        let globals = ffi::ext_php_rs_executor_globals();
        let interrupt = AtomicBool::from_ptr(&raw mut (*globals).vm_interrupt.value);
        if !interrupt.load(Ordering::Relaxed) {
            return Ok(());
        }
        if AtomicBool::from_ptr(&raw mut (*globals).timed_out.value).load(Ordering::Relaxed) {
            return Err(Pending);
        }
        interrupt.store(false, Ordering::Relaxed);
        if let Some(run) = ffi::zend_interrupt_function {
            run((*globals).current_execute_data);
        }
    }
    pending()
}

/// Whether a fiber is running, and not the main script.
pub(crate) fn is_in_fiber() -> bool {
    // SAFETY: the globals are this thread's.
    unsafe { !(*ffi::ext_php_rs_executor_globals()).active_fiber.is_null() }
}

/// Calls a function of PHP itself. `Err` if it threw, or is not there.
pub(crate) fn call(function: &str, args: &mut [Zval]) -> Result<Zval, Pending> {
    let mut returned = Zval::new();
    // Not by ext-php-rs's `Function::try_from_function`: that copies a whole
    // `zend_function`, and reads beyond the shorter entry of an internal one.
    //
    // SAFETY: looks a name of this length up in the table of functions.
    let entry = unsafe { ffi::zend_fetch_function_str(function.as_ptr().cast(), function.len()) };
    if !entry.is_null() {
        // SAFETY: the function is live, and so are the arguments, which are
        // counted.
        unsafe {
            ffi::zend_call_known_function(
                entry,
                ptr::null_mut(),
                ptr::null_mut(),
                &raw mut returned,
                args.len() as u32,
                args.as_mut_ptr(),
                ptr::null_mut(),
            );
        }
        pending()?;
        return Ok(returned);
    }
    let _ = ext_php_rs::exception::throw(
        ext_php_rs::zend::ce::error(),
        &format!("northbound needs PHP's function {function}(), which is disabled"),
    );
    Err(Pending)
}

/// Whether a value can be called. An autoloader may run, and throw.
///
/// Call it while owning nothing but Zend values.
pub(crate) fn is_callable(value: &Zval) -> Result<bool, Pending> {
    let is_callable = value.is_callable();
    pending()?;
    Ok(is_callable)
}

/// Calls what PHP code gave to be called. `Err` if it threw.
///
/// Call it while owning nothing but Zend values.
pub(crate) fn call_back(callable: &Zval, arguments: &mut [Zval]) -> Result<Zval, Pending> {
    let mut callable = callable.shallow_clone();
    let mut returned = Zval::new();
    // SAFETY: all values live for the call, and the arguments are counted.
    unsafe {
        ffi::_call_user_function_impl(
            ptr::null_mut(),
            &raw mut callable,
            &raw mut returned,
            arguments.len() as u32,
            arguments.as_mut_ptr(),
            ptr::null_mut(),
        );
    }
    pending()?;
    Ok(returned)
}

/// Throws the TypeError for an argument of the running function, counted from
/// 1: that it `must be` this.
pub(crate) fn wrong_type(number: u32, must: &str) -> Pending {
    let must = ZendStr::new(must, false);
    if let Ok(text) = must.as_c_str() {
        // SAFETY: the format takes one C string, and is given one that lives
        // for the call; a function is running.
        unsafe { zend_argument_type_error(number, c"must be %s".as_ptr(), text.as_ptr()) };
    }
    Pending
}

/// Whether objects of this class have a public method of this name.
pub(crate) fn has_method(class: &ClassEntry, name: &str) -> bool {
    let method = find_method(class, name);
    // SAFETY: a live function, of which `common` is a valid view.
    !method.is_null() && unsafe { (*method).common.fn_flags } & ffi::ZEND_ACC_PUBLIC != 0
}

/// A method that a class declares or inherits; null if it has none.
pub(crate) fn find_method(class: &ClassEntry, name: &str) -> *mut ffi::zend_function {
    // SAFETY: the table lives as long as the class, and holds functions.
    unsafe {
        ffi::zend_hash_str_find_ptr_lc(
            &raw const class.function_table,
            name.as_ptr().cast(),
            name.len(),
        )
        .cast()
    }
}

/// Calls a method of an object. `Err` if it threw, or is not there.
pub(crate) fn call_method(
    object: &ZendObject,
    name: &str,
    args: &mut [Zval],
) -> Result<(), Pending> {
    let method = find_method(object.get_class_entry(), name);
    if method.is_null() {
        return Err(Pending);
    }
    let mut returned = Zval::new();
    // SAFETY: a live method of the object's class; object and arguments live
    // for the call.
    unsafe {
        ffi::zend_call_known_function(
            method,
            ptr::from_ref(object).cast_mut(),
            object.ce,
            &raw mut returned,
            args.len() as u32,
            args.as_mut_ptr(),
            ptr::null_mut(),
        );
    }
    pending()
}

/// Hangs an exception on the end of the pending one's chain. Not on that by
/// which PHP ends a script, which is none.
pub(crate) fn set_previous(previous: ZBox<ZendObject>) {
    let is_exception = ExecutorGlobals::get()
        .exception()
        .is_some_and(|pending| pending.instance_of(ce::throwable()));
    if !is_exception {
        return;
    }
    let previous = previous.into_raw();
    // SAFETY: the globals are this thread's; the engine takes over the one
    // reference to `previous`.
    unsafe {
        let globals = ffi::ext_php_rs_executor_globals();
        zend_exception_set_previous((*globals).exception, previous);
    }
}

/// Takes away a pending exception of this class, and gives its message.
pub(crate) fn take_exception(class: &str) -> Option<String> {
    let expected = ClassEntry::try_find(class)?;
    let is_expected = ExecutorGlobals::get()
        .exception()
        .is_some_and(|exception| exception.instance_of(expected));
    if !is_expected {
        return None;
    }
    let exception = ExecutorGlobals::take_exception()?;
    let message = read_property(expected, &exception, &ZendStr::new("message", false));
    message.string()
}

/// A number with a fraction.
pub(crate) fn double(number: f64) -> Zval {
    let mut value = Zval::new();
    value.set_double(number);
    value
}

/// True or false.
pub(crate) fn boolean(flag: bool) -> Zval {
    let mut value = Zval::new();
    value.set_bool(flag);
    value
}

/// An array.
pub(crate) fn array(entries: ZBox<ZendHashTable>) -> Zval {
    let mut value = Zval::new();
    value.set_hashtable(entries);
    value
}

/// A new object that its constructor has not seen. `Err` if the class has no
/// objects.
pub(crate) fn new_object(class: &ClassEntry) -> Result<Zval, Pending> {
    let mut object = Zval::new();
    // SAFETY: the class is live; what the engine writes is a new object, or
    // null after it has thrown.
    unsafe {
        ffi::object_init_ex(&raw mut object, ptr::from_ref(class).cast_mut());
    }
    pending()?;
    Ok(object)
}

/// A new object, made by its constructor.
pub(crate) fn construct(class: &str, args: &mut [Zval]) -> Result<Zval, Pending> {
    let Some(ce) = ClassEntry::try_find(class) else {
        return Err(Pending);
    };
    let object = new_object(ce)?;
    if let Some(object) = object.object() {
        call_constructor(ce, object, args)?;
    }
    Ok(object)
}

/// Runs the constructor of a class on an object.
pub(crate) fn call_constructor(
    class: &ClassEntry,
    object: &ZendObject,
    args: &mut [Zval],
) -> Result<(), Pending> {
    if !class.constructor.is_null() {
        // SAFETY: the constructor of a class is a live function; object and
        // arguments live for the call.
        unsafe {
            ffi::zend_call_known_function(
                class.constructor,
                ptr::from_ref(object).cast_mut(),
                object.ce,
                ptr::null_mut(),
                args.len() as u32,
                args.as_mut_ptr(),
                ptr::null_mut(),
            );
        }
    }
    pending()
}

/// Hands an object over to a zval.
pub(crate) fn object_zval(object: ZBox<ZendObject>) -> Zval {
    let mut value = Zval::new();
    let raw = object.into_raw();
    // SAFETY: `into_raw` gives up one reference. `set_object` adds one of its
    // own, so the given-up one is released by hand.
    unsafe {
        value.set_object(&mut *raw);
        (*raw).gc.refcount -= 1;
    }
    value
}

/// A private static property.
fn read_static(class: &ClassEntry, name: &str) -> Zval {
    // SAFETY: class and name live for the call; the slot is copied at once.
    unsafe {
        ffi::zend_read_static_property(
            ptr::from_ref(class).cast_mut(),
            name.as_ptr().cast(),
            name.len(),
            true,
        )
        .as_ref()
    }
    .map_or_else(Zval::null, |value| value.dereference().shallow_clone())
}

/// Sets a private static property. It lasts until the request ends.
fn write_static(class: &ClassEntry, name: &str, value: &Zval) -> Result<(), Pending> {
    // SAFETY: as above; the engine takes its own reference to the value.
    unsafe {
        ffi::zend_update_static_property(
            ptr::from_ref(class).cast_mut(),
            name.as_ptr().cast(),
            name.len(),
            ptr::from_ref(value).cast_mut(),
        );
    }
    pending()
}

/// The value of an ini setting, as it is right now; `None` if empty.
pub(crate) fn ini(name: &CStr) -> Option<&'static str> {
    // SAFETY: the name is a C string and its length is right. The value is
    // copied by every caller before PHP code can change the setting; `'static`
    // stands for "until then".
    unsafe {
        let mut exists = false;
        let value = ffi::zend_ini_string_ex(
            name.as_ptr(),
            name.count_bytes(),
            // A bool from PHP 8.6 on, and an int before.
            false.into(),
            &raw mut exists,
        );
        if value.is_null() {
            return None;
        }
        let value = CStr::from_ptr(value);
        if value.is_empty() {
            return None;
        }
        value.to_str().ok()
    }
}
