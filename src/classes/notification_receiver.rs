//! `NotificationReceiver`: from the raw body of a push to its DTO.

use ext_php_rs::error::Result;
use ext_php_rs::types::Zval;

use crate::call::arguments;
use crate::call::frame::{Call, Failure};
use crate::ini;
use crate::values::decode;
use crate::zend::class;
use crate::zend::class::namespace;
use crate::zend::method::{Method, Methods};
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;
use northbound::sdk::{Notification, Shape};

handler! {
    receive => decode_push;
}

/// Registers the class.
pub(crate) fn register() -> Result<()> {
    let methods = Methods::new([Method::new("receive", ["body"], receive).with_static()])?;
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
fn decode_push(call: &Call<'_>) -> std::result::Result<Zval, Failure> {
    let body = call.required(0)?;
    let Some(text) = body.zend_str() else {
        return Err(NorthApiError::client(
            ClientCode::InvalidInput,
            format!(
                "body must be the raw body of the push, a string; {} given",
                arguments::kind(body)
            ),
        )
        .into());
    };
    let rows = ini::rows()?;
    let dto = Notification::dto(text.as_bytes())?;
    decode::answer(&Shape::Object(dto), rows, text.as_bytes()).map_err(|cause| {
        let error = format!("not a notification of the platform: {cause}");
        NorthApiError::client(ClientCode::InvalidInput, error).into()
    })
}
