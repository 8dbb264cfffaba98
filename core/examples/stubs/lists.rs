//! Methods that the table defines in addition to the operations: paginators, and methods
//! for many concurrent calls.

use northbound::sdk::{Operation, Paging, Service};

use crate::classes::{method, params, returns};
use crate::php::{DocBlock, Param};

/// Generates the stubs of a service's paginators, and of its methods for many calls.
pub(crate) fn methods_of(service: &Service) -> impl Iterator<Item = String> {
    let operations = service.operations.iter();
    let paginators = operations
        .clone()
        .filter_map(|operation| Some(paginator(operation, operation.paging.as_ref()?)));
    let many = operations.filter_map(|operation| Some(many(operation, operation.many?)));
    paginators.chain(many)
}

/// Returns the class of `North_PHP_SDK\client` that these methods name.
pub(crate) fn imported_class(service: &Service) -> Option<&'static str> {
    let mut operations = service.operations.iter();
    operations
        .any(|operation| operation.paging.is_some())
        .then_some("Paginator")
}

fn paginator(operation: &Operation, paging: &Paging) -> String {
    let row = operation.row().map_or("mixed", |row| row.name);
    let text = format!(
        "Returns an iterator over the items of all pages of\n\
         `{}`: each `{}` once, in order. It requests pages\n\
         during the iteration, `northbound.concurrency` of them at a time.\n\
         \n\
         `pageSize` is 100 unless it is set, and `pageNo` is the first page; the other\n\
         properties filter. Errors of calls are thrown during the iteration, errors of\n\
         arguments immediately.",
        operation.method, paging.id
    );
    let docs = DocBlock::default().paragraph(&text);
    let returns = format!("Paginator<{row}>");
    let mut params: Vec<_> = params(operation);
    for param in params.iter_mut().filter(|param| param.is_secret) {
        // Called when a token is needed, and when one was refused.
        param.types = "string|(callable(): string)|null".to_owned();
    }
    method(docs, paging.method, &params, &returns)
}

fn many(operation: &Operation, name: &str) -> String {
    let all: Vec<_> = params(operation);
    let token = all.iter().find(|param| param.is_secret).cloned();
    let names: Vec<_> = all
        .iter()
        .filter(|param| !param.is_secret)
        .map(|param| param.name)
        .collect();
    let id = operation.params.iter();
    let id = id
        .filter(|param| matches!(param.place, northbound::sdk::Place::Path))
        .map(|param| param.name)
        .next()
        .unwrap_or_default();
    let text = format!(
        "Calls `{}` many times, `northbound.concurrency` at a time.\n\
         Each item of `$calls` is the `{id}` of a call, or an array of its\n\
         parameters, by name or in order: `['{}']`.\n\
         \n\
         The results have the keys and the order of the calls. If a call fails, its\n\
         exception is its result: it is not thrown, and the other calls continue.",
        operation.method,
        names.join("', '")
    );
    let docs = DocBlock::default().paragraph(&text);
    let calls = Param {
        name: "calls",
        types: "array<array-key, string|array>".to_owned(),
        is_optional: false,
        is_secret: false,
    };
    let params: Vec<_> = [calls].into_iter().chain(token).collect();
    let returns = format!("array<array-key, {}|NorthApiException>", returns(operation));
    method(docs, name, &params, &returns)
}
