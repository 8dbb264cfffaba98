//! Upgrade packages: list, show, delete.

use hyper::StatusCode;

use super::query::Query;
use super::request::Request;
use super::{Outcome, ok};
use crate::package::Package;
use crate::response::{Response, refusals};

/// Getter of a text field of a package.
type Member = fn(&Package) -> &str;

pub(super) fn list(request: &Request<'_>) -> Outcome {
    let query = Query::parse(request.call.query);
    let page = query.page()?;
    let mut packages = request.state.packages.lock().clone();
    let filters: [(&str, Member); 5] = [
        ("fileType", |package| package.file_type),
        ("deviceType", |package| package.device_type),
        ("model", |package| package.model),
        ("manufacturerName", |package| package.manufacturer_name),
        ("version", |package| package.version),
    ];
    for (name, field) in filters {
        if let Some(wanted) = query.text(name)? {
            packages.retain(|package| field(package) == wanted);
        }
    }
    Ok(ok(&page.of(packages)))
}

pub(super) fn show(request: &Request<'_>) -> Outcome {
    let id = request.param(0);
    let packages = request.state.packages.lock();
    let package = packages.iter().find(|package| package.file_id == id);
    package.map(ok).ok_or(refusals::NO_PACKAGE)
}

pub(super) fn delete(request: &Request<'_>) -> Outcome {
    let id = request.param(0);
    let mut packages = request.state.packages.lock();
    let at = packages.iter().position(|package| package.file_id == id);
    packages.remove(at.ok_or(refusals::NO_PACKAGE)?);
    // The interface documents 200 without a body, not 204.
    Ok(Response::empty(StatusCode::OK))
}
