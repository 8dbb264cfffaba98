//! Anything as a push.

#![no_main]

use libfuzzer_sys::fuzz_target;
use northbound::sdk::Notification;

fuzz_target!(|data: &[u8]| {
    match Notification::dto(data) {
        Ok(dto) => {
            assert!(dto.name.starts_with("Notify"), "{}", dto.name);
            let _ = Notification::from_json(data);
        }
        Err(error) => {
            assert_eq!(error.code(), "1007");
            assert!(Notification::from_json(data).is_err());
        }
    }
});
