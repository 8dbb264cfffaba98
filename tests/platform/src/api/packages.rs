//! Upgrade packages: list, show, delete.

use hyper::StatusCode;

use super::query::Query;
use super::{Outcome, ok};
use crate::answer::{Answer, refusals};
use crate::package::Package;
use crate::state::State;

/// One of the texts of a package.
type Member = fn(&Package) -> &str;

pub(super) fn list(state: &State, query: Option<&str>) -> Outcome {
    let query = Query::parse(query);
    let page = query.page()?;
    let mut packages = state.packages.lock().clone();
    let filters: [(&str, Member); 5] = [
        ("fileType", |package| package.file_type),
        ("deviceType", |package| package.device_type),
        ("model", |package| package.model),
        ("manufacturerName", |package| package.manufacturer_name),
        ("version", |package| package.version),
    ];
    for (name, member) in filters {
        if let Some(wanted) = query.text(name)? {
            packages.retain(|package| member(package) == wanted);
        }
    }
    Ok(ok(&page.of(packages)))
}

pub(super) fn show(state: &State, id: &str) -> Outcome {
    let packages = state.packages.lock();
    let package = packages.iter().find(|package| package.file_id == id);
    package.map(ok).ok_or(refusals::NO_PACKAGE)
}

pub(super) fn delete(state: &State, id: &str) -> Outcome {
    let mut packages = state.packages.lock();
    let at = packages.iter().position(|package| package.file_id == id);
    packages.remove(at.ok_or(refusals::NO_PACKAGE)?);
    // 200 and no body, where others would say 204.
    Ok(Answer::empty(StatusCode::OK))
}
