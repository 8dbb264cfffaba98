//! The upgrade packages of a new platform.

use serde::Serialize;

use crate::task::OperateType;

/// One software or firmware package, as the interface describes it.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Package {
    pub(crate) file_id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) file_type: &'static str,
    pub(crate) device_type: &'static str,
    pub(crate) model: &'static str,
    pub(crate) manufacturer_name: &'static str,
    pub(crate) protocol_type: &'static str,
    pub(crate) description: &'static str,
    pub(crate) date: &'static str,
    pub(crate) upload_time: &'static str,
    /// The version of the devices before the upgrade; not a field of the interface.
    #[serde(skip)]
    pub(crate) source_version: &'static str,
}

impl Package {
    /// Returns the kind of task for this package.
    pub(crate) fn operate_type(&self) -> OperateType {
        match self.file_type {
            SOFTWARE => OperateType::SoftwareUpgrade,
            _ => OperateType::FirmwareUpgrade,
        }
    }
}

const FIRMWARE: &str = "firmwarePackage";
const SOFTWARE: &str = "softwarePackage";

const WATER_METER: Package = Package {
    file_id: "5f3a1c7e9b2d4806a1c3e501",
    name: "water-meter-fw-V1.1.10.zip",
    version: "V1.1.10",
    file_type: FIRMWARE,
    device_type: "WaterMeter",
    model: "WM100-NB",
    manufacturer_name: "Brookline",
    protocol_type: "LWM2M",
    description: "Shorter reporting window, leak alarm threshold",
    date: "20260302T081500Z",
    upload_time: "20260304T022031Z",
    source_version: "V1.0.9",
};

const STREET_LIGHT: Package = Package {
    file_id: "5f3a1c7e9b2d4806a1c3e503",
    name: "street-light-fw-V3.2.0.zip",
    version: "V3.2.0",
    file_type: FIRMWARE,
    device_type: "StreetLight",
    model: "SL-240",
    manufacturer_name: "Lampwright",
    protocol_type: "LWM2M",
    description: "Dimming curve and daylight saving table",
    date: "20260518T120000Z",
    upload_time: "20260519T064412Z",
    source_version: "V3.1.4",
};

/// The packages of a new platform. Tasks that are created through the control
/// interface use the first one of their kind.
pub(crate) const PACKAGES: [Package; 6] = [
    WATER_METER,
    Package {
        file_id: "5f3a1c7e9b2d4806a1c3e502",
        name: "water-meter-app-V2.4.1.zip",
        version: "V2.4.1",
        file_type: SOFTWARE,
        description: "Tariff engine with seasonal rates",
        date: "20260411T093000Z",
        upload_time: "20260413T011507Z",
        source_version: "V2.3.0",
        ..WATER_METER
    },
    STREET_LIGHT,
    Package {
        file_id: "5f3a1c7e9b2d4806a1c3e504",
        name: "street-light-app-V1.7.3.zip",
        version: "V1.7.3",
        file_type: SOFTWARE,
        description: "Group scenes, faulty lamp report",
        date: "20260601T150000Z",
        upload_time: "20260602T003318Z",
        source_version: "V1.6.0",
        ..STREET_LIGHT
    },
    Package {
        file_id: "5f3a1c7e9b2d4806a1c3e505",
        name: "water-meter-fw-V1.1.11.zip",
        version: "V1.1.11",
        description: "Radio module fix for weak cells",
        date: "20260709T101000Z",
        upload_time: "20260710T073945Z",
        source_version: "V1.1.10",
        ..WATER_METER
    },
    Package {
        file_id: "5f3a1c7e9b2d4806a1c3e506",
        name: "gas-detector-fw-V0.9.8.zip",
        version: "V0.9.8",
        file_type: FIRMWARE,
        device_type: "GasDetector",
        model: "GD-7",
        manufacturer_name: "Hearthsafe",
        protocol_type: "LWM2M",
        description: "Sensor calibration, self test every night",
        date: "20260820T070000Z",
        upload_time: "20260821T055800Z",
        source_version: "V0.9.6",
    },
];
