//! Any answer to any operation: it is a success, or an error that says something.
//!
//! The first byte picks the operation, the second the status and the content type; the rest is the body.

#![no_main]

use libfuzzer_sys::fuzz_target;
use northbound::client::fuzzing::classify;
use northbound::sdk::data_collection::QueryBatchDevicesInfoOutDto;
use northbound::sdk::device_upgrade::QueryUpgradeSubTaskOutDto;
use northbound::sdk::signal_delivery::QueryDeviceCommandOutDto;
use northbound::sdk::{Operation, SERVICES};
use serde_json::Value;

const STATUSES: [u16; 8] = [200, 201, 204, 302, 400, 404, 429, 503];
const TYPES: [Option<&str>; 3] = [
    None,
    Some("application/json;charset=utf-8"),
    Some("text/html"),
];

fuzz_target!(|data: &[u8]| {
    let [operation, how, body @ ..] = data else {
        return;
    };
    let (operation, how) = (usize::from(*operation), usize::from(*how));
    let operations: Vec<&'static Operation> = SERVICES
        .iter()
        .flat_map(|service| service.operations)
        .copied()
        .collect();
    let operation = operations[operation % operations.len()];
    let status = STATUSES[how % STATUSES.len()];
    let kind = TYPES[how / STATUSES.len() % TYPES.len()];

    match classify(operation, status, kind, body) {
        Err(error) => {
            assert_eq!(error.http_status(), Some(status));
            assert!(!error.code().is_empty() && error.to_string().contains(error.code()));
        }
        Ok(None) => assert!((200..300).contains(&status)),
        Ok(Some(answer)) => {
            assert!((200..300).contains(&status) && operation.returns.is_some());
            assert_eq!(&answer.body()[..], body);
            // What the documents call it is not what it is: the types must say so, and not break.
            let typed = [
                serde_json::from_slice::<QueryUpgradeSubTaskOutDto>(body).err(),
                serde_json::from_slice::<QueryBatchDevicesInfoOutDto>(body).err(),
                serde_json::from_slice::<QueryDeviceCommandOutDto>(body).err(),
            ];
            let is_json = serde_json::from_slice::<Value>(body).is_ok();
            for cause in typed.into_iter().flatten() {
                let error = answer.not_as_documented(&cause);
                assert!(!error.code().is_empty());
                assert!(is_json || error.code() == "1011" || error.code() == "1005");
            }
        }
    }
});
