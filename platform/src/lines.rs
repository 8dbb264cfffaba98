//! The open connections, so that they can be closed from behind.

use std::collections::HashMap;

use parking_lot::Mutex;
use tokio::sync::mpsc::UnboundedSender;

use crate::body::Ending;

/// How to reach each open connection, by its number.
#[derive(Debug, Default)]
pub(crate) struct Lines(Mutex<HashMap<u64, UnboundedSender<Ending>>>);

impl Lines {
    pub(crate) fn open(&self, number: u64, ending: UnboundedSender<Ending>) {
        self.0.lock().insert(number, ending);
    }

    pub(crate) fn closed(&self, number: u64) {
        self.0.lock().remove(&number);
    }

    /// Tells every connection to close as soon as it lies idle, and gives how
    /// many there are.
    pub(crate) fn close_idle(&self) -> usize {
        let lines = self.0.lock();
        for ending in lines.values() {
            // One that has just gone needs no telling.
            let _ = ending.send(Ending::Idle);
        }
        lines.len()
    }
}
