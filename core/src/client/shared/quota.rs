//! The quota: calls wait for a free slot, so that the platform does not refuse them.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::account::AccountKey;
use super::rate_limit::{Claim, MAX_DELAY, Rate, Slot};
use super::store::SharedStore;
use crate::NorthApiError;
use crate::client::ClientConfig;
use crate::error::term::Term;

/// The delay after which a slot is no longer used: the call would arrive when it no longer
/// counts here, but counts at the platform.
const LATEST: Duration = Duration::from_micros(MAX_DELAY.unsigned_abs());

/// The maximum number of slots that a call lets pass.
const MAX_MISSED_SLOTS: u32 = 2;

/// Which calls go first when the quota is scarce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Priority {
    /// A single call, such as that of a web page.
    Single,
    /// A call of a batch, which takes what single calls leave.
    Batch,
}

/// The rate limit of an application.
#[derive(Debug, Clone)]
pub(crate) struct Quota {
    store: Arc<SharedStore>,
    key: AccountKey,
    per_minute: NonZeroU32,
    rate: Rate,
}

impl Quota {
    pub(crate) fn new(
        store: Arc<SharedStore>,
        config: &ClientConfig,
        per_minute: NonZeroU32,
    ) -> Self {
        Self {
            store,
            key: AccountKey::of(config),
            per_minute,
            rate: Rate::per_minute(per_minute.get()),
        }
    }

    pub(crate) fn per_minute(&self) -> u32 {
        self.per_minute.get()
    }

    /// Waits for the next slot of a call with this priority, and for another one if it has
    /// missed that. Returns an error and reserves nothing if the slot is so close to the
    /// deadline that no time is left for the call.
    pub(crate) async fn wait_for_slot(
        &self,
        priority: Priority,
        deadline: Instant,
    ) -> Result<(), NorthApiError> {
        let first = match priority {
            Priority::Single => Claim::Single,
            Priority::Batch => Claim::Batch(None),
        };
        let (mut claim, mut missed) = (first, 0);
        // Ends at the deadline at the latest, when no wait is short enough.
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let max_wait = left - left / 16;
            let slot = self
                .store
                .reserve(&self.key, self.rate, claim, max_wait)
                .await?;
            let wait = match slot {
                Slot::In(wait) | Slot::Queued(wait, _) => wait,
                Slot::NotWithin(wait) => return Err(self.too_late(wait)),
            };
            let due = Instant::now() + wait;
            if !wait.is_zero() {
                sleep(wait).await;
            }
            claim = match slot {
                Slot::Queued(_, ticket) => Claim::Batch(Some(ticket)),
                _ if due.elapsed() < LATEST || missed == MAX_MISSED_SLOTS => return Ok(()),
                _ => {
                    missed += 1;
                    first
                }
            };
        }
    }

    fn too_late(&self, wait: Duration) -> NorthApiError {
        let desc = format!(
            "the call was not sent: the quota of {} calls per minute \
             ({}) allows it in {} ms, too late for its deadline ({})",
            self.per_minute,
            Term::Quota,
            wait.as_millis(),
            Term::CallTimeout
        );
        NorthApiError::over_quota(desc, wait)
    }

    /// Reserves a slot without waiting for it. For logins, since other calls wait for
    /// them.
    pub(crate) async fn reserve(&self) -> Result<(), NorthApiError> {
        self.store
            .reserve(&self.key, self.rate, Claim::Login, Duration::MAX)
            .await?;
        Ok(())
    }

    /// Pauses all calls, since the platform refused one for its quota. `retry_after` is
    /// the pause that it requested.
    pub(crate) async fn back_off(&self, retry_after: Option<Duration>) {
        // The caller gets the error of its call, which is more important than an error
        // of the store.
        let _ = self.store.back_off(&self.key, self.rate, retry_after).await;
    }
}
