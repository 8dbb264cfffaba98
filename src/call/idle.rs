//! What a fiber does while one of its calls waits: what the application said.
//!
//! PHP has no event loop of its own, and each loop that there is has its own way
//! to suspend a fiber. So the client's handler does it, and the call goes on
//! whenever the handler returns. Outside of fibers calls block.

use ext_php_rs::types::{ZendObject, Zval};

use super::arguments::kind;
use super::frame::Failure;
use crate::classes::north_api_client;
use crate::zend;
use crate::zend::Pending;
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;

/// Refuses what cannot be called; null is no handler.
pub(crate) fn check(handler: &Zval) -> Result<(), Failure> {
    if handler.is_null() || zend::is_callable(handler)? {
        return Ok(());
    }
    let error = format!(
        "setIdleHandler(): a callable, or null, is expected, {} given",
        kind(handler)
    );
    Err(NorthApiError::client(ClientCode::InvalidInput, error).into())
}

/// A client's handler.
pub(crate) struct Idle(Zval);

impl Idle {
    /// That of this client, if it has one and a fiber is running.
    pub(crate) fn of(client: &ZendObject) -> Result<Option<Self>, Failure> {
        if !zend::is_in_fiber() {
            return Ok(None);
        }
        let handler = north_api_client::idle_handler(client)?;
        Ok((!handler.is_null()).then_some(Self(handler)))
    }

    /// Lets others run. `Err` if the handler threw, or if the fiber is to end.
    pub(crate) fn rest(&self) -> Result<(), Pending> {
        zend::call_back(&self.0, &mut []).map(drop)
    }
}
