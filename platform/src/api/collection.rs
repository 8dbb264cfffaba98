//! Data collection: device queries, data history, capabilities.

use serde::Deserialize;
use serde_json::{Value, json};

use super::query::{DEVICES, Query};
use super::request::Request;
use super::{Outcome, ok};
use crate::app_data::device::Device;
use crate::app_data::profile::Service;
use crate::clock::stamp;
use crate::response::{Refusal, refusals};

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    Online,
    Offline,
    Inbox,
    Abnormal,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum NodeType {
    Gateway,
    Endpoint,
    Unknown,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Sort {
    Asc,
    Desc,
}

/// Returns the device id of a query. A device without a gateway is its own gateway.
pub(super) fn device_id<'a>(query: &'a Query<'_>) -> Result<&'a str, Refusal> {
    let device = query.text("deviceId")?;
    let gateway = query.text("gatewayId")?;
    device.or(gateway).ok_or(refusals::NO_DEVICE_OR_GATEWAY)
}

pub(super) fn device(request: &Request<'_>) -> Outcome {
    let query = request.query(&DEVICES)?;
    let data = request.data()?;
    let device = data.devices.get(request.param(0));
    let device = device.ok_or(refusals::NO_DEVICE)?;
    Ok(ok(&device.json(request.now(), query.text("select")?)))
}

pub(super) fn devices(request: &Request<'_>) -> Outcome {
    let query = request.query(&DEVICES)?;
    let page = query.page()?;
    let span = query.span()?;
    let status: Option<Status> = query.word("status")?;
    let node_type: Option<NodeType> = query.word("nodeType")?;
    let sort: Option<Sort> = query.word("sort")?;
    let device_type = query.text("deviceType")?;
    let gateway = query.text("gatewayId")?;
    let select = query.text("select")?;
    let now = request.now();
    let fits = |device: &&Device| {
        span.contains(&device.created)
            && gateway.is_none_or(|wanted| wanted == device.id)
            && device_type.is_none_or(|wanted| wanted == device.device_type())
            && node_type
                .as_ref()
                .is_none_or(|wanted| *wanted == NodeType::Gateway)
            && status.as_ref().is_none_or(|wanted| match wanted {
                Status::Online => device.is_active(now),
                Status::Offline => !device.is_active(now),
                Status::Inbox | Status::Abnormal => false,
            })
    };
    let data = request.data()?;
    let mut found: Vec<&Device> = data.devices.iter().filter(fits).collect();
    if sort != Some(Sort::Asc) {
        found.reverse();
    }
    let total = found.len() as u64;
    let skip = usize::try_from(page.skip()).unwrap_or(usize::MAX);
    let rows = found.iter().skip(skip).take(page.size());
    let rows = rows.map(|device| device.json(now, select)).collect();
    Ok(ok(&page.listed("devices", rows, total)))
}

/// Lists the reports of a device, newest first. Reports are computed, so only those
/// of the page are created.
pub(super) fn data_history(request: &Request<'_>) -> Outcome {
    let query = request.query(&DEVICES)?;
    let page = query.page()?;
    let span = query.span()?;
    let service_id = query.text("serviceId")?;
    let property = query.text("property")?;
    let data = request.data()?;
    let device = data.devices.get(device_id(&query)?);
    let device = device.ok_or(refusals::NO_DEVICE)?;

    let services: Vec<&Service> = device
        .services()
        .iter()
        .copied()
        .filter(|service| service_id.is_none_or(|wanted| wanted == service.id))
        .filter(|service| property.is_none_or(|wanted| service.has(wanted)))
        .collect();
    let each = services.len() as u64;
    let from = device.reports(span.start().saturating_sub(1));
    let to = device.reports(request.now().min(*span.end()));
    let total = to.saturating_sub(from) * each;
    let rows = (page.skip()..total).take(page.size()).filter_map(|row| {
        let report = to - 1 - row / each;
        let service = services.get(usize::try_from(row % each).ok()?)?;
        let mut values = device.report(service, report);
        values.retain(|name, _| property.is_none_or(|wanted| wanted == name));
        Some(json!({
            "deviceId": device.id,
            "gatewayId": device.id,
            "appId": device.app,
            "serviceId": service.id,
            "data": values,
            "timestamp": stamp(device.report_time(report)),
        }))
    });
    Ok(ok(&page.listed(
        "deviceDataHistoryDTOs",
        rows.collect(),
        total,
    )))
}

pub(super) fn capabilities(request: &Request<'_>) -> Outcome {
    let query = request.query(&DEVICES)?;
    let device = query.text("deviceId")?;
    let wanted = device.or(query.text("gatewayId")?);
    let data = request.data()?;
    if wanted.is_some_and(|wanted| !data.devices.contains(wanted)) {
        return Err(refusals::NO_DEVICE);
    }
    let devices = data
        .devices
        .iter()
        .filter(|device| wanted.is_none_or(|wanted| wanted == device.id));
    let rows = devices.map(|device| {
        let services = device.services().iter();
        json!({
            "deviceId": device.id,
            "serviceCapabilities": services.map(|service| service.capability()).collect::<Vec<Value>>(),
        })
    });
    Ok(ok(
        &json!({ "deviceCapabilities": rows.collect::<Vec<_>>() }),
    ))
}
