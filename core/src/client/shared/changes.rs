//! Messages about changes of a store, such as a fall-back from Redis to files.

/// The last change. One taker gets its message once; observers compare its number.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    number: u64,
    last: Option<String>,
    is_taken: bool,
}

impl Changes {
    pub(crate) fn report(&mut self, message: String) {
        self.number += 1;
        self.last = Some(message);
        self.is_taken = false;
    }

    /// Takes the message of the last change; `None` if there was none since.
    pub(crate) fn take(&mut self) -> Option<String> {
        let was_taken = std::mem::replace(&mut self.is_taken, true);
        self.last.clone().filter(|_| !was_taken)
    }

    /// Returns the number of the last change; 0 if there was none.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Returns the message of the last change after the one with this number.
    pub(crate) fn since(&self, number: u64) -> Option<(u64, String)> {
        let message = self.last.clone().filter(|_| self.number > number);
        message.map(|message| (self.number, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_observer_gets_the_last_change_once() {
        let mut changes = Changes::default();
        assert_eq!((changes.number(), changes.since(0)), (0, None));
        changes.report("first".to_owned());
        changes.report("second".to_owned());
        assert_eq!(changes.number(), 2);
        assert_eq!(changes.since(1), Some((2, "second".to_owned())));
        assert_eq!(changes.since(2), None);
    }
}
