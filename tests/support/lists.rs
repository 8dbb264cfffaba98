//! A platform with one list, which the test controls.

use northbound::Client;

use super::Stage;
use super::tls_server::{TlsServer, json_response};

/// Serves one list.
pub(crate) struct ListServer(TlsServer);

impl ListServer {
    /// Starts a server that responds to every request with the page from `respond`, which
    /// gets the page's number and size.
    pub(crate) fn start(
        stage: &Stage,
        respond: impl Fn(u64, u64) -> String + Send + Sync + 'static,
    ) -> Self {
        Self(TlsServer::start(stage, move |target| {
            let page = respond(number(target, "pageNo="), number(target, "pageSize="));
            json_response(200, &page)
        }))
    }

    /// Creates a client with this many concurrent calls.
    pub(crate) fn client(&self, stage: &Stage, concurrency: usize) -> Client {
        let config = self.0.config().with_concurrency(concurrency);
        Client::new(config, &stage.tls()).expect("a usable client")
    }
}

/// Reads a number in the query of a target.
pub(crate) fn number(target: &str, name: &str) -> u64 {
    let (_, rest) = target.split_once(name).expect("a page");
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
    digits
        .and_then(|digits| digits.parse().ok())
        .expect("a number")
}
