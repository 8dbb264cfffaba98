//! The one place that waits.
//!
//! Each thread of PHP has its own current-thread runtime with its own connections,
//! made at the first call and freed when the thread ends. That is the fastest way for
//! calls that block anyway, and a runtime with threads would not survive the fork by
//! which PHP-FPM starts its workers. The price is that nothing runs between calls.
//!
//! After a fork the child makes its own: the inherited one shares sockets and
//! an epoll instance with the parent, so it is forgotten and never touched.

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
use secrecy::{ExposeSecret, SecretString};
use tokio::runtime::{Builder, Runtime};
use tokio::task::yield_now;
use tokio::time::sleep;

use crate::zend;
use crate::zend::Thrown;
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::client::{ClientConfig, ConnectionPools, SharedStores, Stats};
use northbound::internal::{ConfigExt, ErrorExt};

/// How long a signal may wait for its handler.
const BETWEEN_INTERRUPTS: Duration = Duration::from_millis(50);

/// How long the event loop runs before PHP may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LoopRun {
    /// Until PHP has to look for signals.
    UntilInterrupt,
    /// Once: it handles what is ready, and waits for nothing.
    Once,
}

impl LoopRun {
    async fn pass(self) {
        /// The driver sees a response, its connection reads it, and the call
        /// gets it.
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

/// A future that is waited for. In a box from the start: some are thousands of bytes
/// long, and each function that they pass through would copy them.
pub(crate) type BoxedCall<T> = Pin<Box<dyn Future<Output = Result<T, NorthApiError>>>>;

/// What a thread of PHP calls with.
pub(crate) struct Context {
    pid: u32,
    thread: ThreadId,
    /// There until the context is dropped.
    runtime: Option<Runtime>,
    pools: RefCell<ConnectionPools>,
    /// That of the last call, and the address that it was made of.
    config: RefCell<Option<(String, u16, ClientConfig)>>,
    stores: RefCell<SharedStores>,
}

/// The module's globals, which Zend keeps once for each thread of PHP.
pub(crate) static GLOBALS: ModuleGlobals<Globals> = ModuleGlobals::new();

/// Owns the thread's context. Not as a value: a script that ends in the middle of a
/// call jumps over whoever would give it back.
#[derive(Default)]
pub(crate) struct Globals {
    context: Cell<Option<NonNull<Context>>>,
}

impl ModuleGlobal for Globals {
    /// Frees the context when its thread ends: a server with threads starts and ends
    /// many of them. One that another process or thread made is not touched.
    fn gshutdown(&mut self) {
        let Some(context) = self.context.take() else {
            return;
        };
        // SAFETY: `context` leaked it. No call is under way when Zend frees the
        // globals of this thread, and references do not leave the thread.
        unsafe {
            let made_here = context.as_ref().thread == thread::current().id();
            if made_here && context.as_ref().is_own() {
                drop(Box::from_raw(context.as_ptr()));
            }
        }
    }
}

/// This thread's context.
pub(crate) fn context() -> Result<&'static Context, NorthApiError> {
    if let Some(context) = own_context() {
        return Ok(context);
    }
    let runtime = Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .on_thread_start(block_signals)
        .build()
        .map_err(|error| {
            NorthApiError::client(
                ClientCode::Internal,
                format!("no event loop could be made: {error}"),
            )
            .with_source(error)
        })?;
    let context: &'static mut Context = Box::leak(Box::new(Context {
        pid: process::id(),
        thread: thread::current().id(),
        runtime: Some(runtime),
        pools: RefCell::default(),
        config: RefCell::default(),
        stores: RefCell::default(),
    }));
    let context = NonNull::from(context);
    GLOBALS.get().context.set(Some(context));
    // SAFETY: it lives until the thread ends, and only this thread has it.
    Ok(unsafe { context.as_ref() })
}

/// The context of this thread, if this process made it.
fn own_context() -> Option<&'static Context> {
    let context = GLOBALS.get().context.get()?;
    // SAFETY: it lives until the thread ends, and only this thread has it. One of
    // before a fork is never freed.
    let context = unsafe { context.as_ref() };
    context.is_own().then_some(context)
}

/// What the calls of this thread came to, since the process began.
pub(crate) fn stats() -> Stats {
    own_context().map_or_else(Stats::default, |context| {
        context.with_pools(|pools| pools.stats())
    })
}

impl Drop for Context {
    /// Does not wait for a thread that still looks up a host name.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Context {
    /// True if this process made it, and no parent of it.
    fn is_own(&self) -> bool {
        self.pid == process::id()
    }

    /// Waits for the future. No Zend value may be in it.
    ///
    /// Now and then PHP gets to run what it has to, such as signal handlers,
    /// which may call the SDK again, and what the caller has `between` turns:
    /// the runtime is left for that, and the future goes on afterwards. `Err`
    /// if something was thrown; the future is dropped then. In a child that was
    /// forked meanwhile the call has failed.
    pub(crate) fn wait<T: 'static>(
        &self,
        future: BoxedCall<T>,
        length: LoopRun,
        mut between: impl FnMut() -> Result<(), Thrown>,
    ) -> Result<Result<T, NorthApiError>, Thrown> {
        // Guarded, since a handler may also end the script with a longjmp.
        let mut call = BailoutGuard::new(ProcessOwned::new(future));
        let Some(runtime) = &self.runtime else {
            return Ok(Err(NorthApiError::client(
                ClientCode::Internal,
                "this thread of PHP has ended",
            )));
        };
        loop {
            let turn = runtime.block_on(async {
                let mut pause = pin!(length.pass());
                poll_fn(|cx| match call.as_mut().poll(cx) {
                    Poll::Ready(output) => Poll::Ready(Some(output)),
                    Poll::Pending => pause.as_mut().poll(cx).map(|()| None),
                })
                .await
            });
            if let Some(output) = turn {
                self.log_store_changes();
                return Ok(output);
            }
            zend::run_interrupts()?;
            if !call.is_inherited() {
                between()?;
            }
            if call.is_inherited() {
                return Ok(Err(forked()));
            }
        }
    }

    /// Writes changes of the shared stores to PHP's log. Not as a warning of PHP,
    /// which many applications turn into exceptions: the call has not failed.
    fn log_store_changes(&self) {
        for change in self.with_stores(|stores| stores.take_changes()) {
            zend::log(&format!("northbound: {change}"));
        }
    }

    /// [`ClientConfig::new`], unless it would come to the same as last time.
    pub(crate) fn config(
        &self,
        platform_ip: &str,
        platform_port: u16,
        app_id: &str,
        secret: SecretString,
    ) -> Result<ClientConfig, NorthApiError> {
        let mut last = self.config.borrow_mut();
        if let Some((ip, port, config)) = &*last
            && ip == platform_ip
            && *port == platform_port
            && config.app_id() == app_id
            && config.secret().expose_secret() == secret.expose_secret()
        {
            return Ok(config.clone());
        }
        let config = ClientConfig::new(platform_ip, platform_port, app_id, secret)?;
        *last = Some((platform_ip.to_owned(), platform_port, config.clone()));
        Ok(config)
    }

    /// Uses this thread's handles of the shared stores.
    pub(crate) fn with_stores<R>(&self, with: impl FnOnce(&mut SharedStores) -> R) -> R {
        with(&mut self.stores.borrow_mut())
    }

    /// Uses this thread's connection pools. They are not borrowed while a call is
    /// under way.
    pub(crate) fn with_pools<R>(&self, with: impl FnOnce(&mut ConnectionPools) -> R) -> R {
        with(&mut self.pools.borrow_mut())
    }
}

/// What belongs to the process that made it.
///
/// A script may fork at any time, and a signal handler even in the middle of a
/// call. What the child inherits of calls shares sockets with the parent, and is
/// never touched there, however the child ends.
pub(crate) struct ProcessOwned<T> {
    pid: Cell<u32>,
    value: ManuallyDrop<T>,
}

impl<T> ProcessOwned<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            pid: Cell::new(process::id()),
            value: ManuallyDrop::new(value),
        }
    }

    /// Whether another process made it.
    pub(crate) fn is_inherited(&self) -> bool {
        self.pid.get() != process::id()
    }

    /// Makes it this process's own, after all that was the other's is gone.
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
            // SAFETY: dropped here only, and not used afterwards.
            unsafe { ManuallyDrop::drop(&mut self.value) }
        }
    }
}

fn forked() -> NorthApiError {
    NorthApiError::transport(
        true,
        false,
        "the process was forked while it waited; the answer is for the parent",
        io::Error::from(io::ErrorKind::Interrupted),
    )
}

/// Keeps PHP's signal handlers off the threads that look up host names: they
/// are written for PHP's own.
fn block_signals() {
    // SAFETY: the set is filled before it is used, and lives for the call.
    unsafe {
        let mut all = std::mem::MaybeUninit::<libc::sigset_t>::uninit();
        libc::sigfillset(all.as_mut_ptr());
        libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), std::ptr::null_mut());
    }
}
