//! Routing: the path and the handler of every operation.

use std::borrow::Cow;

use hyper::Method;
use percent_encoding::percent_decode_str;

use super::request::Request;
use super::{
    Call, Outcome, batches, collection, commands, create_task, devices, groups, invocation, login,
    packages, rules, shadow, subscriptions, tasks,
};
use crate::state::State;

/// The handler of an operation: `Open` without a token, `Service` with a token.
#[derive(Clone, Copy, Debug)]
pub(super) enum Handler {
    Open(fn(&State, Call<'_>) -> Outcome),
    Service(fn(&Request<'_>) -> Outcome),
}

/// One operation. `{}` in the path matches any one segment.
#[derive(Debug)]
struct Route(&'static str, &'static str, Handler);

const fn open(path: &'static str, handler: fn(&State, Call<'_>) -> Outcome) -> Route {
    Route("POST", path, Handler::Open(handler))
}

const fn get(path: &'static str, handler: fn(&Request<'_>) -> Outcome) -> Route {
    Route("GET", path, Handler::Service(handler))
}

const fn post(path: &'static str, handler: fn(&Request<'_>) -> Outcome) -> Route {
    Route("POST", path, Handler::Service(handler))
}

const fn put(path: &'static str, handler: fn(&Request<'_>) -> Outcome) -> Route {
    Route("PUT", path, Handler::Service(handler))
}

const fn delete(path: &'static str, handler: fn(&Request<'_>) -> Outcome) -> Route {
    Route("DELETE", path, Handler::Service(handler))
}

#[rustfmt::skip]
const ROUTES: [Route; 52] = [
    // Authentication
    open("/iocm/app/sec/v1.1.0/login", login::login),
    open("/iocm/app/sec/v1.1.0/refreshToken", login::refresh),
    // DeviceUpgrade
    get("/iodm/northbound/v1.5.0/category", packages::list),
    get("/iodm/northbound/v1.5.0/category/{}", packages::show),
    delete("/iodm/northbound/v1.5.0/category/{}", packages::delete),
    post("/iodm/northbound/v1.5.0/operations/softwareUpgrade", create_task::software),
    post("/iodm/northbound/v1.5.0/operations/firmwareUpgrade", create_task::firmware),
    get("/iodm/northbound/v1.5.0/operations", tasks::list),
    get("/iodm/northbound/v1.5.0/operations/{}", tasks::show),
    get("/iodm/northbound/v1.5.0/operations/{}/subOperations", tasks::subtasks),
    // DeviceManagement
    post("/iocm/app/reg/v1.1.0/deviceCredentials", devices::register),
    put("/iocm/app/reg/v1.1.0/deviceCredentials/{}", devices::refresh_key),
    get("/iocm/app/reg/v1.1.0/deviceCredentials/{}", devices::status),
    put("/iocm/app/dm/v1.4.0/devices/{}", devices::modify),
    delete("/iocm/app/dm/v1.4.0/devices/{}", devices::delete),
    post("/iocm/app/location/v1.1.0/queryDeviceRealtimeLocation", devices::location),
    put("/iocm/app/shadow/v1.5.0/devices/{}", shadow::modify),
    get("/iocm/app/shadow/v1.5.0/devices/{}", shadow::show),
    // DataCollection
    get("/iocm/app/dm/v1.4.0/devices/{}", collection::device),
    get("/iocm/app/dm/v1.4.0/devices", collection::devices),
    get("/iocm/app/data/v1.2.0/deviceDataHistory", collection::data_history),
    get("/iocm/app/shadow/v1.5.0/deviceDesiredHistory", shadow::history),
    get("/iocm/app/data/v1.1.0/deviceCapabilities", collection::capabilities),
    // SignalDelivery
    post("/iocm/app/cmd/v1.4.0/deviceCommands", commands::create),
    put("/iocm/app/cmd/v1.4.0/deviceCommands/{}", commands::update),
    get("/iocm/app/cmd/v1.4.0/deviceCommands", commands::list),
    post("/iocm/app/cmd/v1.4.0/deviceCommandCancelTasks", commands::cancel_all),
    get("/iocm/app/cmd/v1.4.0/deviceCommandCancelTasks", commands::list_cancel_tasks),
    // DeviceServiceInvocation
    post("/iocm/app/signaltrans/v1.1.0/devices/{}/services/{}/sendCommand", invocation::invoke),
    // BatchProcess
    post("/iocm/app/batchtask/v1.1.0/tasks", batches::create),
    get("/iocm/app/batchtask/v1.1.0/tasks/{}", batches::show),
    get("/iocm/app/batchtask/v1.1.0/taskDetails", batches::details),
    // DeviceGroupManagement
    post("/iocm/app/devgroup/v1.3.0/devGroups", groups::create),
    delete("/iocm/app/devgroup/v1.3.0/devGroups/{}", groups::delete),
    put("/iocm/app/devgroup/v1.3.0/devGroups/{}", groups::modify),
    get("/iocm/app/devgroup/v1.3.0/devGroups", groups::list),
    get("/iocm/app/devgroup/v1.3.0/devGroups/{}", groups::show),
    get("/iocm/app/dm/v1.2.0/devices/ids", groups::devices),
    post("/iocm/app/dm/v1.1.0/devices/addDevGroupTagToDevices", groups::add),
    post("/iocm/app/dm/v1.1.0/devices/deleteDevGroupTagFromDevices", groups::remove),
    // SubscriptionManagement
    post("/iocm/app/sub/v1.2.0/subscriptions", subscriptions::create),
    post("/iodm/app/sub/v1.1.0/subscribe", subscriptions::create_management),
    get("/iocm/app/sub/v1.2.0/subscriptions/{}", subscriptions::show),
    delete("/iocm/app/sub/v1.2.0/subscriptions/{}", subscriptions::delete),
    get("/iocm/app/sub/v1.2.0/subscriptions", subscriptions::list),
    delete("/iocm/app/sub/v1.2.0/subscriptions", subscriptions::delete_batch),
    // RuleEngine
    post("/iocm/app/rule/v1.2.0/rules", rules::create),
    put("/iocm/app/rule/v1.2.0/rules", rules::update),
    delete("/iocm/app/rule/v1.2.0/rules/{}", rules::delete),
    put("/iocm/app/rule/v1.2.0/rules/{}/status/{}", rules::set_status),
    put("/iocm/app/rule/v1.2.0/rules/status", rules::set_statuses),
    get("/iocm/app/rule/v1.2.0/rules", rules::list),
];

/// Finds the handler of a request, and the variable parts of its path.
pub(super) fn find<'a>(method: &Method, path: &'a str) -> Option<(Handler, Vec<Cow<'a, str>>)> {
    ROUTES.iter().find_map(|Route(verb, template, handler)| {
        let params = (*verb == method.as_str()).then(|| params(template, path))??;
        Some((*handler, params))
    })
}

fn params<'a>(template: &str, path: &'a str) -> Option<Vec<Cow<'a, str>>> {
    let mut params = Vec::new();
    let mut segments = path.split('/');
    for wanted in template.split('/') {
        let segment = percent_decode_str(segments.next()?).decode_utf8_lossy();
        if wanted == "{}" {
            params.push(segment);
        } else if wanted != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_gives_its_variable_parts() {
        assert_eq!(
            params("/a/{}/b/{}", "/a/x%2Fy/b/").as_deref(),
            Some(&[Cow::Borrowed("x/y"), Cow::Borrowed("")][..])
        );
        for other in ["/a/x/b", "/a/x/c/y", "/a/x/b/y/z", "a/x/b/y"] {
            assert_eq!(params("/a/{}/b/{}", other), None, "{other}");
        }
    }

    #[test]
    fn no_operation_hides_another() {
        for (index, Route(verb, template, _)) in ROUTES.iter().enumerate() {
            let before = ROUTES[..index]
                .iter()
                .find(|Route(other, path, _)| verb == other && params(path, template).is_some());
            assert!(before.is_none(), "{verb} {template}: {before:?}");
        }
    }
}
