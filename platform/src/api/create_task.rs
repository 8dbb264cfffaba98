//! Creation of upgrade tasks, with all checks that the interface documents.

use serde::Deserialize;
use serde_json::{Value, json};

use super::request::Request;
use super::{Outcome, ok};
use crate::clock::parse_stamp;
use crate::config::App;
use crate::package::Package;
use crate::response::{Refusal, refusals};
use crate::state::{NewTask, State};
use crate::task::{DeviceSet, OperateType, TaskDevices};

/// Maximum number of groups or devices of one task.
const MOST_TARGETS: usize = 256;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct CreateTaskBody {
    file_id: Option<String>,
    targets: Option<Value>,
    policy: Option<Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Targets {
    device_groups: Option<Vec<String>>,
    device_type: Option<String>,
    model: Option<String>,
    manufacturer_name: Option<String>,
    devices: Option<Vec<String>>,
}

/// `policy` of a new task. The last two fields may also be JSON strings, which the
/// platform converts.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Policy {
    execute_type: Option<String>,
    start_time: Option<String>,
    end_time: Option<String>,
    retry_type: Value,
    retry_times: Value,
}

pub(super) fn software(request: &Request<'_>) -> Outcome {
    create(request, OperateType::SoftwareUpgrade)
}

pub(super) fn firmware(request: &Request<'_>) -> Outcome {
    create(request, OperateType::FirmwareUpgrade)
}

fn create(request: &Request<'_>, kind: OperateType) -> Outcome {
    let (state, app) = (request.state, request.app);
    let request: CreateTaskBody = parsed(serde_json::from_slice(request.call.body))?;
    let file_id = non_empty(request.file_id.as_deref()).ok_or(refusals::BAD_REQUEST)?;
    let targets: Targets = match &request.targets {
        Some(targets) => parsed(Targets::deserialize(targets))?,
        None => return Err(refusals::NO_TARGETS),
    };
    let policy: Option<Policy> = match &request.policy {
        Some(policy) => Some(parsed(Policy::deserialize(policy))?),
        None => None,
    };

    let devices = task_devices(state, app, &targets)?;
    let now = state.clock.seconds();
    let schedule = schedule(policy.as_ref(), now)?;
    let package = package(state, file_id, kind, &targets)?;
    let id = state.create(NewTask {
        app: app.id.clone(),
        operate_type: kind,
        package,
        targets: request.targets.unwrap_or_default(),
        policy: request
            .policy
            .unwrap_or_else(|| json!({ "executeType": "now" })),
        devices,
        created: now,
        begin: schedule.begin,
        end: schedule.end,
        retries: schedule.retries,
    });
    Ok(ok(&json!({ "operationId": id })))
}

fn parsed<T>(result: serde_json::Result<T>) -> Result<T, Refusal> {
    result.map_err(|_| refusals::BAD_REQUEST)
}

fn non_empty(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

fn task_devices(state: &State, app: &App, targets: &Targets) -> Result<TaskDevices, Refusal> {
    let groups = targets.device_groups.as_deref().unwrap_or_default();
    let devices = targets.devices.as_deref().unwrap_or_default();
    match (groups.is_empty(), devices.is_empty()) {
        (true, true) => return Err(refusals::NO_TARGETS),
        (false, false) => return Err(refusals::TWO_TARGETS),
        _ => {}
    }
    if groups.len().max(devices.len()) > MOST_TARGETS {
        return Err(refusals::TOO_MANY_TARGETS);
    }
    if groups.is_empty() {
        return match devices.iter().any(String::is_empty) {
            true => Err(refusals::BAD_REQUEST),
            false => Ok(TaskDevices(vec![DeviceSet::Named(devices.to_vec())])),
        };
    }
    non_empty(targets.manufacturer_name.as_deref()).ok_or(refusals::NO_MANUFACTURER)?;
    non_empty(targets.device_type.as_deref()).ok_or(refusals::NO_DEVICE_TYPE)?;
    non_empty(targets.model.as_deref()).ok_or(refusals::NO_MODEL)?;
    let sets: Option<Vec<DeviceSet>> = groups
        .iter()
        .map(|name| device_set(state, app, name))
        .collect();
    sets.map(TaskDevices).ok_or(refusals::NO_GROUP)
}

/// Returns the devices of a group: a simulated group, or one of the application.
fn device_set(state: &State, app: &App, name: &str) -> Option<DeviceSet> {
    if let Some(group) = state.group(name) {
        return Some(state.simulated_devices(group));
    }
    let data = state.app_data.of(&app.id)?;
    let group = data.groups.iter().find(|group| group.name == name)?;
    Some(DeviceSet::Named(group.devices.clone()))
}

/// Returns the package, if it has the right kind and fits the target devices.
fn package(
    state: &State,
    file_id: &str,
    kind: OperateType,
    targets: &Targets,
) -> Result<Package, Refusal> {
    let packages = state.packages.lock();
    let package = packages
        .iter()
        .find(|package| package.file_id == file_id)
        .ok_or(refusals::NO_PACKAGE)?;
    let fits = |wanted: &Option<String>, has: &str| {
        non_empty(wanted.as_deref()).is_none_or(|wanted| wanted == has)
    };
    let matches = package.operate_type() == kind
        && fits(&targets.device_type, package.device_type)
        && fits(&targets.model, package.model)
        && fits(&targets.manufacturer_name, package.manufacturer_name);
    match matches {
        true => Ok(*package),
        false => Err(refusals::MISMATCH),
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Schedule {
    begin: i64,
    end: Option<i64>,
    retries: u8,
}

fn schedule(policy: Option<&Policy>, now: i64) -> Result<Schedule, Refusal> {
    let Some(policy) = policy else {
        return Ok(Schedule {
            begin: now,
            end: None,
            retries: 0,
        });
    };
    let (begin, end) = match policy.execute_type.as_deref() {
        Some("now") => (now, None),
        Some("custom") => {
            let time = |text: &Option<String>| text.as_deref().and_then(parse_stamp);
            let begin = time(&policy.start_time).ok_or(refusals::BAD_TIMES)?;
            let end = time(&policy.end_time).ok_or(refusals::BAD_TIMES)?;
            if begin > end {
                return Err(refusals::TIMES_SWAPPED);
            }
            if begin < now {
                return Err(refusals::START_PASSED);
            }
            (begin, Some(end))
        }
        _ => return Err(refusals::BAD_EXECUTE_TYPE),
    };
    Ok(Schedule {
        begin,
        end,
        retries: retries(policy)?,
    })
}

fn retries(policy: &Policy) -> Result<u8, Refusal> {
    let wanted = match &policy.retry_type {
        Value::Null => false,
        Value::Bool(wanted) => *wanted,
        Value::String(text) if text == "true" => true,
        Value::String(text) if text == "false" || text.is_empty() => false,
        _ => return Err(refusals::BAD_REQUEST),
    };
    if !wanted {
        return Ok(0);
    }
    let times = match &policy.retry_times {
        Value::Number(times) => times.as_u64(),
        Value::String(times) => times.parse().ok(),
        _ => None,
    };
    times
        .and_then(|times| u8::try_from(times).ok())
        .filter(|times| (1..=5).contains(times))
        .ok_or(refusals::BAD_RETRY_TIMES)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2015-12-12 12:12:12
    const NOW: i64 = 1_449_922_332;

    fn schedule_of(policy: Value) -> Result<Schedule, &'static str> {
        let policy = Policy::deserialize(policy).map_err(|_| "malformed")?;
        schedule(Some(&policy), NOW).map_err(|refusal| refusal.code())
    }

    #[test]
    fn policies_are_checked_as_documented() {
        let custom = |start: &str, end: &str| {
            schedule_of(json!({ "executeType": "custom", "startTime": start, "endTime": end }))
        };
        let good = custom("20151212T121213Z", "20151213T000000Z");
        assert!(good.is_ok_and(|schedule| schedule.begin == NOW + 1 && schedule.end.is_some()));
        assert_eq!(custom("", "20151213T000000Z"), Err("123026"));
        assert_eq!(custom("20151212T121213Z", "tomorrow"), Err("123026"));
        assert_eq!(
            custom("20151214T000000Z", "20151213T000000Z"),
            Err("123032")
        );
        assert_eq!(
            custom("20151212T121211Z", "20151213T000000Z"),
            Err("123033")
        );
        assert_eq!(schedule_of(json!({})), Err("123025"));
        assert_eq!(
            schedule_of(json!({ "executeType": "later" })),
            Err("123025")
        );
    }

    #[test]
    fn retries_need_a_number_from_1_to_5() {
        let retry = |times: Value| {
            schedule_of(json!({ "executeType": "now", "retryType": true, "retryTimes": times }))
                .map(|schedule| schedule.retries)
        };
        assert_eq!(retry(json!(5)), Ok(5));
        assert_eq!(retry(json!("3")), Ok(3));
        for wrong in [json!(0), json!(6), json!(null), json!("x"), json!(-1)] {
            assert_eq!(retry(wrong), Err("123028"));
        }
    }
}
