//! Where the arguments of a typed operation travel.

use std::marker::PhantomData;

use serde::Serialize;
use serde_json::Value;

use crate::NorthApiError;
use crate::sdk::{Described, Place, RequestBuilder};

/// Where a parameter of a typed operation travels, and the Rust type that it
/// is passed as.
pub trait Location {
    /// The type of the argument.
    type Arg<'a>;
    /// The place in the operation's row.
    const PLACE: Place;
    /// Puts the argument into the request.
    ///
    /// # Errors
    ///
    /// 1007 or 1009, when it cannot be sent.
    fn place(
        arg: Self::Arg<'_>,
        param: &str,
        request: &mut RequestBuilder,
    ) -> Result<(), NorthApiError>;
}

/// A segment of the path.
#[derive(Debug)]
pub struct Path;

impl Location for Path {
    type Arg<'a> = &'a str;
    const PLACE: Place = Place::Path;

    fn place(arg: &str, param: &str, request: &mut RequestBuilder) -> Result<(), NorthApiError> {
        request.path(param, arg.as_bytes())
    }
}

/// The access token.
#[derive(Debug)]
pub struct Token;

impl Location for Token {
    type Arg<'a> = &'a str;
    const PLACE: Place = Place::Token;

    fn place(arg: &str, _: &str, request: &mut RequestBuilder) -> Result<(), NorthApiError> {
        request.token(arg.as_bytes())
    }
}

/// A query parameter of its own name, left out if it is `None`.
#[derive(Debug)]
pub struct Query;

impl Location for Query {
    type Arg<'a> = Option<&'a str>;
    const PLACE: Place = Place::Query;

    fn place(
        arg: Option<&str>,
        param: &str,
        request: &mut RequestBuilder,
    ) -> Result<(), NorthApiError> {
        if let Some(value) = arg {
            request.query(param, value.as_bytes());
        }
        Ok(())
    }
}

/// The members of a DTO: the query of a GET or a DELETE, else the body.
#[derive(Debug)]
pub struct Members<T>(PhantomData<T>);

impl<T: Described + Serialize + 'static> Location for Members<T> {
    type Arg<'a> = &'a T;
    const PLACE: Place = Place::Members(T::DTO);

    fn place(arg: &T, param: &str, request: &mut RequestBuilder) -> Result<(), NorthApiError> {
        if request.operation().verb.has_body() {
            let json = serde_json::to_vec(arg).map_err(|error| request.unusable(param, &error))?;
            request.members(T::DTO, json);
            return Ok(());
        }
        for (name, text) in scalars(arg, param, request)? {
            request.query(&name, text.as_bytes());
        }
        Ok(())
    }
}

/// The members of a DTO, each a segment of the path.
#[derive(Debug)]
pub struct PathMembers<T>(PhantomData<T>);

impl<T: Described + Serialize + 'static> Location for PathMembers<T> {
    type Arg<'a> = &'a T;
    const PLACE: Place = Place::PathMembers(T::DTO);

    fn place(arg: &T, param: &str, request: &mut RequestBuilder) -> Result<(), NorthApiError> {
        for (name, text) in scalars(arg, param, request)? {
            request.path(&name, text.as_bytes())?;
        }
        request.empty_body();
        Ok(())
    }
}

/// The members that are set, as text.
fn scalars<T: Described + Serialize>(
    dto: &T,
    param: &str,
    request: &RequestBuilder,
) -> Result<Vec<(String, String)>, NorthApiError> {
    let json = serde_json::to_value(dto).map_err(|error| request.unusable(param, &error))?;
    let Value::Object(members) = json else {
        return Err(request.invalid(format!("{param} has no members")));
    };
    members
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| match value {
            Value::String(text) => Ok((name, text)),
            Value::Bool(_) | Value::Number(_) => Ok((name, value.to_string())),
            _ => Err(request.not_a_scalar(T::DTO, &name)),
        })
        .collect()
}
