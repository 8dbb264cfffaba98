//! `NotificationReceiver`: decodes the raw body of a push to its DTO.

use ext_php_rs::error::Result;

use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::ini;
use crate::values::from_json;
use crate::zend;
use crate::zend::class;
use crate::zend::class::namespace;
use crate::zend::method::Methods;
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;
use northbound::sdk::{Notification, Shape};

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([method!("receive", ["body"] => decode_push).with_static()])?;
    class::register(
        namespace::CLIENT,
        "NotificationReceiver",
        &methods,
        None,
        &[],
    )?;
    Ok(())
}

/// `NotificationReceiver::receive($body)`.
fn decode_push(frame: &Frame<'_>) -> MethodResult {
    let body = frame.required(0)?;
    let Some(text) = body.zend_str() else {
        return Err(NorthApiError::client(
            ClientCode::InvalidInput,
            format!(
                "body must be the raw body of the push, a string; {} given",
                zend::type_name(body)
            ),
        )
        .into());
    };
    let rows = ini::rows()?;
    let dto = Notification::dto(text.as_bytes())?;
    from_json::dto(&Shape::Object(dto), rows, text.as_bytes()).map_err(|error| {
        MethodError::decoding(error, |cause| {
            let error = format!("not a notification of the platform: {cause}");
            NorthApiError::client(ClientCode::InvalidInput, error)
        })
    })
}
