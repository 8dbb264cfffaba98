//! `NorthApiClient::invokeAPI`: calls of paths that the table does not have,
//! for applications that used the original's transport directly.

use ext_php_rs::types::{ZendHashTable, Zval};
use ext_php_rs::zend::{BailoutGuard, ClassEntry};

use super::call::{Call, Failure};
use super::class::Method;
use super::decode::{self, Rows};
use super::{encode, north_api_client, registry, runtime, startup, utils, zend};
use crate::NorthApiError;
use crate::client::Client;
use crate::sdk::{ClientCode, RequestBuilder, Shape, Verb};

handler! {
    invoke => by_count;
    invoke7 => with_path;
    invoke10 => with_url;
}

/// The parameters of `invokeAPI7`.
const PATH_PARAMS: [&str; 7] = [
    "appId",
    "accessToken",
    "httpMethod",
    "url_postfix",
    "queryParams",
    "inputBodyDto",
    "returnType",
];

/// The parameters of `invokeAPI10`.
const URL_PARAMS: [&str; 10] = [
    "url",
    "method",
    "queryParams",
    "body",
    "headerParams",
    "formParams",
    "accept",
    "contentType",
    "authNames",
    "returnCls",
];

/// The methods that NorthApiClient gets from here.
pub(super) fn methods() -> [Method<'static>; 3] {
    [
        Method::new("invokeAPI", PATH_PARAMS, invoke),
        Method::new("invokeAPI7", PATH_PARAMS, invoke7),
        Method::new("invokeAPI10", URL_PARAMS, invoke10),
    ]
}

/// Keeps the access token, and the headers with it, out of stack traces.
/// `invokeAPI` may be called with either list.
pub(super) fn hide_secrets(class: &ClassEntry) {
    for (method, param) in [
        ("invokeAPI", 1),
        ("invokeAPI", 4),
        ("invokeAPI7", 1),
        ("invokeAPI10", 4),
    ] {
        startup::hide_parameter(startup::method(class, method), param);
    }
}

fn invalid(what: impl Into<std::borrow::Cow<'static, str>>) -> Failure {
    NorthApiError::client(ClientCode::InvalidInput, what)
        .in_operation("invokeAPI")
        .into()
}

fn by_count(call: &Call<'_>) -> Result<Zval, Failure> {
    match call.count() {
        7 => with_path(call),
        10 => with_url(call),
        count => Err(invalid(format!(
            "7 or 10 arguments are expected, {count} given"
        ))),
    }
}

/// `invokeAPI7`: a path of the platform, with an access token.
fn with_path(call: &Call<'_>) -> Result<Zval, Failure> {
    let input = call.required(5)?;
    let body = if input.is_null() {
        None
    } else {
        Some(encode::json(input.shallow_clone())?)
    };
    let verb = verb(call.required(2)?)?;
    if verb.has_body() && body.is_none() {
        return Err(invalid(
            "inputBodyDto must not be null: it is the body of the request",
        ));
    }
    let mut request = RequestBuilder::raw(verb, &text(call, 3, PATH_PARAMS[3])?)?;
    let token = encode::scalar(&request, "accessToken", call.required(1)?)?;
    request.token(&token)?;
    add_query(&mut request, call.required(4)?)?;
    if !call.required(0)?.is_null() {
        let app_id = encode::scalar(&request, "appId", call.required(0)?)?;
        request.query("appId", &app_id);
    }
    if verb.has_body() {
        add_body(&mut request, body);
    }
    send(call, request, call.required(6)?)
}

/// `invokeAPI10`: a URL of the platform, with headers of the caller's.
fn with_url(call: &Call<'_>) -> Result<Zval, Failure> {
    let input = call.required(3)?;
    let body = if input.is_null() {
        None
    } else {
        Some(encode::json(input.shallow_clone())?)
    };
    let verb = verb(call.required(1)?)?;
    let url = text(call, 0, URL_PARAMS[0])?;
    let base = client(call)?.base_url().to_owned();
    let Some(target) = url.strip_prefix(base.as_str()) else {
        return Err(invalid(format!(
            "url must begin with {base}, the platform of this client"
        )));
    };
    let mut request = RequestBuilder::raw(verb, target)?;
    add_query(&mut request, call.required(2)?)?;
    add_headers(&mut request, call.required(4)?)?;
    if let Some(accept) = call.required(6)?.str() {
        request.header("accept", accept);
    }
    match call.required(5)?.array() {
        Some(form) => {
            let members: Vec<(String, String)> = zend::entries(Some(form))
                .filter(|(_, value)| !value.is_null())
                .filter_map(|(name, value)| {
                    Some((name.coerce_to_string()?, value.coerce_to_string()?))
                })
                .collect();
            request.form(
                members
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            );
        }
        None => add_body(&mut request, body),
    }
    send(call, request, call.required(9)?)
}

fn verb(method: &Zval) -> Result<Verb, Failure> {
    match method.str() {
        Some("GET") => Ok(Verb::Get),
        Some("POST") => Ok(Verb::Post),
        Some("PUT") => Ok(Verb::Put),
        Some("DELETE") => Ok(Verb::Delete),
        other => Err(NorthApiError::client(
            ClientCode::InvalidMethod,
            format!(
                "the HTTP method must be GET, POST, PUT or DELETE, not {}",
                other.unwrap_or("of another type than string")
            ),
        )
        .in_operation("invokeAPI")
        .into()),
    }
}

fn text(call: &Call<'_>, index: usize, param: &str) -> Result<String, Failure> {
    let value = call.required(index)?;
    value.string().ok_or_else(|| {
        invalid(format!(
            "{param} must be a string, {} given",
            encode::kind(value)
        ))
    })
}

fn add_query(request: &mut RequestBuilder, params: &Zval) -> Result<(), Failure> {
    if !params.is_null() && !params.is_array() {
        let given = encode::kind(params);
        return Err(invalid(format!(
            "queryParams must be an array or null, {given} given"
        )));
    }
    for (name, value) in zend::entries(params.array()).filter(|(_, value)| !value.is_null()) {
        let name = name.coerce_to_string().unwrap_or_default();
        let Some(value) = encode::as_text(value) else {
            return Err(invalid(format!(
                "queryParams: {name} must be a scalar or null"
            )));
        };
        request.query(&name, &value);
    }
    Ok(())
}

/// Headers come as cURL takes them: lines of `name: value`. Those that the
/// client sets by itself are left to it.
fn add_headers(request: &mut RequestBuilder, lines: &Zval) -> Result<(), Failure> {
    for line in lines.array().into_iter().flat_map(ZendHashTable::values) {
        let Some((name, value)) = line.str().and_then(|line| line.split_once(':')) else {
            return Err(invalid("headerParams must be a list of \"name: value\""));
        };
        let (name, value) = (name.trim(), value.trim());
        match name.to_ascii_lowercase().as_str() {
            "authorization" => match value.strip_prefix("Bearer ") {
                Some(token) => request.token(token.as_bytes())?,
                None => request.header(name, value),
            },
            "app_key" | "content-type" | "content-length" | "host" => {}
            _ => request.header(name, value),
        }
    }
    Ok(())
}

fn add_body(request: &mut RequestBuilder, json: Option<Zval>) {
    if let Some(json) = json
        && let Some(json) = json.zend_str()
    {
        request.body(json.as_bytes().to_vec());
    }
}

fn client(call: &Call<'_>) -> Result<Client, Failure> {
    north_api_client::resolve(call.this()?, runtime::context()?)
}

fn send(call: &Call<'_>, request: RequestBuilder, returns: &Zval) -> Result<Zval, Failure> {
    let client = client(call)?;
    let request = request.build::<()>()?;
    let answer = runtime::context()?.wait(async move { client.execute(request).await })??;
    let Some(answer) = answer else {
        return Ok(Zval::null());
    };
    let answer = BailoutGuard::new(answer);
    let not_as_documented = |cause: serde_json::Error| answer.not_as_documented(&cause).into();
    match returns.str() {
        None => Ok(Zval::null()),
        Some("array") => decode::plain(answer.body()).map_err(not_as_documented),
        Some(name) => {
            let class = ClassEntry::try_find(name.trim_start_matches('\\'))
                .ok_or_else(|| invalid(format!("there is no class \"{name}\"")))?;
            let dto = registry::dto_of(class)
                .filter(|dto| registry::dto_class(dto).is_some_and(|own| std::ptr::eq(own, class)));
            match dto {
                Some(dto) => {
                    let shape = Shape::Object(dto);
                    decode::answer(&shape, Rows::Arrays, answer.body()).map_err(not_as_documented)
                }
                None => {
                    let members = decode::plain(answer.body()).map_err(not_as_documented)?;
                    utils::object_of(class, &members)
                }
            }
        }
    }
}
