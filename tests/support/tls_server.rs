//! A server with TLS whose responses the test controls completely.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use northbound::ClientConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::Stage;

/// Builds a whole response, head and body, from the target of a request.
type Respond = dyn Fn(&str) -> Vec<u8> + Send + Sync;

/// Responds to every request. Its threads end with the test program.
pub(crate) struct TlsServer {
    at: SocketAddr,
}

impl TlsServer {
    /// Starts a server with the certificate of the stage's platform.
    pub(crate) fn start(
        stage: &Stage,
        respond: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
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

    /// Returns the configuration of an application at this server.
    pub(crate) fn config(&self) -> ClientConfig {
        let host = self.at.ip().to_string();
        ClientConfig::new(&host, self.at.port(), "app", "secret".into())
            .expect("a usable configuration")
    }
}

/// Builds a response with a JSON body.
pub(crate) fn json_response(status: u16, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Any\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
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
    while let Some(target) = read_request(&mut stream) {
        let response = respond(&target);
        let stream = stream.get_mut();
        if stream
            .write_all(&response)
            .and_then(|()| stream.flush())
            .is_err()
        {
            return;
        }
    }
}

/// Reads a request with its body; returns its target, and `None` at the end.
fn read_request(stream: &mut impl BufRead) -> Option<String> {
    let mut target = None;
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            let mut body = vec![0; length];
            stream.read_exact(&mut body).ok()?;
            return target;
        }
        if target.is_none() {
            target = line.split(' ').nth(1).map(str::to_owned);
        } else if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
}
