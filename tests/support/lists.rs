//! A platform with one list, which the test controls.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use northbound::{Client, ClientConfig};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::Stage;

/// Builds the body of a page from its number and its size.
type Respond = dyn Fn(u64, u64) -> String + Send + Sync;

/// Serves one list. Its threads end with the test program.
pub(crate) struct ListServer {
    at: SocketAddr,
}

impl ListServer {
    /// Starts a server that responds to every request with the page from `respond`. It
    /// uses the certificate of the stage's platform.
    pub(crate) fn start(
        stage: &Stage,
        respond: impl Fn(u64, u64) -> String + Send + Sync + 'static,
    ) -> Self {
        let tls = Arc::new(tls(stage));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let at = listener.local_addr().expect("an address");
        let respond: Arc<Respond> = Arc::new(respond);
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                let (tls, respond) = (Arc::clone(&tls), Arc::clone(&respond));
                thread::spawn(move || serve(caller, tls, &*respond));
            }
        });
        Self { at }
    }

    /// Creates a client with this many concurrent calls.
    pub(crate) fn client(&self, stage: &Stage, concurrency: usize) -> Client {
        let host = self.at.ip().to_string();
        let config = ClientConfig::new(&host, self.at.port(), "app", "secret".into())
            .expect("a usable configuration")
            .with_concurrency(concurrency);
        Client::new(config, &stage.tls()).expect("a usable client")
    }
}

fn tls(stage: &Stage) -> ServerConfig {
    let chain = CertificateDer::pem_file_iter(stage.pem("server.pem"))
        .expect("a file")
        .collect::<Result<_, _>>()
        .expect("certificates");
    let key = PrivateKeyDer::from_pem_file(stage.files.path("server.key")).expect("a key");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a key that fits")
}

/// Serves one connection until the caller closes it.
fn serve(caller: TcpStream, tls: Arc<ServerConfig>, respond: &Respond) {
    caller.set_nodelay(true).expect("a socket");
    let connection = ServerConnection::new(tls).expect("a connection");
    let mut stream = BufReader::new(StreamOwned::new(connection, caller));
    let mut line = String::new();
    let mut target = String::new();
    loop {
        line.clear();
        match stream.read_line(&mut line) {
            Ok(read) if read > 0 => {}
            _ => return,
        }
        if let Some(rest) = line.strip_prefix("GET ") {
            target = rest.to_owned();
        }
        if line != "\r\n" {
            continue;
        }
        let number = |name: &str| {
            let (_, rest) = target.split_once(name).expect("a page");
            let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
            digits
                .and_then(|digits| digits.parse().ok())
                .expect("a number")
        };
        let body = respond(number("pageNo="), number("pageSize="));
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ";
        let whole = format!("{head}{}\r\n\r\n{body}", body.len());
        let stream = stream.get_mut();
        if stream
            .write_all(whole.as_bytes())
            .and_then(|()| stream.flush())
            .is_err()
        {
            return;
        }
    }
}
