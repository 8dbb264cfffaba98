//! The transport of a client subclass or test double that overrides `invokeAPI`,
//! `invokeAPI7` or `invokeAPI10`: the services call it instead of the network.

use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{BailoutGuard, ClassEntry};
use northbound::internal::{ConfigExt, ErrorExt};
use northbound::sdk::{Credentials, Operation, Place, Request, Shape};
use northbound::{ClientCode, NorthApiError};
use secrecy::ExposeSecret;

use super::caller::Caller;
use super::frame::{Frame, MethodError, MethodResult};
use super::{client_object, request_json};
use crate::values::dto_class;
use crate::values::from_json::{self, Rows};
use crate::zend;
use crate::zend::class::namespace;

const ANY: &str = "invokeAPI";
const BY_PATH: &str = "invokeAPI7";
const BY_URL: &str = "invokeAPI10";

const APP_ID: &str = "appId";

/// Sends an operation through the override; `None` if the client has none.
pub(crate) fn send(
    caller: &Caller,
    operation: &'static Operation,
    frame: &Frame<'_>,
    request: &Request<()>,
    rows: Rows,
) -> MethodResult<Option<Zval>> {
    let object = caller.object()?;
    let names: &[&str] = match operation.credentials {
        Credentials::Token => &[ANY, BY_PATH, BY_URL],
        Credentials::Login | Credentials::Body => &[ANY, BY_URL],
    };
    let Some(method) = overridden(object, names) else {
        return Ok(None);
    };
    let path = request.target().split('?').next().unwrap_or_default();
    let mut call = Invocation {
        app_id: Zval::null(),
        access_token: Zval::null(),
        verb: operation.verb.as_str(),
        path: zend::string(path),
        query: Zval::null(),
        body: Zval::null(),
        return_class: operation.returns.map_or_else(Zval::null, class_name),
    };
    let mut query = ZendHashTable::new();
    for (index, param) in operation.params.iter().enumerate() {
        let value = frame.required(index)?;
        match param.place {
            Place::Token => call.access_token = value.shallow_clone(),
            Place::Fields(_) if operation.verb.has_body() => call.body = value.shallow_clone(),
            Place::PathFields(_) if operation.verb.has_body() => call.body = zend::string("{}"),
            Place::Fields(dto) => {
                let fields = request_json::fields_of(dto, value)?;
                for (name, value) in zend::entries(fields.as_deref()) {
                    zend::insert(&mut query, &name, value.shallow_clone());
                }
            }
            Place::Query if param.name.eq_ignore_ascii_case(APP_ID) => {
                call.app_id = value.shallow_clone();
            }
            Place::Query if !value.is_null() => {
                query.insert(param.name, value.shallow_clone())?;
            }
            Place::Path | Place::PathFields(_) | Place::Query => {}
        }
    }
    if !query.is_empty() {
        call.query = zend::array(query);
    }
    let by_url = method == BY_URL || operation.credentials != Credentials::Token;
    let result = match by_url {
        true => {
            let mut args = call.by_url(object, operation.credentials)?;
            zend::call_method(object, method, &mut args)?
        }
        false => zend::call_method(object, method, &mut call.by_path())?,
    };
    match &operation.returns {
        Some(shape @ Shape::List(_)) => items(shape, rows, result).map(Some),
        _ => Ok(Some(result)),
    }
}

/// Makes the objects of a list, which a transport returns as arrays.
fn items(shape: &Shape, rows: Rows, result: Zval) -> MethodResult {
    let is_plain = result
        .array()
        .is_some_and(|items| items.values().any(Zval::is_array));
    if !is_plain {
        return Ok(result);
    }
    let json = BailoutGuard::new(request_json::json(result)?);
    let json = json.zend_str().map_or(&b"[]"[..], ZendStr::as_bytes);
    from_json::dto(shape, rows, json).map_err(|error| {
        MethodError::decoding(error, |cause| {
            let error = format!("the overridden method returned another list: {cause}");
            NorthApiError::client(ClientCode::InvalidInput, error)
        })
    })
}

/// Passes the arguments of a call of `invokeAPI7` or `invokeAPI10` on to the method that a
/// subclass overrides for it; `None` if there is none.
pub(crate) fn pass_on(frame: &Frame<'_>, names: &[&str]) -> MethodResult<Option<Zval>> {
    let object = frame.this()?;
    let Some(method) = overridden(object, names) else {
        return Ok(None);
    };
    if method == BY_URL && frame.count() == 7 {
        let mut call = Invocation {
            app_id: frame.required(0)?.shallow_clone(),
            access_token: frame.required(1)?.shallow_clone(),
            verb: "",
            path: frame.required(3)?.shallow_clone(),
            query: frame.required(4)?.shallow_clone(),
            body: frame.required(5)?.shallow_clone(),
            return_class: frame.required(6)?.shallow_clone(),
        };
        let verb = frame.required(2)?.string().unwrap_or_default();
        call.verb = known_verb(&verb);
        let mut args = call.by_url(object, Credentials::Token)?;
        return Ok(Some(zend::call_method(object, method, &mut args)?));
    }
    let mut args = BailoutGuard::new(frame.args()?);
    Ok(Some(zend::call_method(object, method, &mut args)?))
}

/// The first of these methods that PHP code defines for the class of the object.
fn overridden<'a>(object: &ZendObject, names: &[&'a str]) -> Option<&'a str> {
    let class: &ClassEntry = object.get_class_entry();
    if client_object::CLASS
        .find()
        .is_some_and(|own| std::ptr::eq(own, class))
    {
        return None;
    }
    names
        .iter()
        .copied()
        .find(|name| zend::is_user_method(class, name))
}

fn known_verb(verb: &str) -> &'static str {
    ["GET", "POST", "PUT", "DELETE"]
        .into_iter()
        .find(|known| *known == verb)
        .unwrap_or_default()
}

/// The original names `array` for its list, whose items the service makes.
fn class_name(shape: Shape) -> Zval {
    match shape {
        Shape::Object(dto) => zend::string(format!("{}\\{}", namespace::DTO, dto.name)),
        _ => zend::string("array"),
    }
}

/// The arguments of a call, by the original's meaning.
struct Invocation {
    app_id: Zval,
    access_token: Zval,
    verb: &'static str,
    path: Zval,
    query: Zval,
    body: Zval,
    return_class: Zval,
}

impl Invocation {
    /// `invokeAPI7($appId, $accessToken, $httpMethod, $url_postfix, $queryParams,
    /// $inputBodyDto, $returnType)`
    fn by_path(self) -> [Zval; 7] {
        [
            self.app_id,
            self.access_token,
            zend::string(self.verb),
            self.path,
            self.query,
            self.body,
            self.return_class,
        ]
    }

    /// `invokeAPI10($url, $method, $queryParams, $body, $headerParams, $formParams, $accept,
    /// $contentType, $authNames, $returnCls)`
    fn by_url(self, object: &ZendObject, credentials: Credentials) -> MethodResult<[Zval; 10]> {
        let info = client_object::info(object)?;
        let info = client_object::client_info(&info)?;
        let config = client_object::config(info, client_object::new_config)?;
        let path = self.path.string().unwrap_or_default();
        let url = zend::string(format!("{}{path}", config.base_url()));
        let (mut headers, mut form) = (Zval::null(), Zval::null());
        let mut content_type = zend::string("application/json");
        match credentials {
            Credentials::Token => {
                let token = self.access_token.string().unwrap_or_default();
                let mut lines = ZendHashTable::new();
                lines.push(zend::string(format!("app_key:{}", config.app_id())))?;
                lines.push(zend::string(format!("Authorization:Bearer {token}")))?;
                headers = zend::array(lines);
            }
            Credentials::Login => {
                let mut fields = ZendHashTable::new();
                fields.insert(APP_ID, zend::string(config.app_id()))?;
                fields.insert("secret", zend::string(config.secret().expose_secret()))?;
                form = zend::call("http_build_query", &mut [zend::array(fields)])?;
                content_type = Zval::null();
            }
            Credentials::Body => {}
        }
        let query = with_app_id(self.query, &self.app_id)?;
        Ok([
            url,
            zend::string(self.verb),
            query,
            as_array(self.body)?,
            headers,
            form,
            Zval::null(),
            content_type,
            Zval::null(),
            self.return_class,
        ])
    }
}

/// Adds the appId to the parameters of the query. An empty one is none.
fn with_app_id(query: Zval, app_id: &Zval) -> MethodResult {
    if app_id.is_null() || app_id.str() == Some("") {
        return Ok(query);
    }
    let mut params = ZendHashTable::new();
    for (name, value) in zend::entries(query.array()) {
        zend::insert(&mut params, &name, value.shallow_clone());
    }
    params.insert(APP_ID, app_id.shallow_clone())?;
    Ok(zend::array(params))
}

/// A body that is a DTO becomes an array, as in the original.
fn as_array(body: Zval) -> MethodResult {
    let class = body.object().map(ZendObject::get_class_entry);
    let Some(dto) = class.and_then(dto_class::dto_of) else {
        return Ok(body);
    };
    let fields = request_json::fields_of(dto, &body)?;
    Ok(fields.map_or(body, zend::array))
}
