//! Tests of the layers of the crates: a file uses only its own layer and the layers
//! below, and there is no cycle of files that use each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The layers of a crate, lowest first. Modules of the same layer must not use each
/// other.
struct Layers {
    source: &'static str,
    layers: &'static [&'static [&'static str]],
}

const CORE: Layers = Layers {
    source: "core/src",
    layers: &[
        &["test_panic", "json"],
        &["error"],
        &["sdk"],
        &["client/proxy", "client/limits"],
        &["client/config"],
        &["client/transport"],
        &["client/shared"],
        &["client/call"],
        &["client/paging", "client/waiting"],
        &["client"],
        &["internal", "lib"],
    ],
};

const EXTENSION: Layers = Layers {
    source: "src",
    layers: &[
        &["zend"],
        &["values"],
        &["ini"],
        &["call"],
        &["classes"],
        &["info", "lib"],
    ],
};

const COMMAND: Layers = Layers {
    source: "cli/src",
    layers: &[
        &["exit", "terminal"],
        &["settings"],
        &["args"],
        &["sdk"],
        &["list", "token", "pages"],
        &["call", "doctor", "task"],
        &["main"],
    ],
};

#[test]
fn the_core() {
    CORE.check();
}

#[test]
fn the_extension() {
    EXTENSION.check();
}

#[test]
fn the_command() {
    COMMAND.check();
}

#[test]
fn what_a_use_declaration_names() {
    let mut names = Vec::new();
    expand("", "a::{b, c::{self, D as E}, super::f}", &mut names);
    assert_eq!(names, ["a::b", "a::c", "a::c::D", "a::super::f"]);
}

impl Layers {
    fn check(&self) {
        let files = self.files();
        assert!(files.len() > 20, "{} has its files", self.source);
        let mut uses = BTreeMap::new();
        for (module, text) in &files {
            uses.insert(module.as_str(), used(module, text, &files));
        }
        let mut wrong = Vec::new();
        for (module, used) in &uses {
            for other in used {
                let (own, theirs) = (self.layer(module), self.layer(other));
                let same_folder = own == theirs && self.folder(module) == self.folder(other);
                if theirs.0 > own.0 || (theirs.0 == own.0 && !same_folder) {
                    wrong.push(format!("{module} uses {other}, which is not below it"));
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new(), "{}", self.source);
        assert_eq!(cycle(&uses), None, "{}", self.source);
    }

    /// Returns the text of each file, by the path of its module, such as `client/call`.
    fn files(&self) -> BTreeMap<String, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let root = root.join(self.source);
        let mut files = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if let Ok(name) = path.with_extension("").strip_prefix(&root) {
                    let name = name.to_string_lossy().into_owned();
                    let name = name.strip_suffix("/mod").unwrap_or(&name).to_owned();
                    files.insert(name, fs::read_to_string(&path).expect("a source"));
                }
            }
        }
        files
    }

    /// Returns the layer of a module, from 0, and the position of its folder in the layer.
    fn layer(&self, module: &str) -> (usize, usize) {
        let place = |folders: &[&str]| {
            let is_in = |folder: &&&str| {
                module == **folder
                    || module
                        .strip_prefix(**folder)
                        .is_some_and(|rest| rest.starts_with('/'))
            };
            folders.iter().rposition(|folder| is_in(&folder))
        };
        // `client` itself is a layer above its subfolders.
        let found = self
            .layers
            .iter()
            .enumerate()
            .find_map(|(layer, folders)| place(folders).map(|place| (layer, place)));
        found.unwrap_or_else(|| panic!("{}/{module} has no layer", self.source))
    }

    fn folder(&self, module: &str) -> &'static str {
        let (layer, place) = self.layer(module);
        self.layers[layer][place]
    }
}

/// Returns the modules that a file uses: in `use` declarations, except `pub use`, and
/// in paths.
fn used(module: &str, text: &str, files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let code = text.split("\nmod tests").next().unwrap_or_default();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.flat_map(|line| [line, "\n"]).collect();
    let mut names = Vec::new();
    for declaration in code
        .split("\nuse ")
        .skip(1)
        .chain(code.split(" use super").skip(1))
    {
        let tree = declaration.split(';').next().unwrap_or_default();
        expand("", tree, &mut names);
    }
    for (at, _) in code
        .match_indices("crate::")
        .chain(code.match_indices("super::"))
    {
        let end =
            code[at..].find(|char: char| !char.is_alphanumeric() && char != '_' && char != ':');
        let name = &code[at..end.map_or(code.len(), |end| at + end)];
        // A list belongs to a declaration, which is handled above.
        if !name.ends_with("::") {
            names.push(name.to_owned());
        }
    }
    names
        .iter()
        .filter_map(|name| resolve(module, name, files))
        .filter(|used| used != module)
        .collect()
}

/// Collects all names of a `use` tree, as paths.
fn expand(prefix: &str, tree: &str, names: &mut Vec<String>) {
    let tree = tree.trim();
    if let Some((path, list)) = tree.split_once('{') {
        let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
        let (mut depth, mut start) = (0, 0);
        for (at, char) in list.char_indices().chain([(list.len(), ',')]) {
            match char {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    let part = list[start..at].trim();
                    if !part.is_empty() {
                        expand(&format!("{prefix}{}", path.trim()), part, names);
                    }
                    start = at + 1;
                }
                _ => {}
            }
        }
    } else {
        let name = tree.split(" as ").next().unwrap_or_default().trim();
        let name = format!("{prefix}{name}");
        names.push(name.strip_suffix("::self").unwrap_or(&name).to_owned());
    }
}

/// Returns the file that defines a name used in `module`; `None` for another crate.
fn resolve(module: &str, name: &str, files: &BTreeMap<String, String>) -> Option<String> {
    let mut at: Vec<&str> = match module {
        "lib" => Vec::new(),
        _ => module.split('/').collect(),
    };
    let mut segments = name.split("::").peekable();
    match *segments.peek()? {
        "crate" => {
            at.clear();
            segments.next();
        }
        "super" => {
            while segments.next_if_eq(&"super").is_some() {
                at.pop();
            }
        }
        child => {
            let path = at
                .iter()
                .copied()
                .chain([child])
                .collect::<Vec<_>>()
                .join("/");
            if !files.contains_key(&path) {
                return None;
            }
        }
    }
    while let Some(segment) = segments.peek() {
        let path = at
            .iter()
            .chain([segment])
            .copied()
            .collect::<Vec<_>>()
            .join("/");
        if !files.contains_key(&path) {
            break;
        }
        at.push(segments.next()?);
    }
    let found = match at.is_empty() {
        true => "lib".to_owned(),
        false => at.join("/"),
    };
    // A file that re-exports the name does not define it.
    if let Some(item) = segments.next() {
        let text = files.get(&found)?;
        for declaration in text
            .split("pub use ")
            .chain(text.split("pub(crate) use "))
            .skip(1)
        {
            let mut names = Vec::new();
            expand("", declaration.split(';').next()?, &mut names);
            let re_exported = names
                .iter()
                .find(|name| name.rsplit("::").next() == Some(item));
            if let Some(name) = re_exported.filter(|name| name.contains("::")) {
                return resolve(&found, name, files);
            }
        }
    }
    Some(found)
}

/// Finds a cycle of files that use each other.
fn cycle(uses: &BTreeMap<&str, BTreeSet<String>>) -> Option<Vec<String>> {
    fn visit<'a>(
        file: &'a str,
        uses: &'a BTreeMap<&str, BTreeSet<String>>,
        path: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Option<Vec<String>> {
        if let Some(start) = path.iter().position(|on_path| *on_path == file) {
            let cycle = path[start..].iter().chain([&file]);
            return Some(cycle.map(|file| (*file).to_owned()).collect());
        }
        if !done.insert(file) {
            return None;
        }
        path.push(file);
        for other in uses.get(file).into_iter().flatten() {
            if let Some(cycle) = visit(other, uses, path, done) {
                return Some(cycle);
            }
        }
        path.pop();
        None
    }
    let mut done = BTreeSet::new();
    let mut files = uses.keys();
    files.find_map(|file| visit(file, uses, &mut Vec::new(), &mut done))
}
