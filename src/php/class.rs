//! Plain classes: ordinary Zend classes with declared properties and methods
//! written in Rust, and no Rust object behind them.
//!
//! So `var_dump`, `clone`, `serialize`, `foreach`, `isset`, subclassing and
//! reflection work as for a class written in PHP.
//!
//! They are registered with Zend's own calls, because ext-php-rs's builder
//! gives every parameter a type, and the SDK's have none: a subclass written
//! for the original could not override a typed method.

use std::ffi::{CStr, c_int};
use std::iter;
use std::mem::MaybeUninit;
use std::ptr;

use ext_php_rs::args::ArgInfo;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::error::{Error, Result};
use ext_php_rs::ffi;
use ext_php_rs::flags::PropertyFlags;
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::{ClassEntry, ExecuteData, FunctionEntry};

use super::{startup, zend};

unsafe extern "C" {
    fn zend_declare_typed_property(
        ce: *mut ffi::zend_class_entry,
        name: *mut ffi::zend_string,
        property: *mut Zval,
        access_type: c_int,
        doc_comment: *mut ffi::zend_string,
        types: ffi::zend_type,
    ) -> *mut ffi::zend_property_info;
}

/// Namespaces of the original SDK.
pub(super) mod namespace {
    pub(crate) const ROOT: &str = "North_PHP_SDK";
    pub(crate) const CLIENT: &str = "North_PHP_SDK\\client";
    pub(crate) const DTO: &str = "North_PHP_SDK\\client\\dto";
    pub(crate) const INVOKEAPI: &str = "North_PHP_SDK\\client\\invokeapi";
    pub(crate) const CONSTANT: &str = "North_PHP_SDK\\constant";
    pub(crate) const UTILS: &str = "North_PHP_SDK\\utils";
}

/// The types that a parameter or a property may have, as Zend writes them.
pub(super) mod types {
    use ext_php_rs::ffi;

    pub(crate) const NULL: u32 = 1 << ffi::IS_NULL;
    pub(crate) const BOOL: u32 = ffi::MAY_BE_BOOL;
    pub(crate) const INT: u32 = 1 << ffi::IS_LONG;
    pub(crate) const FLOAT: u32 = 1 << ffi::IS_DOUBLE;
    pub(crate) const STRING: u32 = 1 << ffi::IS_STRING;
    pub(crate) const ARRAY: u32 = 1 << ffi::IS_ARRAY;
    pub(crate) const CALLABLE: u32 = 1 << ffi::IS_CALLABLE;
}

/// The type `never`, which satisfies whatever an interface prescribes.
const MAY_BE_NEVER: u32 = 1 << 17;

/// What Zend calls.
pub(super) type Handler = extern "C" fn(&mut ExecuteData, &mut Zval);

/// What a method declares to return.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Declared {
    /// A value of these types.
    Type(u32),
    /// Nothing, as the SDK's methods.
    Nothing,
    /// What an interface of PHP prescribes, until that has been checked.
    ForInterface,
    /// Text: `__toString`, to whose overrides PHP adds the type by itself.
    Text,
}

/// A parameter of a method.
struct Param<'a> {
    name: &'a str,
    /// 0 for none. Zend only tells of it; the handler checks it.
    types: u32,
    /// What it is if it is left out, as PHP code.
    default: &'static CStr,
    /// Whether stack traces leave it out.
    is_secret: bool,
}

/// A method: its name, parameters and handler.
pub(super) struct Method<'a> {
    name: &'a str,
    params: Vec<Param<'a>>,
    /// Parameters from this one on may be left out.
    required: usize,
    handler: Handler,
    flags: u32,
    result: Declared,
}

impl<'a> Method<'a> {
    pub(super) fn new(
        name: &'a str,
        params: impl IntoIterator<Item = &'a str>,
        handler: Handler,
    ) -> Self {
        let param = |name| Param {
            name,
            types: 0,
            default: c"null",
            is_secret: false,
        };
        let params: Vec<_> = params.into_iter().map(param).collect();
        Self {
            name,
            required: params.len(),
            params,
            handler,
            flags: ffi::ZEND_ACC_PUBLIC,
            result: Declared::Nothing,
        }
    }

    pub(super) fn requiring(mut self, count: usize) -> Self {
        self.required = count;
        self
    }

    /// Declares the types of the parameter of this name, and its default.
    pub(super) fn typing(mut self, name: &str, types: u32, default: &'static CStr) -> Self {
        for param in self.params.iter_mut().filter(|param| param.name == name) {
            (param.types, param.default) = (types, default);
        }
        self
    }

    /// Keeps the parameters at these positions out of stack traces.
    pub(super) fn hiding(mut self, positions: impl IntoIterator<Item = usize>) -> Self {
        for position in positions {
            if let Some(param) = self.params.get_mut(position) {
                param.is_secret = true;
            }
        }
        self
    }

    pub(super) fn with_static(mut self) -> Self {
        self.flags |= ffi::ZEND_ACC_STATIC;
        self
    }

    pub(super) fn declaring(mut self, result: Declared) -> Self {
        self.result = result;
        self
    }

    /// Its own name and those of its parameters.
    fn names(&self) -> impl Iterator<Item = &'a str> + Clone {
        iter::once(self.name).chain(self.params.iter().map(|param| param.name))
    }

    /// What Zend wants to know of its result and of its parameters.
    fn infos(&self, names: &[&'static str]) -> impl Iterator<Item = ArgInfo> {
        let typed = |type_mask| ffi::zend_type {
            ptr: ptr::null_mut(),
            type_mask,
        };
        // The first element describes the function itself.
        let result = ArgInfo {
            name: self.required as *const _,
            type_: typed(match self.result {
                Declared::Nothing => 0,
                Declared::ForInterface => MAY_BE_NEVER,
                Declared::Text => types::STRING,
                Declared::Type(types) => types,
            }),
            default_value: ptr::null(),
        };
        let params = self.params.iter().zip(names).enumerate();
        iter::once(result).chain(params.map(move |(index, (param, name))| ArgInfo {
            name: name.as_ptr().cast(),
            type_: typed(param.types),
            default_value: if index < self.required {
                ptr::null()
            } else {
                param.default.as_ptr()
            },
        }))
    }

    /// Zend's description of the method.
    fn entry(&self, name: &'static str, infos: &'static [ArgInfo]) -> Result<FunctionEntry> {
        let mut entry = FunctionEntry::end();
        entry.fname = name.as_ptr().cast();
        // SAFETY: both are `extern "C"` functions of two pointers; references
        // are pointers that are not null, as Zend's are.
        entry.handler = Some(unsafe {
            std::mem::transmute::<Handler, unsafe extern "C" fn(*mut ExecuteData, *mut Zval)>(
                self.handler,
            )
        });
        entry.num_args = u32::try_from(self.params.len())?;
        entry.arg_info = infos.as_ptr();
        entry.flags = self.flags;
        Ok(entry)
    }
}

/// The names as C's, each followed by a NUL that does not count. Never freed, and in
/// one piece: there are a thousand of them whenever the extension is loaded.
fn leaked<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Vec<&'static str> {
    let bytes = names.clone().map(|name| name.len() + 1).sum();
    let mut text = String::with_capacity(bytes);
    for name in names.clone() {
        text.push_str(name);
        text.push('\0');
    }
    let mut rest: &'static str = text.leak();
    let mut cut = |name: &str| {
        let (name, after) = rest.split_at(name.len());
        rest = after.get(1..).unwrap_or_default();
        name
    };
    names.map(&mut cut).collect()
}

/// Methods that have been made ready, to be shared by many classes.
pub(super) struct Methods {
    /// Ends with an empty entry. Never freed.
    entries: &'static [FunctionEntry],
    /// Names of those whose declared result is only for the interface's sake.
    prescribed: Vec<&'static str>,
    /// Methods and the parameters that stack traces leave out.
    secret: Vec<(&'static str, Vec<u32>)>,
}

impl Methods {
    pub(super) fn new<'a>(methods: impl IntoIterator<Item = Method<'a>>) -> Result<Self> {
        let methods: Vec<_> = methods.into_iter().collect();
        let names = leaked(methods.iter().flat_map(Method::names));
        let mut infos = Vec::with_capacity(names.len());
        let mut rest = &names[..];
        for method in &methods {
            let (own, after) = rest.split_at(1 + method.params.len());
            infos.extend(method.infos(&own[1..]));
            rest = after;
        }
        let mut made = Self {
            entries: &[],
            prescribed: Vec::new(),
            secret: Vec::new(),
        };
        let mut entries = Vec::with_capacity(methods.len() + 1);
        let (mut names, mut infos) = (&names[..], &*infos.leak());
        for method in &methods {
            let count = 1 + method.params.len();
            let name = names[0];
            entries.push(method.entry(name, infos)?);
            if method.result == Declared::ForInterface {
                made.prescribed.push(name);
            }
            let params = (0..).zip(&method.params);
            let secrets: Vec<_> = params
                .filter_map(|(index, param)| param.is_secret.then_some(index))
                .collect();
            if !secrets.is_empty() {
                made.secret.push((name, secrets));
            }
            (names, infos) = (&names[count..], &infos[count..]);
        }
        entries.push(FunctionEntry::end());
        made.entries = entries.leak();
        Ok(made)
    }
}

/// Registers a class. Members can be declared afterwards, as long as modules
/// start.
pub(super) fn register(
    namespace: &str,
    name: &str,
    methods: &Methods,
    parent: Option<&ClassEntry>,
    interfaces: &[&ClassEntry],
) -> Result<&'static mut ClassEntry> {
    let ce = register_bare(namespace, name, Some(methods), parent)?;
    for interface in interfaces {
        // SAFETY: both are live; interfaces of PHP itself are there already.
        unsafe {
            ffi::zend_do_implement_interface(ce, ptr::from_ref(*interface).cast_mut());
        }
    }
    for (method, params) in &methods.secret {
        startup::hide_parameters(zend::find_method(ce, method), params);
    }
    for name in &methods.prescribed {
        let method = zend::find_method(ce, name);
        if !method.is_null() {
            // SAFETY: a live function of this class. The interface has been
            // checked; without the flag, subclasses may override the method
            // without a result, as they could the original's.
            unsafe { (*method).common.fn_flags &= !ffi::ZEND_ACC_HAS_RETURN_TYPE };
        }
    }
    Ok(ce)
}

/// Puts the name of a class together with its namespace.
pub(super) fn join_name(full_name: &mut String, namespace: &str, name: &str) {
    // By pieces, as all names here: what joins texts would be loaded for this.
    full_name.clear();
    full_name.reserve(namespace.len() + 1 + name.len());
    full_name.push_str(namespace);
    full_name.push('\\');
    full_name.push_str(name);
}

/// Registers a class, without what it implements.
pub(super) fn register_bare(
    namespace: &str,
    name: &str,
    methods: Option<&Methods>,
    parent: Option<&ClassEntry>,
) -> Result<&'static mut ClassEntry> {
    // SAFETY: a zeroed class entry is what C code starts from, too. Zend
    // copies it into memory of its own.
    let mut draft: ClassEntry = unsafe { MaybeUninit::zeroed().assume_init() };
    let mut full_name = String::new();
    join_name(&mut full_name, namespace, name);
    draft.name = ZendStr::new_interned(full_name, true).into_raw();
    if let Some(methods) = methods {
        draft.info.internal.builtin_functions = methods.entries.as_ptr();
    }
    let parent = parent.map_or(ptr::null_mut(), |ce| ptr::from_ref(ce).cast_mut());
    // SAFETY: called at module start; the function table ends with an empty
    // entry and is never freed, and parents are registered before children.
    unsafe { ffi::zend_register_internal_class_ex(&raw mut draft, parent).as_mut() }
        .ok_or(Error::InvalidPointer)
}

/// Declares an untyped property. The default must not need reference counts:
/// null, a number, or text, which is interned.
pub(super) fn property(
    ce: &mut ClassEntry,
    name: &str,
    flags: PropertyFlags,
    default: Default<'_>,
) -> Result<()> {
    let name = ZendStr::new_interned(name, true);
    let mut value = default.into_zval()?;
    // SAFETY: called at module start on a class that was just registered; the
    // value is copied, and the name is interned.
    unsafe {
        ffi::zend_declare_property_ex(
            ce,
            name.as_ptr().cast_mut(),
            &raw mut value,
            flags.bits().try_into()?,
            ptr::null_mut(),
        );
    }
    Ok(())
}

/// Declares a public property that is set once, by the extension itself.
pub(super) fn readonly(ce: &mut ClassEntry, name: &str, types: u32) {
    /// `ZEND_ACC_READONLY`
    const READONLY: u32 = 1 << 7;
    let name = ZendStr::new_interned(name, true);
    let mut unset = Zval::new();
    unset.u1.type_info = ffi::IS_UNDEF;
    // SAFETY: called at module start on a class that was just registered; the
    // name is interned, and the type is one of PHP's own, without a name.
    unsafe {
        zend_declare_typed_property(
            ce,
            name.as_ptr().cast_mut(),
            &raw mut unset,
            (ffi::ZEND_ACC_PUBLIC | READONLY) as c_int,
            ptr::null_mut(),
            ffi::zend_type {
                ptr: ptr::null_mut(),
                type_mask: types,
            },
        );
    }
}

/// Declares a public class constant.
pub(super) fn constant(ce: &mut ClassEntry, name: &str, value: Zval) {
    let name = ZendStr::new_interned(name, true);
    let mut value = std::mem::ManuallyDrop::new(value);
    // SAFETY: as above; the constant table takes over the value.
    unsafe {
        ffi::zend_declare_class_constant_ex(
            ce,
            name.as_ptr().cast_mut(),
            &raw mut *value,
            ffi::ZEND_ACC_PUBLIC as i32,
            ptr::null_mut(),
        );
    }
}

/// What a property starts as.
pub(super) enum Default<'a> {
    Null,
    Long(i64),
    Text(&'a str),
}

impl Default<'_> {
    pub(super) fn into_zval(self) -> Result<Zval> {
        match self {
            Default::Null => Ok(Zval::null()),
            Default::Long(number) => number.into_zval(true),
            Default::Text(text) => {
                let mut value = Zval::new();
                value.set_interned_string(text, true)?;
                Ok(value)
            }
        }
    }
}

/// The class of PHP with this name, while modules start.
pub(super) fn builtin(lower_case_name: &str) -> Result<&'static ClassEntry> {
    // SAFETY: the compiler's class table is there while modules start, and
    // the classes of built-in modules live for the process.
    unsafe {
        let table = (*ffi::ext_php_rs_compiler_globals()).class_table;
        ffi::zend_hash_str_find_ptr_lc(
            table,
            lower_case_name.as_ptr().cast(),
            lower_case_name.len(),
        )
        .cast::<ClassEntry>()
        .as_ref()
    }
    .ok_or(Error::InvalidPointer)
}

/// Makes every class of the SDK known in a second namespace as well, as the
/// Composer fork of the original has them.
pub(super) fn alias_all(namespace: &str) {
    // Collected first, since every alias is an entry in the same table.
    let classes: Vec<(&'static ClassEntry, String)> = startup::classes()
        .filter_map(|class| {
            let rest = class.name()?.strip_prefix(self::namespace::ROOT)?;
            Some((class, format!("{namespace}{rest}")))
        })
        .collect();
    for (class, name) in classes {
        alias(class, &name);
    }
}

/// Makes a class known under a second name.
pub(super) fn alias(class: &'static ClassEntry, name: &str) {
    // SAFETY: called at module start with a live class; the name is copied.
    unsafe {
        ffi::zend_register_class_alias_ex(
            name.as_ptr().cast(),
            name.len(),
            ptr::from_ref(class).cast_mut(),
            true,
        );
    }
}
