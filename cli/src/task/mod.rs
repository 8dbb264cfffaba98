//! `northbound task`: one upgrade, as it is or until it ends.

mod causes;
mod view;

use std::io::{self, Write};
use std::pin::pin;
use std::time::Duration;

use console::Term;
use tokio::time::{Instant, MissedTickBehavior, interval};

use crate::args::TaskArgs;
use crate::exit::{Failure, Outcome, Result};
use crate::sdk::{Counts, Progress, Session, WaitOptions, Waiter, status_of};
use crate::settings::Settings;
use crate::terminal::Terminal;
use causes::Causes;
use view::View;

pub(crate) async fn run(args: &TaskArgs, settings: &mut Settings) -> Result {
    let session = Session::open(settings)?;
    let waiter = Waiter::new(&args.id, &session.token, options(args))?;
    let is_live = Term::stdout().is_term();
    let progress = match (args.watch, is_live) {
        (false, _) => look(waiter, &session).await?,
        (true, true) => watch_live(waiter, &session).await?,
        (true, false) => watch_lines(waiter, &session).await?,
    };
    Ok(match progress {
        Some(progress) => outcome(&progress),
        None => Outcome::NotEnded,
    })
}

fn options(args: &TaskArgs) -> WaitOptions {
    let seconds = |seconds: f64| Duration::try_from_secs_f64(seconds).unwrap_or_default();
    let min_delay = seconds(args.min_delay).max(WaitOptions::SHORTEST);
    let mut options = WaitOptions::default();
    options.timeout = args
        .timeout
        .map(seconds)
        .map(|limit| limit.max(WaitOptions::SHORTEST));
    options.min_delay = min_delay;
    options.max_delay = seconds(args.max_delay).max(min_delay);
    options.pages_per_poll = Some(u32::from(args.watch));
    options
}

fn outcome(progress: &Progress) -> Outcome {
    let Counts {
        fail,
        stop,
        timeout,
        ..
    } = progress.counts;
    match (progress.is_ended, status_of(progress)) {
        (false, _) => Outcome::NotEnded,
        (true, "failed" | "fail" | "stop") => Outcome::SomeFailed,
        (true, _) if fail > 0 || stop > 0 || timeout > 0 => Outcome::SomeFailed,
        (true, _) => Outcome::Good,
    }
}

/// Shows the task as it is now.
async fn look(mut waiter: Waiter, session: &Session) -> Result<Option<Progress>> {
    let progress = waiter.poll(&session.client).await?;
    let causes = Causes::read(session, &progress).await?;
    let mut out = io::stdout().lock();
    for line in View::new(&progress, &causes).lines(&Terminal::of_stdout(), Duration::ZERO) {
        writeln!(out, "{line}")?;
    }
    Ok(Some(progress))
}

/// Prints a line for each look, for logs.
async fn watch_lines(mut waiter: Waiter, session: &Session) -> Result<Option<Progress>> {
    let terminal = Terminal::of_stdout();
    loop {
        let Some(progress) = step(&mut waiter, session).await? else {
            return Ok(None);
        };
        writeln!(io::stdout(), "{}", terminal.safe(&progress.to_string()))?;
        if progress.is_ended {
            let causes = Causes::read(session, &progress).await?;
            for line in causes.lines(&terminal) {
                writeln!(io::stdout(), "{line}")?;
            }
            return Ok(Some(progress));
        }
    }
}

/// Draws the task again and again, at the same place.
async fn watch_live(mut waiter: Waiter, session: &Session) -> Result<Option<Progress>> {
    let term = Term::buffered_stdout();
    let mut drawn = 0;
    let mut last: Option<(View, Instant)> = None;
    // The time goes on between two looks, and the window may get another size.
    let mut ticks = interval(Duration::from_secs(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let mut looking = pin!(step(&mut waiter, session));
        let looked = loop {
            tokio::select! {
                looked = &mut looking => break looked,
                _ = ticks.tick() => if let Some((view, at)) = &last {
                    draw(&term, &mut drawn, view, at.elapsed())?;
                },
            }
        };
        let Some(progress) = looked? else {
            return Ok(None);
        };
        let mut view = match last.take() {
            Some((view, _)) => view,
            None => View::new(&progress, &Causes::default()),
        };
        view.advance(&progress, &Terminal::of_stdout());
        if progress.is_ended {
            view.set_causes(&Causes::read(session, &progress).await?);
        }
        draw(&term, &mut drawn, &view, Duration::ZERO)?;
        if progress.is_ended {
            return Ok(Some(progress));
        }
        last = Some((view, Instant::now()));
    }
}

/// Replaces the lines that were drawn before.
fn draw(term: &Term, drawn: &mut usize, view: &View, since: Duration) -> Result<()> {
    let terminal = Terminal::of_stdout();
    let lines = view.lines(&terminal, since);
    // What scrolls out of the window cannot be replaced.
    let visible = lines.len().min(terminal.lines());
    term.clear_last_lines(*drawn)?;
    for line in lines.iter().take(visible) {
        term.write_line(line)?;
    }
    term.flush()?;
    *drawn = visible;
    Ok(())
}

/// Waits for the next look; `None` if the time is up.
async fn step(waiter: &mut Waiter, session: &Session) -> Result<Option<Progress>> {
    match waiter.step(&session.client).await {
        Ok(progress) => Ok(Some(progress)),
        Err(error) if error.is_still_running() => {
            // The error of a command would be the same words, but it is none.
            writeln!(io::stderr(), "northbound: {}", error.desc()).map_err(Failure::from)?;
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
