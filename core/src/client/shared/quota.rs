//! Calls wait for their turn, so that the platform need not refuse them.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::account::AccountKey;
use super::rate_limit::{Rate, Slot};
use super::store::SharedStore;
use crate::NorthApiError;
use crate::client::ClientConfig;

/// The application's budget of calls.
#[derive(Debug, Clone)]
pub(crate) struct Quota {
    store: Arc<SharedStore>,
    key: AccountKey,
    per_minute: NonZeroU32,
    pace: Rate,
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
            pace: Rate::per_minute(per_minute.get()),
        }
    }

    pub(crate) fn per_minute(&self) -> u32 {
        self.per_minute.get()
    }

    /// Waits for the next turn. If it is so near to the deadline that no time
    /// would be left for the call, it is not taken.
    pub(crate) async fn turn(&self, deadline: Instant) -> Result<(), NorthApiError> {
        let left = deadline.saturating_duration_since(Instant::now());
        let patience = left - left / 16;
        match self.store.reserve(&self.key, self.pace, patience).await? {
            Slot::In(wait) => {
                if !wait.is_zero() {
                    sleep(wait).await;
                }
                Ok(())
            }
            Slot::NotWithin(wait) => Err(NorthApiError::over_quota(format!(
                "the call was not sent: its turn under the quota of {} calls per minute \
                 (northbound.quota_per_minute) would have come in {} ms, too late for its \
                 deadline",
                self.per_minute,
                wait.as_millis()
            ))),
        }
    }

    /// Takes a turn without waiting for it: everybody waits for a login.
    pub(crate) async fn spend(&self) -> Result<(), NorthApiError> {
        self.store
            .reserve(&self.key, self.pace, Duration::MAX)
            .await?;
        Ok(())
    }

    /// The platform refused a call that had its turn, and may have said for
    /// how long to leave it alone.
    pub(crate) async fn refused(&self, asked: Option<Duration>) {
        // The call's own error matters more than that nobody learns from it.
        let _ = self.store.hold_back(&self.key, self.pace, asked).await;
    }
}
