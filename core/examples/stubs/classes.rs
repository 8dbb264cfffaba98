//! Generates the stub files from the rows of the table.

use std::collections::BTreeSet;
use std::path::PathBuf;

use northbound::ClientCode;
use northbound::sdk::{self, Dto, Field, Handling, Operation, Overload, Place, Service, Shape};

use crate::Stubs;
use crate::lists;
use crate::methods::{EXCEPTION_ENUM_METHODS, SECRETIVE_METHODS, SERVICE_METHODS, extra_methods};
use crate::php::{
    Class, DocBlock, Param, declaration, function, head, namespace, or_null, quoted, type_of,
};

/// Returns all generated files.
pub(crate) fn stubs() -> Stubs {
    let classes = sdk::dtos()
        .map(dto)
        .chain(sdk::SERVICES.iter().copied().map(service))
        .chain([constant(), exception_enum()]);
    let mut stubs: Stubs = classes
        .map(|class| (PathBuf::from(class.path()), class.source()))
        .collect();
    stubs.insert(PathBuf::from("functions.php"), functions());
    stubs
}

fn dto(dto: &'static Dto) -> Class<'static> {
    let other_names = dto
        .fields
        .iter()
        .filter_map(|field| match field.kind.handling {
            Handling::Also(name) => Some(format!(
                "property {} ${name} in responses",
                field_type(field)
            )),
            _ => None,
        });
    let methods = SECRETIVE_METHODS.iter().filter(|_| dto.has_secrets());
    Class {
        namespace: namespace::DTO,
        name: dto.name,
        docs: DocBlock::new(dto.docs.lines()).tags(other_names),
        heritage: "extends AbstractDTO",
        imports: BTreeSet::new(),
        members: dto
            .fields
            .iter()
            .map(field)
            .chain(methods.map(|&method| method.to_owned()))
            .collect(),
    }
}

fn field(field: &Field) -> String {
    let docs = DocBlock::new(field.docs.lines()).tag(format!("var {}", field_type(field)));
    let head = format!("public ${}", field.name);
    // A JSON literal is also a PHP literal, unless it is text.
    let default = field.kind.default.map(|json| match json.strip_prefix('"') {
        Some(text) => quoted(text.trim_end_matches('"')),
        None => json.to_owned(),
    });
    declaration(docs, &head, default.as_deref())
}

fn field_type(field: &Field) -> String {
    match field.kind.handling {
        Handling::BooleanAsText => "'true'|'false'|null".to_owned(),
        _ => or_null(&words_or_type(field)),
    }
}

/// The words that the documents list, or the type of the shape.
fn words_or_type(field: &Field) -> String {
    match field.kind.words {
        [] => type_of(&field.kind.shape),
        words => words
            .iter()
            .map(|word| quoted(word))
            .collect::<Vec<_>>()
            .join("|"),
    }
}

/// The array that may stand for a DTO: its fields, each optional. A DTO in it may be an
/// array, too.
fn array_of(dto: &Dto) -> String {
    let field = |field: &Field| {
        let types = match &field.kind.shape {
            Shape::Object(dto) => format!("{}|array<string, mixed>|null", full_name_from_root(dto)),
            Shape::List(of) if of.dto().is_some() => {
                let dto = of.dto().map(full_name_from_root).unwrap_or_default();
                format!("list<{dto}|array<string, mixed>>|null")
            }
            _ => field_type(field),
        };
        format!("{}?: {types}", field.name)
    };
    let fields: Vec<String> = dto.fields.iter().map(field).collect();
    match fields.is_empty() {
        true => "array{}".to_owned(),
        false => format!("array{{{}}}", fields.join(", ")),
    }
}

fn full_name_from_root(dto: &Dto) -> String {
    format!("\\{}", full_name(dto))
}

fn service(service: &'static Service) -> Class<'static> {
    let common = SERVICE_METHODS.iter().map(|&method| method.to_owned());
    let operations = service.operations.iter().map(|operation| {
        let docs = DocBlock::new(operation.docs.lines());
        method(
            docs,
            operation.method,
            &params(operation),
            &returns(operation),
        )
    });
    let overloads = service
        .overloads
        .iter()
        .map(|overload| overloaded(service, overload));
    let (extra, extra_classes) = extra_methods(service.class);
    let extra = extra.iter().map(|&method| method.to_owned());
    let mut imports = imports(service.operations);
    for class in ["NorthApiClient"].iter().chain(extra_classes) {
        imports.insert(format!("{}\\{class}", namespace::CLIENT));
    }
    imports.extend(
        lists::imported_class(service).map(|class| format!("{}\\{class}", namespace::CLIENT)),
    );
    // The items of paginators.
    let paginated = service
        .operations
        .iter()
        .filter(|operation| operation.paging.is_some());
    imports.extend(
        paginated
            .filter_map(|operation| operation.row())
            .map(full_name),
    );
    Class {
        namespace: namespace::INVOKEAPI,
        name: service.class,
        docs: DocBlock::new(service.docs.lines()),
        heritage: "",
        imports,
        members: common
            .chain(operations)
            .chain(overloads)
            .chain(lists::methods_of(service))
            .chain(extra)
            .collect(),
    }
}

pub(crate) fn method(docs: DocBlock, name: &str, params: &[Param], returns: &str) -> String {
    function(docs, &format!("public function {name}"), params, returns)
}

/// Generates a method that stands for others. It has the parameters of the longest; those
/// beyond the shortest are optional.
fn overloaded(service: &Service, overload: &Overload) -> String {
    let mut targets: Vec<&Operation> = overload
        .methods
        .iter()
        .filter_map(|method| sdk::operation(service.class, method))
        .collect();
    targets.sort_by_key(|operation| operation.params.len());
    let required = targets.first().map_or(0, |shortest| shortest.params.len());
    let mut merged: Vec<Param> = Vec::new();
    let mut return_types: Vec<String> = Vec::new();
    let mut text = "Calls another method, depending on the number of arguments:\n".to_owned();
    for operation in targets {
        let count = operation.params.len();
        text += &format!("\n- {count}: `{}`", operation.method);
        return_types.push(returns(operation));
        for (index, mut param) in params(operation).into_iter().enumerate() {
            if let Some(shorter) = merged.get(index) {
                param.types = union([&*shorter.types, &param.types]);
                param.is_secret |= shorter.is_secret;
                merged[index] = param;
            } else {
                param.is_optional = index >= required;
                merged.push(param);
            }
        }
    }
    let returns = union(return_types.iter().map(String::as_str));
    let docs = DocBlock::default().paragraph(&text);
    method(docs, overload.method, &merged, &returns)
}

/// Joins types into a union type: classes first, null last.
fn union<'a>(types: impl IntoIterator<Item = &'a str>) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in types.into_iter().flat_map(alternatives) {
        // A method that returns nothing returns null.
        let part = if part == "void" { "null" } else { part };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.sort_by_key(|&part| (part == "null", part.starts_with("array")));
    parts.join("|")
}

/// Splits a union type into its parts. A `|` in brackets belongs to a part.
fn alternatives(types: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    types
        .split(|letter| {
            match letter {
                '{' | '<' | '(' => depth += 1,
                '}' | '>' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            letter == '|' && depth == 0
        })
        .collect()
}

pub(crate) fn params(operation: &Operation) -> Vec<Param> {
    let param = |param: &sdk::Param| Param {
        name: param.name,
        types: match param.place {
            Place::Path => "string".to_owned(),
            // Null means the managed token.
            Place::Token => "string|null".to_owned(),
            Place::Query => "string|bool|null".to_owned(),
            // A query may be empty; a body and a path may not.
            Place::Fields(dto) if !operation.verb.has_body() => {
                format!("{}|{}|null", dto.name, array_of(dto))
            }
            Place::Fields(dto) | Place::PathFields(dto) => {
                format!("{}|{}", dto.name, array_of(dto))
            }
        },
        is_optional: false,
        is_secret: match param.place {
            Place::Token => true,
            Place::Fields(dto) | Place::PathFields(dto) => dto.has_secrets(),
            Place::Path | Place::Query => false,
        },
    };
    operation.params.iter().map(param).collect()
}

/// Returns the return type of an operation. It includes null: a success may have no body.
pub(crate) fn returns(operation: &Operation) -> String {
    let shape = operation.returns.as_ref();
    shape.map_or("void".to_owned(), |shape| or_null(&type_of(shape)))
}

/// Returns the classes that the docblocks of these operations name.
fn imports<'a>(operations: impl IntoIterator<Item = &'a &'static Operation>) -> BTreeSet<String> {
    let mut imports = BTreeSet::from([format!("{}\\NorthApiException", namespace::CLIENT)]);
    for operation in operations {
        let arguments = operation
            .params
            .iter()
            .filter_map(|param| match param.place {
                Place::Fields(dto) | Place::PathFields(dto) => Some(dto),
                Place::Path | Place::Query | Place::Token => None,
            });
        let returned = operation.returns.as_ref().and_then(Shape::dto);
        imports.extend(arguments.chain(returned).map(full_name));
    }
    imports
}

fn full_name(dto: &Dto) -> String {
    format!("{}\\{}", namespace::DTO, dto.name)
}

fn constant() -> Class<'static> {
    let operations = sdk::SERVICES.iter().flat_map(|service| service.operations);
    let uri = |operation: &&Operation| {
        let head = format!("public static ${}Uri", operation.method);
        let docs = DocBlock::default().tag("var string");
        declaration(docs, &head, Some(&quoted(&operation.uri())))
    };
    Class {
        namespace: namespace::CONSTANT,
        name: "Constant",
        docs: DocBlock::default().paragraph("Paths of the operations, as in the original SDK."),
        heritage: "",
        imports: BTreeSet::new(),
        members: operations.map(uri).collect(),
    }
}

fn exception_enum() -> Class<'static> {
    let constant = |code: &ClientCode| {
        let value = format!("[{} => {}]", code.code(), quoted(code.text()));
        declaration(
            DocBlock::default(),
            &format!("public const {}", code.name()),
            Some(&value),
        )
    };
    let properties = [
        ("errorCode", "Error code, four digits.", "var string|null"),
        (
            "errorDesc",
            "Short description of the error.",
            "var string|null",
        ),
    ];
    let properties = properties.map(|(name, text, tag)| {
        let docs = DocBlock::default().paragraph(text).tag(tag);
        declaration(docs, &format!("public ${name}"), None)
    });
    let methods = EXCEPTION_ENUM_METHODS.map(str::to_owned);
    Class {
        namespace: namespace::CONSTANT,
        name: "ExceptionEnum",
        docs: DocBlock::default().paragraph(
            "Error codes of the SDK, as opposed to those of the platform:\n\
             `new ExceptionEnum(ExceptionEnum::CLIENT_INFO_ERROR)`.",
        ),
        heritage: "implements \\Stringable",
        imports: BTreeSet::new(),
        members: ClientCode::ALL
            .iter()
            .map(constant)
            .chain(properties)
            .chain(methods)
            .collect(),
    }
}

/// Generates the file of the names outside the SDK's namespaces.
fn functions() -> String {
    let (class, method) = sdk::GLOBAL_FUNCTION;
    let operation = sdk::operation(class, method);
    let source = operation.map(|operation| {
        let docs = DocBlock::new(operation.docs.lines()).paragraph(
            "Calls the platform through `DefaultNorthApiClient::getDefaultApiClient()`.",
        );
        let head = format!("function {}", operation.method);
        function(docs, &head, &params(operation), &returns(operation))
    });
    let aliases = sdk::BARE_NAMES.map(|dto| {
        format!(
            "class_alias(\\{}::class, '{}');\n",
            full_name(dto),
            dto.name
        )
    });
    let function = source.unwrap_or_default();
    // Not every analyser follows class_alias().
    let imports = sdk::BARE_NAMES
        .into_iter()
        .filter(|dto| function.contains(dto.name))
        .map(full_name)
        .chain([format!("{}\\NorthApiException", namespace::CLIENT)])
        .collect();
    format!("{}{function}\n{}", head(None, &imports), aliases.concat())
}
