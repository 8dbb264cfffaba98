//! The table agrees with the catalogue of the original's DTOs, and has every
//! operation.

use std::collections::BTreeMap;

use northbound::sdk::common::Logic;
use northbound::sdk::{Dto, SERVICES, StringForm, dtos};
use serde::Deserialize;
use serde_json::Value;

/// A class of the original SDK.
#[derive(Deserialize)]
struct Original {
    fields: Vec<String>,
    /// `None` for the one class that has no string form.
    string_form: Option<String>,
    #[serde(default)]
    defaults: BTreeMap<String, Value>,
}

/// Reads the catalogue, which was written from the original and not from the table,
/// so that a difference shows.
fn catalogue() -> BTreeMap<String, Original> {
    serde_json::from_str(include_str!("data/dto-catalogue.json")).expect("the catalogue")
}

/// Every DTO of the table with its class in the catalogue.
fn pairs() -> impl Iterator<Item = (&'static Dto, Original)> {
    let mut catalogue = catalogue();
    dtos().filter_map(move |dto| Some((dto, catalogue.remove(dto.name)?)))
}

#[test]
fn the_table_has_each_dto_once_and_no_other() {
    let catalogue = catalogue();
    assert_eq!(catalogue.len(), 157);
    let mut ours: Vec<_> = dtos().map(|dto| dto.name).collect();
    ours.sort_unstable();
    assert!(catalogue.keys().eq(&ours), "{ours:?}");
}

#[test]
fn fields_are_in_order() {
    for (dto, original) in pairs() {
        let ours = dto.fields.iter().map(|field| field.name);
        assert!(ours.eq(original.fields), "{}", dto.name);
    }
}

#[test]
fn string_forms_are_the_original_ones() {
    for (dto, original) in pairs() {
        match original.string_form {
            Some(form) => assert_eq!(dto.template(), form),
            None => assert!(matches!(dto.string_form, StringForm::Regular)),
        }
    }
}

#[test]
fn a_string_form_is_written_out_only_where_no_rule_gives_it() {
    for dto in dtos() {
        if let StringForm::Exactly(form) = dto.string_form {
            let regular = Dto {
                string_form: StringForm::Regular,
                ..*dto
            };
            assert_ne!(regular.template(), form);
        }
    }
}

#[test]
fn defaults_are_the_original_ones() {
    let mut seen = 0;
    for (dto, mut original) in pairs() {
        for field in dto.fields {
            let ours: Option<Value> = field
                .kind
                .default
                .map(|json| serde_json::from_str(json).expect("a literal"));
            assert_eq!(ours, original.defaults.remove(field.name), "{}", dto.name);
            seen += usize::from(ours.is_some());
        }
        assert!(original.defaults.is_empty(), "{}", dto.name);
    }
    assert_eq!(seen, 3);
}

#[test]
fn rust_has_the_same_defaults() {
    use northbound::sdk::device_group_management::ModifyDeviceGroupInDto;
    use northbound::sdk::rule_engine::{GroupElement, GroupExpress};

    let group = ModifyDeviceGroupInDto::default();
    assert_eq!((group.name, group.max_dev_num), (None, Some(0)));
    assert_eq!(GroupElement::default().operator, Some(Logic::And));
    assert_eq!(GroupExpress::default().operator, Some(Logic::And));
    // A field that is absent from the JSON has no default.
    let group: ModifyDeviceGroupInDto = serde_json::from_str("{}").expect("an object");
    assert_eq!(group.max_dev_num, None);
}

#[test]
fn the_table_has_every_operation() {
    let counts: Vec<_> = SERVICES
        .iter()
        .map(|service| (service.class, service.operations.len()))
        .collect();
    assert_eq!(
        counts,
        [
            ("Authentication", 2),
            ("BatchProcess", 3),
            ("DataCollection", 5),
            ("DeviceGroupManagement", 8),
            ("DeviceManagement", 8),
            ("DeviceServiceInvocation", 1),
            ("DeviceUpgrade", 8),
            ("RuleEngine", 6),
            ("SignalDelivery", 5),
            ("SubscriptionManagement", 6),
        ]
    );
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<usize>(), 52);
}
