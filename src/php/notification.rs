//! `NotificationReceiver`: from the raw body of a push to its DTO.

use ext_php_rs::error::Result;
use ext_php_rs::types::Zval;

use super::call::{Call, Failure};
use super::zend::class::{self, namespace};
use super::zend::method::{Method, Methods};
use super::{decode, encode, settings};
use crate::NorthApiError;
use crate::sdk::{ClientCode, Notification, Shape};

handler! {
    receive => decode_push;
}

/// Registers the class.
pub(super) fn register() -> Result<()> {
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
                encode::kind(body)
            ),
        )
        .into());
    };
    let rows = settings::rows()?;
    let dto = Notification::dto(text.as_bytes())?;
    decode::answer(&Shape::Object(dto), rows, text.as_bytes()).map_err(|cause| {
        let error = format!("not a notification of the platform: {cause}");
        NorthApiError::client(ClientCode::InvalidInput, error).into()
    })
}
