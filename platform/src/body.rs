//! Response bodies: at the pace that a fault asks for, or live.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::mpsc::{Receiver, UnboundedSender};
use tokio::time::{Sleep, sleep};

use crate::faults::Pace;
use crate::wire::Wire;

/// The end of a connection, instead of or after a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// A TCP reset.
    Reset,
    /// An orderly close.
    Close,
    /// Raw bytes, and the end of the connection after them.
    Wire(Wire),
    /// A close after the response is sent.
    Idle,
}

/// The body of a response.
#[derive(Debug)]
pub(crate) struct PacedBody {
    rest: Bytes,
    pace: Pace,
    pause: Option<Pin<Box<Sleep>>>,
    /// Receives [`Ending::Idle`] when the body is dropped.
    done: Option<UnboundedSender<Ending>>,
    cut: Cut,
}

/// The progress of a body that is cut off.
#[derive(Debug, PartialEq, Eq)]
enum Cut {
    Ahead,
    Flushing,
    Due,
}

impl PacedBody {
    pub(crate) fn new(body: Bytes, pace: Pace) -> Self {
        let pace = match pace {
            // Nothing would be missing, and a body without an end would only hang.
            Pace::Cut(bytes) if bytes >= body.len() => Pace::Whole,
            pace => pace,
        };
        Self {
            rest: body,
            pace,
            pause: None,
            done: None,
            cut: Cut::Ahead,
        }
    }

    pub(crate) fn then_close(mut self, connection: UnboundedSender<Ending>) -> Self {
        self.done = Some(connection);
        self
    }

    fn take(&mut self, bytes: usize) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let bytes = bytes.min(self.rest.len());
        match bytes {
            0 => Poll::Ready(None),
            _ => Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(bytes))))),
        }
    }

    /// Returns `Pending` once between the last byte and the error, so that the
    /// connection can write out its buffer.
    fn poll_cut(
        &mut self,
        context: &Context<'_>,
        bytes: usize,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.cut {
            Cut::Ahead if bytes > 0 => {
                self.cut = Cut::Flushing;
                self.take(bytes)
            }
            Cut::Ahead | Cut::Flushing => {
                self.cut = Cut::Due;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Cut::Due => Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
        }
    }

    fn poll_drip(
        &mut self,
        context: &mut Context<'_>,
        bytes: usize,
        every: Duration,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(context));
        }
        self.pause = Some(Box::pin(sleep(every)));
        self.take(bytes.max(1))
    }
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.pace {
            Pace::Whole => self.take(usize::MAX),
            Pace::Drip(bytes, every) => self.poll_drip(context, bytes, every),
            Pace::Cut(bytes) => self.poll_cut(context, bytes),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

/// A body that arrives piece by piece, until the sender is dropped.
#[derive(Debug)]
pub(crate) struct LiveBody(pub(crate) Receiver<Bytes>);

impl Body for LiveBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let piece = ready!(self.0.poll_recv(context));
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }
}

impl Drop for PacedBody {
    fn drop(&mut self) {
        if let Some(connection) = self.done.take() {
            // The connection may be closed already, which is fine.
            let _ = connection.send(Ending::Idle);
        }
    }
}
