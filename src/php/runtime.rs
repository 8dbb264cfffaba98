//! The one place that waits.
//!
//! Each thread of PHP has its own current-thread runtime with its own
//! connections, made at the first call. That is the fastest way for calls that
//! block anyway, and a runtime with threads would not survive the fork by which
//! PHP-FPM starts its workers. The price is that nothing runs between calls.
//!
//! After a fork the child makes its own: the inherited one shares sockets and
//! an epoll instance with the parent, so it is forgotten and never touched.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

use ext_php_rs::zend::BailoutGuard;
use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

use super::zend::{self, Pending};
use crate::NorthApiError;
use crate::client::{Connections, Stats};
use crate::sdk::ClientCode;

/// How long a signal may wait for its handler.
const BETWEEN_INTERRUPTS: Duration = Duration::from_millis(50);

/// What a thread of PHP calls with.
pub(super) struct Context {
    pid: u32,
    runtime: Runtime,
    connections: RefCell<Connections>,
}

thread_local! {
    /// Never dropped: not after a fork, where dropping would reach into the
    /// parent's sockets, and not at the end of the process, which closes them.
    static CONTEXT: Cell<Option<&'static Context>> = const { Cell::new(None) };
}

/// This thread's context.
pub(super) fn context() -> Result<&'static Context, NorthApiError> {
    let pid = std::process::id();
    CONTEXT.with(|slot| match slot.get() {
        Some(context) if context.pid == pid => Ok(context),
        _ => {
            let runtime = Builder::new_current_thread()
                .enable_io()
                .enable_time()
                .build()
                .map_err(|error| {
                    NorthApiError::client(
                        ClientCode::Internal,
                        format!("no event loop could be made: {error}"),
                    )
                    .with_source(error)
                })?;
            let context: &'static Context = Box::leak(Box::new(Context {
                pid,
                runtime,
                connections: RefCell::default(),
            }));
            slot.set(Some(context));
            Ok(context)
        }
    })
}

/// What the calls of this thread came to, since the process began.
pub(super) fn stats() -> Stats {
    let own = |context: &&Context| context.pid == std::process::id();
    let context = CONTEXT.with(Cell::get);
    let context = context.filter(own);
    context.map_or_else(Stats::default, |context| {
        context.with_connections(|open| open.stats())
    })
}

impl Context {
    /// Waits for the future. No Zend value may be in it.
    ///
    /// Now and then PHP gets to run what it has to, such as signal handlers,
    /// which may call the SDK again, and what the caller has `between` turns:
    /// the runtime is left for that, and the future goes on afterwards. `Err`
    /// if something was thrown; the future is dropped then.
    pub(super) fn wait<T: 'static>(
        &self,
        future: impl Future<Output = T> + 'static,
        mut between: impl FnMut() -> Result<(), Pending>,
    ) -> Result<T, Pending> {
        // Guarded, since a handler may also end the script with a longjmp.
        let mut future = BailoutGuard::new(Box::pin(future));
        loop {
            let turn = self.runtime.block_on(async {
                let mut interval = std::pin::pin!(sleep(BETWEEN_INTERRUPTS));
                poll_fn(|cx| match future.as_mut().poll(cx) {
                    Poll::Ready(output) => Poll::Ready(Some(output)),
                    Poll::Pending => interval.as_mut().poll(cx).map(|()| None),
                })
                .await
            });
            match turn {
                Some(output) => return Ok(output),
                None => {
                    zend::run_interrupts()?;
                    between()?;
                }
            }
        }
    }

    /// Uses this thread's connections. They are not borrowed while a call is
    /// under way.
    pub(super) fn with_connections<R>(&self, with: impl FnOnce(&mut Connections) -> R) -> R {
        with(&mut self.connections.borrow_mut())
    }
}
