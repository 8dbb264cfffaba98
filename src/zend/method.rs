//! Methods: their declarations, and the function entries for Zend.
//!
//! ext-php-rs's builder cannot be used: it gives every parameter a type, and the SDK's
//! parameters have none. A subclass written for the original could not override a
//! method with typed parameters.

use std::ffi::CStr;
use std::iter;
use std::ptr;

use ext_php_rs::args::ArgInfo;
use ext_php_rs::error::Result;
use ext_php_rs::ffi;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ExecuteData, FunctionEntry, ZendType};

/// The types of parameters and properties, as Zend's bit masks.
pub(crate) mod types {
    use ext_php_rs::ffi;

    pub(crate) const NULL: u32 = 1 << ffi::IS_NULL;
    pub(crate) const BOOL: u32 = ffi::MAY_BE_BOOL;
    pub(crate) const INT: u32 = 1 << ffi::IS_LONG;
    pub(crate) const FLOAT: u32 = 1 << ffi::IS_DOUBLE;
    pub(crate) const STRING: u32 = 1 << ffi::IS_STRING;
    pub(crate) const ARRAY: u32 = 1 << ffi::IS_ARRAY;
    pub(crate) const CALLABLE: u32 = 1 << ffi::IS_CALLABLE;
}

/// The type `never`, which is compatible with every return type of an interface.
const MAY_BE_NEVER: u32 = 1 << 17;

/// The function that Zend calls.
pub(crate) type Handler = extern "C" fn(&mut ExecuteData, &mut Zval);

/// The return type that a method declares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declared {
    /// A value of these types.
    Type(u32),
    /// No return type, as in the methods of the SDK.
    Nothing,
    /// A type that satisfies PHP's interface, until Zend has checked the interface.
    ForInterface,
    /// `string`, for `__toString`: PHP adds this type to overrides by itself.
    Text,
}

/// A parameter of a method.
struct MethodParam<'a> {
    name: &'a str,
    /// 0 for no type. Zend only shows it in reflection; the handler checks the value.
    types: u32,
    /// Class that it declares, by its full name. The handler checks this, too.
    class: Option<&'static str>,
    /// The default value, as PHP code.
    default: &'static CStr,
    /// True if stack traces leave out its value.
    is_secret: bool,
}

/// A method: its name, parameters and handler.
pub(crate) struct Method<'a> {
    name: &'a str,
    params: Vec<MethodParam<'a>>,
    /// The number of required parameters; the ones after them are optional.
    required: usize,
    handler: Handler,
    flags: u32,
    result: Declared,
}

impl<'a> Method<'a> {
    pub(crate) fn new(
        name: &'a str,
        params: impl IntoIterator<Item = &'a str>,
        handler: Handler,
    ) -> Self {
        let param = |name| MethodParam {
            name,
            types: 0,
            class: None,
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

    /// Makes only the first `count` parameters required.
    pub(crate) fn requiring(mut self, count: usize) -> Self {
        self.required = count;
        self
    }

    /// Declares the class of the parameter of this name.
    pub(crate) fn typing_class(mut self, name: &str, class: &'static str) -> Self {
        for param in self.params.iter_mut().filter(|param| param.name == name) {
            param.class = Some(class);
        }
        self
    }

    /// Declares the types and the default of the parameter of this name.
    pub(crate) fn typing(mut self, name: &str, types: u32, default: &'static CStr) -> Self {
        for param in self.params.iter_mut().filter(|param| param.name == name) {
            (param.types, param.default) = (types, default);
        }
        self
    }

    /// Adds a variadic parameter of this name.
    pub(crate) fn with_rest(mut self, name: &'a str) -> Self {
        self.params.push(MethodParam {
            name,
            types: ffi::_ZEND_IS_VARIADIC_BIT,
            class: None,
            default: c"",
            is_secret: false,
        });
        self
    }

    /// Hides the values of the parameters at these positions from stack traces.
    pub(crate) fn hiding(mut self, positions: impl IntoIterator<Item = usize>) -> Self {
        for position in positions {
            if let Some(param) = self.params.get_mut(position) {
                param.is_secret = true;
            }
        }
        self
    }

    /// Makes the method static.
    pub(crate) fn with_static(mut self) -> Self {
        self.flags |= ffi::ZEND_ACC_STATIC;
        self
    }

    /// Sets the return type.
    pub(crate) fn declaring(mut self, result: Declared) -> Self {
        self.result = result;
        self
    }

    /// Iterates over the name of the method and the names of its parameters.
    fn names(&self) -> impl Iterator<Item = &'a str> + Clone {
        iter::once(self.name).chain(self.params.iter().map(|param| param.name))
    }

    /// Builds Zend's descriptions of the return type and of the parameters.
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
        iter::once(result).chain(params.map(move |(index, (param, name))| {
            ArgInfo {
                name: name.as_ptr().cast(),
                type_: match param.class {
                    Some(class) => ZendType::empty_from_type(
                        DataType::Object(class.into()),
                        false,
                        false,
                        false,
                    )
                    .unwrap_or_else(|| typed(param.types)),
                    None => typed(param.types),
                },
                default_value: if index < self.required || param.default.is_empty() {
                    ptr::null()
                } else {
                    param.default.as_ptr()
                },
            }
        }))
    }

    /// Builds Zend's entry for the method.
    fn entry(&self, name: &'static str, infos: &'static [ArgInfo]) -> Result<FunctionEntry> {
        let mut entry = FunctionEntry::end();
        entry.fname = name.as_ptr().cast();
        // SAFETY: both are `extern "C"` functions of two pointers. References are
        // pointers that are not null, and Zend passes no null.
        entry.handler = Some(unsafe {
            std::mem::transmute::<Handler, unsafe extern "C" fn(*mut ExecuteData, *mut Zval)>(
                self.handler,
            )
        });
        entry.num_args = u32::try_from(self.params.len())?;
        entry.arg_info = infos.as_ptr();
        entry.flags = widened(self.flags);
        Ok(entry)
    }
}

/// Converts flags to the width of Zend's function flags: 64 bits from PHP 8.6 on, 32
/// in earlier versions.
fn widened<T: From<u32>>(flags: u32) -> T {
    flags.into()
}

/// Copies the names to memory that is never freed, each with a NUL after it that is not
/// part of the returned text. All are in one allocation: there are a thousand names
/// whenever the extension is loaded.
fn leak_names<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Vec<&'static str> {
    let bytes = names.clone().map(|name| name.len() + 1).sum();
    let mut text = String::with_capacity(bytes);
    for name in names.clone() {
        text.push_str(name);
        text.push('\0');
    }
    let mut rest: &'static str = text.leak();
    let mut next_name = |name: &str| {
        let (name, after) = rest.split_at(name.len());
        rest = after.get(1..).unwrap_or_default();
        name
    };
    names.map(&mut next_name).collect()
}

/// A table of methods in Zend's format, which many classes may share.
pub(crate) struct Methods {
    /// Ends with an empty entry. Never freed.
    pub(crate) entries: &'static [FunctionEntry],
    /// The methods whose return type is removed after Zend has checked the interface.
    pub(crate) for_interface: Vec<&'static str>,
    /// The methods with parameters that stack traces leave out, and their positions.
    pub(crate) secret: Vec<(&'static str, Vec<u32>)>,
}

impl Methods {
    pub(crate) fn new<'a>(methods: impl IntoIterator<Item = Method<'a>>) -> Result<Self> {
        let methods: Vec<_> = methods.into_iter().collect();
        let names = leak_names(methods.iter().flat_map(Method::names));
        let mut infos = Vec::with_capacity(names.len());
        let mut rest = &names[..];
        for method in &methods {
            let (own, after) = rest.split_at(1 + method.params.len());
            infos.extend(method.infos(&own[1..]));
            rest = after;
        }
        let mut table = Self {
            entries: &[],
            for_interface: Vec::new(),
            secret: Vec::new(),
        };
        let mut entries = Vec::with_capacity(methods.len() + 1);
        let (mut names, mut infos) = (&names[..], &*infos.leak());
        for method in &methods {
            let count = 1 + method.params.len();
            let name = names[0];
            entries.push(method.entry(name, infos)?);
            if method.result == Declared::ForInterface {
                table.for_interface.push(name);
            }
            let params = (0..).zip(&method.params);
            let secrets: Vec<_> = params
                .filter_map(|(index, param)| param.is_secret.then_some(index))
                .collect();
            if !secrets.is_empty() {
                table.secret.push((name, secrets));
            }
            (names, infos) = (&names[count..], &infos[count..]);
        }
        entries.push(FunctionEntry::end());
        table.entries = entries.leak();
        Ok(table)
    }
}
