//! Common parts of all handlers: the caller, the body, the common checks.

use std::borrow::Cow;

use hyper::StatusCode;
use parking_lot::MutexGuard;
use serde::Serialize;
use serde_json::{Map, Value};

use super::query::{Dialect, Query};
use super::{Call, Outcome};
use crate::app_data::AppData;
use crate::config::App;
use crate::push::Target;
use crate::response::{Refusal, Response, refusals};
use crate::state::State;

/// An authorized call of one operation.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) state: &'a State,
    pub(super) app: &'a App,
    pub(super) call: Call<'a>,
    /// The variable parts of the path, decoded.
    pub(super) params: Vec<Cow<'a, str>>,
}

impl<'a> Request<'a> {
    /// Returns the n-th variable part of the path, from 0.
    pub(super) fn param(&self, index: usize) -> &str {
        self.params.get(index).map_or("", AsRef::as_ref)
    }

    /// The current time, in simulated seconds since 1970.
    pub(super) fn now(&self) -> i64 {
        self.state.clock.seconds()
    }

    pub(super) fn data(&self) -> Result<MutexGuard<'a, AppData>, Refusal> {
        self.state
            .app_data
            .of(&self.app.id)
            .ok_or(refusals::INTERNAL)
    }

    /// Returns the query in this dialect. Refuses the id of an application other than
    /// the caller's own.
    pub(super) fn query(&self, dialect: &'static Dialect) -> Result<Query<'a>, Refusal> {
        let query = Query::of(self.call.query, dialect);
        for name in ["appId", "accessAppId"] {
            self.own(query.text(name)?, dialect)?;
        }
        Ok(query)
    }

    /// Parses the body, which must be a JSON object; no body counts as an empty object.
    pub(super) fn body(&self) -> Result<Body, Refusal> {
        if self.call.body.is_empty() {
            return Ok(Body(Map::new()));
        }
        serde_json::from_slice(self.call.body)
            .map(Body)
            .map_err(|_| refusals::BAD_MESSAGE)
    }

    /// Refuses an application other than the caller's own; `None` is accepted.
    pub(super) fn own(&self, app: Option<&str>, dialect: &Dialect) -> Result<(), Refusal> {
        match app.filter(|app| !app.is_empty()) {
            None => Ok(()),
            Some(app) if app == self.app.id => Ok(()),
            Some(app) if self.state.app(app).is_some() => Err(dialect.other_app),
            Some(_) => Err(dialect.no_app),
        }
    }
}

/// The fields of a JSON body. Like the frameworks that such platforms use, it also
/// accepts numbers and booleans as texts, and treats null as absent.
#[derive(Debug)]
pub(super) struct Body(pub(super) Map<String, Value>);

impl Body {
    /// Returns a field if it is present; an empty text counts as absent.
    pub(super) fn given(&self, name: &str) -> Option<&Value> {
        self.0
            .get(name)
            .filter(|value| !value.is_null() && *value != "")
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.given(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(Value::Bool(flag)) => Ok(Some(flag.to_string())),
            Some(_) => Err(refusals::BAD_PARAMETER),
        }
    }

    /// Returns a mandatory text field.
    pub(super) fn required(&self, name: &str) -> Result<String, Refusal> {
        self.text(name)?.ok_or(refusals::MISSING_PARAMETER)
    }

    /// Returns a field that is a whole number, 0 or more.
    pub(super) fn number(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let number = match self.given(name) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_i64(),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        match number {
            Some(number) if number >= 0 => Ok(Some(number)),
            _ => Err(refusals::BAD_PARAMETER),
        }
    }

    /// Returns a field that is a list of texts.
    pub(super) fn texts(&self, name: &str) -> Result<Option<Vec<String>>, Refusal> {
        match self.given(name) {
            None => Ok(None),
            Some(Value::Array(rows)) => rows
                .iter()
                .map(|row| match row {
                    Value::String(text) if !text.is_empty() => Ok(text.clone()),
                    _ => Err(refusals::BAD_PARAMETER),
                })
                .collect::<Result<_, _>>()
                .map(Some),
            Some(_) => Err(refusals::BAD_PARAMETER),
        }
    }

    /// Returns a field that is an object.
    pub(super) fn object(&self, name: &str) -> Result<Option<Self>, Refusal> {
        match self.given(name) {
            None => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(Self(fields.clone()))),
            Some(_) => Err(refusals::BAD_PARAMETER),
        }
    }

    /// Returns a field unchanged; null if it is absent.
    pub(super) fn value(&self, name: &str) -> Value {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// Returns a field that is an address for notifications.
    pub(super) fn target(&self, name: &str) -> Result<Option<Target>, Refusal> {
        match self.text(name)? {
            None => Ok(None),
            Some(url) => Target::parse(&url).map(Some).ok_or(refusals::BAD_CALLBACK),
        }
    }
}

pub(super) fn created(value: &impl Serialize) -> Outcome {
    Ok(Response::json(StatusCode::CREATED, value))
}

/// Builds a response with status 204 and no body.
pub(super) fn no_content() -> Outcome {
    Ok(Response::empty(StatusCode::NO_CONTENT))
}
