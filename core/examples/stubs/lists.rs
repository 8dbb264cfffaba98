//! The methods that the table gives beside the operations: all pages of a list,
//! and many calls at once.

use northbound::sdk::{Operation, Paging, Service};

use crate::classes::{method, params, returns};
use crate::php::{DocBlock, Param};

/// The stubs of a service's paginators, and of its methods for many calls.
pub(crate) fn methods_of(service: &Service) -> impl Iterator<Item = String> {
    let operations = service.operations.iter();
    let paginators = operations
        .clone()
        .filter_map(|operation| Some(paginator(operation, operation.paging.as_ref()?)));
    let many = operations.filter_map(|operation| Some(many(operation, operation.many?)));
    paginators.chain(many)
}

/// The classes of `North_PHP_SDK\client` that they name.
pub(crate) fn named(service: &Service) -> Option<&'static str> {
    let mut operations = service.operations.iter();
    operations
        .any(|operation| operation.paging.is_some())
        .then_some("Paginator")
}

fn paginator(operation: &Operation, paging: &Paging) -> String {
    let row = operation.row().map_or("mixed", |row| row.name);
    let text = format!(
        "All rows of `{}`, on all pages:\n\
         each `{}` once, in order. Pages are asked for while they are\n\
         iterated over, `northbound.concurrency` of them at a time.\n\
         \n\
         `pageSize` is 100 unless it is set, and `pageNo` is where to begin; other members\n\
         filter. Errors come when the rows are asked for; those of arguments at once.",
        operation.method, paging.id
    );
    let docs = DocBlock::default().paragraph(&text);
    let returns = format!("Paginator<{row}>");
    method(docs, paging.method, &params(operation), &returns)
}

fn many(operation: &Operation, name: &str) -> String {
    let own: Vec<_> = params(operation);
    let token = own.iter().find(|param| param.is_secret).cloned();
    let shape: Vec<_> = own
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
         A call is its `{id}`, or an array of its parameters, by name or in\n\
         order: `['{}']`.\n\
         \n\
         The results have the keys and the order of the calls. Where a call fails, its\n\
         exception is the result: it is not thrown, and the others go on.",
        operation.method,
        shape.join("', '")
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
