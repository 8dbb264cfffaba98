//! The event loop of each PHP thread. Calls wait only in this module.
//!
//! Each PHP thread has its own current-thread runtime with its own connections. It is
//! created at the first call and freed when the thread ends. That is the fastest way for
//! calls that block anyway, and a runtime with threads would not survive the fork by
//! which PHP-FPM starts its workers. The disadvantage: nothing runs between calls.
//!
//! After a fork, the child creates its own runtime. The inherited one shares sockets and
//! an epoll instance with the parent, so the child leaks it and never uses it.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::io;
use std::mem::ManuallyDrop;
use std::ops::{Deref, DerefMut};
use std::pin::{Pin, pin};
use std::process;
use std::ptr::NonNull;
use std::task::Poll;
use std::thread::{self, ThreadId};
use std::time::Duration;

use ext_php_rs::zend::{BailoutGuard, ModuleGlobal, ModuleGlobals};
use secrecy::ExposeSecret;
use tokio::runtime::{Builder, Runtime};
use tokio::task::yield_now;
use tokio::time::sleep;

use crate::zend;
use crate::zend::Thrown;
use northbound::NorthApiError;
use northbound::client::{ClientConfig, ConnectionPools, SharedStores, Stats};
use northbound::internal::{ConfigExt, ErrorExt, on_thread_start};

/// The interval between two checks for signals: the longest delay of a signal handler.
const BETWEEN_INTERRUPTS: Duration = Duration::from_millis(50);

/// The length of one run of the event loop, after which PHP code may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LoopRun {
    /// Until PHP must check for signals.
    UntilInterrupt,
    /// Once: handles the events that are ready, and does not wait.
    Once,
}

impl LoopRun {
    /// Waits until the run of the event loop must end.
    async fn end(self) {
        /// The driver notices a response, the connection reads it, and the call receives
        /// it.
        const STEPS: usize = 3;
        match self {
            LoopRun::UntilInterrupt => sleep(BETWEEN_INTERRUPTS).await,
            LoopRun::Once => {
                for _ in 0..STEPS {
                    yield_now().await;
                }
            }
        }
    }
}

/// A future that is waited for. It is boxed from the start: some futures have thousands
/// of bytes, and each function that takes one by value would copy it.
pub(crate) type BoxedCall<T> = Pin<Box<dyn Future<Output = Result<T, NorthApiError>>>>;

/// The state that the calls of a PHP thread share.
pub(crate) struct Context {
    pid: u32,
    thread: ThreadId,
    runtime: Runtime,
    pools: RefCell<ConnectionPools>,
    /// The configuration of the last call, and the address that it was created from.
    config: RefCell<Option<(String, u16, ClientConfig)>>,
    stores: RefCell<SharedStores>,
}

/// The module's globals, of which Zend stores one for each PHP thread.
pub(crate) static GLOBALS: ModuleGlobals<Globals> = ModuleGlobals::new();

/// The globals of a PHP thread: a pointer to its context.
///
/// A pointer and not a value: a call would have to take the value and put it back, and a
/// script that ends during a call jumps over the code that puts it back.
#[derive(Default)]
pub(crate) struct Globals {
    context: Cell<Option<NonNull<Context>>>,
}

impl ModuleGlobal for Globals {
    /// Frees the context when its thread ends: a server with threads starts and ends many
    /// of them. Does not touch a context that another process or thread created.
    fn gshutdown(&mut self) {
        let Some(context) = self.context.take() else {
            return;
        };
        // SAFETY: the function `context` leaked it. No call is in progress when Zend
        // frees the globals of this thread, and references do not leave the thread.
        unsafe {
            let is_of_this_thread = context.as_ref().thread == thread::current().id();
            if is_of_this_thread && context.as_ref().is_of_this_process() {
                drop(Box::from_raw(context.as_ptr()));
            }
        }
    }
}

/// Returns this thread's context; creates it at the first call.
pub(crate) fn context() -> Result<&'static Context, NorthApiError> {
    if let Some(context) = own_context() {
        return Ok(context);
    }
    let runtime = Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| {
            let desc = format!(
                "the event loop could not be created: {error}; check the limit of open files \
                 (ulimit -n)"
            );
            NorthApiError::transport(false, false, desc, error)
        })?;
    on_thread_start(block_signals);
    let context: &'static mut Context = Box::leak(Box::new(Context {
        pid: process::id(),
        thread: thread::current().id(),
        runtime,
        pools: RefCell::default(),
        config: RefCell::default(),
        stores: RefCell::default(),
    }));
    let context = NonNull::from(context);
    GLOBALS.get().context.set(Some(context));
    // SAFETY: it lives until the thread ends, and only this thread uses it.
    Ok(unsafe { context.as_ref() })
}

/// Returns the context of this thread, if this process created it.
fn own_context() -> Option<&'static Context> {
    let context = GLOBALS.get().context.get()?;
    // SAFETY: it lives until the thread ends, and only this thread uses it. A context
    // from before a fork is never freed.
    let context = unsafe { context.as_ref() };
    context.is_of_this_process().then_some(context)
}

/// Returns the counters of the calls of this thread, since the process began, by name.
pub(crate) fn counters() -> [(&'static str, u64); 5] {
    let stats = own_context().map_or_else(Stats::default, |context| {
        context.with_pools(|pools| pools.stats())
    });
    [
        ("calls", stats.calls),
        ("failures", stats.failures),
        ("retries", stats.retries),
        ("connections_opened", stats.connections),
        ("connections_reused", stats.reused),
    ]
}

impl Context {
    /// Returns true if this process created it, and not a parent process.
    fn is_of_this_process(&self) -> bool {
        self.pid == process::id()
    }

    /// Waits for the future, which must not contain a Zend value.
    ///
    /// Between two runs of the event loop, PHP runs its interrupts, such as signal
    /// handlers, which may call the SDK again. Then `between_runs` is called. Both run
    /// outside the runtime, and the future continues afterwards. Returns `Err` if an
    /// exception was thrown; the future is dropped then. If the process was forked during
    /// the wait, the call fails in the child.
    pub(crate) fn wait<T: 'static>(
        &self,
        future: BoxedCall<T>,
        loop_run: LoopRun,
        mut between_runs: impl FnMut() -> Result<(), Thrown>,
    ) -> Result<Result<T, NorthApiError>, Thrown> {
        // Guarded, since a handler may also end the script with a longjmp.
        let mut call = BailoutGuard::new(ProcessOwned::new(future));
        loop {
            let output = self.runtime.block_on(async {
                let mut run_end = pin!(loop_run.end());
                poll_fn(|cx| match call.as_mut().poll(cx) {
                    Poll::Ready(output) => Poll::Ready(Some(output)),
                    Poll::Pending => run_end.as_mut().poll(cx).map(|()| None),
                })
                .await
            });
            if let Some(output) = output {
                self.log_store_changes();
                return Ok(output);
            }
            zend::run_interrupts()?;
            if !call.is_inherited() {
                between_runs()?;
            }
            if call.is_inherited() {
                return Ok(Err(forked()));
            }
        }
    }

    /// Writes changes of the shared stores to PHP's log. Does not raise a PHP warning:
    /// many applications convert warnings to exceptions, and the call has not failed.
    fn log_store_changes(&self) {
        for change in self.with_stores(|stores| stores.take_changes()) {
            zend::log(&format!("northbound: {change}"));
        }
    }

    /// Creates the configuration, or returns the last one if the arguments are the same.
    pub(crate) fn config(
        &self,
        platform_ip: &str,
        platform_port: u16,
        app_id: &str,
        secret: &str,
    ) -> Result<ClientConfig, NorthApiError> {
        let mut last = self.config.borrow_mut();
        if let Some((ip, port, config)) = &*last
            && ip == platform_ip
            && *port == platform_port
            && config.app_id() == app_id
            && config.secret().expose_secret() == secret
        {
            return Ok(config.clone());
        }
        let config = ClientConfig::new(platform_ip, platform_port, app_id, secret.into())?;
        *last = Some((platform_ip.to_owned(), platform_port, config.clone()));
        Ok(config)
    }

    /// Calls a function with this thread's handles of the shared stores.
    pub(crate) fn with_stores<R>(&self, use_stores: impl FnOnce(&mut SharedStores) -> R) -> R {
        use_stores(&mut self.stores.borrow_mut())
    }

    /// Calls a function with this thread's connection pools. They are not borrowed while a
    /// call is in progress.
    pub(crate) fn with_pools<R>(&self, use_pools: impl FnOnce(&mut ConnectionPools) -> R) -> R {
        use_pools(&mut self.pools.borrow_mut())
    }
}

/// A value that belongs to the process that created it.
///
/// A script may fork at any time, and a signal handler even during a call. The child's
/// copies of calls share sockets with the parent. So the child never touches or drops
/// them, however it ends.
pub(crate) struct ProcessOwned<T> {
    pid: Cell<u32>,
    value: ManuallyDrop<T>,
}

impl<T> ProcessOwned<T> {
    /// Wraps a value of this process.
    pub(crate) fn new(value: T) -> Self {
        Self {
            pid: Cell::new(process::id()),
            value: ManuallyDrop::new(value),
        }
    }

    /// Returns true if another process created it.
    pub(crate) fn is_inherited(&self) -> bool {
        self.pid.get() != process::id()
    }

    /// Makes this process the owner. All state of the other process must have been
    /// replaced before.
    pub(crate) fn adopt(&self) {
        self.pid.set(process::id());
    }
}

impl<T> Deref for ProcessOwned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for ProcessOwned<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> Drop for ProcessOwned<T> {
    fn drop(&mut self) {
        if !self.is_inherited() {
            // SAFETY: dropped only here, and not used afterwards.
            unsafe { ManuallyDrop::drop(&mut self.value) }
        }
    }
}

/// Creates the error for a call that was in progress when the process was forked.
fn forked() -> NorthApiError {
    NorthApiError::transport(
        true,
        false,
        "the process was forked during the call; only the parent process gets the response",
        io::Error::from(io::ErrorKind::Interrupted),
    )
}

/// Blocks all signals on the threads that look up host names: PHP's signal handlers must
/// run on PHP's threads.
fn block_signals() {
    // SAFETY: the set is filled before it is used, and lives for the call.
    unsafe {
        let mut all = std::mem::MaybeUninit::<libc::sigset_t>::uninit();
        libc::sigfillset(all.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), std::ptr::null_mut());
    }
}
