//! The Composer package of the stubs, for static analysis and for tests without the
//! extension: `php/stubs-package`, and the stubs with bodies. Those that need the extension
//! say that it is missing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use northbound::sdk;

use crate::bodies::{self, Bodies};
use crate::php::namespace;

/// The body of each function of the package that needs the extension.
const BODY: &str = "{ \\Northbound\\Stubs\\missing(); }";

/// The file with the global function, which is not in a class.
const FUNCTIONS: &str = "functions.php";

/// Writes the package into a folder, which must not exist or be an earlier package.
pub(crate) fn write(stubs: &Path, target: &Path) -> io::Result<ExitCode> {
    let sources = stubs.join("../stubs-package");
    if target.join("composer.json").exists() {
        fs::remove_dir_all(target)?;
    }
    let mut files = BTreeMap::new();
    for (path, source) in read(stubs)? {
        if path == Path::new(FUNCTIONS) {
            files.insert(path, global_function(&source));
        } else {
            let source = bodies::of(&path).put_into(&source, BODY);
            files.insert(Path::new("stubs").join(path), source);
        }
    }
    // PHPStan does not see a function in a condition there.
    let is_class = |path: &&PathBuf| *path != Path::new(FUNCTIONS);
    let listed: Vec<PathBuf> = files.keys().filter(is_class).cloned().collect();
    files.extend(read(&sources)?);
    files.insert(PathBuf::from("aliases.php"), aliases());
    if let Some(neon) = files.get_mut(Path::new("phpstan-extension.neon")) {
        *neon += "    stubFiles:\n";
        for path in listed {
            *neon += &format!("        - {}\n", path.display());
        }
    }
    for (path, content) in &files {
        let file = target.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, content)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads all files of a folder, by their path below it.
fn read(folder: &Path) -> io::Result<BTreeMap<PathBuf, String>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(below) = path.strip_prefix(folder) {
                files.insert(below.to_owned(), fs::read_to_string(&path)?);
            }
        }
    }
    Ok(files)
}

/// The global function, unless the extension has declared it. The aliases are in a file of
/// their own, which PHPStan loads.
fn global_function(source: &str) -> String {
    let lines = source
        .lines()
        .filter(|line| !line.starts_with("class_alias("));
    let mut guarded = String::new();
    let mut is_guarded = false;
    for line in lines {
        if line.starts_with("/**") && !is_guarded {
            is_guarded = true;
            let (_, function) = sdk::GLOBAL_FUNCTION;
            guarded += &format!("if (!function_exists('{function}')) {{\n");
        }
        let indent = if is_guarded && !line.is_empty() {
            "    "
        } else {
            ""
        };
        guarded += &format!("{indent}{line}\n");
    }
    let function = Bodies::default().put_into(guarded.trim_end(), BODY);
    format!("{function}}}\n")
}

/// The names outside of the SDK's namespaces, unless the extension has declared them.
fn aliases() -> String {
    let aliases = sdk::BARE_NAMES.map(|dto| {
        let name = dto.name;
        format!(
            "if (!class_exists('{name}', false)) {{\n    class_alias(\\{}\\{name}::class, '{name}');\n}}\n",
            namespace::DTO
        )
    });
    format!("<?php\n\n{}\n\n{}", crate::php::MARK, aliases.concat())
}
