//! Generates PHP source: files, classes, docblocks and types.

use std::collections::BTreeSet;
use std::fmt::Write;

use northbound::sdk::Shape;

/// Line that distinguishes generated files from handwritten ones.
pub(crate) const MARK: &str = "// Generated from the table in core/src/sdk by `cargo run --example stubs`; changes here are lost.";

/// Namespaces of the SDK.
pub(crate) mod namespace {
    pub(crate) const CLIENT: &str = "North_PHP_SDK\\client";
    pub(crate) const DTO: &str = "North_PHP_SDK\\client\\dto";
    pub(crate) const INVOKEAPI: &str = "North_PHP_SDK\\client\\invokeapi";
    pub(crate) const CONSTANT: &str = "North_PHP_SDK\\constant";
}

/// Comment before a class, a property, a constant or a function.
#[derive(Default)]
pub(crate) struct DocBlock {
    text: Vec<String>,
    tags: Vec<String>,
}

impl DocBlock {
    /// Creates a comment from the lines of Markdown in the table.
    pub(crate) fn new(docs: &[&str]) -> Self {
        let text = docs
            .iter()
            .map(|line| line.strip_prefix(' ').unwrap_or(line));
        Self {
            text: text.map(str::to_owned).collect(),
            tags: Vec::new(),
        }
    }

    /// Adds a paragraph.
    pub(crate) fn paragraph(mut self, text: &str) -> Self {
        if !self.text.is_empty() {
            self.text.push(String::new());
        }
        self.text.extend(text.lines().map(str::to_owned));
        self
    }

    pub(crate) fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    pub(crate) fn tags(mut self, tags: impl IntoIterator<Item = String>) -> Self {
        self.tags.extend(tags);
        self
    }

    /// Returns the source of the comment, with a line break at its end.
    fn source(&self) -> String {
        let mut lines = self.text.clone();
        if !lines.is_empty() && !self.tags.is_empty() {
            lines.push(String::new());
        }
        lines.extend(self.tags.iter().map(|tag| format!("@{tag}")));
        for line in &mut lines {
            // It would end the comment.
            *line = line.replace("*/", "* /");
        }
        match &lines[..] {
            [] => String::new(),
            [line] => format!("/** {line} */\n"),
            _ => {
                let body: String = lines
                    .iter()
                    .map(|line| format!("{}\n", format!(" * {line}").trim_end()))
                    .collect();
                format!("/**\n{body} */\n")
            }
        }
    }
}

/// A parameter of a function.
#[derive(Clone)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    /// Type, in PHPDoc syntax.
    pub(crate) types: String,
    /// True if the argument may be left out; then it is null.
    pub(crate) is_optional: bool,
    /// True if stack traces omit the argument.
    pub(crate) is_secret: bool,
}

impl Param {
    fn source(&self) -> String {
        format!(
            "{}${}{}",
            if self.is_secret {
                "#[\\SensitiveParameter] "
            } else {
                ""
            },
            self.name,
            if self.is_optional { " = null" } else { "" },
        )
    }
}

/// Returns the source of a function with its docblock. It has no types, like all functions
/// of the SDK.
pub(crate) fn function(docs: DocBlock, head: &str, params: &[Param], returns: &str) -> String {
    let tags = params
        .iter()
        .map(|param| format!("param {} ${}", param.types, param.name));
    let when = match returns.ends_with("|null") {
        true => " null if the platform's response has no body",
        false => "",
    };
    let docs = docs.tags(tags).tag(format!("return {returns}{when}"));
    let docs = docs.tag("throws NorthApiException if the call fails");
    let params: Vec<String> = params.iter().map(Param::source).collect();
    let docs = docs.source();
    format!("{docs}{head}({}) {{}}\n", params.join(", "))
}

/// Returns the source of a property or a constant with its docblock.
pub(crate) fn declaration(docs: DocBlock, head: &str, value: Option<&str>) -> String {
    let value = value.map(|value| format!(" = {value}")).unwrap_or_default();
    format!("{}{head}{value};\n", docs.source())
}

/// A class, which has its own file.
pub(crate) struct Class<'a> {
    pub(crate) namespace: &'a str,
    pub(crate) name: &'a str,
    pub(crate) docs: DocBlock,
    /// Text after the name: `extends` or `implements`, or empty.
    pub(crate) heritage: &'a str,
    /// Classes of other namespaces, by full name.
    pub(crate) imports: BTreeSet<String>,
    /// Source of the constants, properties and methods, not indented.
    pub(crate) members: Vec<String>,
}

impl Class<'_> {
    /// Returns the path of the file, according to PSR-4.
    pub(crate) fn path(&self) -> String {
        format!("{}/{}.php", self.namespace.replace('\\', "/"), self.name)
    }

    pub(crate) fn source(&self) -> String {
        let mut source = head(Some(self.namespace), &self.imports);
        source += &self.docs.source();
        let head = format!("class {} {}", self.name, self.heritage);
        let _ = write!(source, "{}\n{{\n", head.trim_end());
        let members: Vec<String> = self.members.iter().map(|member| indented(member)).collect();
        source += &members.join("\n");
        source += "}\n";
        source
    }
}

/// Returns the source of the beginning of a file.
pub(crate) fn head(namespace: Option<&str>, imports: &BTreeSet<String>) -> String {
    let mut source = format!("<?php\n\n{MARK}\n\n");
    if let Some(namespace) = namespace {
        let _ = write!(source, "namespace {namespace};\n\n");
    }
    for name in imports {
        let _ = writeln!(source, "use {name};");
    }
    if !imports.is_empty() {
        source.push('\n');
    }
    source
}

fn indented(source: &str) -> String {
    let indent = |line: &str| match line {
        "" => "\n".to_owned(),
        _ => format!("    {line}\n"),
    };
    source.lines().map(indent).collect()
}

/// Returns a PHP string literal.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// Returns the type of a field, in PHPDoc syntax.
pub(crate) fn type_of(shape: &Shape) -> String {
    match shape {
        Shape::Text => "string".to_owned(),
        Shape::Integer => "int".to_owned(),
        Shape::Number => "int|float".to_owned(),
        Shape::Boolean => "bool".to_owned(),
        Shape::Json => "mixed".to_owned(),
        Shape::Object(dto) => dto.name.to_owned(),
        Shape::List(of) => format!("list<{}>", type_of(of)),
    }
}

/// Adds null to a type.
pub(crate) fn or_null(types: &str) -> String {
    match types {
        "mixed" | "null" => types.to_owned(),
        _ => format!("{types}|null"),
    }
}
