//! Places of the arguments of a typed operation in the HTTP request.

use std::marker::PhantomData;

use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::Value;

use crate::NorthApiError;
use crate::sdk::argument_value::ArgumentValue;
use crate::sdk::request_builder::RequestBuilder;
use crate::sdk::table::model::{DtoType, Param, Place};
use crate::sdk::token::Token;

/// Place of a parameter in the HTTP request, and the Rust type of its argument.
pub(crate) trait Argument {
    /// Type of the argument.
    type Arg<'a>;
    /// Place in the row of the operation.
    const PLACE: Place;
    /// Converts the argument for the request.
    ///
    /// # Errors
    ///
    /// 1007 if it cannot be sent.
    fn value(
        arg: Self::Arg<'_>,
        param: &Param,
        request: &RequestBuilder,
    ) -> Result<ArgumentValue, NorthApiError>;
}

/// A segment of the path.
#[derive(Debug)]
pub(crate) struct Path;

impl Argument for Path {
    type Arg<'a> = &'a str;
    const PLACE: Place = Place::Path;

    fn value(arg: &str, _: &Param, _: &RequestBuilder) -> Result<ArgumentValue, NorthApiError> {
        Ok(ArgumentValue::Text(arg.into()))
    }
}

/// The access token.
#[derive(Debug)]
pub(crate) struct BearerToken;

impl Argument for BearerToken {
    type Arg<'a> = &'a Token;
    const PLACE: Place = Place::Token;

    fn value(arg: &Token, _: &Param, _: &RequestBuilder) -> Result<ArgumentValue, NorthApiError> {
        Ok(match arg {
            Token::Managed => ArgumentValue::ManagedToken,
            Token::Access(token) => ArgumentValue::Text(token.expose_secret().into()),
        })
    }
}

/// A query parameter with the name of the parameter; `None` leaves it out.
#[derive(Debug)]
pub(crate) struct Query;

impl Argument for Query {
    type Arg<'a> = Option<&'a str>;
    const PLACE: Place = Place::Query;

    fn value(
        arg: Option<&str>,
        _: &Param,
        _: &RequestBuilder,
    ) -> Result<ArgumentValue, NorthApiError> {
        Ok(arg.map_or(ArgumentValue::Null, |text| ArgumentValue::Text(text.into())))
    }
}

/// The fields of a DTO: as the query of a GET or a DELETE, otherwise as the body.
#[derive(Debug)]
pub(crate) struct Fields<T>(PhantomData<T>);

impl<T: DtoType + Serialize + 'static> Argument for Fields<T> {
    type Arg<'a> = &'a T;
    const PLACE: Place = Place::Fields(T::DTO);

    fn value(
        arg: &T,
        param: &Param,
        request: &RequestBuilder,
    ) -> Result<ArgumentValue, NorthApiError> {
        if request.operation().verb.has_body() {
            let json = serde_json::to_vec(arg);
            let json = json.map_err(|error| request.not_encodable(param.name, &error))?;
            return Ok(ArgumentValue::Json(json));
        }
        scalars(arg, param, request)
    }
}

/// The fields of a DTO, each as a segment of the path.
#[derive(Debug)]
pub(crate) struct PathFields<T>(PhantomData<T>);

impl<T: DtoType + Serialize + 'static> Argument for PathFields<T> {
    type Arg<'a> = &'a T;
    const PLACE: Place = Place::PathFields(T::DTO);

    fn value(
        arg: &T,
        param: &Param,
        request: &RequestBuilder,
    ) -> Result<ArgumentValue, NorthApiError> {
        scalars(arg, param, request)
    }
}

/// Returns the fields that are set, in the form in which they are sent in a URL.
fn scalars<T: DtoType + Serialize>(
    dto: &T,
    param: &Param,
    request: &RequestBuilder,
) -> Result<ArgumentValue, NorthApiError> {
    let json =
        serde_json::to_value(dto).map_err(|error| request.not_encodable(param.name, &error))?;
    let Value::Object(fields) = json else {
        return Err(request.invalid(format!("{} has no fields", param.name)));
    };
    let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
    // In the documented order, whatever order the map has.
    let mut fields: Vec<_> = fields.collect();
    fields.sort_by_key(|(name, _)| {
        let field = T::DTO.field(name.as_bytes());
        field.map_or(usize::MAX, |(position, _)| position)
    });
    let fields = fields.into_iter();
    let fields = fields.map(|(name, value)| match value {
        Value::String(text) => Ok((name.into(), ArgumentValue::Text(text.into()))),
        Value::Bool(flag) => Ok((name.into(), ArgumentValue::Bool(flag))),
        Value::Number(number) => Ok((name.into(), ArgumentValue::Text(number.to_string().into()))),
        _ => Err(request.not_a_scalar(format_args!("{}.{name}", T::DTO.name))),
    });
    fields.collect::<Result<_, _>>().map(ArgumentValue::Fields)
}
