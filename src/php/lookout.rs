//! Looking out for answers that come at once.
//!
//! To be put to sleep and woken again takes about as long as a platform needs that is
//! near, such as one behind a gateway on the same machine. So where the last answer came
//! at once, the next one is looked out for instead, as long as nobody else wants
//! the processor.

use std::cell::Cell;
use std::thread;
use std::time::{Duration, Instant};

use tokio::task;

/// What comes within this time comes at once. Nothing is looked out for longer.
const AT_ONCE: Duration = Duration::from_micros(250);

/// Offering the processor to others takes less than this if there are none.
const OFFER: Duration = Duration::from_micros(20);

/// How many waits sleep after one in which others wanted the processor.
const RESPITE: u32 = 8;

/// Whether to look out, by what happened last.
#[derive(Debug, Default)]
pub(super) struct Lookout {
    /// The last answer came at once.
    is_near: Cell<bool>,
    /// Waits that are to sleep yet.
    respite: Cell<u32>,
}

impl Lookout {
    /// To be called when a wait begins.
    pub(super) fn begin(&self) -> Watch<'_> {
        let respite = self.respite.get();
        self.respite.set(respite.saturating_sub(1));
        Watch {
            lookout: self,
            began: Instant::now(),
            is_kept: self.is_near.get() && respite == 0,
        }
    }
}

/// What one wait has of the lookout.
pub(super) struct Watch<'a> {
    lookout: &'a Lookout,
    began: Instant,
    is_kept: bool,
}

impl Watch<'_> {
    /// Passes the time in which there may be an answer at once. The event loop
    /// looks at its sockets again and again.
    pub(super) async fn keep(&mut self) {
        let mut now = self.began;
        while self.is_kept && now - self.began < AT_ONCE {
            now = Instant::now();
            thread::yield_now();
            if now.elapsed() > OFFER {
                self.lookout.respite.set(RESPITE);
                break;
            }
            task::yield_now().await;
        }
    }

    /// To be called when there is an answer.
    pub(super) fn end(self) {
        self.lookout.is_near.set(self.began.elapsed() < AT_ONCE);
    }
}
