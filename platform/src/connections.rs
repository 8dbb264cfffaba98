//! The open connections, so that the control interface can close them.

use std::collections::HashMap;

use parking_lot::Mutex;
use tokio::sync::mpsc::UnboundedSender;

use crate::body::Ending;

/// A channel to each open connection, by its number.
#[derive(Debug, Default)]
pub(crate) struct OpenConnections(Mutex<HashMap<u64, UnboundedSender<Ending>>>);

impl OpenConnections {
    pub(crate) fn open(&self, number: u64, ending: UnboundedSender<Ending>) {
        self.0.lock().insert(number, ending);
    }

    pub(crate) fn closed(&self, number: u64) {
        self.0.lock().remove(&number);
    }

    /// Asks every connection to close as soon as it is idle, and returns the
    /// number of connections.
    pub(crate) fn close_idle(&self) -> usize {
        let lines = self.0.lock();
        for ending in lines.values() {
            // A connection that has just closed has no receiver.
            let _ = ending.send(Ending::Idle);
        }
        lines.len()
    }
}
