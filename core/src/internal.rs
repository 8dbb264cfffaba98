//! Items that only the PHP extension and the command use. Any release may change them.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::task::{Context, Poll};

use secrecy::SecretString;
use serde_json::Value;

use crate::client::{Client, ClientConfig, Page, Pages, Progress, Waiter};
use crate::error::code::ClientCode;
use crate::{NorthApiError, client};

pub use crate::error::term::Term;
#[cfg(feature = "test-panic")]
pub use crate::test_panic::at as panic_if_ordered;
pub use client::call::batch::Batch;

/// Settings as text.
pub mod settings {
    pub use crate::client::settings::*;
}

/// The JSON reader of responses.
pub mod json {
    pub use crate::json::{Number, Reader, Unexpected, error, text};
}

/// Sets a function that each thread of this crate calls first. Threads look up host names.
pub fn on_thread_start(function: fn()) {
    client::transport::lookup::on_thread_start(function);
}

/// Sets the words of the error messages. Only the first call has an effect.
pub fn name_terms(names: fn(Term) -> &'static str) {
    Term::name_by(names);
}

/// Creates errors.
pub trait ErrorExt: Sized {
    fn client(code: ClientCode, desc: impl Into<Cow<'static, str>>) -> Self;
    fn transport(
        sent: bool,
        timeout: bool,
        desc: impl Into<Cow<'static, str>>,
        source: impl StdError + Send + Sync + 'static,
    ) -> Self;
    fn in_operation(self, method: &'static str) -> Self;
    fn at(self, place: impl Into<String>) -> Self;
    fn with_source(self, source: impl StdError + Send + Sync + 'static) -> Self;
    fn of_setting(self) -> Self;
}

impl ErrorExt for NorthApiError {
    fn client(code: ClientCode, desc: impl Into<Cow<'static, str>>) -> Self {
        NorthApiError::client(code, desc)
    }

    fn transport(
        sent: bool,
        timeout: bool,
        desc: impl Into<Cow<'static, str>>,
        source: impl StdError + Send + Sync + 'static,
    ) -> Self {
        NorthApiError::transport(sent, timeout, desc, source)
    }

    fn in_operation(self, method: &'static str) -> Self {
        NorthApiError::in_operation(self, method)
    }

    fn at(self, place: impl Into<String>) -> Self {
        NorthApiError::at(self, place)
    }

    fn with_source(self, source: impl StdError + Send + Sync + 'static) -> Self {
        NorthApiError::with_source(self, source)
    }

    fn of_setting(self) -> Self {
        NorthApiError::of_setting(self)
    }
}

/// Returns the secret of a configuration, to compare it.
pub trait ConfigExt {
    fn secret(&self) -> &SecretString;
}

impl ConfigExt for ClientConfig {
    fn secret(&self) -> &SecretString {
        ClientConfig::secret(self)
    }
}

/// Reads pages in steps. Between two steps, PHP code runs and the process may fork.
pub trait PagesExt {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, NorthApiError>>;
    fn send_off(&self) -> impl Future<Output = ()> + 'static;
    fn peek(&self) -> Option<&Page>;
    fn take(&mut self) -> Option<Page>;
    fn refuse(&mut self, error: NorthApiError) -> NorthApiError;
    fn adopt(&mut self, client: Client);
    fn first_row(&self) -> u64;
}

impl PagesExt for Pages {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, NorthApiError>> {
        Pages::poll_ready(self, cx)
    }

    fn send_off(&self) -> impl Future<Output = ()> + 'static {
        Pages::send_off(self)
    }

    fn peek(&self) -> Option<&Page> {
        Pages::peek(self)
    }

    fn take(&mut self) -> Option<Page> {
        Pages::take(self)
    }

    fn refuse(&mut self, error: NorthApiError) -> NorthApiError {
        Pages::refuse(self, error)
    }

    fn adopt(&mut self, client: Client) {
        Pages::adopt(self, client);
    }

    fn first_row(&self) -> u64 {
        Pages::first_row(self)
    }
}

/// Returns the subtasks of a progress as sent by the platform.
pub trait ProgressExt {
    fn changed_rows(&self) -> &[Value];
}

impl ProgressExt for Progress {
    fn changed_rows(&self) -> &[Value] {
        &self.changed_rows
    }
}

/// Waits for a task in steps. Between two steps, PHP code runs.
pub trait WaiterExt {
    fn restore_changes(&mut self, changed: &[Value]);
}

impl WaiterExt for Waiter {
    fn restore_changes(&mut self, changed: &[Value]) {
        Waiter::restore_changes(self, changed);
    }
}
