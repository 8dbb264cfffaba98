//! The arguments of `northbound call`: `NAME=VALUE` for parameters and fields.

use std::fs;
use std::io;

use secrecy::ExposeSecret;
use serde_json::{Map, Value};

use crate::exit::{Failure, Result};
use crate::sdk::table::{Dto, Handling, Operation, Param, Place, Shape};
use crate::settings::Settings;

/// Reads the arguments, by the names of the operation's parameters.
pub(super) fn read(operation: &Operation, given: &[String]) -> Result<Map<String, Value>> {
    let mut arguments = Map::new();
    for argument in given {
        let Some((name, text)) = argument.split_once('=') else {
            let problem = "--arg takes NAME=VALUE, such as operationId=5f3a";
            return Err(Failure::usage(format!("{problem}, not \"{argument}\"")));
        };
        place(operation, name, text, &mut arguments)?;
    }
    Ok(arguments)
}

/// Adds the application's own id and secret to a refresh, where they are not given.
pub(super) fn add_credentials(
    operation: &Operation,
    settings: &Settings,
    arguments: &mut Map<String, Value>,
) {
    for param in operation.params {
        let Place::Fields(dto) = param.place else {
            continue;
        };
        let fields = arguments
            .entry(param.name)
            .or_insert_with(|| Map::new().into());
        let Value::Object(fields) = fields else {
            continue;
        };
        let secret = settings.secret("secret");
        let secret = secret.as_ref().map_or("", |secret| secret.expose_secret());
        for (name, value) in [("appId", settings.text("app_id")), ("secret", secret)] {
            if dto.field(name.as_bytes()).is_some() && !value.is_empty() {
                fields.entry(name).or_insert_with(|| value.into());
            }
        }
    }
}

/// Puts a value to the parameter or the field of this name.
fn place(
    operation: &Operation,
    name: &str,
    text: &str,
    arguments: &mut Map<String, Value>,
) -> Result<()> {
    let params = operation.params.iter();
    let mut params = params.filter(|param| !matches!(param.place, Place::Token));
    if let Some(param) = params.clone().find(|param| param.name == name) {
        let value = match dto_of(param) {
            Some(dto) => {
                let value = json(name, &content(text)?)?;
                if !value.is_object() {
                    return Err(Failure::usage(format!("{name} must be a JSON object")));
                }
                refuse_secrets(dto, text, &value)?;
                value
            }
            None => content(text)?.into(),
        };
        arguments.insert(name.to_owned(), value);
        return Ok(());
    }
    let first = name.split('.').next().unwrap_or_default();
    let owner = params.find_map(|param| {
        let dto = dto_of(param)?;
        dto.field(first.as_bytes()).map(|_| (param, dto))
    });
    let Some((param, dto)) = owner else {
        let known = names(operation).join(", ");
        let method = operation.method;
        return Err(Failure::usage(format!(
            "{method} has no argument {name}; it has {known}"
        )));
    };
    let fields = arguments
        .entry(param.name)
        .or_insert_with(|| Map::new().into());
    put(dto, fields, name, name, text)
}

/// Puts a value to a field, which may be one of an object within: `targets.devices`.
fn put(dto: &Dto, fields: &mut Value, path: &str, name: &str, text: &str) -> Result<()> {
    let (first, rest) = match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    let Some((_, field)) = dto.field(first.as_bytes()) else {
        let known: Vec<&str> = dto.fields.iter().map(|field| field.name).collect();
        let known = known.join(", ");
        return Err(Failure::usage(format!("{name}: {} has {known}", dto.name)));
    };
    let Value::Object(object) = fields else {
        return Err(Failure::usage(format!("{name}: {} is no object", dto.name)));
    };
    if let Some(rest) = rest {
        let Shape::Object(inner) = field.kind.shape else {
            return Err(Failure::usage(format!("{name}: {first} has no fields")));
        };
        let inner_fields = object.entry(first).or_insert_with(|| Map::new().into());
        return put(inner, inner_fields, rest, name, text);
    }
    if matches!(field.kind.handling, Handling::Secret) && !text.starts_with('@') {
        return Err(secret_given(name));
    }
    let content = content(text)?;
    let value = match field.kind.shape {
        Shape::Text => content.into(),
        Shape::Integer | Shape::Number | Shape::Boolean => {
            let value = json(name, content.trim())?;
            let fits = match field.kind.shape {
                Shape::Boolean => value.is_boolean(),
                _ => value.is_number(),
            };
            if !fits {
                let what = if matches!(field.kind.shape, Shape::Boolean) {
                    "true or false"
                } else {
                    "a number"
                };
                return Err(Failure::usage(format!(
                    "{name} must be {what}, not \"{content}\""
                )));
            }
            value
        }
        Shape::Json | Shape::Object(_) | Shape::List(_) => json(name, &content)?,
    };
    object.insert(first.to_owned(), value);
    Ok(())
}

fn dto_of(param: &Param) -> Option<&'static Dto> {
    match param.place {
        Place::Fields(dto) | Place::PathFields(dto) => Some(dto),
        Place::Path | Place::Query | Place::Token => None,
    }
}

/// Returns the names of arguments: parameters, and the fields of their DTOs.
pub(super) fn names(operation: &Operation) -> Vec<&'static str> {
    let mut names = Vec::new();
    for param in operation.params {
        match (param.place, dto_of(param)) {
            (Place::Token, _) => {}
            (_, Some(dto)) => names.extend(dto.fields.iter().map(|field| field.name)),
            (_, None) => names.push(param.name),
        }
    }
    names
}

/// Returns the value itself, or the content of its file.
fn content(text: &str) -> Result<String> {
    let Some(path) = text.strip_prefix('@') else {
        return Ok(text.to_owned());
    };
    let content = match path {
        "-" => io::read_to_string(io::stdin()),
        path => fs::read_to_string(path),
    };
    let mut content = content.map_err(|error| Failure::usage(format!("{path}: {error}")))?;
    content.truncate(content.trim_end_matches(['\r', '\n']).len());
    Ok(content)
}

fn json(name: &str, text: &str) -> Result<Value> {
    // The message of serde_json has no part of the text, which may be secret.
    let parsed = serde_json::from_str(text);
    parsed.map_err(|error| Failure::usage(format!("{name} must be JSON: {error}")))
}

/// Refuses an object on the command line that contains a secret.
fn refuse_secrets(dto: &Dto, text: &str, value: &Value) -> Result<()> {
    let secret = dto.fields.iter().find(|field| {
        field.is_secret() && value.get(field.name).is_some_and(|value| !value.is_null())
    });
    match secret {
        Some(field) if !text.starts_with('@') => Err(secret_given(field.name)),
        _ => Ok(()),
    }
}

fn secret_given(name: &str) -> Failure {
    Failure::usage(format!(
        "{name} is a secret, and everyone on this machine could read it on the command line; \
         take it from a file: {name}=@FILE"
    ))
}
