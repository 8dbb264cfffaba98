//! Connections: accepting them, and ending them as faults demand.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::answer::Answer;
use crate::body::{Ending, PacedBody};
use crate::control;
use crate::exchange::{self, Peer};
use crate::faults::Pace;
use crate::state::State;
use crate::tls::Handshake;
use crate::wire::{self, End};

/// How long a caller may take over its handshake, or over a close.
const PATIENCE: Duration = Duration::from_secs(10);
/// Largest body on the control interface: room for a fault with a large answer.
const LARGEST_CONTROL_BODY: usize = 16 << 20;

type Reply = Pin<Box<dyn Future<Output = Result<Response<PacedBody>, Infallible>> + Send>>;

/// Serves the northbound interface until it is aborted, and its connections with it.
pub(crate) async fn serve(listener: TcpListener, tls: TlsAcceptor, state: Arc<State>) {
    accept(listener, |stream| {
        let (tls, state) = (tls.clone(), Arc::clone(&state));
        async move { northbound(stream, tls, state).await }
    })
    .await;
}

/// Serves the control interface likewise.
pub(crate) async fn serve_control(listener: TcpListener, state: Arc<State>) {
    accept(listener, |stream| {
        let state = Arc::clone(&state);
        let service = service_fn(move |request| command(Arc::clone(&state), request));
        async move {
            // A caller that goes away is no concern of the platform.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        }
    })
    .await;
}

async fn accept<F>(listener: TcpListener, mut serve: impl FnMut(TcpStream) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    // Without this, answers wait for the caller's delayed ACK.
                    let _ = stream.set_nodelay(true);
                    connections.spawn(serve(stream));
                }
                // Out of descriptors, most likely: let some be given back.
                Err(_) => sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn command(
    state: Arc<State>,
    request: Request<Incoming>,
) -> Result<Response<PacedBody>, Infallible> {
    let (parts, body) = request.into_parts();
    let answer = match Limited::new(body, LARGEST_CONTROL_BODY).collect().await {
        Ok(body) => control::answer(&state, &parts.method, parts.uri.path(), &body.to_bytes()),
        Err(_) => Answer::empty(StatusCode::PAYLOAD_TOO_LARGE),
    };
    Ok(exchange::respond(answer, Pace::Whole))
}

async fn northbound(mut stream: TcpStream, tls: TlsAcceptor, state: Arc<State>) {
    if let Some(wire) = state.faults.take_handshake() {
        state.counters.handshake_failures.next();
        let _ = timeout(wire.duration() + PATIENCE, async {
            // A close with something unread would be a reset.
            let mut hello = [0; 4096];
            let _ = stream.read(&mut hello).await?;
            wire.write(&mut stream).await?;
            leave(&stream, wire.end).await
        })
        .await;
        return;
    }
    let Ok(Ok(stream)) = timeout(PATIENCE, tls.accept(stream)).await else {
        state.counters.handshake_failures.next();
        return;
    };
    let number = state.counters.connections.next();
    let (ending, mut endings) = unbounded_channel();
    state.lines.open(number, ending.clone());
    let _open = Open(Arc::clone(&state), number);
    let peer = Arc::new(Peer {
        state,
        number,
        handshake: Handshake::of(stream.get_ref().1),
        ending,
    });
    let service = service_fn(move |request| -> Reply {
        let peer = Arc::clone(&peer);
        Box::pin(async move { Ok(exchange::answer(peer, request).await) })
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);

    let ending = loop {
        tokio::select! {
            biased;
            Some(ending) = endings.recv() => match ending {
                Ending::Idle => Pin::new(&mut connection).graceful_shutdown(),
                ending => break ending,
            },
            _ = poll_fn(|context| connection.poll_without_shutdown(context)) => {
                break Ending::Close;
            }
        }
    };
    let stream = connection.into_parts().io.into_inner();
    let patience = match &ending {
        Ending::Wire(wire) => PATIENCE + wire.duration(),
        _ => PATIENCE,
    };
    // The caller may be gone, or never read: neither must keep the task.
    let _ = timeout(patience, end(stream, ending)).await;
}

async fn end(mut stream: TlsStream<TcpStream>, ending: Ending) -> io::Result<()> {
    let end = match ending {
        Ending::Reset => End::Reset,
        Ending::Wire(wire) => {
            wire.write(&mut stream).await?;
            wire.end
        }
        Ending::Close | Ending::Idle => End::Close,
    };
    match end {
        End::Close => stream.shutdown().await,
        end => leave(stream.get_ref().0, end).await,
    }
}

/// Ends a connection below TLS.
async fn leave(stream: &TcpStream, end: End) -> io::Result<()> {
    match end {
        // Dropping the socket closes it,
        End::Close => Ok(()),
        // and resets the connection, with no linger.
        End::Reset => stream.set_zero_linger(),
        End::Hold => {
            wire::until_closed(stream).await;
            Ok(())
        }
    }
}

/// Counts a connection as closed, whichever way its task ends.
struct Open(Arc<State>, u64);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.lines.closed(self.1);
        self.0.counters.closed_connections.next();
    }
}
