//! Device profiles: the services, properties and commands of the device types.

use serde_json::{Map, Value, json};

use crate::sim::mix;

/// Simulated seconds between two reports of a device.
pub(crate) const REPORT_EVERY: i64 = 15 * 60;

/// One service of a device.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) id: &'static str,
    properties: &'static [Property],
    commands: &'static [Command],
}

/// One property of a service; its values are whole numbers.
#[derive(Debug)]
struct Property {
    name: &'static str,
    unit: &'static str,
    min: u64,
    max: u64,
    /// The change from report to report.
    motion: Motion,
}

#[derive(Debug)]
enum Motion {
    /// A random value in the range.
    Random,
    /// An increase by at most this much.
    Counter(u64),
    /// A decrease by one every this many reports.
    Drain(u64),
}

/// One command of a service, with its only parameter.
#[derive(Debug)]
struct Command {
    name: &'static str,
    para: &'static str,
    min: i64,
    max: i64,
}

const BATTERY: Service = Service {
    id: "Battery",
    properties: &[Property {
        name: "batteryLevel",
        unit: "%",
        min: 0,
        max: 100,
        motion: Motion::Drain(400),
    }],
    commands: &[],
};

const CONNECTIVITY: Service = Service {
    id: "Connectivity",
    properties: &[
        Property {
            name: "signalStrength",
            unit: "%",
            min: 20,
            max: 95,
            motion: Motion::Random,
        },
        Property {
            name: "cellId",
            unit: "",
            min: 40_000,
            max: 40_007,
            motion: Motion::Random,
        },
    ],
    commands: &[Command {
        name: "SET_REPORT_INTERVAL",
        para: "value",
        min: 60,
        max: 86_400,
    }],
};

const WATER: Service = Service {
    id: "WaterMeter",
    properties: &[
        Property {
            name: "currentReading",
            unit: "l",
            min: 0,
            max: 99_999_999,
            motion: Motion::Counter(40),
        },
        Property {
            name: "waterFlow",
            unit: "l/h",
            min: 0,
            max: 160,
            motion: Motion::Random,
        },
    ],
    commands: &[Command {
        name: "SET_VALVE",
        para: "value",
        min: 0,
        max: 1,
    }],
};

const LAMP: Service = Service {
    id: "Lamp",
    properties: &[
        Property {
            name: "brightness",
            unit: "%",
            min: 0,
            max: 100,
            motion: Motion::Random,
        },
        Property {
            name: "energy",
            unit: "Wh",
            min: 0,
            max: 99_999_999,
            motion: Motion::Counter(60),
        },
    ],
    commands: &[Command {
        name: "SET_BRIGHTNESS",
        para: "value",
        min: 0,
        max: 100,
    }],
};

const GAS: Service = Service {
    id: "GasDetector",
    properties: &[Property {
        name: "concentration",
        unit: "ppm",
        min: 0,
        max: 60,
        motion: Motion::Random,
    }],
    commands: &[Command {
        name: "SILENCE",
        para: "value",
        min: 0,
        max: 600,
    }],
};

/// Returns the services of a device type.
pub(crate) fn services(device_type: &str) -> &'static [&'static Service] {
    match device_type {
        "WaterMeter" => &[&WATER, &BATTERY, &CONNECTIVITY],
        "StreetLight" => &[&LAMP, &CONNECTIVITY],
        "GasDetector" => &[&GAS, &BATTERY, &CONNECTIVITY],
        _ => &[&BATTERY, &CONNECTIVITY],
    }
}

impl Service {
    pub(crate) fn has(&self, property: &str) -> bool {
        self.properties.iter().any(|entry| entry.name == property)
    }

    /// Computes the n-th report of the device with this key.
    pub(crate) fn report(&self, key: u64, report: u64) -> Map<String, Value> {
        let values = self.properties.iter().enumerate().map(|(index, property)| {
            let key = mix(key, index as u64);
            (property.name.to_owned(), property.value(key, report).into())
        });
        values.collect()
    }

    /// Builds a `ServiceCapabilityDTO`.
    pub(crate) fn capability(&self) -> Value {
        let text = |number: u64| number.to_string();
        let properties = self.properties.iter().map(|property| {
            json!({
                "propertyName": property.name,
                "dataType": "int",
                "required": true,
                "min": text(property.min),
                "max": text(property.max),
                "step": 1,
                "maxLength": 0,
                "method": "RE",
                "unit": property.unit,
                "enumList": null,
            })
        });
        let commands = self.commands.iter().map(|command| {
            let para = |name: &str, min: i64, max: i64| {
                json!({
                    "paraName": name,
                    "dataType": "int",
                    "required": true,
                    "min": min.to_string(),
                    "max": max.to_string(),
                    "step": 1,
                    "maxLength": 0,
                    "unit": null,
                    "enumList": null,
                })
            };
            json!({
                "commandName": command.name,
                "paras": [para(command.para, command.min, command.max)],
                "responses": [{
                    "responseName": format!("{}_RSP", command.name),
                    "paras": [para("result", 0, 1)],
                }],
            })
        });
        json!({
            "serviceId": self.id,
            "serviceType": self.id,
            "option": "Mandatory",
            "description": format!("{} of the device", self.id),
            "commands": commands.collect::<Vec<_>>(),
            "properties": properties.collect::<Vec<_>>(),
        })
    }
}

impl Property {
    fn value(&self, key: u64, report: u64) -> u64 {
        match self.motion {
            Motion::Random => self.min + mix(key, report) % (self.max - self.min + 1),
            // A report must have the same value in every query, and a sum of
            // random steps would cost more with every report. So each value is
            // a straight line plus a small random part.
            Motion::Counter(step) => {
                let start = mix(key, 0) % 100_000;
                let steady = report.wrapping_mul(step);
                (start + steady + mix(key, report) % step.max(1)) % (self.max + 1)
            }
            Motion::Drain(every) => {
                let left = self.max - mix(key, 0) % 20;
                left.saturating_sub(report / every).max(self.min)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_never_go_back() {
        let reading = |report| WATER.report(7, report)["currentReading"].as_u64();
        assert!((0..500).all(|report| reading(report) <= reading(report + 1)));
    }

    #[test]
    fn values_stay_in_their_range() {
        for report in 0..5000 {
            let level = BATTERY.report(3, report)["batteryLevel"].as_u64();
            assert!(level.is_some_and(|level| level <= 100));
        }
    }
}
