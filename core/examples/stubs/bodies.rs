//! The bodies of the methods that work without the extension: those that a test with doubles
//! needs. They are PHP source, in the folder `bodies`.

use std::collections::BTreeMap;
use std::path::Path;

use northbound::sdk::{self, Dto, MASK};

use crate::php::quoted;

/// Code that a class of the package has, beside its stub.
#[derive(Default)]
pub(crate) struct Bodies<'a> {
    /// Attributes of the class.
    attributes: Vec<&'a str>,
    /// The bodies of methods, in curly brackets, by name.
    methods: BTreeMap<&'a str, String>,
    /// Members that the stub does not have.
    additions: Vec<String>,
}

/// Returns the bodies for the stub at this path below the stubs; none if each method
/// needs the extension.
pub(crate) fn of(path: &Path) -> Bodies<'static> {
    let Some(below) = path
        .to_str()
        .and_then(|path| path.strip_prefix("North_PHP_SDK/"))
    else {
        return Bodies::default();
    };
    let below = below.strip_suffix(".php").unwrap_or(below);
    let dto = below
        .strip_prefix("client/dto/")
        .and_then(|name| sdk::dtos().find(|dto| dto.name == name));
    let mut bodies = Bodies::parse(match below {
        "client/dto/AbstractDTO" => include_str!("bodies/AbstractDTO.php"),
        "client/NorthApiException" => include_str!("bodies/NorthApiException.php"),
        "client/StillRunningException" => include_str!("bodies/StillRunningException.php"),
        "client/Paginator" => include_str!("bodies/Paginator.php"),
        "client/UpgradeProgress" => include_str!("bodies/UpgradeProgress.php"),
        "constant/ExceptionEnum" => include_str!("bodies/ExceptionEnum.php"),
        _ if dto.is_some() => include_str!("bodies/DTO.php"),
        _ if below.starts_with("client/invokeapi/") => include_str!("bodies/Service.php"),
        _ => "",
    });
    bodies.additions.extend(dto.map(row));
    bodies
}

/// The constant in which `AbstractDTO` finds the row of the table.
fn row(dto: &Dto) -> String {
    let list = |texts: Vec<String>| format!("[{}]", texts.join(", "));
    let secrets = dto.fields.iter().filter(|field| field.is_secret());
    format!(
        "    /** @internal */\n    protected const NORTHBOUND_STUB = [\n        \
         'fields' => {},\n        'secrets' => {},\n        'text' => {},\n        \
         'isOfResponses' => {},\n    ];\n",
        list(dto.fields.iter().map(|field| quoted(field.name)).collect()),
        list(
            secrets
                .map(|field| format!("{} => {}", quoted(field.name), quoted(MASK)))
                .collect()
        ),
        quoted(&dto.template()),
        sdk::is_of_responses(dto),
    )
}

impl<'a> Bodies<'a> {
    /// Reads a class whose members are indented by four spaces. A public method gives its
    /// body to that of the stub; all other members are additions.
    fn parse(source: &'a str) -> Self {
        let mut bodies = Self::default();
        let mut member: Vec<&str> = Vec::new();
        let lines = source
            .lines()
            .skip_while(|line| !line.starts_with("#[") && *line != "{");
        for line in lines {
            if line.starts_with("#[") {
                bodies.attributes.push(line);
            }
            let is_in_class = line.starts_with("    ") || (line.is_empty() && !member.is_empty());
            if !is_in_class {
                continue;
            }
            member.push(line);
            let is_end = line == "    }" || (line.starts_with("    p") && line.ends_with(';'));
            if is_end {
                bodies.add(&member);
                member.clear();
            }
        }
        bodies
    }

    fn add(&mut self, member: &[&'a str]) {
        let public = member
            .iter()
            .position(|line| line.starts_with("    public "));
        let method = public.and_then(|at| Some((at, function_name(member.get(at)?)?)));
        match method {
            Some((at, name)) => {
                let body: Vec<&str> = member.iter().skip(at + 1).copied().collect();
                self.methods.insert(name, body.join("\n"));
            }
            None => self.additions.push(format!("{}\n", member.join("\n"))),
        }
    }

    /// Gives each function of a stub its body, or this one.
    pub(crate) fn put_into(&self, stub: &str, otherwise: &str) -> String {
        let mut source = String::new();
        let mut function = None;
        for line in stub.lines() {
            function = function_name(line).or(function);
            let is_head = line.contains("function ") || line.trim_start().starts_with(')');
            match line.strip_suffix("{}") {
                Some(head) if is_head => match function.and_then(|name| self.methods.get(name)) {
                    Some(body) => source += &format!("{}\n{body}\n", head.trim_end()),
                    None => source += &format!("{head}{otherwise}\n"),
                },
                _ if line == "}" => {
                    for addition in &self.additions {
                        source += &format!("\n{addition}");
                    }
                    source += "}\n";
                }
                _ => {
                    if is_class(line) {
                        source.extend(self.attributes.iter().map(|line| format!("{line}\n")));
                    }
                    source += &format!("{line}\n");
                }
            }
        }
        source
    }
}

fn is_class(line: &str) -> bool {
    ["class ", "abstract class ", "final class "]
        .iter()
        .any(|head| line.starts_with(head))
}

fn function_name(line: &str) -> Option<&str> {
    let (_, after) = line.split_once("function ")?;
    let (name, _) = after.split_once('(')?;
    Some(name)
}
