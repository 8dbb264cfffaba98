//! What the passing of time has to tell.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::upgrade::Watches;
use crate::state::State;

/// How long something may be due before it is told, in real time.
const EVERY: Duration = Duration::from_millis(100);

/// Looks again and again, and at once when the clock was moved.
pub(crate) async fn run(state: Arc<State>) {
    let mut watches = Watches::default();
    loop {
        tokio::select! {
            () = state.moved.notified() => {}
            () = sleep(EVERY) => {}
        }
        tick(&state);
        watches.look(&state);
    }
}

fn tick(state: &State) {
    for mut world in state.worlds.iter() {
        let now = state.clock.seconds();
        world.tell_due(&state.pushes, now);
        world.tell_reports(&state.pushes, now);
    }
}
