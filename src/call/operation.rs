//! Finds the operation and the client for a method of a service class.

use ext_php_rs::types::ZendStr;
use northbound::sdk::{self, Operation, Param, Place, Service};

use super::frame::{Frame, MethodError, MethodResult};
use crate::zend;

/// The property of a service with its client, under the original's name.
pub(crate) const CLIENT: &str = "northApiClient";

/// Returns the service whose class declares the running method.
pub(crate) fn service(frame: &Frame<'_>) -> MethodResult<&'static Service> {
    let class = frame.scope()?.name().unwrap_or_default();
    let class = class.rsplit('\\').next().unwrap_or_default();
    sdk::service(class).ok_or_else(|| MethodError::internal("the service is not in the table"))
}

/// Finds the operation of that service that `predicate` accepts.
pub(crate) fn find(
    frame: &Frame<'_>,
    predicate: impl Fn(&Operation) -> bool,
) -> MethodResult<&'static Operation> {
    service(frame)?
        .operations
        .iter()
        .find(|operation| predicate(operation))
        .copied()
        .ok_or_else(not_in_table)
}

/// Creates the error for a method whose operation is not in the table.
pub(crate) fn not_in_table() -> MethodError {
    MethodError::internal("this method is not in the table of operations")
}

/// Returns the client of the service that a method was called on; null if a subclass did
/// not call the constructor.
pub(crate) fn client(frame: &Frame<'_>) -> MethodResult {
    let name = ZendStr::new(CLIENT, false);
    Ok(zend::read_property(frame.scope()?, frame.this()?, &name))
}

/// Iterates over the positions of tokens and of DTOs with secrets, which stack traces
/// leave out.
pub(crate) fn secret_params(operation: &'static Operation) -> impl Iterator<Item = usize> {
    let is_secret = |param: &Param| match param.place {
        Place::Token => true,
        Place::Fields(dto) | Place::PathFields(dto) => dto.has_secrets(),
        Place::Path | Place::Query => false,
    };
    let params = operation.params.iter().enumerate();
    params.filter_map(move |(position, param)| is_secret(param).then_some(position))
}
