//! The transport of a client subclass or test double that overrides `invokeAPI`,
//! `invokeAPI7` or `invokeAPI10`: the services call it instead of the network.

use ext_php_rs::types::{ZendHashTable, ZendObject, Zval};
use ext_php_rs::zend::ClassEntry;
use northbound::client::ClientConfig;
use northbound::internal::ConfigExt;
use northbound::sdk::{Credentials, Operation, Place, Request, Shape};
use secrecy::ExposeSecret;

use super::arguments;
use super::caller::Caller;
use super::client_object;
use super::frame::{Frame, MethodResult};
use crate::zend;
use crate::zend::class::namespace;

const ANY: &str = "invokeAPI";
const BY_PATH: &str = "invokeAPI7";
const BY_URL: &str = "invokeAPI10";

/// Sends an operation through the override; `None` if the client has none.
pub(crate) fn send(
    caller: &Caller,
    operation: &'static Operation,
    frame: &Frame<'_>,
    request: &Request<()>,
) -> MethodResult<Option<Zval>> {
    let object = caller.object()?;
    let is_login = operation.credentials == Credentials::Login;
    let names: &[&str] = match is_login {
        true => &[ANY, BY_URL],
        false => &[ANY, BY_PATH, BY_URL],
    };
    let Some(method) = overridden(object, names) else {
        return Ok(None);
    };
    let by_url = is_login || method == BY_URL;
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
            Place::Fields(_) | Place::PathFields(_) if operation.verb.has_body() => {
                call.body = value.shallow_clone();
            }
            Place::Fields(dto) | Place::PathFields(dto) => {
                let fields = arguments::fields_of(dto, value)?;
                for (name, value) in zend::entries(fields.as_deref()) {
                    zend::insert(&mut query, &name, value.shallow_clone());
                }
            }
            Place::Query if !value.is_null() => {
                query.insert(param.name, value.shallow_clone())?;
            }
            Place::Path | Place::Query => {}
        }
        if param.name.eq_ignore_ascii_case("appId") {
            call.app_id = value.shallow_clone();
        }
    }
    if !query.is_empty() {
        call.query = zend::array(query);
    }
    let result = match by_url {
        true => zend::call_method(object, method, &mut call.by_url(object, is_login)?)?,
        false => zend::call_method(object, method, &mut call.by_path())?,
    };
    Ok(Some(result))
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
            app_id: Zval::null(),
            access_token: frame.required(1)?.shallow_clone(),
            verb: "",
            path: frame.required(3)?.shallow_clone(),
            query: frame.required(4)?.shallow_clone(),
            body: frame.required(5)?.shallow_clone(),
            return_class: frame.required(6)?.shallow_clone(),
        };
        let verb = frame.required(2)?.string().unwrap_or_default();
        call.verb = known_verb(&verb);
        let mut args = call.by_url(object, false)?;
        return Ok(Some(zend::call_method(object, method, &mut args)?));
    }
    let mut args = ZendHashTable::new();
    for index in 0..frame.count() {
        args.push(frame.required(index)?.shallow_clone())?;
    }
    let mut args: Vec<Zval> = args.values().map(Zval::shallow_clone).collect();
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

fn class_name(shape: Shape) -> Zval {
    match shape.dto() {
        Some(dto) => zend::string(format!("{}\\{}", namespace::DTO, dto.name)),
        None => zend::string("array"),
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
    fn by_url(self, object: &ZendObject, is_login: bool) -> MethodResult<[Zval; 10]> {
        let info = client_object::get(object, client_object::CLIENT_INFO)?;
        let info = client_object::client_info(&info)?;
        let config = client_object::config(info, ClientConfig::new)?;
        let path = self.path.string().unwrap_or_default();
        let url = format!("{}{path}", config.base_url());
        let (mut headers, mut form) = (ZendHashTable::new(), Zval::null());
        let content_type = if is_login {
            let mut fields = ZendHashTable::new();
            fields.insert("appId", zend::string(config.app_id()))?;
            fields.insert("secret", zend::string(config.secret().expose_secret()))?;
            form = zend::array(fields);
            "application/x-www-form-urlencoded"
        } else {
            let token = self.access_token.string().unwrap_or_default();
            headers.push(zend::string(format!("app_key: {}", config.app_id())))?;
            headers.push(zend::string(format!("Authorization: Bearer {token}")))?;
            "application/json"
        };
        Ok([
            zend::string(url),
            zend::string(self.verb),
            self.query,
            self.body,
            zend::array(headers),
            form,
            zend::string("application/json"),
            zend::string(content_type),
            Zval::null(),
            self.return_class,
        ])
    }
}
