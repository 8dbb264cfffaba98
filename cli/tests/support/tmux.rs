//! A real terminal of any width: tmux.

use std::process::{Command, Output};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::has;

/// A terminal with one command in it. Its server ends with it.
pub(crate) struct Tmux {
    socket: String,
}

impl Tmux {
    /// Returns true if there is a tmux. Says so if a test is left out.
    pub(crate) fn is_there() -> bool {
        let is_there = has("tmux", "-V");
        if !is_there {
            eprintln!("left out: tmux is not installed");
        }
        is_there
    }

    /// Starts a command in a terminal of this many columns.
    pub(crate) fn start(columns: usize, command: &Command) -> Self {
        static STARTED: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = STARTED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let socket = format!("northbound-{}-{number}", std::process::id());
        let tmux = Self { socket };
        let (width, height) = (columns.to_string(), "60".to_owned());
        let mut words = vec![
            "env".to_owned(),
            "-i".to_owned(),
            "TERM=tmux-256color".to_owned(),
        ];
        for (name, value) in command.get_envs() {
            // `env -i` has removed what has no value.
            if let Some(value) = value {
                let value = value.to_string_lossy();
                words.push(format!("{}={value}", name.to_string_lossy()));
            }
        }
        words.push(command.get_program().to_string_lossy().into_owned());
        words.extend(
            command
                .get_args()
                .map(|word| word.to_string_lossy().into_owned()),
        );
        let quoted: Vec<_> = words
            .iter()
            .map(|word| format!("'{}'", word.replace('\'', "'\\''")))
            .collect();
        let line = format!("{}; printf 'status %s.' $?; read _", quoted.join(" "));
        tmux.ask(&["new-session", "-d", "-x", &width, "-y", &height, &line]);
        tmux
    }

    /// Waits until the command has ended; returns what is to be seen, with its status.
    /// Fails if a line of the command was wider than the terminal.
    #[track_caller]
    pub(crate) fn end(&self) -> String {
        let screen = self.until("status ");
        let joined = self.capture(&["-J"]);
        let lines = |text: &str| text.trim_end().lines().count();
        assert_eq!(
            lines(&screen),
            lines(&joined),
            "a line is too wide:\n{screen}"
        );
        screen
    }

    /// Waits until a text is to be seen.
    #[track_caller]
    pub(crate) fn until(&self, text: &str) -> String {
        let began = Instant::now();
        loop {
            let screen = self.capture(&[]);
            if screen.contains(text) {
                return screen;
            }
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "no \"{text}\" in:\n{screen}"
            );
            sleep(Duration::from_millis(50));
        }
    }

    /// Returns the screen, and what has scrolled out of it.
    pub(crate) fn capture(&self, options: &[&str]) -> String {
        let words = [&["capture-pane", "-p", "-S", "-"], options].concat();
        String::from_utf8_lossy(&self.ask(&words).stdout).into_owned()
    }

    pub(crate) fn press(&self, key: &str) {
        self.ask(&["send-keys", key]);
    }

    fn ask(&self, words: &[&str]) -> Output {
        let mut tmux = Command::new("tmux");
        tmux.args(["-u", "-L", &self.socket, "-f", "/dev/null"])
            .args(words);
        let output = tmux
            .env_remove("TMUX")
            .env("LC_ALL", "C.UTF-8")
            .output()
            .expect("tmux runs");
        let says = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() || words == ["kill-server"],
            "tmux {words:?}: {says}"
        );
        output
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.ask(&["kill-server"]);
    }
}
