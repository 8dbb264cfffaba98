//! What the handlers of all services need: the caller, the body, the checks
//! every service makes.

use std::borrow::Cow;

use hyper::StatusCode;
use parking_lot::MutexGuard;
use serde::Serialize;
use serde_json::{Map, Value};

use super::query::{Dialect, Query};
use super::{Call, Outcome};
use crate::answer::{Answer, Refusal, refusals};
use crate::config::App;
use crate::push::Target;
use crate::state::State;
use crate::world::World;

/// An authorized call of one operation.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) state: &'a State,
    pub(super) app: &'a App,
    pub(super) call: Call<'a>,
    /// What stands in the variable parts of the path, decoded.
    pub(super) params: Vec<Cow<'a, str>>,
}

impl<'a> Request<'a> {
    /// The n-th variable part of the path, from 0.
    pub(super) fn param(&self, index: usize) -> &str {
        self.params.get(index).map_or("", AsRef::as_ref)
    }

    /// Now, in simulated seconds since 1970.
    pub(super) fn now(&self) -> i64 {
        self.state.clock.seconds()
    }

    pub(super) fn world(&self) -> Result<MutexGuard<'a, World>, Refusal> {
        self.state.worlds.of(&self.app.id).ok_or(refusals::INTERNAL)
    }

    /// The query, read the way this service does; the application it may name
    /// must be the caller's own.
    pub(super) fn query(&self, dialect: &'static Dialect) -> Result<Query<'a>, Refusal> {
        let query = Query::of(self.call.query, dialect);
        for name in ["appId", "accessAppId"] {
            self.own(query.text(name)?, dialect)?;
        }
        Ok(query)
    }

    /// The body, which must be an object; nothing counts as an empty one.
    pub(super) fn body(&self) -> Result<Body, Refusal> {
        if self.call.body.is_empty() {
            return Ok(Body(Map::new()));
        }
        serde_json::from_slice(self.call.body)
            .map(Body)
            .map_err(|_| refusals::BAD_MESSAGE)
    }

    /// Checks that the application named, if any, is the caller's own.
    pub(super) fn own(&self, app: Option<&str>, dialect: &Dialect) -> Result<(), Refusal> {
        match app.filter(|app| !app.is_empty()) {
            None => Ok(()),
            Some(app) if app == self.app.id => Ok(()),
            Some(app) if self.state.app(app).is_some() => Err(dialect.not_your_app),
            Some(_) => Err(dialect.no_app),
        }
    }
}

/// The members of a JSON body. Like the frameworks behind such platforms it
/// takes numbers and truth values as texts too, and null as absent.
#[derive(Debug)]
pub(super) struct Body(pub(super) Map<String, Value>);

impl Body {
    /// A member that is there; an empty text counts as absent.
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

    /// A text without which nothing goes.
    pub(super) fn required(&self, name: &str) -> Result<String, Refusal> {
        self.text(name)?.ok_or(refusals::MISSING_PARAMETER)
    }

    /// A whole number, 0 or more.
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

    /// A list of texts.
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

    /// An object, as a body of its own.
    pub(super) fn object(&self, name: &str) -> Result<Option<Self>, Refusal> {
        match self.given(name) {
            None => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Self(members.clone()))),
            Some(_) => Err(refusals::BAD_PARAMETER),
        }
    }

    /// A member as it came, null if it did not.
    pub(super) fn value(&self, name: &str) -> Value {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// An address for notifications.
    pub(super) fn target(&self, name: &str) -> Result<Option<Target>, Refusal> {
        match self.text(name)? {
            None => Ok(None),
            Some(url) => Target::parse(&url).map(Some).ok_or(refusals::BAD_CALLBACK),
        }
    }
}

pub(super) fn created(value: &impl Serialize) -> Outcome {
    Ok(Answer::json(StatusCode::CREATED, value))
}

/// Done, and nothing to say about it.
pub(super) fn no_content() -> Outcome {
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}
