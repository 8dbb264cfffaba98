//! A call over the network, with what it tells a logger.

use ext_php_rs::types::ZendObject;
use ext_php_rs::zend::BailoutGuard;

use super::frame::Failure;
use super::idle::Idle;
use super::logger;
use super::logger::Log;
use super::runtime;
use super::runtime::{Turn, Waiting};
use crate::classes::north_api_client;
use northbound::NorthApiError;
use northbound::client::{Answer, Client};
use northbound::sdk::Request;

/// Sends the request of a client of PHP, and waits for the answer.
pub(crate) fn perform<T: 'static>(
    object: &ZendObject,
    client: Client,
    request: Request<T>,
) -> Result<Option<Answer>, Failure> {
    drive(object, client, |client| async move {
        client.execute(request).await
    })
}

/// Does something with a client of PHP, and waits for the end of it. PHP code
/// may run meanwhile, and no other Zend values than the logger and the idle
/// handler are held.
pub(crate) fn drive<T: 'static, F>(
    object: &ZendObject,
    client: Client,
    what: impl FnOnce(Client) -> F,
) -> Result<T, Failure>
where
    F: Future<Output = Result<T, NorthApiError>> + 'static,
{
    let (log, client) = observed(object, client)?;
    follow(object, log.as_ref(), Box::pin(what(client)))
}

/// The client that notes what happens for the logger of the client of PHP, if
/// that has one.
pub(crate) fn observed(
    object: &ZendObject,
    client: Client,
) -> Result<(Option<Log>, Client), Failure> {
    let log = Log::to(north_api_client::logger(object)?);
    Ok(match log {
        Some(log) => {
            let client = client.with_observer(log.observer());
            (Some(log), client)
        }
        None => (None, client),
    })
}

/// Waits for the end of something, tells a logger what happens meanwhile, and
/// lets others run as the client says.
pub(crate) fn follow<T: 'static>(
    object: &ZendObject,
    log: Option<&Log>,
    call: Waiting<T>,
) -> Result<T, Failure> {
    let context = runtime::context()?;
    let idle = Idle::of(object)?;
    let rest = || idle.as_ref().map_or(Ok(()), Idle::rest);
    let turn = match idle {
        Some(_) => Turn::Short,
        None => Turn::Long,
    };
    let Some(log) = log else {
        return Ok(context.wait(call, turn, rest)??);
    };
    let answer = context.wait(call, turn, || log.tell().and_then(|()| rest()))?;
    // Guarded, since the logger may end the script with a longjmp.
    let answer = BailoutGuard::new(answer);
    match (log.tell(), answer.get()) {
        (Ok(()), _) => Ok(answer.into_inner()?),
        (Err(pending), Ok(_)) => Err(pending.into()),
        (Err(pending), Err(error)) => {
            logger::threw_after(error);
            Err(pending.into())
        }
    }
}
