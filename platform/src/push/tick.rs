//! Sends the notifications that are due as the clock moves.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::upgrade::TaskCursors;
use crate::state::State;

/// Interval between two checks, in real time.
const INTERVAL: Duration = Duration::from_millis(100);

/// Checks at every interval, and immediately after the clock was moved.
pub(crate) async fn run(state: Arc<State>) {
    let mut cursors = TaskCursors::default();
    loop {
        tokio::select! {
            () = state.clock_moved.notified() => {}
            () = sleep(INTERVAL) => {}
        }
        tick(&state);
        cursors.report(&state);
    }
}

fn tick(state: &State) {
    for mut data in state.app_data.iter() {
        let now = state.clock.seconds();
        data.send_due(&state.pushes, now);
        data.send_reports(&state.pushes, now);
    }
}
