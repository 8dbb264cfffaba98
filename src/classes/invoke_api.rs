//! `NorthApiClient::invokeAPI`: calls of paths that are not in the table of operations,
//! for applications that used the original's transport directly.

use ext_php_rs::types::{ZendHashTable, Zval};
use ext_php_rs::zend::{BailoutGuard, ClassEntry};

use crate::call::caller::Caller;
use crate::call::frame::{Frame, MethodError, MethodResult};
use crate::call::{arguments, request_json, transport_override};
use crate::values::decode_error::DecodeError;
use crate::values::from_json::{self, Rows};
use crate::values::{dto_class, new_object};
use crate::zend;
use crate::zend::method::Method;
use northbound::ClientCode;
use northbound::NorthApiError;
use northbound::internal::ErrorExt;
use northbound::sdk::{ArgumentValue, Dto, RequestBuilder, Shape, Verb};

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

/// Creates the methods for NorthApiClient. Stack traces leave out the access token, the
/// headers, which may contain it, and the form, which may be a login. `invokeAPI` accepts
/// either list of parameters.
pub(crate) fn methods() -> [Method<'static>; 3] {
    [
        method!("invokeAPI", PATH_PARAMS => by_count)
            .with_rest("more")
            .hiding([1, 4, 5]),
        method!("invokeAPI7", PATH_PARAMS => with_path).hiding([1]),
        method!("invokeAPI10", URL_PARAMS => with_url).hiding([4, 5]),
    ]
}

/// Creates error 1007.
fn invalid(error: impl Into<std::borrow::Cow<'static, str>>) -> MethodError {
    NorthApiError::client(ClientCode::InvalidInput, error)
        .in_operation("invokeAPI")
        .into()
}

fn by_count(frame: &Frame<'_>) -> MethodResult {
    match frame.count() {
        7 => match transport_override::pass_on(frame, &["invokeAPI7"])? {
            Some(result) => Ok(result),
            None => with_path(frame),
        },
        10 => match transport_override::pass_on(frame, &["invokeAPI10"])? {
            Some(result) => Ok(result),
            None => with_url(frame),
        },
        count => Err(invalid(format!(
            "7 or 10 arguments are expected, {count} given"
        ))),
    }
}

/// `invokeAPI7`: a path of the platform, with an access token.
fn with_path(frame: &Frame<'_>) -> MethodResult {
    if let Some(result) = transport_override::pass_on(frame, &["invokeAPI10"])? {
        return Ok(result);
    }
    let body = json_body(frame.required(5)?)?;
    let query = query_text(frame.required(4)?)?;
    let returns = Returns::of(frame.required(6)?)?;
    let verb = verb(frame.required(2)?)?;
    if verb.has_body() && body.is_none() {
        return Err(invalid(
            "inputBodyDto must not be null: it is the body of the request",
        ));
    }
    let mut request = RequestBuilder::raw(verb, &text(frame, 3, PATH_PARAMS[3])?)?;
    arguments::set_token(&mut request, "accessToken", frame.required(1)?)?;
    add_query(&mut request, &query);
    let app_id = arguments::scalar(&request, "appId", frame.required(0)?)?;
    if !app_id.is_empty() {
        request.query("appId", &app_id);
    }
    if verb.has_body() {
        add_body(&mut request, body);
    }
    send(frame, request, returns)
}

/// `invokeAPI10`: a URL of the platform, with the application's headers.
fn with_url(frame: &Frame<'_>) -> MethodResult {
    let body = json_body(frame.required(3)?)?;
    let query = query_text(frame.required(2)?)?;
    let form = form_text(frame.required(5)?)?;
    let returns = Returns::of(frame.required(9)?)?;
    let verb = verb(frame.required(1)?)?;
    let url = text(frame, 0, URL_PARAMS[0])?;
    let client = Caller::new(frame.this_value()?)?.client()?;
    let base = client.base_url().to_owned();
    let Some(target) = url.strip_prefix(base.as_str()) else {
        return Err(invalid(format!(
            "url must begin with {base}, the platform of this client"
        )));
    };
    let mut request = RequestBuilder::raw(verb, target)?;
    add_query(&mut request, &query);
    let accept = frame.required(6)?.str();
    add_headers(&mut request, frame.required(4)?, accept.is_some())?;
    if let Some(accept) = accept {
        request.header("accept", accept)?;
    }
    match form.zend_str().and_then(|form| form.as_str().ok()) {
        Some(form) => request.form(form),
        None => add_body(&mut request, body),
    }
    send(frame, request, returns)
}

/// Encodes a body as JSON. An empty array becomes an object without fields.
fn json_body(input: &Zval) -> MethodResult<Option<Zval>> {
    if input.is_null() {
        return Ok(None);
    }
    // `updateRuleStatus` passes the text `{}` to an overridden `invokeAPI7`.
    if input.array().is_some_and(ZendHashTable::is_empty) || input.str() == Some("{}") {
        return Ok(Some(zend::string("{}")));
    }
    match request_json::dto_json(input)? {
        Some(json) => Ok(Some(json)),
        None => request_json::json(input.shallow_clone()).map(Some),
    }
}

/// Encodes query parameters with PHP's `http_build_query`.
fn query_text(params: &Zval) -> MethodResult {
    if !params.is_null() && !params.is_array() {
        let given = zend::type_name(params);
        return Err(invalid(format!(
            "queryParams must be an array or null, {given} given"
        )));
    }
    build_query(params)
}

/// Encodes a form, which may be an array or an encoded string. Null if there is none.
fn form_text(form: &Zval) -> MethodResult {
    if form.is_null() || form.is_string() {
        return Ok(form.shallow_clone());
    }
    if form.is_array() {
        return build_query(form);
    }
    let given = zend::type_name(form);
    Err(invalid(format!(
        "formParams must be an array, a string or null, {given} given"
    )))
}

fn build_query(params: &Zval) -> MethodResult {
    if params.is_null() {
        return Ok(zend::string(""));
    }
    Ok(zend::call(
        "http_build_query",
        &mut [params.shallow_clone()],
    )?)
}

fn verb(method: &Zval) -> MethodResult<Verb> {
    match method.str() {
        Some("GET") => Ok(Verb::Get),
        Some("POST") => Ok(Verb::Post),
        Some("PUT") => Ok(Verb::Put),
        Some("DELETE") => Ok(Verb::Delete),
        other => {
            let expected = "the HTTP method must be GET, POST, PUT or DELETE";
            let error = match other {
                Some(other) => format!("{expected}, not {other}"),
                None => format!("{expected}, {} given", zend::type_name(method)),
            };
            Err(NorthApiError::client(ClientCode::InvalidMethod, error)
                .in_operation("invokeAPI")
                .into())
        }
    }
}

fn text(frame: &Frame<'_>, index: usize, param: &str) -> MethodResult<String> {
    let value = frame.required(index)?;
    value.string().ok_or_else(|| {
        invalid(format!(
            "{param} must be a string, {} given",
            zend::type_name(value)
        ))
    })
}

fn add_query(request: &mut RequestBuilder, query: &Zval) {
    if let Some(query) = query.str() {
        request.append_query(query);
    }
}

/// Adds the headers, which are lines of `name: value`, as for cURL. Ignores the headers
/// for the connection and the body: the client sets these itself.
fn add_headers(request: &mut RequestBuilder, lines: &Zval, has_accept: bool) -> MethodResult<()> {
    if !lines.is_null() && !lines.is_array() {
        return Err(invalid("headerParams must be a list of \"name: value\""));
    }
    let mut app_key = None;
    for line in lines.array().into_iter().flat_map(ZendHashTable::values) {
        let Some((name, value)) = line.str().and_then(|line| line.split_once(':')) else {
            return Err(invalid("headerParams must be a list of \"name: value\""));
        };
        let (name, value) = (name.trim(), value.trim());
        match name.to_ascii_lowercase().as_str() {
            "authorization" => match value.split_at_checked("bearer".len()) {
                Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                    request.place_token(ArgumentValue::Text(token.trim().into()))?;
                }
                _ => request.header(name, value)?,
            },
            "app_key" => app_key = Some(value),
            "accept" if has_accept => {}
            "connection" | "content-length" | "content-type" | "expect" | "host" | "te"
            | "transfer-encoding" | "upgrade" => {}
            _ => request.header(name, value)?,
        }
    }
    // With a token, the client sends its own app_key.
    match app_key {
        Some(value) if !request.has_token() => Ok(request.header("app_key", value)?),
        _ => Ok(()),
    }
}

fn add_body(request: &mut RequestBuilder, json: Option<Zval>) {
    if let Some(json) = json
        && let Some(json) = json.zend_str()
    {
        request.body(json.as_bytes().to_vec());
    }
}

/// The type to which the response is decoded.
enum Returns {
    Nothing,
    Array,
    Dto(&'static Dto),
    Class(&'static ClassEntry),
}

impl Returns {
    /// Finds the type. Must be called before the request is sent: afterwards it is too
    /// late for an error.
    fn of(return_type: &Zval) -> MethodResult<Self> {
        let name = match return_type.str() {
            Some("") => return Ok(Returns::Nothing),
            Some("array") => return Ok(Returns::Array),
            Some(name) => name.trim_start_matches('\\'),
            None if return_type.is_null() => return Ok(Returns::Nothing),
            None => {
                let given = zend::type_name(return_type);
                return Err(invalid(format!(
                    "the return type must be a class, 'array' or null, {given} given"
                )));
            }
        };
        let class = new_object::instantiable(name).map_err(invalid)?;
        let dto = dto_class::dto_of(class).filter(|_| dto_class::is_dto_class(class));
        Ok(match dto {
            Some(dto) => Returns::Dto(dto),
            None => Returns::Class(class),
        })
    }
}

fn send(frame: &Frame<'_>, request: RequestBuilder, returns: Returns) -> MethodResult {
    let response = Caller::new(frame.this_value()?)?.execute(request.build()?)?;
    let Some(response) = response else {
        return Ok(Zval::null());
    };
    let response = BailoutGuard::new(response);
    let not_as_documented =
        |error| MethodError::decoding(error, |cause| response.not_as_documented(&cause));
    if let Returns::Dto(dto) = returns {
        let shape = Shape::Object(dto);
        return from_json::dto(&shape, Rows::Arrays, response.body()).map_err(not_as_documented);
    }
    let value = from_json::plain(response.body()).map_err(not_as_documented)?;
    match returns {
        Returns::Class(class) if value.is_array() => Ok(new_object::object_of(class, &value)?),
        Returns::Class(class) => {
            let class = class.name().unwrap_or_default();
            let cause =
                serde::de::Error::custom(format!("an object is expected for the class {class}"));
            Err(not_as_documented(DecodeError::Json(cause)))
        }
        Returns::Array => Ok(value),
        Returns::Nothing | Returns::Dto(_) => Ok(Zval::null()),
    }
}
