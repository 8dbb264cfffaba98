//! The command in a real terminal, at several widths.

use std::process::Command;
use std::time::Duration;

use northbound_platform::{Fault, Rule};

use crate::lists::named;
use crate::support::Stage;
use crate::support::tmux::Tmux;

const WIDTHS: [usize; 3] = [40, 80, 200];

#[test]
fn doctor_fits() {
    if !Tmux::is_there() {
        return;
    }
    let stage = Stage::new();
    for width in WIDTHS {
        let mut command = stage.command(&["doctor", "--watch-token", "0"]);
        command
            .env("NORTHBOUND_SECRET", "wrong")
            .env("NORTHBOUND_STATE_DIR", stage.files.path(&"long".repeat(30)));
        let screen = Tmux::start(width, &command).end();
        assert!(
            screen.contains("✗ login: ") && screen.contains("status 1."),
            "{screen}"
        );
        assert!(screen.contains("→ check northbound.app_id"), "{screen}");
    }
}

#[test]
fn lists_fit() {
    if !Tmux::is_there() {
        return;
    }
    let stage = Stage::new();
    named(&stage, &"水表 Wasserzähler ".repeat(20));
    for width in WIDTHS {
        let screen = Tmux::start(width, &stage.command(&["packages"])).end();
        assert!(screen.contains("水") && screen.contains('…'), "{screen}");
        let screen = Tmux::start(width, &stage.command(&["call", "--list"])).end();
        assert!(screen.contains("status 0."), "{screen}");
    }
}

#[test]
fn a_watched_task_is_drawn_at_one_place() {
    if !Tmux::is_there() {
        return;
    }
    for width in WIDTHS {
        let stage = Stage::new();
        let task = stage.task(250, 0);
        let words = [
            "task",
            &task,
            "--watch",
            "--min-delay",
            "0.05",
            "--max-delay",
            "0.1",
        ];
        let terminal = Tmux::start(width, &stage.command(&words));
        terminal.until("0.0 % ended");
        for _ in 0..6 {
            stage.platform.advance(Duration::from_secs(300));
            std::thread::sleep(Duration::from_millis(300));
        }
        stage.platform.advance(Duration::from_secs(100_000));
        let screen = terminal.end();
        assert_eq!(screen.matches("Upgrade task").count(), 1, "{screen}");
        assert_eq!(screen.matches("% ended").count(), 1, "{screen}");
        assert!(
            screen.contains("100.0 % ended") && screen.contains("status 2."),
            "{screen}"
        );
        assert!(screen.contains("Failures by cause ("), "{screen}");
    }
}

#[test]
fn colours_and_characters_that_are_not_wanted() {
    if !Tmux::is_there() {
        return;
    }
    let stage = Stage::new();
    let task = stage.task(250, 100_000);
    let colourful = Tmux::start(80, &stage.command(&["task", &task]));
    colourful.end();
    assert!(colourful.capture(&["-e"]).contains("\u{1b}[32m"));

    let mut command = stage.command(&["task", &task]);
    let plain = Tmux::start(80, command.env("NO_COLOR", "1").env("LC_ALL", "C"));
    let screen = plain.end();
    assert!(screen.is_ascii() && screen.contains("###"), "{screen}");
    let codes = plain.capture(&["-e"]);
    assert!(!codes.contains("\u{1b}[3"), "{codes}");
}

#[test]
fn ctrl_c_leaves_the_terminal_as_it_was() {
    if !Tmux::is_there() {
        return;
    }
    let stage = Stage::new();
    let task = stage.task(250, 0);
    let terminal = Tmux::start(80, &stage.command(&["task", &task, "--watch"]));
    terminal.until("0.0 % ended");
    terminal.press("C-c");
    let screen = terminal.until("status ");
    assert!(screen.contains("status 130."), "{screen}");
    assert_eq!(screen.matches("Upgrade task").count(), 1, "{screen}");
}

#[test]
fn a_list_into_a_file_has_a_bar() {
    if !Tmux::is_there() {
        return;
    }
    for width in WIDTHS {
        let stage = Stage::new();
        let task = stage.task(2_500, 100_000);
        let slow = Rule::from(Fault::Latency { ms: 500 });
        stage.platform.fault(slow.path("/iodm/").skip(2).times(0));
        let list = stage.command(&["subtasks", &task, "--format", "csv"]);
        let file = stage.files.path("list.csv");
        let mut into_file = Command::new("sh");
        into_file
            .envs(
                list.get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .args(["-c", "file=$1; shift; \"$@\" >\"$file\"", "sh"])
            .arg(&file)
            .arg(list.get_program())
            .args(list.get_args());
        let terminal = Tmux::start(width, &into_file);
        terminal.until("/2,500");
        stage.platform.clear_faults();
        let screen = terminal.end();
        assert!(screen.contains("status 0."), "{screen}");
        assert!(!screen.contains("2,500"), "the bar is removed: {screen}");
        let lines = std::fs::read_to_string(&file)
            .expect("the list")
            .lines()
            .count();
        assert_eq!(lines, 2_501);
    }
}

#[test]
fn a_secret_is_asked_for_and_not_shown() {
    if !Tmux::is_there() {
        return;
    }
    let stage = Stage::new();
    let mut command = stage.command(&["packages"]);
    command.env_remove("NORTHBOUND_SECRET");
    let terminal = Tmux::start(80, &command);
    terminal.until("Secret of the application ");
    let (_, secret) = stage.settings().remove(3);
    terminal.press(&secret);
    terminal.press("Enter");
    let screen = terminal.end();
    assert!(screen.contains("status 0."), "{screen}");
    assert!(!screen.contains(&secret), "{screen}");
}
