//! The Composer package of the stubs, for static analysis and for tests without the
//! extension: `php/stubs-package`, and the stubs with bodies that say that the extension is
//! missing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use northbound::sdk;

use crate::php::namespace;

/// The body of each function in the package.
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
            files.insert(Path::new("stubs").join(path), with_bodies(&source));
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

/// Gives the functions of a stub a body. A class may be empty, too.
fn with_bodies(source: &str) -> String {
    let with_body = |line: &str| match line.strip_suffix("{}") {
        Some(head) if head.contains("function ") || head.trim_start().starts_with(')') => {
            format!("{head}{BODY}\n")
        }
        _ => format!("{line}\n"),
    };
    source.lines().map(with_body).collect()
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
    format!("{}}}\n", with_bodies(guarded.trim_end()))
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
