//! Accepts connections, and ends them as the faults require.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Either, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::body::{Ending, LiveBody, PacedBody};
use crate::control;
use crate::exchange::{self, Peer};
use crate::faults::Pace;
use crate::response::Response;
use crate::state::State;
use crate::tls::Handshake;
use crate::wire::{self, End};

/// Time limit of a handshake, and of a close.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// Largest body on the control interface, in bytes: enough for a fault with a large
/// response.
const LARGEST_CONTROL_BODY: usize = 16 << 20;

type ServiceFuture =
    Pin<Box<dyn Future<Output = Result<hyper::Response<PacedBody>, Infallible>> + Send>>;

type ControlBody = Either<PacedBody, LiveBody>;

/// Serves the northbound interface. An abort of this task also ends its connections.
pub(crate) async fn serve(listener: TcpListener, tls: TlsAcceptor, state: Arc<State>) {
    accept(listener, |stream| {
        let (tls, state) = (tls.clone(), Arc::clone(&state));
        async move { northbound(stream, tls, state).await }
    })
    .await;
}

/// Serves the control interface. An abort of this task also ends its connections.
pub(crate) async fn serve_control(listener: TcpListener, state: Arc<State>) {
    accept(listener, |stream| {
        let state = Arc::clone(&state);
        let service = service_fn(move |request| command(Arc::clone(&state), request));
        async move {
            // An error means that the caller closed the connection.
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
                    // Without this, responses wait for the caller's delayed ACK.
                    let _ = stream.set_nodelay(true);
                    connections.spawn(serve(stream));
                }
                // Most likely out of file descriptors: wait until some are free.
                Err(_) => sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn command(
    state: Arc<State>,
    request: Request<Incoming>,
) -> Result<hyper::Response<ControlBody>, Infallible> {
    let (parts, body) = request.into_parts();
    if let Some(events) = control::subscribe(&state, &parts) {
        return Ok(events.map(|body| Either::Right(LiveBody(body))));
    }
    let response = match Limited::new(body, LARGEST_CONTROL_BODY).collect().await {
        Ok(body) => control::handle(&state, &parts, &body.to_bytes()),
        Err(_) => Response::empty(StatusCode::PAYLOAD_TOO_LARGE),
    };
    Ok(exchange::into_hyper(response, Pace::Whole).map(Either::Left))
}

async fn northbound(mut stream: TcpStream, tls: TlsAcceptor, state: Arc<State>) {
    if let Some(wire) = state.faults.take_handshake() {
        state.counters.handshake_failures.next();
        let _ = timeout(wire.duration() + MAX_WAIT, async {
            // A close with unread bytes would be a reset.
            let mut hello = [0; 4096];
            let _ = stream.read(&mut hello).await?;
            wire.write(&mut stream).await?;
            end_tcp(&stream, wire.end).await
        })
        .await;
        return;
    }
    let Ok(Ok(stream)) = timeout(MAX_WAIT, tls.accept(stream)).await else {
        state.counters.handshake_failures.next();
        return;
    };
    let number = state.counters.connections.next();
    let (ending, mut endings) = unbounded_channel();
    state.connections.open(number, ending.clone());
    let _guard = ConnectionGuard(Arc::clone(&state), number);
    let peer = Arc::new(Peer {
        state,
        number,
        handshake: Handshake::of(stream.get_ref().1),
        ending,
    });
    let service = service_fn(move |request| -> ServiceFuture {
        let peer = Arc::clone(&peer);
        Box::pin(async move { Ok(exchange::handle(peer, request).await) })
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
    let max_wait = match &ending {
        Ending::Wire(wire) => MAX_WAIT + wire.duration(),
        _ => MAX_WAIT,
    };
    // The caller may have closed the connection or may not read: the time limit ends the task.
    let _ = timeout(max_wait, end(stream, ending)).await;
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
        end => end_tcp(stream.get_ref().0, end).await,
    }
}

/// Ends a connection below TLS.
async fn end_tcp(stream: &TcpStream, end: End) -> io::Result<()> {
    match end {
        // The drop of the socket closes it.
        End::Close => Ok(()),
        // With zero linger, the drop of the socket resets the connection.
        End::Reset => stream.set_zero_linger(),
        End::Hold => {
            wire::until_closed(stream).await;
            Ok(())
        }
    }
}

/// Counts a connection as closed when its task ends for any reason.
struct ConnectionGuard(Arc<State>, u64);

impl Drop for ConnectionGuard {
    fn drop(&mut self) {
        self.0.connections.closed(self.1);
        self.0.counters.closed_connections.next();
    }
}
