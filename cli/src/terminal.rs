//! The terminal: its width, its characters and its colours, and text that is safe in it.

use std::borrow::Cow;
use std::env;

use anstream::{AutoStream, ColorChoice};
use console::{Style, Term, measure_text_width};

/// What an output can show.
#[derive(Debug, Clone)]
pub(crate) struct Terminal {
    /// The number of columns; `None` if the output is no terminal.
    pub(crate) width: Option<usize>,
    height: usize,
    is_utf8: bool,
    has_color: bool,
}

impl Terminal {
    /// Describes standard output.
    pub(crate) fn of_stdout() -> Self {
        let choice = AutoStream::choice(&std::io::stdout());
        Self::of(&Term::stdout(), choice)
    }

    fn of(term: &Term, choice: ColorChoice) -> Self {
        let size = term.is_term().then(|| term.size());
        Self {
            width: size.map(|(_, columns)| usize::from(columns).max(20)),
            height: size.map_or(24, |(rows, _)| usize::from(rows)),
            is_utf8: is_utf8(|name| env::var(name).ok()),
            has_color: choice != ColorChoice::Never,
        }
    }

    pub(crate) fn is_terminal(&self) -> bool {
        self.width.is_some()
    }

    /// Returns the number of columns to use, one less than there are: a full line would
    /// wrap in some terminals.
    pub(crate) fn columns(&self) -> usize {
        self.width.map_or(100, |width| width - 1)
    }

    /// Returns the number of lines that can be rewritten.
    pub(crate) fn lines(&self) -> usize {
        self.height.saturating_sub(1).max(4)
    }

    /// Chooses a character that the terminal can show.
    pub(crate) fn sign(&self, utf8: &'static str, ascii: &'static str) -> &'static str {
        if self.is_utf8 { utf8 } else { ascii }
    }

    /// Colours a text, if the terminal has colours and the user wants them.
    pub(crate) fn paint(&self, style: &Style, text: &str) -> String {
        let style = style.clone().force_styling(self.has_color);
        style.apply_to(text).to_string()
    }

    /// Makes a text of the platform safe: it cannot move the cursor, change the direction
    /// of the text, or contain what the terminal cannot show.
    pub(crate) fn safe<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let is_safe = |char: char| !is_control(char) && (self.is_utf8 || char.is_ascii());
        if text.chars().all(is_safe) {
            return text.into();
        }
        let replace = |char: char| match char {
            '\t' | '\n' | '\r' => " ".to_owned(),
            char if is_safe(char) => char.to_string(),
            char if is_control(char) => char.escape_unicode().to_string(),
            _ => "?".to_owned(),
        };
        text.chars().map(replace).collect::<String>().into()
    }

    /// Makes a text safe, and shortens it to this number of columns.
    pub(crate) fn clip(&self, text: &str, columns: usize) -> String {
        let text = self.safe(text);
        if measure_text_width(&text) <= columns {
            return text.into_owned();
        }
        let mark = self.sign("…", "~");
        console::truncate_str(&text, columns, mark).into_owned()
    }

    /// Makes a text safe, and brings it to exactly this number of columns.
    pub(crate) fn fit(&self, text: &str, columns: usize) -> String {
        let text = self.clip(text, columns);
        let missing = columns.saturating_sub(measure_text_width(&text));
        format!("{text}{}", " ".repeat(missing))
    }

    /// Joins parts in lines of at most this number of columns.
    pub(crate) fn wrap(&self, parts: &[String], columns: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for part in parts {
            let width = |line: &String| measure_text_width(line) + 2 + measure_text_width(part);
            match lines.last_mut() {
                Some(line) if width(line) <= columns => {
                    line.push_str("  ");
                    line.push_str(part);
                }
                _ => lines.push(part.clone()),
            }
        }
        lines
    }
}

/// Breaks a text into lines of at most this number of columns, at spaces, and within words
/// that are longer than a line.
pub(crate) fn fold(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let word_width = measure_text_width(word);
        if width > 0 && width + 1 + word_width > columns {
            lines.push(std::mem::take(&mut line));
            width = 0;
        } else if width > 0 {
            line.push(' ');
            width += 1;
        }
        for char in word.chars() {
            let char_width = measure_text_width(char.encode_utf8(&mut [0; 4]));
            if width > 0 && width + char_width > columns {
                lines.push(std::mem::take(&mut line));
                width = 0;
            }
            line.push(char);
            width += char_width;
        }
    }
    lines.push(line);
    lines
}

/// True if a character changes more than the cell that it is in.
fn is_control(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Reads the character set of the locale, as `setlocale` does.
fn is_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()));
    let set = set.unwrap_or_default().to_ascii_lowercase();
    set.contains("utf-8") || set.contains("utf8")
}
