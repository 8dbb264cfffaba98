//! Runs a call through a client object, and runs PHP code while the call waits.

use ext_php_rs::types::{ZendObject, Zval};
use ext_php_rs::zend::BailoutGuard;
use northbound::client::{Client, Response};
use northbound::sdk::{Operation, Request};

use super::frame::{MethodError, MethodResult};
use super::logger::{EventQueue, Log};
use super::runtime::{self, BoxedCall, LoopRun};
use super::{client_object, default_client};
use crate::values::exception;
use crate::zend::{self, Thrown};

/// A client object, with its logger and its idle handler, which are read once. The
/// core's client is built from the object.
pub(crate) struct Caller {
    object: Zval,
    log: Log,
    idle_handler: Option<Zval>,
}

impl Caller {
    /// Creates a caller for this client object; null means the default client.
    pub(crate) fn new(client: Zval) -> MethodResult<Self> {
        Self::with_events(client, None)
    }

    /// Creates a caller for calls whose events are in a queue that outlives the caller.
    pub(crate) fn with_events(client: Zval, events: Option<EventQueue>) -> MethodResult<Self> {
        let client = match client.is_null() {
            true => default_client::get()?,
            false => client,
        };
        let object = object(&client)?;
        let logger = client_object::get(object, client_object::LOGGER)?;
        let idle_handler = idle_handler(object)?;
        let log = Log::new(events.unwrap_or_default(), logger);
        Ok(Self {
            object: client,
            log,
            idle_handler,
        })
    }

    /// Builds the core's client from the current properties of the object. It reports
    /// events to the logger.
    pub(crate) fn client(&self) -> MethodResult<Client> {
        let client = client_object::resolve(object(&self.object)?, runtime::context()?)?;
        Ok(client.with_observer(self.log.observer()))
    }

    /// Builds the core's client. An error names the operation.
    pub(crate) fn client_for(&self, operation: &Operation) -> MethodResult<Client> {
        self.client()
            .map_err(|error| error.in_operation(operation.method))
    }

    /// Returns the queue of the events of calls.
    pub(crate) fn events(&self) -> EventQueue {
        self.log.queue()
    }

    /// The client object itself.
    pub(crate) fn object(&self) -> MethodResult<&ZendObject> {
        object(&self.object)
    }

    /// Returns the client object.
    pub(crate) fn into_object(self) -> Zval {
        self.object
    }

    /// Sends a request and waits for its response.
    pub(crate) fn execute(&self, request: Request<()>) -> MethodResult<Option<Response>> {
        let client = self.client_for(request.operation())?;
        self.run(Box::pin(async move { client.execute(request).await }))
    }

    /// Waits for a future. During the wait, events are reported to the logger, and the
    /// idle handler runs, if there is one for this place. PHP code may run, so the function
    /// that calls this must own nothing that a longjmp would leak.
    pub(crate) fn run<T: 'static>(&self, future: BoxedCall<T>) -> MethodResult<T> {
        let context = runtime::context()?;
        let loop_run = match self.idle_handler {
            Some(_) => LoopRun::Once,
            None => LoopRun::UntilInterrupt,
        };
        let outcome = context.wait(future, loop_run, || {
            self.report()?;
            self.run_idle_handler()
        })?;
        // Guarded, since the logger may end the script with a longjmp.
        let outcome = BailoutGuard::new(outcome);
        match (self.report(), outcome.get()) {
            (Ok(()), _) => Ok(outcome.into_inner()?),
            (Err(thrown), Ok(_)) => Err(thrown.into()),
            (Err(thrown), Err(error)) => {
                exception::set_previous(error);
                Err(thrown.into())
            }
        }
    }

    /// Reports the queued events to the client object and to its logger.
    fn report(&self) -> Result<(), Thrown> {
        match self.object.object() {
            Some(client) => self.log.report(client),
            None => Ok(()),
        }
    }

    /// Runs the idle handler, so that other fibers or coroutines can run. Returns `Err` if
    /// the handler threw, or if the fiber must end.
    ///
    /// PHP has no event loop, and each library with an event loop suspends fibers in a
    /// different way. So the application's handler suspends the fiber, and the call
    /// continues when the handler returns.
    fn run_idle_handler(&self) -> Result<(), Thrown> {
        match &self.idle_handler {
            Some(handler) => zend::call_back(handler, &mut []).map(drop),
            None => Ok(()),
        }
    }
}

/// Returns the client's idle handler, if it is for this place: a fiber, or, if the client
/// says so, any place. Libraries with coroutines of their own, such as Swoole, have no
/// fibers.
fn idle_handler(client: &ZendObject) -> MethodResult<Option<Zval>> {
    let runs_here = zend::is_in_fiber()
        || client_object::get(client, client_object::IDLE_OUTSIDE_OF_FIBERS)?.is_true();
    let handler = match runs_here {
        true => client_object::get(client, client_object::IDLE_HANDLER)?,
        false => Zval::null(),
    };
    Ok((!handler.is_null()).then_some(handler))
}

fn object(client: &Zval) -> MethodResult<&ZendObject> {
    client
        .object()
        .ok_or_else(|| MethodError::internal("the client is not an object"))
}
