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

/// One operation: its name in the vendor's SDKs, method, path and handler. `{}` in the path
/// matches any one segment.
#[derive(Debug)]
struct Route(&'static str, &'static str, &'static str, Handler);

const fn open(
    name: &'static str,
    path: &'static str,
    handler: fn(&State, Call<'_>) -> Outcome,
) -> Route {
    Route(name, "POST", path, Handler::Open(handler))
}

const fn get(
    name: &'static str,
    path: &'static str,
    handler: fn(&Request<'_>) -> Outcome,
) -> Route {
    Route(name, "GET", path, Handler::Service(handler))
}

const fn post(
    name: &'static str,
    path: &'static str,
    handler: fn(&Request<'_>) -> Outcome,
) -> Route {
    Route(name, "POST", path, Handler::Service(handler))
}

const fn put(
    name: &'static str,
    path: &'static str,
    handler: fn(&Request<'_>) -> Outcome,
) -> Route {
    Route(name, "PUT", path, Handler::Service(handler))
}

const fn delete(
    name: &'static str,
    path: &'static str,
    handler: fn(&Request<'_>) -> Outcome,
) -> Route {
    Route(name, "DELETE", path, Handler::Service(handler))
}

#[rustfmt::skip]
const ROUTES: [Route; 52] = [
    // Authentication
    open("getAuthToken", "/iocm/app/sec/v1.1.0/login", login::login),
    open("refreshAuthToken", "/iocm/app/sec/v1.1.0/refreshToken", login::refresh),
    // DeviceUpgrade
    get("queryUpgradePackageList", "/iodm/northbound/v1.5.0/category", packages::list),
    get("queryUpgradePackage", "/iodm/northbound/v1.5.0/category/{}", packages::show),
    delete("deleteUpgradePackage", "/iodm/northbound/v1.5.0/category/{}", packages::delete),
    post("createSoftwareUpgradeTask", "/iodm/northbound/v1.5.0/operations/softwareUpgrade", create_task::software),
    post("createFirmwareUpgradeTask", "/iodm/northbound/v1.5.0/operations/firmwareUpgrade", create_task::firmware),
    get("queryUpgradeTaskList", "/iodm/northbound/v1.5.0/operations", tasks::list),
    get("queryUpgradeTask", "/iodm/northbound/v1.5.0/operations/{}", tasks::show),
    get("queryUpgradeSubTask", "/iodm/northbound/v1.5.0/operations/{}/subOperations", tasks::subtasks),
    // DeviceManagement
    post("regDirectDevice", "/iocm/app/reg/v1.1.0/deviceCredentials", devices::register),
    put("refreshDeviceKey", "/iocm/app/reg/v1.1.0/deviceCredentials/{}", devices::refresh_key),
    get("queryDeviceStatus", "/iocm/app/reg/v1.1.0/deviceCredentials/{}", devices::status),
    put("modifyDeviceInfo", "/iocm/app/dm/v1.4.0/devices/{}", devices::modify),
    delete("deleteDirectDevice", "/iocm/app/dm/v1.4.0/devices/{}", devices::delete),
    post("queryDeviceRealtimeLocation", "/iocm/app/location/v1.1.0/queryDeviceRealtimeLocation", devices::location),
    put("modifyDeviceShadow", "/iocm/app/shadow/v1.5.0/devices/{}", shadow::modify),
    get("queryDeviceShadow", "/iocm/app/shadow/v1.5.0/devices/{}", shadow::show),
    // DataCollection
    get("querySingleDeviceInfo", "/iocm/app/dm/v1.4.0/devices/{}", collection::device),
    get("queryBatchDevicesInfo", "/iocm/app/dm/v1.4.0/devices", collection::devices),
    get("queryDeviceDataHistory", "/iocm/app/data/v1.2.0/deviceDataHistory", collection::data_history),
    get("queryDeviceDesiredHistory", "/iocm/app/shadow/v1.5.0/deviceDesiredHistory", shadow::history),
    get("queryDeviceCapabilities", "/iocm/app/data/v1.1.0/deviceCapabilities", collection::capabilities),
    // SignalDelivery
    post("postDeviceCommand", "/iocm/app/cmd/v1.4.0/deviceCommands", commands::create),
    put("updateDeviceCommand", "/iocm/app/cmd/v1.4.0/deviceCommands/{}", commands::update),
    get("queryDeviceCommand", "/iocm/app/cmd/v1.4.0/deviceCommands", commands::list),
    post("createDeviceCmdCancelTask", "/iocm/app/cmd/v1.4.0/deviceCommandCancelTasks", commands::cancel_all),
    get("queryDeviceCmdCancelTask", "/iocm/app/cmd/v1.4.0/deviceCommandCancelTasks", commands::list_cancel_tasks),
    // DeviceServiceInvocation
    post("invokeDeviceService", "/iocm/app/signaltrans/v1.1.0/devices/{}/services/{}/sendCommand", invocation::invoke),
    // BatchProcess
    post("createBatchTask", "/iocm/app/batchtask/v1.1.0/tasks", batches::create),
    get("queryOneTask", "/iocm/app/batchtask/v1.1.0/tasks/{}", batches::show),
    get("queryTaskDetails", "/iocm/app/batchtask/v1.1.0/taskDetails", batches::details),
    // DeviceGroupManagement
    post("createDeviceGroup", "/iocm/app/devgroup/v1.3.0/devGroups", groups::create),
    delete("deleteDeviceGroup", "/iocm/app/devgroup/v1.3.0/devGroups/{}", groups::delete),
    put("modifyDeviceGroup", "/iocm/app/devgroup/v1.3.0/devGroups/{}", groups::modify),
    get("queryDeviceGroups", "/iocm/app/devgroup/v1.3.0/devGroups", groups::list),
    get("querySingleDeviceGroup", "/iocm/app/devgroup/v1.3.0/devGroups/{}", groups::show),
    get("queryDeviceGroupMembers", "/iocm/app/dm/v1.2.0/devices/ids", groups::devices),
    post("addDevicesToGroup", "/iocm/app/dm/v1.1.0/devices/addDevGroupTagToDevices", groups::add),
    post("deleteDevicesFromGroup", "/iocm/app/dm/v1.1.0/devices/deleteDevGroupTagFromDevices", groups::remove),
    // SubscriptionManagement
    post("subDeviceData3", "/iocm/app/sub/v1.2.0/subscriptions", subscriptions::create),
    post("subDeviceData2", "/iodm/app/sub/v1.1.0/subscribe", subscriptions::create_management),
    get("querySingleSubscription", "/iocm/app/sub/v1.2.0/subscriptions/{}", subscriptions::show),
    delete("deleteSingleSubscription", "/iocm/app/sub/v1.2.0/subscriptions/{}", subscriptions::delete),
    get("queryBatchSubscriptions", "/iocm/app/sub/v1.2.0/subscriptions", subscriptions::list),
    delete("deleteBatchSubscriptions", "/iocm/app/sub/v1.2.0/subscriptions", subscriptions::delete_batch),
    // RuleEngine
    post("createRule", "/iocm/app/rule/v1.2.0/rules", rules::create),
    put("updateRule", "/iocm/app/rule/v1.2.0/rules", rules::update),
    delete("deleteRule", "/iocm/app/rule/v1.2.0/rules/{}", rules::delete),
    put("updateRuleStatus", "/iocm/app/rule/v1.2.0/rules/{}/status/{}", rules::set_status),
    put("updateBatchRuleStatus", "/iocm/app/rule/v1.2.0/rules/status", rules::set_statuses),
    get("queryRules", "/iocm/app/rule/v1.2.0/rules", rules::list),
];

/// Finds the handler of a request, and the variable parts of its path.
pub(super) fn find<'a>(method: &Method, path: &'a str) -> Option<(Handler, Vec<Cow<'a, str>>)> {
    ROUTES.iter().find_map(|Route(_, verb, template, handler)| {
        let params = (*verb == method.as_str()).then(|| params(template, path))??;
        Some((*handler, params))
    })
}

/// Returns the name of the operation of a request.
pub(crate) fn name(method: &str, path: &str) -> Option<&'static str> {
    let asked = ROUTES
        .iter()
        .find(|Route(_, verb, template, _)| *verb == method && params(template, path).is_some());
    asked.map(|Route(name, ..)| *name)
}

/// Returns name, method and path of every operation.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let routes = ROUTES.iter();
    routes.map(|Route(name, verb, template, _)| (*name, *verb, *template))
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
        for (index, Route(_, verb, template, _)) in ROUTES.iter().enumerate() {
            let before = ROUTES[..index]
                .iter()
                .find(|Route(_, other, path, _)| verb == other && params(path, template).is_some());
            assert!(before.is_none(), "{verb} {template}: {before:?}");
        }
    }
}
