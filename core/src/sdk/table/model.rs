//! The row types of the table: what one DTO, one operation, one service is.

use std::borrow::Cow;
use std::fmt;

/// The documentation of a row, in lines of Markdown. The extension leaves it out:
/// nothing there reads it, and every server would load it.
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

    /// The lines. None in the extension.
    pub const fn lines(self) -> &'static [&'static str] {
        #[cfg(feature = "docs")]
        return self.0;
        #[cfg(not(feature = "docs"))]
        &[]
    }
}

/// A data transfer object as the vendor documents it: one PHP class.
#[derive(Debug)]
pub struct Dto {
    /// The PHP class name, without its namespace.
    pub name: &'static str,
    /// What it is.
    pub docs: Docs,
    /// Its members, in the order in which they are printed and sent.
    pub fields: &'static [Field],
    /// The original's string form, where it does not follow from `fields`.
    pub string_form: StringForm,
}

impl Dto {
    /// The member of this name, with its position.
    pub fn field(&self, name: &[u8]) -> Option<(usize, &'static Field)> {
        self.fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.name.as_bytes() == name)
    }

    /// The member that an answer means by this name, with its position.
    pub fn response_field(&self, name: &str) -> Option<(usize, &'static Field)> {
        self.fields.iter().enumerate().find(|(_, field)| {
            field.name == name
                || matches!(field.kind.handling, Handling::Also(other) if other == name)
        })
    }

    /// The string form: `{member}` stands for the text of a member, and
    /// `{member:json}` for its JSON.
    pub fn template(&self) -> Cow<'static, str> {
        let names = |names: &mut dyn Iterator<Item = &Field>, title: &str| {
            let members: Vec<_> = names
                .map(|Field { name, kind, .. }| {
                    let mark = if kind.shape.is_structured() {
                        ":json"
                    } else {
                        ""
                    };
                    format!("{name}={{{name}{mark}}}")
                })
                .collect();
            Cow::Owned(format!("{title} [{}]", members.join(", ")))
        };
        match self.string_form {
            StringForm::Regular => names(&mut self.fields.iter(), self.name),
            StringForm::As(title) => names(&mut self.fields.iter(), title),
            StringForm::Only(members) => names(
                &mut members
                    .iter()
                    .filter_map(|name| Some(self.field(name.as_bytes())?.1)),
                self.name,
            ),
            StringForm::Exactly(template) => Cow::Borrowed(template),
        }
    }

    /// Whether any member must be masked wherever the object is printed.
    pub fn has_secrets(&self) -> bool {
        self.fields.iter().any(Field::is_secret)
    }
}

/// One member of a [`Dto`].
#[derive(Debug)]
pub struct Field {
    /// The member's name in PHP and in JSON.
    pub name: &'static str,
    /// Meaning, unit and range.
    pub docs: Docs,
    /// What it holds. Most members share a few of these, which keeps the table
    /// small: whoever loads the extension waits for all of it.
    pub kind: &'static FieldSpec,
}

impl Field {
    /// Whether it is masked wherever the object is printed.
    pub fn is_secret(&self) -> bool {
        matches!(self.kind.handling, Handling::Secret)
    }
}

/// What a member holds.
#[derive(Debug)]
pub struct FieldSpec {
    /// What the vendor documents it to hold.
    pub shape: Shape,
    /// What is special about it.
    pub handling: Handling,
    /// What a new object holds, as a JSON literal; null if there is none.
    pub default: Option<&'static str>,
}

/// What is special about a member.
#[derive(Debug, Clone, Copy)]
pub enum Handling {
    /// Nothing.
    Plain,
    /// It is masked in string forms and dumps.
    Secret,
    /// The platform sends a boolean, the SDK gives `'true'` or `'false'`.
    BooleanAsText,
    /// The documents disagree on its name; in answers it goes by both.
    Also(&'static str),
}

/// What a member holds, as documented. The wire is believed over it.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number, maybe with a fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Any JSON value; plain arrays in PHP.
    Json,
    /// An object of a documented class.
    Object(&'static Dto),
    /// A list.
    List(&'static Shape),
}

impl Shape {
    /// The class of an object, or of the rows of a list.
    pub fn dto(&self) -> Option<&'static Dto> {
        match self {
            Shape::Object(dto) => Some(dto),
            Shape::List(of) => of.dto(),
            _ => None,
        }
    }

    /// Whether the original prints the member as JSON in its string form.
    pub fn is_structured(&self) -> bool {
        matches!(self, Shape::Json | Shape::Object(_) | Shape::List(_))
    }
}

/// How a DTO prints itself: `Name [member=…, member=…]`.
#[derive(Debug)]
pub enum StringForm {
    /// Under its own name, every member in declared order.
    Regular,
    /// Under this name, every member in declared order.
    As(&'static str),
    /// Only these members, in this order.
    Only(&'static [&'static str]),
    /// As [`Dto::template`] says it, where the original has a slip of the pen
    /// or prints a member otherwise than its shape asks for.
    Exactly(&'static str),
}

/// A class of `North_PHP_SDK\client\invokeapi`.
#[derive(Debug)]
pub struct Service {
    /// The PHP class name, without its namespace.
    pub class: &'static str,
    /// What it is for.
    pub docs: Docs,
    /// Its methods, in the order of the vendor's reference.
    pub operations: &'static [&'static Operation],
    /// The structures that its methods take and return.
    pub dtos: &'static [&'static Dto],
    /// Methods that stand for another one, by the number of arguments.
    pub overloads: &'static [Overload],
}

/// A method that stands for others, by the number of arguments.
#[derive(Debug)]
pub struct Overload {
    /// The PHP method name.
    pub method: &'static str,
    /// The methods behind it; no two have as many parameters.
    pub methods: &'static [&'static str],
}

/// One call of the northbound API: one PHP method.
#[derive(Debug)]
pub struct Operation {
    /// The PHP method name.
    pub method: &'static str,
    /// What it does, with the vendor's page.
    pub docs: Docs,
    /// The parameters in PHP's order, and where each one travels.
    pub params: &'static [Param],
    /// The HTTP method.
    pub verb: Verb,
    /// The path; `{name}` stands for the parameter of that name.
    pub path: &'static str,
    /// What travels beside the parameters.
    pub credentials: Credentials,
    /// What the answer holds; `None` where it has no body.
    pub returns: Option<Shape>,
    /// How its pages are read one after another; `None` where it has none.
    pub paging: Option<Paging>,
    /// The PHP method that makes many such calls at once, if there is one.
    pub many: Option<&'static str>,
}

/// How all pages of a list are read.
#[derive(Debug)]
pub struct Paging {
    /// The PHP method that gives the paginator.
    pub method: &'static str,
    /// The member that tells one row from all others.
    pub id: &'static str,
}

impl Operation {
    /// Whether it answers with a new access token, which ends the one before.
    pub(crate) fn is_login(&self) -> bool {
        self.returns
            .and_then(|shape| shape.dto())
            .is_some_and(|dto| dto.field(b"accessToken").is_some())
    }

    /// The structure of the rows, where the answer is a page of a list.
    pub fn row(&self) -> Option<&'static Dto> {
        let (_, data) = self.returns?.dto()?.field(b"data")?;
        data.kind.shape.dto()
    }

    /// The path as the original's `Constant` writes it: an id at the end is
    /// left out, others are `%s`.
    pub fn uri(&self) -> String {
        const ID: &str = "%s";
        // Byte by byte, since this runs whenever the extension is loaded.
        let cut = |text: &'static str, at: u8| {
            let place = text.bytes().position(|byte| byte == at)?;
            Some((text.get(..place)?, text.get(place + 1..)?))
        };
        let mut uri = String::with_capacity(self.path.len());
        let mut ids = 0;
        let mut rest = self.path;
        while let Some((before, (_, after))) =
            cut(rest, b'{').and_then(|(before, after)| Some((before, cut(after, b'}')?)))
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

/// One parameter of an [`Operation`].
#[derive(Debug)]
pub struct Param {
    /// The PHP parameter name.
    pub name: &'static str,
    /// Where it travels.
    pub place: Place,
}

/// Where a parameter travels in the HTTP request.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// As one segment of the path.
    Path,
    /// As a query parameter of its own name, unless it is null.
    Query,
    /// As the members of this DTO: in the query of a GET or a DELETE, else as
    /// a JSON body.
    Fields(&'static Dto),
    /// As the members of this DTO, each a segment of the path. The body is an
    /// empty JSON object.
    PathFields(&'static Dto),
    /// In the `Authorization` header.
    Token,
}

/// How a request says who is calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// `app_key` and `Authorization: Bearer` headers.
    Token,
    /// The client's appId and secret as a form: login.
    Login,
    /// None beside the body: refresh.
    Body,
}

/// An HTTP method of the northbound API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Safe to repeat.
    Get,
    /// Not safe to repeat.
    Post,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
}

impl Verb {
    /// Whether a request of this kind has a body.
    pub fn has_body(self) -> bool {
        matches!(self, Verb::Post | Verb::Put)
    }

    /// The method's name on the wire.
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

/// A Rust type that stands for a documented structure.
pub trait DtoType {
    /// Its row.
    const DTO: &'static Dto;
}

/// A page of a list.
pub trait PagedResponse {
    /// One of its rows.
    type Row;
}

/// A Rust type that a member may have.
pub trait FieldValue {
    /// The documented shape that it stands for.
    const SHAPE: Shape;
}

impl FieldValue for String {
    const SHAPE: Shape = Shape::Text;
}

impl FieldValue for i64 {
    const SHAPE: Shape = Shape::Integer;
}

impl FieldValue for f64 {
    const SHAPE: Shape = Shape::Number;
}

impl FieldValue for bool {
    const SHAPE: Shape = Shape::Boolean;
}

impl FieldValue for serde_json::Value {
    const SHAPE: Shape = Shape::Json;
}

impl<T: FieldValue> FieldValue for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
}
