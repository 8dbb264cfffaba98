//! What operations there are, and what they take.

use std::io::{self, Write};

use serde_json::{Map, json};

use super::operation::{all, named};
use crate::args::CallArgs;
use crate::exit::{Outcome, Result};
use crate::list::Table;
use crate::sdk::table::{Docs, Dto, Place, Shape};
use crate::terminal::{Terminal, fold};

/// Prints all operations.
pub(crate) fn list() -> Result {
    let columns = ["operation", "class", "method", "purpose"];
    let items = all().map(|(service, operation)| {
        let item = json!({
            "operation": operation.method,
            "class": service.class,
            "method": operation.verb.as_str(),
            "purpose": operation.docs.lines().first().map(|line| line.trim()),
        });
        item.as_object().cloned().unwrap_or_default()
    });
    let items: Vec<Map<_, _>> = items.collect();
    let columns = columns.map(str::to_owned).to_vec();
    let mut out = io::stdout().lock();
    Table::new(Terminal::of_stdout(), columns)
        .flexible(true)
        .all(&mut out, &items)?;
    Ok(Outcome::Good)
}

/// Prints what an operation does, and its arguments.
pub(crate) fn describe(args: &CallArgs) -> Result {
    let operation = named(args)?;
    let columns = Terminal::of_stdout().columns();
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}: {} {}",
        operation.method, operation.verb, operation.path
    )?;
    write_docs(&mut out, operation.docs, 0, columns)?;
    for param in operation.params {
        match param.place {
            Place::Token => {}
            Place::Path | Place::Query => writeln!(out, "\n  {}: text", param.name)?,
            Place::Fields(dto) | Place::PathFields(dto) => {
                writeln!(
                    out,
                    "\n  {}: object {}, or its fields:",
                    param.name, dto.name
                )?;
                write_fields(&mut out, dto, "", columns)?;
            }
        }
    }
    Ok(Outcome::Good)
}

fn write_fields(out: &mut impl Write, dto: &Dto, prefix: &str, columns: usize) -> io::Result<()> {
    for field in dto.fields {
        let name = format!("{prefix}{}", field.name);
        let secret = if field.is_secret() {
            ", secret: @FILE"
        } else {
            ""
        };
        writeln!(out, "\n    {name}: {}{secret}", kind(&field.kind.shape))?;
        write_docs(out, field.docs, 6, columns)?;
        if let Shape::Object(inner) = field.kind.shape
            && prefix.matches('.').count() < 2
        {
            write_fields(out, inner, &format!("{name}."), columns)?;
        }
    }
    Ok(())
}

fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Integer => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Json => "JSON".to_owned(),
        Shape::Object(dto) => format!("object {}", dto.name),
        Shape::List(of) => format!("list of {}", kind(of)),
    }
}

/// Writes documentation in lines that fit.
fn write_docs(out: &mut impl Write, docs: Docs, indent: usize, columns: usize) -> io::Result<()> {
    let text = docs.lines().iter().map(|line| line.trim());
    let text = text
        .collect::<Vec<_>>()
        .join("\n")
        .replace("\n\n", "\u{0}")
        .replace('\n', " ");
    let margin = " ".repeat(indent);
    for paragraph in text.split('\u{0}') {
        for line in fold(paragraph.trim(), columns.saturating_sub(indent)) {
            writeln!(out, "{margin}{line}")?;
        }
    }
    Ok(())
}
