//! Tests of the places that settings come from.

use std::fs;

use crate::support::{Scratch, Stage, bare, ran};

/// Returns the lines of `doctor` about settings.
fn shown(command: &mut std::process::Command) -> String {
    let ran = ran(command.args(["doctor", "--no-login"]));
    let lines = ran.out.lines().filter(|line| line.starts_with("    "));
    lines.map(|line| format!("{}\n", line.trim())).collect()
}

#[test]
fn a_flag_comes_before_a_variable_before_the_file() {
    let files = Scratch::new();
    let text =
        "platform_ip = \"127.0.0.1\"\nplatform_port = 1\ntimeout_ms = 1\nsecret = 'sesame'\n";
    let file = files.write("settings.toml", text);
    let at = file.display();
    let mut command = bare(&files);
    command.args(["--config", &at.to_string(), "--timeout-ms", "3"]);
    command.envs([
        ("NORTHBOUND_TIMEOUT_MS", "2"),
        ("NORTHBOUND_PLATFORM_PORT", "2"),
    ]);
    let shown = shown(&mut command);
    for line in [
        format!("platform_ip = 127.0.0.1 ({at})"),
        format!("secret = *** ({at})"),
        "platform_port = 2 (NORTHBOUND_PLATFORM_PORT)".to_owned(),
        "timeout_ms = 3 (--timeout-ms)".to_owned(),
        "connect_timeout_ms = 5000 (default)".to_owned(),
    ] {
        assert!(shown.contains(&line), "no {line} in\n{shown}");
    }
    assert!(!shown.contains("sesame"), "{shown}");
}

#[test]
fn the_file_in_the_home_folder_is_read() {
    let files = Scratch::new();
    fs::create_dir_all(files.path(".config/northbound")).expect("a folder");
    files.write(".config/northbound/config.toml", "app_id = 'at home'");
    assert!(shown(&mut bare(&files)).contains("app_id = at home ("));
}

#[test]
fn a_secret_comes_from_a_file_and_never_from_the_command_line() {
    let stage = Stage::new();
    let file = stage
        .files
        .write("secret", "demo-secret\n")
        .display()
        .to_string();
    let mut command = stage.command(&["token", "--secret-file", &file]);
    ran(command.env_remove("NORTHBOUND_SECRET")).good();

    let unknown = stage.run(&["token", "--secret", "demo-secret"]);
    assert_eq!(unknown.status, Some(64), "{unknown:?}");
    for flag in [
        "--state=redis://:sesame@127.0.0.1",
        "--proxy=http://u:sesame@127.0.0.1:1",
    ] {
        let refused = stage.run(&["token", flag]);
        assert_eq!(refused.status, Some(64), "{refused:?}");
        assert!(
            refused.err.contains("everyone on this machine could read"),
            "{refused:?}"
        );
        assert!(!refused.err.contains("sesame"), "{refused:?}");
    }
}

#[test]
fn an_access_token_needs_no_login() {
    let stage = Stage::new();
    let token = stage.run(&["token", "--show"]).good();
    let file = stage.files.write("token", &token).display().to_string();
    stage.platform.clear_requests();
    let mut command = stage.command(&["packages", "--access-token-file", &file]);
    ran(command.env_remove("NORTHBOUND_SECRET")).good();
    assert!(
        stage
            .platform
            .requests()
            .iter()
            .all(|request| !request.target.contains("login"))
    );
}

#[test]
fn what_is_wrong_and_where() {
    let stage = Stage::new();
    let wrong = |variable: &str, value: &str| {
        let ran = ran(stage.command(&["packages"]).env(variable, value));
        assert_eq!(ran.status, Some(64), "{ran:?}");
        ran.err
    };
    for (variable, value, says) in [
        (
            "NORTHBOUND_TIMEOUT_MS",
            "soon",
            "timeout_ms must be a number of milliseconds from 1 to 86400000, not \"soon\" (NORTHBOUND_TIMEOUT_MS)",
        ),
        (
            "NORTHBOUND_PLATFORM_PORT",
            "0",
            "platform_port must be a port from 1 to 65535",
        ),
        (
            "NORTHBOUND_TLS_VERIFY",
            "maybe",
            "tls_verify must be full, ca or insecure",
        ),
        (
            "NORTHBOUND_STATE",
            "mysql://x:sesame@y",
            "not \"mysql://***@y\"",
        ),
        (
            "NORTHBOUND_CONFIG",
            "/nowhere.toml",
            "/nowhere.toml: No such file",
        ),
    ] {
        let err = wrong(variable, value);
        assert!(err.contains(says), "{err}");
    }
    let file = stage
        .files
        .write("wrong.toml", "platform = 'x'")
        .display()
        .to_string();
    let err = wrong("NORTHBOUND_CONFIG", &file);
    assert!(
        err.contains("unknown setting platform; known are platform_ip"),
        "{err}"
    );
    let file = stage
        .files
        .write("bad.toml", "app_id = 'x'\nsecret = 'sesame\n")
        .display()
        .to_string();
    let err = wrong("NORTHBOUND_CONFIG", &file);
    assert!(err.contains("line 2") && !err.contains("sesame"), "{err}");
}
