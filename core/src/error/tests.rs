use super::*;

#[test]
fn short_words_stay_and_escapes_do_not_hide() {
    let secrets = Secrets::of_texts(&["token", "c2VzYW1lIQ=="]);
    let http = Http {
        status: 403,
        reason: "no token".into(),
        // The gateway cut it off, so that it is not JSON.
        body: br#"{"error_code":"1","said":"the token c2VzYW1lIQ\u003d\u003d"#
            .to_vec()
            .into(),
        retry_after: None,
    };
    let error = NorthApiError::platform("1", "bad token c2VzYW1lIQ==", http).masking(&secrets);
    assert_eq!(error.desc(), "bad token ***");
    assert_eq!(error.http_reason(), Some("no token"));
    let said: &[u8] = br#"{"error_code":"1","said":"the token ***"#;
    assert_eq!(error.http_body(), Some(said));
}
