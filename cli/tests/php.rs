//! Tests of `--php` and `--php-fpm`, with the PHP of this machine.

use std::process::Command;

use crate::support::{Stage, bare, has, ran};

/// Returns the command with only a php.ini for the platform.
fn with_ini(stage: &Stage, more: &str) -> Command {
    let mut ini = String::new();
    for (name, value) in stage.settings() {
        let name = name.trim_start_matches("NORTHBOUND_").to_ascii_lowercase();
        ini.push_str(&format!("northbound.{name} = \"{value}\"\n"));
    }
    stage.files.write("php.ini", ini + more);
    let mut command = bare(&stage.files);
    command
        .env("PHPRC", stage.files.path(""))
        .env("PHP_INI_SCAN_DIR", "");
    command
}

fn is_missing(program: &str, argument: &str) -> bool {
    let is_missing = !has(program, argument);
    if is_missing {
        eprintln!("left out: {program} is not installed");
    }
    is_missing
}

#[test]
fn the_command_sees_what_php_sees() {
    if is_missing("php", "-v") {
        return;
    }
    let stage = Stage::new();
    let mut command = with_ini(&stage, "northbound.timeout_ms = 4321\n");
    let list = ran(command.args(["packages", "--format", "csv", "--php"])).good();
    assert!(list.starts_with("fileId,"), "{list}");

    // This php.ini loads no extension, and doctor says so.
    let mut command = with_ini(&stage, "northbound.timeout_ms = 4321\n");
    let doctor = ran(command.args(["--php", "doctor", "--watch-token", "0"]));
    assert_eq!(doctor.status, Some(1), "{doctor:?}");
    let ini = stage.files.path("php.ini");
    let ini = ini.display();
    for says in [
        "✗ extension: PHP ".to_owned(),
        "add extension=northbound to php.ini".to_owned(),
        format!("timeout_ms = 4321 ({ini})"),
        format!("secret = *** ({ini})"),
        "✓ call: ".to_owned(),
        "but the application logs in by itself".to_owned(),
    ] {
        assert!(
            doctor.out.contains(&says),
            "no \"{says}\" in\n{}",
            doctor.out
        );
    }
    assert!(!doctor.out.contains("demo-secret"), "{doctor:?}");
}

#[test]
fn words_that_php_reads_as_empty() {
    if is_missing("php", "-v") {
        return;
    }
    let stage = Stage::new();
    for (line, status, says) in [
        (
            "tls_verify = none",
            64,
            "tls_verify must be full, ca or insecure, not \"\"",
        ),
        ("tls_verify = none", 64, "PHP reads none, no, off"),
        ("quota_per_minute = off", 0, ""),
        ("ca_file = \"\"", 1, "is not signed by a trusted CA"),
    ] {
        let mut command = with_ini(&stage, &format!("northbound.{line}\n"));
        let ran = ran(command.args(["packages", "--php"]));
        assert_eq!(ran.status, Some(status), "{line}: {ran:?}");
        assert!(ran.err.contains(says), "{line}: {ran:?}");
    }
}

#[test]
fn a_php_that_cannot_be_asked() {
    let stage = Stage::new();
    for (php, says) in [
        ("/nowhere/php", "cannot be run"),
        ("true", "reports no settings"),
    ] {
        let ran = stage.run(&["packages", &format!("--php={php}")]);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.err.contains(says), "{ran:?}");
    }
}

/// Returns the PHP-FPM of this machine.
fn fpm() -> Option<&'static str> {
    let fpm = [
        "/usr/sbin/php-fpm8.4",
        "/usr/sbin/php-fpm8.3",
        "/usr/sbin/php-fpm8.2",
    ];
    let fpm = fpm.into_iter().find(|fpm| has(fpm, "-v"));
    if fpm.is_none() {
        eprintln!("left out: php-fpm is not installed");
    }
    fpm
}

/// Returns a pool of the user nobody, with these settings.
fn pool(stage: &Stage, settings: &str) -> String {
    let socket = stage.files.path("socket");
    format!(
        "[www]\nuser = nobody\ngroup = nogroup\nlisten = {}\npm = static\n\
         pm.max_children = 1\n{settings}\n",
        socket.display()
    )
}

/// Writes a configuration of FPM with this pool; returns its path.
fn config(stage: &Stage, global: &str, pool: &str) -> String {
    let folder = stage.files.path("");
    let content = format!(
        "[global]\nerror_log = {0}/log\npid = {0}/pid\n{global}\n{pool}",
        folder.display()
    );
    let config = stage.files.write("fpm.conf", content);
    config.display().to_string()
}

/// The shell in which the command runs does not decide what the service reads.
#[test]
fn the_ini_files_of_the_shell_are_not_those_of_fpm() {
    let Some(fpm) = fpm() else {
        return;
    };
    let stage = Stage::new();
    let config = config(&stage, "", &pool(&stage, ""));
    let ini = stage.files.path("php.ini").display().to_string();
    let folder = stage.files.path("").display().to_string();
    let fpm = format!("--php-fpm={fpm}");
    let ask = ["doctor", "--php-fpm-config", &config, &fpm];
    for (name, value) in [("PHPRC", &folder), ("PHP_INI_SCAN_DIR", &folder)] {
        let mut command = with_ini(&stage, "northbound.timeout_ms = 4321\n");
        command.env_remove("PHPRC").env(name, value);
        let doctor = ran(command.args(ask));
        let all = format!("{doctor:?}");
        assert!(
            !all.contains("4321") && !all.contains(&ini),
            "{name}: {all}"
        );
    }
}

/// PHP-FPM opens its logs even to test its configuration, and only root may write those
/// of Debian. No user may write this file.
#[test]
fn logs_of_fpm_that_cannot_be_written() {
    const LOG: &str = "/proc/sys/kernel/osrelease";
    let Some(fpm) = fpm() else {
        return;
    };
    let stage = Stage::new();
    for logs in [
        format!("error_log = {LOG}"),
        format!("[www]\nslowlog = {LOG}\nrequest_slowlog_timeout = 5"),
        format!("error_log = {LOG}\n[www]\naccess.log = {LOG}"),
    ] {
        let folder = stage.files.path("");
        let timeout = "php_admin_value[northbound.timeout_ms] = 25000";
        stage.files.write("www.pool", pool(&stage, timeout));
        let config = format!("[global]\n{logs}\ninclude={}/*.pool\n", folder.display());
        let config = stage.files.write("fpm.conf", config).display().to_string();
        let doctor = stage.run(&[
            "doctor",
            "--watch-token",
            "0",
            "--php-fpm-config",
            &config,
            &format!("--php-fpm={fpm}"),
        ]);
        let says = format!("timeout_ms = 25000 (pool www of {fpm})");
        assert!(doctor.out.contains(&says), "{logs}: {doctor:?}");
    }

    // What is wrong is still said.
    let wrong = stage.files.write("fpm.conf", "[global]\nnothing = 1\n");
    let config = wrong.display().to_string();
    let words = ["doctor", "--php-fpm-config", &config];
    let doctor = stage.run(&[&words[..], &[&format!("--php-fpm={fpm}")]].concat());
    assert_eq!(doctor.status, Some(1), "{doctor:?}");
    assert!(doctor.err.contains("unknown entry 'nothing'"), "{doctor:?}");
}

#[test]
fn the_limits_of_fpm() {
    let Some(fpm) = fpm() else {
        return;
    };
    let stage = Stage::new();
    let limits = "request_terminate_timeout = 20s\nphp_admin_value[northbound.timeout_ms] = 25000";
    let config = config(
        &stage,
        "process_control_timeout = 40s",
        &pool(&stage, limits),
    );
    let words = [
        "doctor",
        "--watch-token",
        "0",
        "--php-fpm-config",
        &config,
        &format!("--php-fpm={fpm}"),
    ];
    let doctor = stage.run(&words);
    assert_eq!(doctor.status, Some(1), "{doctor:?}");
    for says in [
        &format!("timeout_ms = 25000 (pool www of {fpm})"),
        "✗ request_terminate_timeout: 20 s, so that PHP-FPM kills workers in a call",
        "set request_terminate_timeout above 25s in the pool",
        "✓ process_control_timeout: 40 s",
        "sudo -u nobody northbound doctor",
        "✓ login: the platform accepts app_id and secret",
    ] {
        assert!(
            doctor.out.contains(says),
            "no \"{says}\" in\n{}",
            doctor.out
        );
    }

    // Without a folder that users share, a login would end the token of the workers.
    stage.platform.clear_requests();
    let mut command = stage.command(&words);
    let doctor = ran(command
        .env_remove("NORTHBOUND_STATE_DIR")
        .env("TMPDIR", stage.files.path("")));
    let says =
        "– login: it would end the token of nobody; to log in as the workers do: sudo -u nobody";
    assert!(doctor.out.contains(says), "{doctor:?}");
    let requests = stage.platform.requests();
    let login = requests
        .iter()
        .find(|request| request.target.contains("login"));
    assert!(login.is_none(), "{login:?}");
}
