//! The command as a process: signals, closed pipes, help, man pages and completions.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use crate::support::{Scratch, Stage, bare, ran};

fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-s", name, &pid]).status();
    assert!(sent.expect("the program kill runs").success());
}

#[test]
fn a_signal_ends_it_quietly() {
    for (name, status) in [("INT", 130), ("TERM", 143)] {
        let stage = Stage::new();
        let task = stage.task(250, 0);
        let mut command = stage.command(&["task", &task, "--watch"]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        out.read_line(&mut line).expect("a line");
        signal(&child, name);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(status), "{ended:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    }
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let stage = Stage::new();
    let task = stage.task(100_000, 0);
    for format in ["table", "csv", "json", "ndjson"] {
        let mut command = stage.command(&["subtasks", &task, "--format", format]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        out.read_line(&mut String::new()).expect("a line");
        drop(out);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(141), "{format}: {ended:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{format}");
    }
}

#[test]
fn a_full_disk_is_an_error() {
    let stage = Stage::new();
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        eprintln!("left out: there is no /dev/full");
        return;
    };
    let mut command = stage.command(&["packages"]);
    let mut child = command
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut err = String::new();
    child
        .stderr
        .take()
        .expect("its output")
        .read_to_string(&mut err)
        .expect("text");
    assert_eq!(child.wait().expect("it ends").code(), Some(1), "{err}");
    assert!(err.contains("the output cannot be written"), "{err}");
}

#[test]
fn help_man_pages_and_completions() {
    let files = Scratch::new();
    let run = |words: &[&str]| ran(bare(&files).args(words));
    let help = run(&["--help"]).good();
    for word in [
        "doctor",
        "subtasks",
        "--ca-file",
        "NORTHBOUND_SECRET",
        "Exit status",
    ] {
        assert!(help.contains(word), "no {word} in\n{help}");
    }
    assert!(!help.contains("--secret "), "{help}");
    assert!(run(&["--version"]).good().starts_with("northbound "));
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            run(&["completions", shell]).good().contains("subtasks"),
            "{shell}"
        );
    }
    assert!(run(&["man"]).good().starts_with(".ie"));
    let folder = files.path("man").display().to_string();
    run(&["man", &folder]).good();
    for page in [
        "northbound.1",
        "northbound-doctor.1",
        "northbound-subtasks.1",
    ] {
        let page = std::fs::read_to_string(files.path("man").join(page)).expect("a page");
        assert!(page.contains("NAME"), "{page}");
    }
    for words in [
        &["subtasks"][..],
        &["nothing"],
        &[],
        &["task", "1", "--timeout", "5"],
    ] {
        let wrong = run(words);
        assert_eq!(wrong.status, Some(64), "{wrong:?}");
        assert!(!wrong.err.is_empty() && wrong.out.is_empty(), "{wrong:?}");
    }
}
