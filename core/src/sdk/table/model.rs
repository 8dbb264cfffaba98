//! Types of the rows of the table: DTOs, fields, services and operations.

use std::borrow::Cow;
use std::fmt;

/// Documentation of a row, in lines of Markdown.
///
/// Builds without the feature `docs` leave it out, such as the PHP extension: nothing reads
/// it there, and every server would load it.
#[derive(Debug, Clone, Copy)]
pub struct Docs(#[cfg(feature = "docs")] &'static [&'static str]);

impl Docs {
    #[cfg_attr(not(feature = "docs"), expect(unused_variables, reason = "left out"))]
    pub(crate) const fn new(lines: &'static [&'static str]) -> Self {
        Self(
            #[cfg(feature = "docs")]
            lines,
        )
    }

    /// Returns the lines; none without the feature `docs`.
    pub const fn lines(self) -> &'static [&'static str] {
        #[cfg(feature = "docs")]
        return self.0;
        #[cfg(not(feature = "docs"))]
        &[]
    }
}

/// Row of a data transfer object, as the vendor documents it: one PHP class.
#[derive(Debug)]
pub struct Dto {
    /// PHP class name, without its namespace.
    pub name: &'static str,
    /// Description of the DTO.
    pub docs: Docs,
    /// Fields, in the order in which they are printed and sent.
    pub fields: &'static [Field],
    /// String form of the original SDK.
    pub string_form: StringForm,
}

impl Dto {
    /// Returns the field with this name, and its position.
    pub fn field(&self, name: &[u8]) -> Option<(usize, &'static Field)> {
        self.fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.name.as_bytes() == name)
    }

    /// Returns the field that has this name in a response, and its position.
    pub fn response_field(&self, name: &str) -> Option<(usize, &'static Field)> {
        self.fields.iter().enumerate().find(|(_, field)| {
            field.name == name
                || matches!(field.kind.handling, Handling::Also(other) if other == name)
        })
    }

    /// Returns the template of the string form: `{field}` stands for the text of
    /// a field, and `{field:json}` for its JSON.
    pub fn template(&self) -> Cow<'static, str> {
        let regular = |fields: &mut dyn Iterator<Item = &Field>, title: &str| {
            let parts: Vec<_> = fields
                .map(|Field { name, kind, .. }| {
                    let mark = if kind.shape.is_structured() {
                        ":json"
                    } else {
                        ""
                    };
                    format!("{name}={{{name}{mark}}}")
                })
                .collect();
            Cow::Owned(format!("{title} [{}]", parts.join(", ")))
        };
        match self.string_form {
            StringForm::Regular => regular(&mut self.fields.iter(), self.name),
            StringForm::As(title) => regular(&mut self.fields.iter(), title),
            StringForm::Only(names) => regular(
                &mut names
                    .iter()
                    .filter_map(|name| Some(self.field(name.as_bytes())?.1)),
                self.name,
            ),
            StringForm::Exactly(template) => Cow::Borrowed(template),
        }
    }

    /// Returns true if any field must be masked wherever the object is printed.
    pub fn has_secrets(&self) -> bool {
        self.fields.iter().any(Field::is_secret)
    }
}

/// Row of a field of a [`Dto`].
#[derive(Debug)]
pub struct Field {
    /// Name in PHP and in JSON.
    pub name: &'static str,
    /// Meaning, unit and range.
    pub docs: Docs,
    /// Type and handling. Most fields share a few of these values, which keeps
    /// the table small: every start of the extension loads all of it.
    pub kind: &'static FieldSpec,
}

impl Field {
    /// Returns true if the field is masked wherever the object is printed.
    pub fn is_secret(&self) -> bool {
        matches!(self.kind.handling, Handling::Secret)
    }
}

/// Type, handling and default of a field.
#[derive(Debug)]
pub struct FieldSpec {
    /// Type of the value, as the vendor documents it.
    pub shape: Shape,
    /// The words that the value may be, if the documents list them.
    pub words: &'static [&'static str],
    /// Special handling.
    pub handling: Handling,
    /// Value in a new object, as a JSON literal; null if `None`.
    pub default: Option<&'static str>,
}

/// Special handling of a field.
#[derive(Debug, Clone, Copy)]
pub enum Handling {
    /// No special handling.
    Plain,
    /// Masks the value in string forms and dumps.
    Secret,
    /// Returns `'true'` or `'false'` in PHP, where the platform sends a boolean.
    BooleanAsText,
    /// Adds a second name in responses, because the documents disagree on the
    /// name.
    Also(&'static str),
}

/// Type of a value, as documented. If a response contains another type, the response
/// counts.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Text.
    Text,
    /// An integer.
    Integer,
    /// A number, possibly with a fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Any JSON value; objects are plain arrays in PHP.
    Json,
    /// An object of a documented class.
    Object(&'static Dto),
    /// A list.
    List(&'static Shape),
}

impl Shape {
    /// Returns the DTO of an object, or of the items of a list.
    pub fn dto(&self) -> Option<&'static Dto> {
        match self {
            Shape::Object(dto) => Some(dto),
            Shape::List(of) => of.dto(),
            _ => None,
        }
    }

    /// Returns true if the original prints the field as JSON in its string form.
    pub fn is_structured(&self) -> bool {
        matches!(self, Shape::Json | Shape::Object(_) | Shape::List(_))
    }
}

/// String form of a DTO: `Name [field=…, field=…]`.
#[derive(Debug)]
pub enum StringForm {
    /// Prints all fields in declared order, after the name of the DTO.
    Regular,
    /// Prints all fields in declared order, after this name.
    As(&'static str),
    /// Prints only these fields, in this order.
    Only(&'static [&'static str]),
    /// Prints this template (see [`Dto::template`]), where the original has a
    /// typing error or prints a field in another way than its shape requires.
    Exactly(&'static str),
}

/// Row of a service: a PHP class of `North_PHP_SDK\client\invokeapi`.
#[derive(Debug)]
pub struct Service {
    /// PHP class name, without its namespace.
    pub class: &'static str,
    /// Description of the service.
    pub docs: Docs,
    /// Operations, in the order of the vendor's reference.
    pub operations: &'static [&'static Operation],
    /// DTOs that the operations take and return.
    pub dtos: &'static [&'static Dto],
    /// PHP methods that stand for several operations.
    pub overloads: &'static [Overload],
}

/// Row of a PHP method that calls one of several operations, depending on the number of
/// arguments.
#[derive(Debug)]
pub struct Overload {
    /// PHP method name.
    pub method: &'static str,
    /// Methods behind it, each with another number of parameters.
    pub methods: &'static [&'static str],
}

/// Row of an operation of the northbound API: one PHP method.
#[derive(Debug)]
pub struct Operation {
    /// PHP method name.
    pub method: &'static str,
    /// Description of the operation, with the vendor's page.
    pub docs: Docs,
    /// Parameters in the order of PHP, and the place of each in the request.
    pub params: &'static [Param],
    /// HTTP method.
    pub verb: Verb,
    /// Path; `{name}` stands for the parameter of that name.
    pub path: &'static str,
    /// Credentials that the request contains in addition to the parameters.
    pub credentials: Credentials,
    /// Type of the response; `None` if it has no body.
    pub returns: Option<Shape>,
    /// Paging of the list; `None` if the response is not a page.
    pub paging: Option<Paging>,
    /// PHP method that makes many such calls concurrently, if there is one.
    pub many: Option<&'static str>,
}

/// Paging of a list: its paginator, and the id of its items.
#[derive(Debug)]
pub struct Paging {
    /// PHP method that returns the paginator.
    pub method: &'static str,
    /// Field that identifies an item.
    pub id: &'static str,
}

impl Operation {
    /// Returns true if the response contains a new access token, which
    /// invalidates the previous one.
    pub(crate) fn is_login(&self) -> bool {
        self.returns
            .and_then(|shape| shape.dto())
            .is_some_and(|dto| dto.field(b"accessToken").is_some())
    }

    /// Returns the DTO of the items, if the response is a page of a list.
    pub fn row(&self) -> Option<&'static Dto> {
        let (_, data) = self.returns?.dto()?.field(b"data")?;
        data.kind.shape.dto()
    }

    /// Returns the path as in the original's class `Constant`: without a single
    /// id at the end, and with `%s` for other ids.
    pub fn uri(&self) -> String {
        const ID: &str = "%s";
        // Byte by byte, since this runs at every start of the extension.
        let split_at = |text: &'static str, separator: u8| {
            let index = text.bytes().position(|byte| byte == separator)?;
            Some((text.get(..index)?, text.get(index + 1..)?))
        };
        let mut uri = String::with_capacity(self.path.len());
        let mut ids = 0;
        let mut rest = self.path;
        while let Some((before, (_, after))) =
            split_at(rest, b'{').and_then(|(before, after)| Some((before, split_at(after, b'}')?)))
        {
            uri.push_str(before);
            uri.push_str(ID);
            ids += 1;
            rest = after;
        }
        uri.push_str(rest);
        if ids == 1 && uri.ends_with(ID) {
            uri.truncate(uri.len() - ID.len());
        }
        uri
    }
}

/// Row of a parameter of an [`Operation`].
#[derive(Debug)]
pub struct Param {
    /// PHP parameter name.
    pub name: &'static str,
    /// Place in the HTTP request.
    pub place: Place,
}

/// Place of a parameter in the HTTP request.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// One segment of the path.
    Path,
    /// A query parameter with the name of the parameter, unless it is null.
    Query,
    /// The fields of this DTO: as the query of a GET or a DELETE, otherwise as
    /// a JSON body.
    Fields(&'static Dto),
    /// The fields of this DTO, each as a segment of the path. The body is an
    /// empty JSON object.
    PathFields(&'static Dto),
    /// The `Authorization` header.
    Token,
}

/// Credentials of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// Headers `app_key` and `Authorization: Bearer`.
    Token,
    /// The client's appId and secret as a form: login.
    Login,
    /// No credentials except those in the body: refresh.
    Body,
}

/// HTTP method of the northbound API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// GET: reads, safe to repeat.
    Get,
    /// POST: creates or acts, not safe to repeat.
    Post,
    /// PUT: replaces.
    Put,
    /// DELETE: removes.
    Delete,
}

impl Verb {
    /// Returns true if a request with this method has a body.
    pub fn has_body(self) -> bool {
        matches!(self, Verb::Post | Verb::Put)
    }

    /// Returns the name of the method in HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Verb::Get => "GET",
            Verb::Post => "POST",
            Verb::Put => "PUT",
            Verb::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Keeps other crates from implementing the traits of the table.
pub(crate) mod sealed {
    /// Supertrait of the traits that only this crate implements.
    pub trait Sealed {}
}

/// Rust type of a documented DTO.
pub trait DtoType: sealed::Sealed {
    /// Row of the DTO.
    const DTO: &'static Dto;
}

/// Response that is a page of a list, which
/// [`Client::paginate`](crate::Client::paginate) can read.
///
/// Only this crate implements it.
pub trait PagedResponse: sealed::Sealed {
    /// Type of the items.
    type Row;
}
