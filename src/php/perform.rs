//! A call over the network, with what it tells a logger.

use ext_php_rs::types::ZendObject;
use ext_php_rs::zend::BailoutGuard;

use super::call::Failure;
use super::logger::{self, Log};
use super::{north_api_client, runtime};
use crate::client::{Answer, Client};
use crate::sdk::Request;

/// Sends the request of a client of PHP, and waits for the answer. PHP code
/// may run meanwhile, and no other Zend value than the logger is held.
pub(super) fn perform<T: 'static>(
    object: &ZendObject,
    client: Client,
    request: Request<T>,
) -> Result<Option<Answer>, Failure> {
    let context = runtime::context()?;
    let Some(log) = Log::to(north_api_client::logger(object)?) else {
        let answer = context.wait(async move { client.execute(request).await }, || Ok(()))?;
        return Ok(answer?);
    };
    let client = client.with_observer(log.observer());
    let call = async move { client.execute(request).await };
    let answer = context.wait(call, || log.tell())?;
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
