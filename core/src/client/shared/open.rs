//! The stores that this process has opened, so that all its clients share them.

use std::sync::{Arc, Mutex, Weak};

use tokio::runtime;

use super::account::lock;
use super::settings::StoreSettings;
use super::store::SharedStore;
use crate::NorthApiError;

/// A store, with its settings and the runtime that its connections belong to.
struct Opened {
    settings: StoreSettings,
    runtime: Option<runtime::Id>,
    store: Weak<SharedStore>,
}

static OPENED: Mutex<Vec<Opened>> = Mutex::new(Vec::new());

impl SharedStore {
    /// Opens the store with these settings. While it is in use, the whole process gets the
    /// same store: two stores in the memory of one process would end each other's token.
    /// Connections to Redis belong to a runtime, so each runtime gets another store.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use northbound::client::{SharedStore, StoreSettings};
    ///
    /// let store = SharedStore::open(&StoreSettings::Process)?;
    /// assert!(Arc::ptr_eq(&store, &SharedStore::open(&StoreSettings::Process)?));
    /// # Ok::<(), northbound::NorthApiError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// 1003, a [configuration](crate::ErrorKind::Configuration) error, if the address of Redis
    /// is not valid.
    pub fn open(settings: &StoreSettings) -> Result<Arc<Self>, NorthApiError> {
        let runtime = match settings {
            StoreSettings::Redis { .. } => runtime::Handle::try_current().ok(),
            _ => None,
        };
        let runtime = runtime.map(|handle| handle.id());
        let mut opened = lock(&OPENED);
        opened.retain(|opened| opened.store.strong_count() > 0);
        let known = opened
            .iter()
            .find(|opened| opened.runtime == runtime && opened.settings == *settings);
        if let Some(store) = known.and_then(|known| known.store.upgrade()) {
            return Ok(store);
        }
        let store = Self::new(settings).map_err(NorthApiError::from);
        let store = Arc::new(store.map_err(NorthApiError::of_setting)?);
        opened.push(Opened {
            settings: settings.clone(),
            runtime,
            store: Arc::downgrade(&store),
        });
        Ok(store)
    }
}
