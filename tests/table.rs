//! Tests that the table is consistent: names, placeholders, string forms, secrets.

use std::collections::{BTreeMap, BTreeSet};

use northbound::ClientCode;
use northbound::sdk::{
    Credentials, Dto, Operation, Place, SERVICES, Shape, StringForm, Verb, dtos, operation,
};

fn operations() -> impl Iterator<Item = &'static Operation> {
    SERVICES
        .iter()
        .flat_map(|service| service.operations)
        .copied()
}

/// Returns the names that occur more than once, ignoring case as PHP does.
fn twice<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names
        .map(str::to_ascii_lowercase)
        .filter(|name| !seen.insert(name.clone()))
        .collect()
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[test]
fn names_are_unique_and_names() {
    assert_eq!(twice(dtos().map(|dto| dto.name)), [""; 0]);
    assert_eq!(twice(SERVICES.iter().map(|s| s.class)), [""; 0]);
    for service in SERVICES {
        let methods = service.operations.iter().map(|o| o.method);
        assert_eq!(twice(methods), [""; 0], "{}", service.class);
        assert!(is_identifier(service.class));
    }
    for dto in dtos() {
        let fields = dto.fields.iter().map(|field| field.name);
        assert_eq!(twice(fields), [""; 0], "{}", dto.name);
        assert!(is_identifier(dto.name), "{}", dto.name);
        for field in dto.fields {
            assert!(is_identifier(field.name), "{}::{}", dto.name, field.name);
        }
    }
    for operation in operations() {
        let params = operation.params.iter().map(|param| param.name);
        assert_eq!(twice(params), [""; 0], "{}", operation.method);
        assert!(is_identifier(operation.method));
    }
}

#[test]
fn paths_and_parameters_name_each_other() {
    for operation in operations() {
        let mut placeholders: Vec<&str> = operation
            .path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        let mut params = Vec::new();
        for param in operation.params {
            match param.place {
                Place::Path => params.push(param.name),
                Place::PathFields(dto) => params.extend(dto.fields.iter().map(|f| f.name)),
                _ => {}
            }
        }
        placeholders.sort_unstable();
        params.sort_unstable();
        assert_eq!(placeholders, params, "{}", operation.method);

        // The rest is literal and needs no encoding.
        let literal = operation.path.split('/').skip(1);
        for segment in literal.filter(|segment| !segment.starts_with('{')) {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
            assert!(
                !segment.is_empty() && segment.bytes().all(plain),
                "{}",
                operation.path
            );
        }
        assert!(operation.path.starts_with('/'), "{}", operation.path);
    }
}

#[test]
fn query_and_body_fit_the_method() {
    let mut lines = BTreeMap::new();
    for operation in operations() {
        let count = |place: fn(&Place) -> bool| {
            let params = operation.params.iter();
            params.filter(|param| place(&param.place)).count()
        };
        let tokens = count(|place| matches!(place, Place::Token));
        let needs_token = operation.credentials == Credentials::Token;
        assert_eq!(tokens, usize::from(needs_token), "{}", operation.method);
        assert!(count(|place| matches!(place, Place::Fields(_))) <= 1);
        if needs_token {
            let last = operation.params.last().expect("a parameter");
            assert_eq!(last.name, "accessToken", "{}", operation.method);
        }
        if operation.verb == Verb::Delete {
            assert!(operation.returns.is_none(), "{}", operation.method);
        }
        let line = (operation.verb.as_str(), operation.path);
        let other = lines.insert(line, operation.method);
        assert_eq!(other, None, "{line:?} is called by two methods");
    }
    assert_eq!(lines.len(), operations().count());
}

#[test]
fn operations_are_found_by_name_as_php_finds_methods() {
    for service in SERVICES {
        for row in service.operations {
            for name in [
                row.method.to_owned(),
                row.method.to_ascii_lowercase(),
                row.method.to_ascii_uppercase(),
            ] {
                let found = operation(service.class, &name).expect("a row");
                assert!(std::ptr::eq(found, *row), "{name}");
            }
        }
    }
    assert!(operation("DeviceUpgrade", "getAuthToken").is_none());
    assert!(operation("DeviceUpgrade", "").is_none());
    assert!(operation("Nothing", "queryUpgradeSubTask").is_none());
}

#[test]
fn overloads_are_distinguished_by_the_number_of_arguments() {
    for service in SERVICES {
        for overload in service.overloads {
            let own = service.operations.iter().map(|o| o.method);
            let names = own.chain([overload.method]);
            assert_eq!(twice(names), [""; 0], "{}", overload.method);
            let mut counts = BTreeSet::new();
            for method in overload.methods {
                let row = operation(service.class, method).expect("a row");
                assert!(counts.insert(row.params.len()), "{method}");
            }
        }
    }
}

#[test]
fn every_used_dto_is_listed() {
    let listed: Vec<&Dto> = dtos().collect();
    let check = |dto: &'static Dto, user: &str| {
        let found = listed.iter().any(|other| std::ptr::eq(*other, dto));
        assert!(found, "{} of {user} is in no list", dto.name);
    };
    for operation in operations() {
        for param in operation.params {
            if let Place::Fields(dto) | Place::PathFields(dto) = param.place {
                check(dto, operation.method);
            }
        }
        if let Some(dto) = operation.returns.and_then(|shape| shape.dto()) {
            check(dto, operation.method);
        }
    }
    for dto in &listed {
        for nested in dto.fields.iter().filter_map(|field| field.kind.shape.dto()) {
            check(nested, dto.name);
        }
    }
}

#[test]
fn url_parameters_are_scalar() {
    for operation in operations() {
        for param in operation.params {
            let dto = match param.place {
                Place::Fields(dto) if !operation.verb.has_body() => dto,
                Place::PathFields(dto) => dto,
                _ => continue,
            };
            for field in dto.fields {
                let scalar = matches!(
                    field.kind.shape,
                    Shape::Text | Shape::Integer | Shape::Boolean
                );
                assert!(scalar, "{}::{}", dto.name, field.name);
            }
        }
    }
}

#[test]
fn string_forms_name_fields_once() {
    let mut special = 0;
    for dto in dtos() {
        let StringForm::Only(fields) = dto.string_form else {
            continue;
        };
        special += 1;
        assert_eq!(twice(fields.iter().copied()), [""; 0], "{}", dto.name);
        for name in fields {
            let field = dto.field(name.as_bytes());
            assert!(field.is_some(), "{} has no {name}", dto.name);
        }
        let declared = dto.fields.iter().map(|field| field.name);
        assert!(
            !fields.iter().copied().eq(declared),
            "{}: that is the regular form",
            dto.name
        );
    }
    assert!(special > 0, "no special form was looked at");
}

#[test]
fn fields_are_found_by_their_exact_name() {
    for dto in dtos() {
        for (at, field) in dto.fields.iter().enumerate() {
            let (position, found) = dto.field(field.name.as_bytes()).expect("a field");
            assert_eq!(position, at);
            assert!(std::ptr::eq(found, field));
            let upper_case = field.name.to_uppercase();
            if upper_case != field.name {
                assert!(dto.field(upper_case.as_bytes()).is_none());
            }
        }
        assert!(dto.field(b"").is_none());
    }
}

#[test]
fn fields_that_sound_secret_are_flagged() {
    let mut flagged = Vec::new();
    for dto in dtos() {
        for field in dto.fields {
            let name = field.name.to_ascii_lowercase();
            let sounds_secret = (name.contains("token") && name != "tokentype")
                || ["secret", "password", "passwd", "pwd", "privatekey"]
                    .iter()
                    .any(|word| name.contains(word));
            assert_eq!(
                field.is_secret(),
                sounds_secret,
                "{}::{}",
                dto.name,
                field.name
            );
            if field.is_secret() {
                flagged.push(dto.name);
            }
        }
        let secrets = dto.fields.iter().any(|field| field.is_secret());
        assert_eq!(dto.has_secrets(), secrets, "{}", dto.name);
    }
    for dto in [
        "ClientInfo",
        "SSLConfig",
        "AuthOutDTO",
        "AuthRefreshInDTO",
        "AuthRefreshOutDTO",
    ] {
        assert!(flagged.contains(&dto), "{dto}");
    }
}

#[test]
fn everything_is_described() {
    for service in SERVICES {
        assert_ne!(service.docs.lines(), [""; 0], "{}", service.class);
    }
    // No copy of the vendor's pages for these could be found.
    let without_page = |operation: &Operation| {
        operation.method == "queryDeviceRealtimeLocation" || operation.path.contains("/rule/")
    };
    for operation in operations() {
        let page = operation.docs.lines().last().expect("a description");
        assert_eq!(
            page.contains("Vendor page: iot_06_"),
            !without_page(operation),
            "{}",
            operation.method
        );
    }
    for dto in dtos() {
        assert_ne!(dto.docs.lines(), [""; 0], "{}", dto.name);
        for field in dto.fields {
            assert_ne!(field.docs.lines(), [""; 0], "{}::{}", dto.name, field.name);
        }
    }
}

#[test]
fn the_clients_own_codes_are_those_of_the_original() {
    let codes: Vec<_> = ClientCode::ALL.iter().map(|code| code.code()).collect();
    let original = [
        "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008", "1009", "1010", "1011",
        "1000",
    ];
    assert_eq!(codes, original);
    assert_eq!(twice(ClientCode::ALL.iter().map(|c| c.name())), [""; 0]);
    for code in ClientCode::ALL {
        assert_eq!(code.number().to_string(), code.code());
    }
}

#[test]
fn lists_have_items_with_identities() {
    let mut paginators = Vec::new();
    for operation in operations() {
        let Some(paging) = &operation.paging else {
            continue;
        };
        paginators.push(paging.method);
        let row = operation.row().expect("rows");
        assert!(row.field(paging.id.as_bytes()).is_some(), "{}", paging.id);
        let dto = operation.params.iter().find_map(|param| match param.place {
            Place::Fields(dto) => Some(dto),
            _ => None,
        });
        for field in ["pageNo", "pageSize"] {
            let field = dto.and_then(|dto| dto.field(field.as_bytes()));
            assert!(field.is_some(), "{}", operation.method);
        }
        assert_eq!(operation.verb, Verb::Get);
    }
    assert_eq!(
        paginators,
        [
            "getPackagePaginator",
            "getSubTaskPaginator",
            "getTaskPaginator"
        ]
    );
}
