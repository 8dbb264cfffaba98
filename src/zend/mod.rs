//! The parts of the Zend API that ext-php-rs does not wrap. This layer handles the
//! differences between versions of PHP.

pub(crate) mod array;
pub(crate) mod class;
pub(crate) mod error;
pub(crate) mod exception;
pub(crate) mod function;
pub(crate) mod ini_value;
pub(crate) mod interrupt;
pub(crate) mod memory;
pub(crate) mod method;
pub(crate) mod native_object;
pub(crate) mod open_basedir;
pub(crate) mod path;
pub(crate) mod property;
pub(crate) mod request;
pub(crate) mod startup;
pub(crate) mod value;

pub(crate) use array::{entries, insert};
pub(crate) use error::{Thrown, deprecated, log, pending, warn, warning, wrong_type};
pub(crate) use exception::{set_previous, take_exception};
pub(crate) use function::{
    call, call_back, call_constructor, call_method, call_method_of, construct, find_method,
    has_internal_setter, has_method, include, is_callable, is_user_method, new_object,
};
pub(crate) use ini_value::ini;
pub(crate) use interrupt::{is_in_fiber, run_interrupts};
pub(crate) use memory::MemoryLimit;
pub(crate) use property::{
    Visibility, add_property, has_property, properties, read_declared, read_property,
    remove_property, replace_slot, set_slot, slot, visibility, write_property,
};
pub(crate) use startup::unload_at_request_end;
pub(crate) use value::{
    array, boolean, class_name, double, double_text, is_undef, long, object_zval, string, type_name,
};
