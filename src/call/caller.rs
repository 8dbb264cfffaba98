//! The client object that a call goes through, and what happens while it waits.

use ext_php_rs::types::{ZendObject, Zval};
use ext_php_rs::zend::BailoutGuard;
use northbound::NorthApiError;
use northbound::client::{Client, Response};
use northbound::sdk::{Operation, Request};

use super::frame::{MethodError, MethodResult};
use super::logger::{EventQueue, Log};
use super::runtime::{self, LoopRun};
use super::{client_object, default_client};
use crate::values::exception;
use crate::zend::{self, Thrown};

/// The logger and the idle handler of a client object, read once, and the object
/// itself, of which the core's client is made.
pub(crate) struct Caller {
    object: Zval,
    log: Option<Log>,
    idle_handler: Option<Zval>,
}

impl Caller {
    /// Calls through this client object; null stands for the default client.
    pub(crate) fn new(client: Zval) -> MethodResult<Self> {
        Self::reporting(client, None)
    }

    /// The same for calls whose events are in a queue that outlives this caller.
    pub(crate) fn reporting(client: Zval, events: Option<EventQueue>) -> MethodResult<Self> {
        let client = match client.is_null() {
            true => default_client::get()?,
            false => client,
        };
        let object = object(&client)?;
        let logger = client_object::get(object, client_object::LOGGER)?;
        let log = match events {
            Some(events) => Some(Log::new(events, logger)),
            None if logger.is_null() => None,
            None => Some(Log::new(EventQueue::default(), logger)),
        };
        let idle_handler = match zend::is_in_fiber() {
            true => client_object::get(object, client_object::IDLE_HANDLER)?,
            false => Zval::null(),
        };
        let idle_handler = (!idle_handler.is_null()).then_some(idle_handler);
        Ok(Self {
            object: client,
            log,
            idle_handler,
        })
    }

    /// The core's client, as the object is set up now. It reports to the logger.
    pub(crate) fn client(&self) -> MethodResult<Client> {
        let client = client_object::resolve(object(&self.object)?, runtime::context()?)?;
        Ok(match &self.log {
            Some(log) => client.with_observer(log.observer()),
            None => client,
        })
    }

    /// The same; an error names the operation.
    pub(crate) fn client_for(&self, operation: &Operation) -> MethodResult<Client> {
        self.client()
            .map_err(|error| error.in_operation(operation.method))
    }

    /// The queue of the events of calls; `None` if the client has no logger.
    pub(crate) fn events(&self) -> Option<EventQueue> {
        self.log.as_ref().map(Log::queue)
    }

    /// The client object.
    pub(crate) fn into_object(self) -> Zval {
        self.object
    }

    /// Sends a request and waits for its response.
    pub(crate) fn execute(&self, request: Request<()>) -> MethodResult<Option<Response>> {
        let client = self.client_for(request.operation())?;
        self.run(async move { client.execute(request).await })
    }

    /// Waits for a future. Meanwhile the logger hears what happens, and in a
    /// fiber the idle handler runs. PHP code may run, so the caller of this holds
    /// nothing that a longjmp would leak.
    pub(crate) fn run<T: 'static>(
        &self,
        future: impl Future<Output = Result<T, NorthApiError>> + 'static,
    ) -> MethodResult<T> {
        let context = runtime::context()?;
        let length = match self.idle_handler {
            Some(_) => LoopRun::Once,
            None => LoopRun::UntilInterrupt,
        };
        let outcome = context.wait(Box::pin(future), length, || {
            self.report()?;
            self.idle()
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

    fn report(&self) -> Result<(), Thrown> {
        self.log.as_ref().map_or(Ok(()), Log::report)
    }

    /// Lets others run. `Err` if the handler threw, or if the fiber is to end.
    ///
    /// PHP has no event loop, and each library that has one suspends fibers in a
    /// way of its own. So the application's handler does it, and the call goes on
    /// when the handler returns.
    fn idle(&self) -> Result<(), Thrown> {
        match &self.idle_handler {
            Some(handler) => zend::call_back(handler, &mut []).map(drop),
            None => Ok(()),
        }
    }
}

fn object(client: &Zval) -> MethodResult<&ZendObject> {
    client
        .object()
        .ok_or_else(|| MethodError::internal("the client is not an object"))
}
