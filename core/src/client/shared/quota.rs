//! The quota: calls wait for a free slot, so that the platform does not refuse them.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::account::AccountKey;
use super::rate_limit::{Rate, Slot};
use super::store::SharedStore;
use crate::NorthApiError;
use crate::client::ClientConfig;

/// The delay after which a slot is no longer used. A process that was stopped while it
/// waited must not add its call to those of the present.
const MAX_DELAY: Duration = Duration::from_secs(1);

/// The maximum number of slots that a call lets pass.
const MAX_MISSED_SLOTS: u32 = 3;

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

    /// Waits for the next slot, and for another one if it has missed that. Returns an error
    /// and reserves nothing if the slot is so close to the deadline that no time is left
    /// for the call.
    pub(crate) async fn wait_for_slot(&self, deadline: Instant) -> Result<(), NorthApiError> {
        for _ in 0..MAX_MISSED_SLOTS {
            if self.wait_once(deadline).await? < MAX_DELAY {
                break;
            }
        }
        Ok(())
    }

    /// Waits for the next slot. Returns the delay of the caller since the slot began.
    async fn wait_once(&self, deadline: Instant) -> Result<Duration, NorthApiError> {
        let left = deadline.saturating_duration_since(Instant::now());
        let max_wait = left - left / 16;
        match self.store.reserve(&self.key, self.rate, max_wait).await? {
            Slot::In(wait) => {
                let slot = Instant::now() + wait;
                if !wait.is_zero() {
                    sleep(wait).await;
                }
                Ok(slot.elapsed())
            }
            Slot::NotWithin(wait) => Err(NorthApiError::over_quota(format!(
                "the call was not sent: the quota of {} calls per minute \
                 (northbound.quota_per_minute) allows it in {} ms, too late for its deadline \
                 (northbound.timeout_ms)",
                self.per_minute,
                wait.as_millis()
            ))),
        }
    }

    /// Reserves a slot without waiting for it. For logins, since other calls wait for
    /// them.
    pub(crate) async fn reserve(&self) -> Result<(), NorthApiError> {
        self.store
            .reserve(&self.key, self.rate, Duration::MAX)
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
