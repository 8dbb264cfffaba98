//! Macros that turn a row into both halves of the SDK: the description from which the PHP
//! classes are registered, and the Rust type or function.

/// Declares DTOs.
///
/// ```text
/// dto! {
///     /// Description of the DTO.
///     RustName = "PhpName" {
///         /// Description of the field.
///         rust_name: Type = "phpName",
///         /// A field that is masked.
///         rust_name: Type = "phpName" (secret),
///         /// A boolean that PHP returns as text.
///         rust_name: bool = "phpName" (as_text),
///         /// A field with two names.
///         rust_name: Type = "phpName" (also "otherName"),
///         /// A field that is set in new objects.
///         rust_name: Type = "phpName" default 0,
///     } [string form: "field", …]
/// }
/// ```
///
/// Other string forms: `[string form as "OtherName"]`, and `[string form
/// exactly "Name [field={field}, other{other:json}]"]`.
macro_rules! dto {
    ($(
        $(#[doc = $doc:literal])+
        $rust:ident = $php:literal {
            $(
                $(#[doc = $field_doc:literal])+
                $field:ident : $ty:ident $(<$of:ident>)? = $name:literal $(($handling:ident $($also:literal)?))?
                    $(default $default:literal)?,
            )+
        } $([string form $($form:tt)+])?
    )+) => {
        /// Rows of the DTOs of this module.
        #[doc(hidden)]
        pub static DTOS: &[&$crate::sdk::Dto] = &[$(<$rust as $crate::sdk::DtoType>::DTO),+];
        $(
        $(#[doc = $doc])+
        ///
        /// Fields that are `None` are not sent. Fields that the documents do
        /// not list are in `extra`.
        #[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        pub struct $rust {
            $(
                $(#[doc = $field_doc])+
                #[serde(
                    rename = $name,
                    $($(alias = $also,)?)?
                    default,
                    deserialize_with = "crate::sdk::table::field_value::read",
                    skip_serializing_if = "Option::is_none"
                )]
                pub $field: Option<$ty$(<$of>)?>,
            )+
            /// Fields that the documents do not list.
            #[serde(flatten)]
            pub extra: serde_json::Map<String, serde_json::Value>,
        }

        impl $crate::sdk::table::model::sealed::Sealed for $rust {}

        impl $crate::sdk::DtoType for $rust {
            const DTO: &'static $crate::sdk::Dto = {
                static ROW: $crate::sdk::Dto = $crate::sdk::Dto {
                    name: $php,
                    docs: $crate::sdk::table::model::Docs::new(&[$($doc),+]),
                    fields: &[$($crate::sdk::Field {
                        name: $name,
                        docs: $crate::sdk::table::model::Docs::new(&[$($field_doc),+]),
                        kind: &$crate::sdk::FieldSpec {
                            shape: <$ty$(<$of>)? as $crate::sdk::FieldValue>::SHAPE,
                            words: <$ty$(<$of>)? as $crate::sdk::FieldValue>::WORDS,
                            handling: dto!(@handling $($handling $($also)?)?),
                            default: dto!(@literal $($default)?),
                        },
                    }),+],
                    string_form: dto!(@form $($($form)+)?),
                };
                &ROW
            };
        }

        /// Setters, to be chained after `default()`.
        #[allow(clippy::wrong_self_convention, reason = "fields have such names")]
        impl $rust {
            $(dto!(@setter $field, $ty $($of)?);)+
        }

        impl Default for $rust {
            fn default() -> Self {
                Self {
                    $($field: dto!(@default $($default)?),)+
                    extra: serde_json::Map::new(),
                }
            }
        }

        impl $crate::sdk::FieldValue for $rust {
            const SHAPE: $crate::sdk::Shape =
                $crate::sdk::Shape::Object(<$rust as $crate::sdk::DtoType>::DTO);

            fn from_json(value: serde_json::Value) -> serde_json::Result<Option<Self>> {
                match value {
                    // An empty object, as PHP writes it.
                    serde_json::Value::Array(items) if items.is_empty() => Ok(Some(Self::default())),
                    serde_json::Value::Object(_) => serde_json::from_value(value).map(Some),
                    other => serde_json::from_value::<serde_json::Map<_, serde_json::Value>>(other)
                        .map(|_| None),
                }
            }
        }

        impl std::fmt::Debug for $rust {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut out = f.debug_struct(stringify!($rust));
                $(
                    if let Some(_value) = &self.$field {
                        dto!(@debug out, $field, _value, $($handling)?);
                    }
                )+
                if !self.extra.is_empty() {
                    out.field("extra", &self.extra);
                }
                out.finish()
            }
        }
    )+};
    (@setter $field:ident, Vec $of:ident) => {
        #[doc = concat!("Sets the field `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, items: impl IntoIterator<Item = impl Into<$of>>) -> Self {
            self.$field = Some(items.into_iter().map(Into::into).collect());
            self
        }
    };
    (@setter $field:ident, $ty:ident) => {
        #[doc = concat!("Sets the field `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<$ty>) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
    (@handling) => { $crate::sdk::Handling::Plain };
    (@handling secret) => { $crate::sdk::Handling::Secret };
    (@handling as_text) => { $crate::sdk::Handling::BooleanAsText };
    (@handling also $also:literal) => { $crate::sdk::Handling::Also($also) };
    (@form) => { $crate::sdk::StringForm::Regular };
    (@form as $name:literal) => { $crate::sdk::StringForm::As($name) };
    (@form exactly $template:literal) => { $crate::sdk::StringForm::Exactly($template) };
    (@form : $($printed:literal),+) => { $crate::sdk::StringForm::Only(&[$($printed),+]) };
    (@literal) => { None };
    (@literal $default:literal) => { Some(stringify!($default)) };
    (@default) => { None };
    (@default $default:literal) => { Some($default.into()) };
    (@debug $out:ident, $field:ident, $value:ident, secret) => {
        $out.field(stringify!($field), &$crate::sdk::MASK);
    };
    (@debug $out:ident, $field:ident, $value:ident, $($handling:ident)?) => {
        $out.field(stringify!($field), $value);
    };
}

/// Declares a service class. Each operation becomes a function that builds a
/// [`Request`](crate::sdk::Request) without sending it. The DTOs of the module belong to the
/// service.
///
/// ```text
/// service! {
///     /// Purpose of the service.
///     "PhpClass" {
///         /// Effect of the operation.
///         rust_name(rust_param "phpParam": Path, …) = "phpMethod" Get "/path/{phpParam}" -> OutDto;
///
///         /// A list that has a paginator, and a method for many calls.
///         rust_name(…) = "phpMethod" Get "/path" -> OutDto,
///             pages of Row by "idOfRow" as "phpPaginator",
///             many as "phpMethods";
///     }
///     "phpMethod" is "phpMethod2" or "phpMethod3";
/// }
/// ```
macro_rules! service {
    (
        $(#[doc = $doc:literal])+
        $class:literal {
            $(
                $(#[doc = $op_doc:literal])+
                $rust:ident (
                    $($arg:ident $param:literal : $place:ident $(<$dto:ty>)?),* $(,)?
                )
                    = $method:literal $verb:ident $path:literal $(by $credentials:ident)? $(-> $out:ty)?
                    $(, pages of $row:ident by $id:literal as $paginator:literal)?
                    $(, many as $many:literal)?;
            )+
        }
        $($overload:literal is $first:literal $(or $other:literal)+;)*
    ) => {
        /// Row of the service in the table.
        #[doc(hidden)]
        pub static SERVICE: $crate::sdk::Service = $crate::sdk::Service {
            class: $class,
            docs: $crate::sdk::table::model::Docs::new(&[$($doc),+]),
            operations: &[$(&rows::$rust),+],
            dtos: DTOS,
            overloads: &[$($crate::sdk::Overload {
                method: $overload,
                methods: &[$first $(, $other)+],
            }),*],
        };

        #[allow(non_upper_case_globals)]
        mod rows {
            #[allow(unused_imports)]
            use super::*;
            $(
                pub(crate) static $rust: $crate::sdk::Operation = $crate::sdk::Operation {
                    method: $method,
                    docs: $crate::sdk::table::model::Docs::new(&[$($op_doc),+]),
                    params: &[$($crate::sdk::Param {
                        name: $param,
                        place: <$place$(<$dto>)? as $crate::sdk::table::argument::Argument>::PLACE,
                    }),*],
                    verb: $crate::sdk::Verb::$verb,
                    path: $path,
                    credentials: service!(@credentials $($credentials)?),
                    returns: service!(@returns $($out)?),
                    paging: service!(@paging $($id $paginator)?),
                    many: service!(@many $($many)?),
                };
            )+
        }

        $(service!(@page $($out)? $(, $row)?);)+

        $(
            $(#[doc = $op_doc])+
            ///
            /// # Errors
            ///
            /// 1007 if an argument cannot be sent, 1009 if the token is empty.
            pub fn $rust(
                $($arg: service!(@arg $place $($dto)?)),*
            ) -> Result<$crate::sdk::Request<service!(@out $($out)?)>, $crate::NorthApiError> {
                #[allow(unused_mut)]
                let mut request = $crate::sdk::RequestBuilder::new(&rows::$rust);
                #[allow(unused_mut, unused_variables)]
                let mut params = rows::$rust.params.iter();
                $(
                    if let Some(param) = params.next() {
                        type Placed = $place$(<$dto>)?;
                        let value = <Placed as $crate::sdk::table::argument::Argument>::value(
                            $arg, param, &request,
                        )?;
                        request.place(param, value)?;
                    }
                )*
                request.build()
            }
        )+
    };
    (@arg Path) => { &str };
    (@arg Query) => { Option<&str> };
    (@arg BearerToken) => { &$crate::sdk::Token };
    (@arg Fields $dto:ty) => { &$dto };
    (@arg PathFields $dto:ty) => { &$dto };
    (@paging) => { None };
    (@paging $id:literal $paginator:literal) => {
        Some($crate::sdk::Paging { method: $paginator, id: $id })
    };
    (@many) => { None };
    (@many $many:literal) => { Some($many) };
    (@page $($out:ty)?) => {};
    (@page $out:ty, $row:ident) => {
        impl $crate::sdk::PagedResponse for $out {
            type Row = $row;
        }
    };
    (@credentials) => { $crate::sdk::Credentials::Token };
    (@credentials $credentials:ident) => { $crate::sdk::Credentials::$credentials };
    (@returns) => { None };
    (@returns $out:ty) => { Some(<$out as $crate::sdk::FieldValue>::SHAPE) };
    (@out) => { () };
    (@out $out:ty) => { $out };
}
